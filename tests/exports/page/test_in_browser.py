"""The page as a person meets it, in headless Chromium: wide, on a phone, by keyboard, without JavaScript, printed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from exports.board import BoardValues, Owed, board_values
from scheduler.problem import Problem
from scheduler.timetable import Timetable
from tests import builders
from tests.exports.page.looking import CROWDED, DIM_TEXTS, as_lines, asked, cards, choose, opened
from tests.exports.school import counted, expected, small_problem, small_timetable

PROBLEM = small_problem()
TIMETABLE = small_timetable(PROBLEM)
VALUES = board_values(PROBLEM, TIMETABLE)
VIEWS = ("pupils", "teachers", "days")


@pytest.fixture(scope="session")
def demo_values(demo: tuple[Problem, Timetable]) -> BoardValues:
    return board_values(*demo)


def test_every_lesson_is_shown_in_its_week(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, VALUES, tmp_path)
    lines = list(expected(PROBLEM, TIMETABLE))
    for week in ("1", "2"):
        choose(page, "week", week)
        shown = as_lines(cards(page, "pupils"), week)
        assert shown == counted([line for line in lines if line[1] == week])


def test_every_lesson_of_the_demo_school_is_shown(
    browser: Browser, tmp_path: Path, demo: tuple[Problem, Timetable], demo_values: BoardValues
) -> None:
    page = opened(browser, demo_values, tmp_path)
    lines = list(expected(*demo))
    for week in "1234":
        choose(page, "view", "pupils")
        choose(page, "week", week)
        own = [line for line in lines if line[1] == week]
        assert as_lines(cards(page, "pupils"), week) == counted(own)
        choose(page, "view", "teachers")
        held = [lesson for lesson in demo[1].lessons if lesson.week == f"w{week}"]
        assert sum(bool(card[6]) for card in cards(page, "teachers")) == len(held)
        choose(page, "view", "days")
        notes = page.locator("#days .route:visible .note").all_text_contents()
        assert sum(int(note.split()[0]) for note in notes) == len(held)


def test_only_the_chosen_view_is_shown(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, VALUES, tmp_path)
    for view in VIEWS:
        choose(page, "view", view)
        assert [name for name in VIEWS if page.locator(f"#{name}").is_visible()] == [view]


def test_weeks_are_switched_by_keyboard(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, VALUES, tmp_path)
    page.keyboard.press("Tab")  # to what is folded, then to the views, then to the weeks
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert asked(page, "() => document.documentElement.dataset.week") == "2"
    assert {card[2] for card in cards(page, "pupils") if card[0] == "К-01, 5 «А»"} == {
        "11:20–12:00", "12:00–12:40", "15:00–15:40",
    }  # fmt: skip
    focused = "() => getComputedStyle(document.activeElement.nextElementSibling).outlineStyle"
    assert asked(page, focused) == "solid"
    page.keyboard.press("ArrowRight")
    assert asked(page, "() => document.documentElement.dataset.week") is None


def test_one_person_can_be_picked(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, VALUES, tmp_path)
    page.select_option("select[name=who]", label="К-01, 5 «А»")
    assert page.locator(".person:visible h3").all_text_contents() == ["К-01, 5 «А» 5 занятий"]
    assert page.locator(".left").is_visible() is False  # what is missing is another pupil's
    choose(page, "view", "teachers")
    assert page.locator(".person:visible h3").count() == 2  # both teach К-01
    page.select_option("select[name=who]", label="Озёрная А. А.")
    choose(page, "view", "days")
    choose(page, "week", "")
    assert set(page.locator(".route:visible h4").all_text_contents()) == {
        "Озёрная А. А. нед. 1", "Озёрная А. А. нед. 2",
    }  # fmt: skip
    page.select_option("select[name=who]", label="всех")
    assert page.locator(".left").is_visible() is True


def test_what_is_owed_follows_the_person_picked(browser: Browser, tmp_path: Path) -> None:
    pupils, teachers = VALUES.pupils, VALUES.teachers
    owed = tuple(
        Owed(
            row_id=f"r{number}", pupil=pupil.name, subject="Чтение", teacher=teachers[0].name, planned=Fraction(9),
            on_dates=8, unplaced=Fraction(0), lapsed=1, owed=Fraction(1), pupil_id=pupil.id,
            teacher_id=teachers[0].id,
        )
        for number, pupil in enumerate(pupils[:2])
    )  # fmt: skip
    page = opened(browser, replace(VALUES, owed=owed), tmp_path)
    lines = page.locator(".owed tbody tr:visible th")
    assert lines.all_text_contents() == [pupils[0].name, pupils[1].name]
    page.select_option("select[name=who]", label=pupils[1].name)
    assert lines.all_text_contents() == [pupils[1].name]
    page.select_option("select[name=who]", label=teachers[1].name)
    assert page.locator(".owed").is_visible() is False
    page.select_option("select[name=who]", label=teachers[0].name)
    assert lines.count() == 2


@pytest.mark.parametrize("wide", [True, False])
def test_nothing_leaves_the_page_and_nothing_complains(browser: Browser, tmp_path: Path, wide: bool) -> None:
    page = opened(browser, VALUES, tmp_path, wide=wide)
    for view in VIEWS:
        choose(page, "view", view)
    assert page.told == [(tmp_path / "board.html").as_uri()]  # type: ignore[attr-defined]


def test_a_phone_shows_a_list_by_day_without_scrolling_sideways(
    browser: Browser, tmp_path: Path, demo_values: BoardValues
) -> None:
    page = opened(browser, demo_values, tmp_path, wide=False)
    for view in VIEWS:
        choose(page, "view", view)
        assert asked(page, "() => document.documentElement.scrollWidth") == 360
    choose(page, "view", "pupils")
    assert asked(page, "() => getComputedStyle(document.querySelector('.e')).position") == "static"
    assert page.locator(".axis:visible").count() == 0
    days = "[...document.querySelectorAll('#pupils .day')].filter(day => day.getClientRects().length)"
    lefts = asked(page, f"() => {days}.map(day => day.offsetLeft)")
    assert len(set(lefts)) == 1


def test_long_names_do_not_widen_a_phones_page(browser: Browser, tmp_path: Path) -> None:
    values = board_values(PROBLEM, TIMETABLE, {"p1": "Длинноимённова" * 8, "p2": "Ёжикова-" * 13})
    page = opened(browser, values, tmp_path, wide=False)
    for view in VIEWS:
        choose(page, "view", view)
        assert asked(page, "() => document.documentElement.scrollWidth") == 360


def test_time_runs_downwards_in_proportion(browser: Browser, tmp_path: Path) -> None:
    # К-01 on Monday of week 1: 11:20–12:00 and 12:10–12:50, 50 minutes apart at 1.5 pixels: 75
    page = opened(browser, VALUES, tmp_path)
    tops = asked(
        page,
        "() => [...document.querySelectorAll('#p1 .e')].filter(card => card.getClientRects().length)"
        ".map(card => card.getBoundingClientRect()).map(box => [box.top, box.height])",
    )
    assert tops[1][0] - tops[0][0] == pytest.approx(75, abs=0.1)
    assert tops[0][1] == pytest.approx(40 * 1.5 - 2, abs=0.1)
    noon = asked(
        page,
        "() => [...document.querySelectorAll('#p1 .axis span')].find(mark => mark.textContent === '12:00')"
        ".getBoundingClientRect().top",
    )
    # the first lesson ends at noon, one pixel above the line
    assert tops[0][0] + tops[0][1] == pytest.approx(noon - 1, abs=0.1)


def test_cards_do_not_cross_and_hold_their_text(
    browser: Browser, tmp_path: Path, demo_values: BoardValues
) -> None:
    page = opened(browser, demo_values, tmp_path)
    found = []
    for view in VIEWS[:2]:
        choose(page, "view", view)
        for week in "1234":
            choose(page, "week", week)
            found += asked(page, CROWDED)
    assert found == []


def test_cards_hold_their_text_on_paper_too(
    browser: Browser, tmp_path: Path, demo_values: BoardValues
) -> None:
    page = opened(browser, demo_values, tmp_path)
    page.emulate_media(media="print")
    page.set_viewport_size(
        {"width": 1047, "height": 718}
    )  # A4 landscape less 10 mm around, 96 pixels an inch
    found = []
    for view in VIEWS[:2]:
        page.evaluate("view => { document.documentElement.dataset.view = view }", view)
        found += asked(page, CROWDED)
    assert found == []


def test_a_clash_hides_no_lesson(browser: Browser, tmp_path: Path) -> None:
    rows = [builders.row(name, teachers=[who]) for name, who in (("r1", "t1"), ("r2", "t2"), ("r3", "t3"))]
    teachers = [builders.teacher(name) for name in ("t1", "t2", "t3")]
    problem = builders.problem(rows=rows, teachers=teachers)
    timetable = builders.timetable(problem, "r1 mon 09:00", "r2 mon 09:20", "r3 mon 09:50")
    page = opened(browser, board_values(problem, timetable), tmp_path)
    boxes = asked(
        page,
        "() => [...document.querySelectorAll('#p1 .e')].map(card => card.getBoundingClientRect())"
        ".map(box => [box.left, box.right])",
    )
    # r1 and r2 side by side, r3 where r1 was
    assert boxes[0][1] <= boxes[1][0] + 0.5
    assert boxes[2] == boxes[0]


@pytest.mark.parametrize("wide", [True, False])
def test_every_text_can_be_read_against_its_ground(
    browser: Browser, tmp_path: Path, demo_values: BoardValues, wide: bool
) -> None:
    page = opened(browser, demo_values, tmp_path, wide=wide)
    found = []
    for view in VIEWS:
        choose(page, "view", view)
        for week in ("1", ""):
            choose(page, "week", week)
            found += asked(page, DIM_TEXTS)
    assert found == []


def test_everything_has_a_name_and_a_place(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, VALUES, tmp_path)
    unnamed = "() => [...document.querySelectorAll('input, select, button')].filter(x => !(x.labels?.length"
    assert asked(page, f"{unnamed} || x.textContent.trim())).length") == 0
    ids = asked(page, "() => [...document.querySelectorAll('[id]')].map(x => x.id)")
    assert [name for name, number in Counter(ids).items() if number > 1] == []
    levels = asked(page, "() => [...document.querySelectorAll('h1,h2,h3,h4')].map(x => +x.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert page.locator("main").count() == page.locator("header").count() == 1
    assert page.title() == "Расписание: Школа «Ёлка» № 1"


def test_forms_differ_by_more_than_colour(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, VALUES, tmp_path)
    styles = asked(
        page,
        "() => [...document.querySelectorAll('.legend li')].map(x => getComputedStyle(x, '::before')"
        ".borderLeftStyle)",
    )
    assert styles == ["solid", "dashed", "double", "dotted"]
    assert all(card[6] for card in cards(page, "pupils") if card[3] != "с классом")


@pytest.mark.parametrize("wide", [True, False])
def test_without_javascript_everything_stands_one_below_another(
    browser: Browser, tmp_path: Path, wide: bool
) -> None:
    # read with a browser that runs no script on the page; questions are asked from outside
    page = opened(browser, VALUES, tmp_path, wide=wide, script=False)
    assert all(page.locator(f"#{view}").is_visible() for view in VIEWS)
    assert page.locator("#bar").is_visible() is False
    lessons = [
        text for text in page.locator("#pupils .e:visible").all_inner_texts() if "с классом" not in text
    ]
    # К-01: Математика, Чтение twice, Рисование; К-02: Музыка, Информатика, Рисование
    assert len(lessons) == 7
    assert sum("нед. 1" in text for text in lessons) == 2
    targets = [link.get_attribute("href") or "" for link in page.locator(".contents a").all()]
    assert len(targets) == 3 + 4
    assert all(page.locator(target).count() == 1 for target in targets)


@pytest.mark.parametrize("week", ["1", ""])
def test_a_pupil_is_printed_on_one_page(browser: Browser, tmp_path: Path, week: str) -> None:
    page = opened(browser, VALUES, tmp_path)
    choose(page, "week", week)
    data = page.pdf(prefer_css_page_size=True)
    # what is not placed and the two pupils
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 3
    (box,) = set(re.findall(rb"/MediaBox\s*\[([\d. ]+)\]", data))
    width, height = (float(size) for size in box.split()[2:])
    assert (round(width), round(height)) == (842, 595)  # A4, landscape


def test_every_pupil_and_teacher_of_the_demo_school_fits_a_page(
    browser: Browser, tmp_path: Path, demo_values: BoardValues
) -> None:
    page = opened(browser, demo_values, tmp_path)
    for view, people in (("pupils", 12), ("teachers", 18)):
        choose(page, "view", view)
        data = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", data)) == 1 + people
