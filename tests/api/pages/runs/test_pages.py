"""Pages of runs and variants over HTTP: forms, refusals, what is handed out, who may look. No solver runs here."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine
from sqlmodel import select

from api.pages.runs.curve import curve_of
from models.engines import reading, writing
from models.person import Role
from models.timetable import Run, RunState, Variant
from scheduler.problem import Problem
from scheduler.wire import dump_bytes, parse_problem, parse_timetable
from tests import builders as b
from tests.api.pages.cases.office import END, Browser, Office, office_of

FORM = {
    "first_on": "2026-09-07", "last_on": END, "seconds": "60", "purpose": "full", "base_id": "", "changes": "5",
}  # fmt: skip


@pytest.fixture
def office(database: Engine, tmp_path: Path) -> Iterator[Office]:
    with office_of(database, tmp_path) as made:
        yield made


def problem() -> Problem:
    rows = [b.row("r1", title="Математика"), b.row("r2", title="Музыка", teachers=[])]
    return b.problem(
        rows=rows, pupils=[b.pupil(title="К-01")], teachers=[b.teacher(title="Вымышленная Анна Ивановна")]
    )


def file(data: bytes) -> dict[str, object]:
    return {"file": ("problem.json", data, "application/json")}


def started(desk: Browser) -> str:
    """The address of a run that waits."""
    return desk.done("/timetables/runs", FORM, files=file(dump_bytes(problem())))


def finished(office: Office, path: str, *lessons: str) -> None:
    """What the worker would have made of it."""
    found = b.timetable(problem(), *lessons)
    with writing(office.where.engine) as session:
        run = session.get_one(Run, path.removeprefix("/runs/"))
        run.state, run.best = RunState.DONE, dump_bytes(found).decode()
        run.score, run.curve = (
            json.dumps({"unplaced": 1, "travel": 24, "wish": 0}),
            "[[0.4, 1, 60], [1.5, 1, 40]]",
        )


def kept(office: Office, desk: Browser, name: str, *lessons: str) -> str:
    """The address of a variant."""
    path = started(desk)
    finished(office, path, *(lessons or ("r1 mon 09:00",)))
    return desk.done(f"{path}/keep", {"name": name})


def runs(office: Office) -> list[Run]:
    with reading(office.where.engine) as session:
        return list(session.exec(select(Run)))


def test_a_run_is_asked_for_with_a_file_and_waits(office: Office) -> None:
    desk = office.desk()
    path = started(desk)
    page = desk.get(path)
    assert "Расчёт ждёт очереди" in page
    assert "С 07.09.2026 по 31.05.2027" in page
    assert "Первое появится через несколько секунд" in page
    assert path in desk.get("/timetables")


def test_without_data_or_a_file_the_form_says_what_to_do_and_keeps_what_was_typed(office: Office) -> None:
    page = office.desk().refused("/timetables/runs", 409, FORM | {"seconds": "300"})
    assert "загрузите файл задачи problem.json" in page
    assert 'href="/registry"' in page
    assert 'value="2026-09-07"' in page
    assert '<option value="300" selected>' in page
    assert runs(office) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"first_on": "скоро"}, "Укажите дату"),
        ({"last_on": "2026-09-01"}, "раньше первого"),
        ({"seconds": "99999"}, "Выберите из списка"),
        ({"purpose": "world"}, "Выберите из списка"),
        ({"changes": "-1"}, "Выберите из списка"),
        ({"purpose": "few"}, "Выберите вариант, от которого считать"),
    ],
)
def test_a_wrong_field_is_told_beside_it(office: Office, change: dict[str, object], said: str) -> None:
    sent = FORM | change
    page = office.desk().refused("/timetables/runs", 422, sent, files=file(dump_bytes(problem())))
    assert said in page
    assert runs(office) == []


def test_a_file_that_is_no_problem_is_refused_beside_its_field(office: Office) -> None:
    page = office.desk().refused("/timetables/runs", 422, FORM, files=file(b"\x89PNG"))
    assert 'id="file-fault">Это не файл задачи' in page


def test_a_giant_is_refused_with_a_sentence(office: Office) -> None:
    giant = b.problem(pupils=[b.pupil(f"p{n}") for n in range(601)], rows=[b.row(pupils=["p0"])])
    page = office.desk().refused("/timetables/runs", 409, FORM, files=file(dump_bytes(giant)))
    assert "В расчёте 601 ученик, а здесь можно не больше 600." in page
    assert runs(office) == []


def test_a_run_is_cancelled_and_says_so(office: Office) -> None:
    desk = office.desk()
    path = started(desk)
    desk.done(f"{path}/cancel")
    assert "Этот расчёт не дал расписания" in desk.get(path)
    assert "уже закончен" in desk.refused(f"{path}/stop", 409)


def test_a_finished_run_shows_its_board_its_way_and_becomes_a_variant(office: Office) -> None:
    desk = office.desk()
    path = started(desk)
    finished(office, path, "r1 tue 10:00")
    page = desk.get(path)
    assert "Не размещено 1, минут в дороге 24" in page
    assert "10:00–10:40" in page
    assert "Баллов было 60, стало 40 (меньше — лучше)." in page
    assert "<polyline" in page
    assert "10:00–10:40" in desk.get(f"{path}/board")
    long = desk.refused(f"{path}/keep", 422, {"name": "ж" * 101})
    assert f'value="{"ж" * 101}"' in long
    variant = desk.done(f"{path}/keep", {"name": "Осенний"})
    assert "<h1>Осенний</h1>" in desk.get(variant)


def test_a_variant_is_kept_while_the_run_goes_on(office: Office) -> None:
    desk = office.desk()
    path = started(desk)
    told = {"name": "Пока так"}
    assert "Расписания ещё нет" in desk.refused(f"{path}/keep", 409, told)
    finished(office, path, "r1 tue 10:00")
    with writing(office.where.engine) as session:
        session.get_one(Run, path.removeprefix("/runs/")).state = RunState.RUNNING
    page = desk.get(path)
    assert (
        page.index("Остановить и взять лучшее")
        < page.index("Сохранить вариант")
        < page.index("Отменить расчёт")
    )
    assert "<h1>Пока так</h1>" in desk.get(desk.done(f"{path}/keep", told))
    (run,) = runs(office)
    assert run.state == RunState.RUNNING


def test_points_are_compared_among_timetables_with_as_many_lessons_placed() -> None:
    """One lesson more costs points of its own: then fewer points were no better."""
    found = [(0.4, 3, 900), (1.0, 1, 1200), (5.0, 1, 1100)]
    said = [curve.said for n in (1, 2, 3) if (curve := curve_of(found[:n], 10))]
    assert said == [
        "Первое расписание готово через 0,4 с, лучшего пока нет.",
        "Через 0,4 с не было размещено 3, теперь 1.",
        "Через 0,4 с не было размещено 3, теперь 1. При этом числе баллов было 1200, стало 1100 (меньше — лучше).",
    ]


def test_a_finished_run_gets_two_minutes_more(office: Office) -> None:
    desk = office.desk()
    path = started(desk)
    finished(office, path, "r1 tue 10:00")
    desk.done(f"{path}/more")
    (run,) = runs(office)
    assert (run.state, run.seconds) == (RunState.QUEUED, 120)


def test_a_variant_tells_what_has_no_time_and_shows_both_boards(office: Office) -> None:
    desk = office.desk()
    path = kept(office, desk, "Осенний", "r1 tue 10:00")
    page = desk.get(path)
    assert "<b>Музыка, К-01</b>: 1 занятие" in page
    assert "невозможно" in page
    assert '<th scope="row">К-01' in page
    assert '<th scope="row">Вымышленная Анна Ивановна' in desk.get(f"{path}?view=teachers")


def test_a_variant_is_renamed_removed_and_brought_back(office: Office) -> None:
    desk = office.desk()
    path = kept(office, desk, "Осенний")
    assert desk.done(f"{path}/rename", {"rev": 1, "name": "Зимний"}) == path
    stale = desk.refused(f"{path}/rename", 409, {"rev": 1, "name": "Летний"})
    assert 'value="Летний"' in stale
    assert desk.refused(f"{path}/rename", 422, {"rev": 2, "name": " "})
    where = desk.send(f"{path}/remove", {"rev": 2}).headers["location"]
    listed = desk.get(where)
    assert f'action="{path}/restore"' in listed
    assert "Зимний" not in listed
    desk.done(f"{path}/restore")
    assert "Зимний" in desk.get("/timetables")


def test_a_variant_goes_home_as_files(office: Office) -> None:
    desk = office.desk()
    path = kept(office, desk, "Осенний", "r1 tue 10:00")
    loaded = parse_problem(desk.client.get(f"{path}/problem.json").content)
    assert loaded.problem == problem()
    timetable = parse_timetable(desk.client.get(f"{path}/timetable.json").content)
    assert [lesson.start_min for lesson in timetable.lessons] == [600]
    book = load_workbook(io.BytesIO(desk.client.get(f"{path}/timetable.xlsx").content))
    assert book.sheetnames
    assert "Математика" in desk.client.get(f"{path}/lessons.csv").content.decode("utf-8-sig")
    answer = desk.client.get(f"{path}/board.html")
    assert answer.headers["content-disposition"] == 'attachment; filename="board.html"'
    assert "Математика" in answer.text


def test_a_problem_of_a_variant_is_solved_again_from_it(office: Office) -> None:
    desk = office.desk()
    base = kept(office, desk, "Осенний").removeprefix("/variants/")
    path = desk.done("/timetables/runs", FORM | {"purpose": "improve", "base_id": base})
    run = next(run for run in runs(office) if path.endswith(run.id))
    assert (run.purpose, run.base_id) == ("improve", base)


def test_three_budgets_are_three_runs(office: Office) -> None:
    desk = office.desk()
    base = kept(office, desk, "Осенний").removeprefix("/variants/")
    told = FORM | {"purpose": "few", "base_id": base, "changes": "all"}
    assert desk.done("/timetables/runs", told).startswith("/timetables/choice?run=")
    budgets = {json.loads(run.settings)["changes"] for run in runs(office) if run.purpose == "few"}
    assert budgets == {0, 2, 5}


def test_two_variants_are_compared(office: Office) -> None:
    desk = office.desk()
    assert "сохраните хотя бы два варианта" in desk.get("/compare")
    first = kept(office, desk, "Осенний", "r1 mon 09:00").removeprefix("/variants/")
    second = kept(office, desk, "Зимний", "r1 tue 10:00").removeprefix("/variants/")
    page = desk.get(f"/compare?first={first}&second={second}")
    assert "Математика, К-01: пн 09:00 → вт 10:00" in page
    assert desk.get(f"/compare?first={first}&second=none", 404)


def test_others_see_nothing_of_it(office: Office, tmp_path: Path) -> None:
    desk = office.desk()
    run, variant = started(desk), kept(office, desk, "Осенний")
    teacher = office.browser(office.teacher, Role.CLASS_TEACHER)
    paths = (run, f"{run}/board", f"/events{run}", variant, f"{variant}/problem.json")
    for path in ("/timetables", *paths):
        teacher.get(path, 403)
    with office_of(office.where.engine, tmp_path, "s200") as other:
        foreign = other.desk()
        for path in paths:
            foreign.get(path, 404)
        for path in (f"{run}/cancel", f"{run}/more", f"{variant}/remove", f"{variant}/restore"):
            assert foreign.send(path, {"rev": 1}).status_code == 404
    with reading(office.where.engine) as session:
        assert session.exec(select(Variant.removed_at)).all() == [None]


def test_progress_comes_as_events_and_ends_with_the_run(office: Office) -> None:
    desk = office.desk()
    path = started(desk)
    finished(office, path, "r1 tue 10:00")
    answer = desk.client.get(f"/events{path}")
    assert answer.headers["content-type"].startswith("text/event-stream")
    blocks = [block for block in answer.text.split("\n\n") if block]
    assert blocks[0].startswith("data: ")
    assert "Не размещено 1" in blocks[0]
    assert blocks[-1] == "event: over\ndata: over"


def test_runs_with_several_numbers_of_changes_are_laid_side_by_side(office: Office) -> None:
    desk = office.desk()
    base = kept(office, desk, "Осень").removeprefix("/variants/")
    told = FORM | {"purpose": "few", "base_id": base, "changes": "all"}
    where = desk.send("/timetables/runs", told, files=file(dump_bytes(problem()))).headers["location"]
    assert where.startswith("/timetables/choice?run=")
    page = desk.get(where)
    assert [page.index(said) for said in ("ни одного", "2 занятия", "5 занятий")] == sorted(
        page.index(said) for said in ("ни одного", "2 занятия", "5 занятий")
    )
    assert 'hx-trigger="every 2s"' in page
    with writing(office.where.engine) as session:
        for run in session.exec(select(Run).where(Run.purpose == "few")):
            run.state, run.curve = RunState.DONE, "[[0.4, 1, 60], [1.5, 1, 40]]"
            run.score = json.dumps(
                {"unplaced": 1, "travel": 24, "changes": json.loads(run.settings)["changes"]}
            )
    page = desk.get(where)
    assert "hx-trigger" not in page
    for changes in ("0", "2", "5"):
        assert f'<td data-title="Передвинуто">{changes}</td>' in page
    assert '<td data-title="Баллов">40</td>' in page
    assert "Здесь нечего сравнивать" in desk.get("/timetables/choice")
    desk.get(f"{where.partition('&')[0][:-1]}x", 404)


def test_the_best_of_a_run_goes_straight_to_the_board(office: Office) -> None:
    desk = office.desk()
    path = started(desk)
    finished(office, path, "r1 mon 09:00")
    assert "Сохранить и править на доске" in desk.get(path)
    board = desk.done(f"{path}/keep", {"name": "Осень", "then": "board"})
    assert board.startswith("/boards/")
    assert "Правка вручную" in desk.get(board)
