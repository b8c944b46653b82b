"""The board over HTTP, as a browser without JavaScript sees it: links, forms, refusals with their reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.services.runs.limits import RunLimits
from api.services.runs.problems import given_problem, keep_problem
from api.services.runs.variants import add_variant
from models.person import Role
from scheduler.problem import Problem
from tests import builders as b
from tests.api import place as places
from tests.api.pages.cases.office import Browser, Office, office_of
from tests.api.services.world import END, START

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@pytest.fixture
def office(database: Engine, tmp_path: Path) -> Iterator[Office]:
    with office_of(database, tmp_path) as made:
        yield made


def problem(weeks: int = 1) -> Problem:
    """Places in addresses: r1 is 0, r2 is 1, r3 is 2; p1 is 0, p2 is 1; t1 is 0, t2 is 1."""
    rows = [
        b.row("r1", title="Математика", teachers=["t1", "t2"], lessons=weeks),
        b.row("r2", title="Чтение", lessons=weeks),
        b.row("r3", title="Музыка", pupils=["p2"], lessons=weeks),
    ]
    wishes = [{"kind": "dislike", "start": "08:00", "end": "09:00", "weight": 1}]
    pupils = [b.pupil(title="К-01", wishes=wishes), b.pupil("p2", title="К-02", home="h2")]
    teachers = [b.teacher(title="Вымышленная А. И."), b.teacher("t2", title="Придуманная О. Н.")]
    return b.problem(rows=rows, pupils=pupils, teachers=teachers, weeks=weeks)


def variant(office: Office, given: Problem | None = None, *lessons: str) -> str:
    """By default r1 on Monday 09:00 and r2 on Tuesday 09:00; r3 has no time."""
    found = given or problem()
    with office.world.acting(START) as unit:
        kept = keep_problem(unit, given_problem(found, RunLimits()), START, END)
        placed = lessons or ("r1 mon 09:00", "r2 tue 09:00")
        return add_variant(unit, office.world.year_id, kept.id, b.timetable(found, *placed), "Осень").id


def opened(office: Office, desk: Browser, variant_id: str = "") -> str:
    return desk.done(f"/variants/{variant_id or variant(office)}/board")


def form(page: str, action: str) -> dict[str, object]:
    """Hidden fields of the form of an action."""
    found = re.search(rf'<form[^>]*action="[^"]*/{action}"[^>]*>(.*?)</form>', page, re.S)
    assert found, f"no form {action}"
    return {name: unescape(value) for name, value in HIDDEN.findall(found[1])}


def cell(page: str, spot: str) -> tuple[str, str]:
    """Look and label of a start."""
    found = re.search(rf'value="{re.escape(spot)}" class="(\w+)" aria-label="([^"]*)"', page)
    assert found, f"no start {spot}"
    return found[1], unescape(found[2])


def put(desk: Browser, board: str, pick: str, spot: str, **more: str) -> str:
    """Puts a lesson to a start as the forms do; the page it leads to."""
    page = desk.get(f"{board}?pick={pick}")
    where = desk.done(f"{board}/put", form(page, "put") | {"to": spot} | more)
    return desk.get(where.partition("#")[0])


def test_a_variant_leads_to_its_board_and_back(office: Office) -> None:
    desk, key = office.desk(), variant(office)
    assert "Править вручную" in desk.get(f"/variants/{key}")
    board = desk.done(f"/variants/{key}/board")
    assert desk.done(f"/variants/{key}/board") == board
    page = desk.get(board)
    assert f'href="/variants/{key}"' in page
    assert "Шагов пока нет" in page
    assert f'href="{board}">ваша</a>' in desk.get(f"/variants/{key}")


def test_a_lesson_in_hand_shows_every_start_with_a_mark_and_a_word(office: Office) -> None:
    """Starts 08:00 to 18:20 of five days, 125 a day; t1's and p1's own lesson on Tuesday closes what is near it."""
    desk = office.desk()
    page = desk.get(f"{opened(office, desk)}?pick=0.1")
    starts = re.findall(r'value="[0-4]\.\d+" class="(?:better|same|worse|wish|no|now)"', page)
    assert len(starts) == 5 * 125
    assert cell(page, "0.540") == ("now", "пн 09:00: стоит здесь")
    assert cell(page, "0.480")[0] == "wish"
    assert "пожеланий не учтено +1" in cell(page, "0.480")[1]
    assert cell(page, "1.550") == ("no", "вт 09:10: нельзя")
    assert cell(page, "2.600")[0] in ("better", "same", "worse")


def test_a_closed_start_names_everybody_who_is_in_the_way(office: Office) -> None:
    """Tuesday 09:10 meets the reading of 09:00–09:40, of the same pupil and the same teacher."""
    desk = office.desk()
    page = desk.get(f"{opened(office, desk)}?pick=0.1")
    why = re.search(r'value="1.550" class="no" aria-label="[^"]*" aria-describedby="([^"]+)"', page)
    assert why
    told = re.search(rf'<dd id="{why[1]}">(.*?)</dd>', page, re.S)
    assert told
    assert "К-01: Чтение (К-01) 09:00–09:40" in told[1]
    assert "Вымышленная А. И.: Чтение (К-01) 09:00–09:40" in told[1]


def test_a_step_is_listed_with_its_score_and_undone_and_redone(office: Office) -> None:
    desk = office.desk()
    board = opened(office, desk)
    page = put(desk, board, "0.1", "0.480")
    assert "Математика, К-01: пн 09:00 → пн 08:00<small>пожеланий не учтено +1</small>" in page
    assert "По сравнению с вариантом: пожеланий не учтено +1." in page
    desk.done(f"{board}/undo", form(page, "undo"))
    page = desk.get(board)
    assert "<i>отменено:</i> Математика, К-01: пн 09:00 → пн 08:00" in page
    desk.done(f"{board}/redo", form(page, "redo"))
    assert "<i>отменено:</i>" not in desk.get(board)


def test_a_forbidden_start_is_refused_with_reasons_and_an_exchange(office: Office) -> None:
    desk = office.desk()
    board = opened(office, desk)
    page = desk.get(f"{board}?pick=0.1&view=teachers")
    page = desk.refused(f"{board}/put", 409, form(page, "put") | {"to": "1.550"})
    assert "<b>вт 09:10: сюда нельзя.</b>" in page
    assert "<li>К-01: Чтение (К-01) 09:00–09:40" in page
    assert "Поменять: Чтение (К-01), вт 09:00" in page
    assert '<th scope="col">Учитель</th>' in page  # the view one was in
    desk.done(f"{board}/swap", form(page, "swap"))
    page = desk.get(board)
    assert "Математика, К-01: пн 09:00 → вт 09:00; Чтение, К-01: вт 09:00 → пн 09:00" in page


@pytest.mark.parametrize("spot", ["", "9.600", "1.601", "x", "1.99999"])
def test_a_time_that_is_none_is_refused(office: Office, spot: str) -> None:
    desk = office.desk()
    board = opened(office, desk)
    page = desk.get(f"{board}?pick=0.1")
    assert 'role="alert"' in desk.refused(f"{board}/put", 409, form(page, "put") | {"to": spot})


def test_the_tray_holds_what_has_no_time_and_gives_it_a_place(office: Office) -> None:
    desk = office.desk()
    board = opened(office, desk)
    page = desk.get(board)
    assert ">Музыка (К-02)</a>" in page
    assert "можно поставить:" in page
    page = put(desk, board, "2.1", "3.600")
    assert "Музыка, К-02: поставлено: чт 10:00, Вымышленная А. И." in page
    assert "Без времени" not in page
    page = desk.get(f"{board}?pick=2.1")
    desk.done(f"{board}/out", form(page, "out"))
    assert "Музыка, К-02: снято: чт 10:00" in desk.get(board)


def test_pins_are_set_one_by_one_and_hold(office: Office) -> None:
    desk = office.desk()
    board = opened(office, desk)
    page = desk.get(f"{board}?pick=0.1")
    assert re.findall(r'name="pin" value="(\w+)"', page) == ["day", "time", "teacher"]
    assert "Форму (на дому) задаёт строка плана" in page
    where = desk.done(f"{board}/pins", form(page, "pins") | {"pin": ["day", "teacher"]})
    page = desk.get(where.partition("#")[0])
    assert "закреплено: день, учитель" in page
    assert cell(page, "1.720") == ("no", "вт 12:00: нельзя")
    assert cell(page, "0.720")[0] != "no"
    desk.done(f"{board}/pins", form(page, "pins"))
    assert "закрепление снято" in desk.get(board)


def test_a_row_goes_to_another_teacher(office: Office) -> None:
    desk = office.desk()
    board = opened(office, desk)
    page = desk.get(f"{board}?pick=0.1")
    desk.done(f"{board}/teacher", form(page, "teacher") | {"teacher": "1"})
    assert "учитель: Вымышленная А. И. → Придуманная О. Н." in desk.get(board)


def test_a_draft_is_kept_as_a_variant_and_closes(office: Office) -> None:
    desk = office.desk()
    board = opened(office, desk)
    page = put(desk, board, "0.1", "0.720")
    assert 'value="Осень с правкой"' in page
    page = desk.refused(f"{board}/keep", 422, form(page, "keep") | {"name": "ж" * 101})
    assert "ж" * 101 in page
    made = desk.done(f"{board}/keep", form(page, "keep") | {"name": "Моя правка"})
    assert "<h1>Моя правка</h1>" in desk.get(made)
    assert "12:00–12:40" in desk.get(made)
    page = desk.get(f"{board}?pick=0.1")
    assert f'href="{made}">Открыть вариант' in page
    assert 'name="to"' not in page


def test_a_run_goes_on_from_the_draft(office: Office) -> None:
    desk = office.desk()
    board = opened(office, desk)
    page = put(desk, board, "0.1", "0.720")
    run = desk.done(f"{board}/keep", form(page, "keep") | {"name": "Моя правка", "then": "fill"})
    assert "Дозаполнить: что стоит, остаётся на месте" in desk.get(run)
    assert "Моя правка" in desk.get("/timetables")


def test_two_deputies_in_one_draft_see_both_sides(office: Office) -> None:
    """Both hold the same lesson; the second is told what the first did, and the board already shows it."""
    desk = office.desk()
    board = opened(office, desk)
    director = places.person(
        office.where.engine, "boss", (Role.DIRECTOR, office.world.school_id), name="Директорова И. И."
    )
    other = office.browser(director, Role.DIRECTOR)
    mine = form(desk.get(f"{board}?pick=0.1"), "put")
    assert "Эту правку начал другой человек" in other.get(board)
    put(other, board, "1.1", "2.720")
    page = desk.refused(f"{board}/put", 409, mine | {"to": "2.600"})
    assert "Ваш шаг не сделан" in page
    assert "<p>Математика, К-01 → ср 10:00</p>" in page
    assert "Чтение, К-01: вт 09:00 → ср 12:00<small>Директорова И. И." in page
    again = form(page, "put")
    desk.done(f"{board}/put", again | {"to": "2.600"})
    assert "Математика, К-01: пн 09:00 → ср 10:00" in desk.get(board)


def test_weeks_move_together_or_one_at_a_time(office: Office) -> None:
    given = problem(weeks=2)
    key = variant(
        office,
        given,
        *(f"{row}/{n} w{n} {day} 09:00" for row, day in (("r1", "mon"), ("r2", "tue")) for n in (1, 2)),
    )
    desk = office.desk()
    board = opened(office, desk, key)
    page = desk.get(f"{board}?pick=0.2")
    assert "сразу во всех неделях" in page
    page = put(desk, board, "0.2", "2.600")
    assert "Математика, К-01: пн 09:00 → ср 10:00<small>" in page
    page = desk.get(f"{board}?pick=0.2&alone=1")
    assert "нед. 2" in page
    assert "ритм: время в неделе ср 10:00" in page
    page = put(desk, board, "2.1", "3.600")
    assert "Музыка, К-02: поставлено: чт 10:00, Вымышленная А. И.<small>" in page  # in both weeks


def test_views_and_filters(office: Office) -> None:
    desk = office.desk()
    board = opened(office, desk)
    assert desk.get(f"{board}?who=1").count('<tr id="row-') == 1
    assert desk.get(f"{board}?day=tue").count('<th scope="col">') == 2
    page = desk.get(f"{board}?view=teachers&who=0")
    assert '<th scope="row">Вымышленная А. И.' in page
    page = desk.get(f"{board}?view=day&day=mon&pick=0.1")
    assert "Понедельник, Вымышленная А. И." in page
    assert 'class="bars"' in page
    assert "<span>08:00</span>" in page
    assert "<span>на дому</span>" in page
    assert "h1" not in page.partition('class="stops"')[2].partition("</ol>")[0]
    assert cell(page, "0.540")[0] == "now"


@pytest.mark.parametrize(
    "query",
    [
        "who=99",
        "pick=99.1",
        "pick=0.9",
        "week=7",
        "day=funday",
        "view=x",
        "page=9",
        "pick=0.1&by=9&on=9",
        "who=²",
    ],
)
def test_an_address_that_makes_no_sense_shows_the_board(office: Office, query: str) -> None:
    desk = office.desk()
    assert "Правка вручную" in desk.get(f"{opened(office, desk)}?{query}")


def test_pieces_of_the_page_for_one_that_is_open(office: Office) -> None:
    desk = office.desk()
    board = opened(office, desk)
    assert cell(desk.get(f"{board}/starts?pick=0.1"), "0.540")[0] == "now"
    assert 'name="to"' not in desk.get(f"{board}/starts?pick=")
    told = desk.get(f"{board}/taken?pick=0.1&to=1.550")
    assert "К-01: Чтение (К-01) 09:00–09:40" in told
    assert "Поменять: Чтение (К-01), вт 09:00" in told


def test_others_see_nothing_of_it(office: Office, tmp_path: Path) -> None:
    desk = office.desk()
    board = opened(office, desk)
    sent = form(desk.get(f"{board}?pick=0.1"), "put") | {"to": "2.600"}
    teacher = office.browser(office.teacher, Role.CLASS_TEACHER)
    teacher.get(board, 403)
    with office_of(office.where.engine, tmp_path, "s200") as other:
        foreign = other.desk()
        for path in (board, f"{board}/starts?pick=0.1", f"{board}/taken?pick=0.1&to=1.550"):
            foreign.get(path, 404)
        for act in ("put", "out", "swap", "teacher", "pins", "undo", "redo", "keep"):
            assert foreign.send(f"{board}/{act}", sent).status_code == 404
    assert "Шагов пока нет" in desk.get(board)


def test_a_start_that_only_a_rule_of_usage_closes_is_taken_with_a_reason(office: Office) -> None:
    rows = [b.row("r1", title="Математика"), b.row("r2", title="Чтение")]
    given = b.problem(rows=rows, pupils=[b.pupil(title="К-01")], teachers=[b.teacher(max_gap_min=60)])
    desk = office.desk()
    board = opened(office, desk, variant(office, given, "r1 mon 09:00", "r2 tue 09:00"))
    page = desk.get(f"{board}?pick=1.1")
    assert cell(page, "0.720") == ("no", "пн 12:00: нельзя, но правило можно обойти с причиной")
    refused = desk.refused(f"{board}/put", 409, form(page, "put") | {"to": "0.720"})
    assert "Всё равно поставить" in refused
    assert "Всё равно поставить" in desk.get(f"{board}/taken?pick=1.1&to=0.720")
    assert "Всё равно поставить" not in desk.get(f"{board}/taken?pick=1.1&to=0.545")  # the pupil is busy then
    told = form(refused, "override")
    assert "Выберите причину" in desk.refused(f"{board}/override", 422, told | {"reason": ""})
    where = desk.done(f"{board}/override", told | {"reason": "agreed"})
    page = desk.get(where.partition("#")[0])
    assert "На что обратить внимание" in page
    assert (
        "в обход правила: окно учителя больше, чем он согласен ждать; причина: договорились с учителем"
        in page
    )
    kept = desk.done(f"{board}/keep", form(page, "keep") | {"name": "С окном", "then": ""})
    assert "Окно учителя больше, чем он согласен ждать" in desk.get(kept)


def test_cards_may_stand_closer_and_stay_so(office: Office) -> None:
    desk = office.desk()
    board = opened(office, desk)
    assert f'href="{"?dense=1"}"' in desk.get(board)
    page = desk.get(f"{board}?dense=1")
    assert 'class="week cards board dense"' in page
    assert "dense=1" in put(desk, board, "0.1", "2.600", dense="1")
