"""The page as text: whole, safe, small, the same each time."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from fractions import Fraction

import pytest

from exports.board import Owed, board_values
from exports.page import board_html
from exports.page.people import axis, paper_scale_of, scale_of
from scheduler.problem import Problem
from scheduler.timetable import Timetable
from tests import builders
from tests.exports.school import small_problem, small_timetable

PROBLEM = small_problem()
TIMETABLE = small_timetable(PROBLEM)
VALUES = board_values(PROBLEM, TIMETABLE)


def test_the_page_is_one_file_that_asks_for_nothing() -> None:
    page = board_html(VALUES)
    assert page.startswith('<!DOCTYPE html>\n<html lang="ru">')
    assert re.findall(r"(?:src|href|action)=[\"']?([^#\"'][^\"'> ]*)|url\(|@import|https?:", page) == []


def test_only_the_pages_own_script_may_run() -> None:
    page = board_html(VALUES)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.S)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert html.unescape(policy).startswith(f"default-src 'none'; script-src 'sha256-{digest}'; style-src")


def test_the_page_of_the_demo_school_is_under_300_kb(demo: tuple[Problem, Timetable]) -> None:
    assert len(board_html(board_values(*demo)).encode()) < 300_000


def test_the_same_values_give_the_same_page() -> None:
    assert board_html(VALUES) == board_html(board_values(PROBLEM, TIMETABLE))


def test_texts_stay_texts() -> None:
    row = PROBLEM.rows[0].model_copy(update={"title": "<script>alert(1)</script>\x00\x0b"})
    problem = PROBLEM.model_copy(update={"rows": (row, *PROBLEM.rows[1:]), "name": '"><img src=x>'})
    page = board_html(board_values(problem, small_timetable(problem), {"p1": "Ё'&\"№ {{ 7*7 }}"}))
    assert page.count("<script") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<img" not in page
    assert "Ё&#39;&amp;&#34;№ {{ 7*7 }}" in page
    assert re.search(r"[\x00-\x08\x0b-\x1f]", page) is None


def test_an_empty_timetable_is_a_page_without_cards() -> None:
    page = board_html(board_values(PROBLEM, Timetable(lessons=(), unplaced=())))
    assert page.count('<section class="person"') == 4
    # the classes of t1 and the lessons of К-02 with the class still stand
    assert re.findall(r'<li class="e (\w)', page) == ["c", "c"]
    assert "0 из 9" in page


def test_debts_are_told_when_they_are_known() -> None:
    owed = Owed(
        row_id="it", pupil="К-02", subject="Информатика", teacher="Снегова Г. Г.", planned=Fraction(27, 2),
        on_dates=11, unplaced=Fraction(1, 3), lapsed=1, owed=Fraction(5, 2),
    )  # fmt: skip
    page = board_html(board_values(PROBLEM, TIMETABLE, owed=[owed]))
    row = re.findall(r"<tbody><tr>(.*?)</tr>", page)[0]
    assert re.findall(r">([^<>]+)<", row) == [
        "К-02", "Информатика", "Снегова Г. Г.", "13,5", "11", "0,33", "1", "2,5",
    ]  # fmt: skip
    assert "осталось дать" not in board_html(VALUES)


def test_a_single_week_needs_no_switch() -> None:
    problem = builders.problem()
    page = board_html(board_values(problem, builders.timetable(problem, "r1 mon 09:00")))
    assert '<html lang="ru" data-week="1">' in page
    assert 'name="week"' not in page


def test_broken_rules_are_told() -> None:
    # both lessons of one pupil at once
    problem = builders.problem(rows=[builders.row("r1"), builders.row("r2", teachers=["t2"])],
                               teachers=[builders.teacher("t1"), builders.teacher("t2")])  # fmt: skip
    values = board_values(problem, builders.timetable(problem, "r1 mon 09:00", "r2 mon 09:20"))
    page = board_html(values)
    assert '<div class="bad"><dt>Нарушений правил: перемены ученика</dt><dd>1</dd></div>' in page
    assert re.findall(r"--lane:(\d);--lanes:(\d)", page) == [("0", "2"), ("1", "2")]


@pytest.mark.parametrize(
    ("start", "long_min", "span", "scale", "paper"),
    [
        # 40 minutes want 60 / 40 = 1.5 pixels each; 20 want 3, and 900 pixels for 30 minutes leave that room
        ("09:10", 40, (540, 600), 1.5, 3.0),
        ("10:00", 20, (600, 630), 3.0, 3.0),
        # 15 minutes need 36 / 15 = 2.4 for two lines and want 60 / 15 = 4
        ("08:00", 15, (480, 510), 4.0, 3.0),
    ],
)
def test_the_axis_holds_what_stands(
    start: str, long_min: int, span: tuple[int, int], scale: float, paper: float
) -> None:
    problem = builders.problem(rows=[builders.row(lesson_min=long_min)])
    values = board_values(problem, builders.timetable(problem, f"r1 mon {start}"))
    entries = values.pupils[0].entries
    assert axis(entries) == span
    assert scale_of(entries, span[1] - span[0]) == scale
    assert paper_scale_of(entries, span[1] - span[0]) == paper


def test_a_long_day_is_squeezed_onto_paper_as_far_as_short_lessons_allow() -> None:
    # 640 pixels for 11 hours are 0.97 a minute; two lines of a lesson of 20 minutes want 27 / 20 = 1.35
    found = []
    for long_min in (40, 20):
        problem = builders.problem(rows=[builders.row(lesson_min=long_min)])
        entries = board_values(problem, builders.timetable(problem, "r1 mon 09:00")).pupils[0].entries
        found.append(paper_scale_of(entries, 660))
    assert found == [0.97, 1.35]
