"""The problem over HTTP: asked for, judged at once with ways to mend, drawn, taken home."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from models.engines import reading
from models.person import Role
from models.place import Place
from models.plan import PlanState
from models.timetable import ProblemText, Run
from scheduler.terms import PlaceKind, Weekday
from scheduler.wire import parse_problem
from tests.api.pages.cases.office import END
from tests.api.pages.data.room import OZERNAYA, Room, room_of
from tests.api.pages.runs.test_pages import FORM as RUN
from tests.api.services.registry.office import row

FORM = {"first_on": "2026-09-07", "last_on": END, "whose": "network", "drafts": "yes"}


@pytest.fixture
def room(database: Engine, tmp_path: Path) -> Iterator[Room]:
    with room_of(database, tmp_path) as made:
        yield made


def judged(room: Room, status: int = 200, **more: object) -> str:
    answer = room.desk().send("/problem", FORM | more)
    assert answer.status_code == status, answer.text
    return answer.text


def test_the_form_asks_for_the_rest_of_the_year_and_reads_nobody_s_papers(room: Room) -> None:
    since = len(room.data.world.log())
    page = room.desk().get("/problem")
    assert 'name="first_on" type="date" value="2026-09-07"' in page  # the Monday after the first of September
    assert 'name="last_on" type="date" value="2027-05-31"' in page
    assert room.data.world.log(since) == []


def test_sound_data_say_so_and_lead_to_the_timetable(room: Room) -> None:
    page = judged(room)
    assert "Препятствий не видно: можно составлять расписание." in page
    assert "<dt>Занятий за 4 недели</dt><dd>8</dd>" in page  # 2 h a week over four weeks
    assert 'href="/timetables#h-start"' in page


def test_what_cannot_work_out_is_told_with_the_page_of_the_row(room: Room) -> None:
    line = row("Физика")
    plan = room.data.plan(room.data.case(), line, state=PlanState.DRAFT)
    page = judged(room)
    assert "Все занятия разместить нельзя: 1 место не сойдётся" in page
    assert f'href="/plans/{plan}/rows/{line.key}"' in page
    room.desk().get(f"/plans/{plan}/rows/{line.key}")  # the way leads somewhere


def test_a_selection_without_anybody_and_days_the_wrong_way_round_are_told_at_once(room: Room) -> None:
    page = judged(room, 422, whose="cases", last_on="2026-09-01")
    assert "Отметьте хотя бы одного ребёнка." in page
    assert '<option value="cases" selected>' in page
    assert "Последний день раньше первого." in judged(room, 422, last_on="2026-09-01")


def test_a_selection_is_what_was_ticked(room: Room) -> None:
    other = room.data.case()
    room.data.plan(other, row())
    page = judged(room, whose="cases", case=other)
    assert "<dt>Занятий за 4 недели</dt><dd>4</dd>" in page
    assert f'value="{other}" checked' in page
    assert f'value="{room.case_id}" checked' not in page


def test_foreign_cases_are_not_found(room: Room) -> None:
    assert room.desk().send("/problem", FORM | {"whose": "cases", "case": "0" * 32}).status_code == 404


def contradicted(room: Room) -> None:
    """A second home that nobody knows the way to."""
    case_id = room.data.world.running()
    case = room.data.world.get(case_id)
    home = Place(
        school_id=case.school_id, code="дом без координат", kind=PlaceKind.HOME, pupil_id=case.pupil_id,
        main=True, title="ул. Придуманная, 9",
    )  # fmt: skip
    room.data.add(home)
    room.data.plan(case_id, row())


@pytest.mark.parametrize("path", ["/problem", "/problem/problem.json"])
def test_data_that_contradict_each_other_make_no_problem_and_no_file(room: Room, path: str) -> None:
    contradicted(room)
    answer = room.desk().send(path, FORM)
    assert answer.status_code == 409
    assert "Сведения противоречат друг другу." in answer.text
    assert "Неизвестно, сколько идти" in answer.text
    assert 'href="/roads"' in answer.text
    assert 'value="2026-09-07"' in answer.text


def test_nor_is_a_run_started_on_them(room: Room) -> None:
    contradicted(room)
    page = room.desk().refused("/timetables/runs", 409, RUN)
    assert "Неизвестно, сколько идти" in page
    assert "Укажите координаты мест или минуты дороги." in page
    assert 'href="/roads"' in page
    with reading(room.office.where.engine) as session:
        assert session.exec(select(Run)).all() == []


def test_the_file_is_the_problem_that_a_run_solves(room: Room) -> None:
    answer = room.desk().send("/problem/problem.json", FORM)
    assert answer.headers["content-disposition"] == 'attachment; filename="problem.json"'
    room.desk().done("/timetables/runs", RUN)
    with reading(room.office.where.engine) as session:
        kept = session.exec(select(ProblemText)).one()
    assert parse_problem(answer.content).digest == kept.digest
    assert len(parse_problem(answer.content).problem.rows) == 1


def test_single_weeks_are_judged_and_taken_home_by_their_dates(room: Room) -> None:
    """Four weeks of two hours; on the second Monday the only teacher is away."""
    weeks = {"weeks": "dates", "last_on": "2026-10-02"}
    room.data.window(room.data.teachers[OZERNAYA], 0, 1440, kind="cannot", on_date=date(2026, 9, 14))
    assert "не как обычно (14.09.2026)" in judged(room)
    page = judged(room, **weeks)
    assert "Препятствий не видно: на этих неделях для всех занятий есть место." in page
    assert "<dt>Занятий за 4 недели</dt><dd>8</dd>" in page
    assert 'href="/timetables#h-start"' not in page
    problem = parse_problem(room.desk().send("/problem/problem.json", FORM | weeks).content).problem
    assert [week.monday for week in problem.weeks] == [date(2026, 9, 7 + 7 * n) for n in range(4)]
    (teacher,) = problem.teachers
    mondays = [any(each.holds_on(week.id, Weekday.MON) for each in teacher.free) for week in problem.weeks]
    assert mondays == [True, False, True, True]
    assert "По датам — не больше 8 недель." in judged(room, 422, weeks="dates")


def test_supply_and_demand_are_drawn_and_told_in_a_table(room: Room) -> None:
    # one teacher from 12 to 19 on every day: 14 half hours; before noon nobody is free and hardly anything is wanted
    page = judged(room)
    assert page.count('<rect class="free"') == 5 * 14
    assert '<th scope="row">12:00</th><td>1 / 0<small>хватает</small></td>' in page
    assert '<th scope="row">11:30</th>' not in page


def test_others_get_neither_the_page_nor_the_file(room: Room) -> None:
    teacher = room.office.browser(room.office.teacher, Role.CLASS_TEACHER)
    assert teacher.client.get("/problem").status_code == 403
    for path in ("/problem", "/problem/problem.json"):
        assert teacher.send(path, FORM).status_code == 403
