"""Weeks in words."""

from __future__ import annotations

from datetime import date

import pytest

from exports.board.weeks import week_names, week_title, weeks_column, weeks_said
from scheduler.problem import Week
from tests import builders

CYCLE = builders.problem(weeks=4)
DATED = builders.problem(weeks=[{"id": "a", "monday": "2026-08-31"}, {"id": "b", "monday": "2026-09-07"}])
WEEKS = ("w1", "w2", "w3", "w4")
SOME = [(WEEKS[:3], "1–3"), (("w1", "w3"), "1, 3"), (("w4", "w1", "w2"), "1–2, 4")]


@pytest.mark.parametrize(("weeks", "said"), [(WEEKS, ""), *((weeks, f"нед. {said}") for weeks, said in SOME)])
def test_weeks_are_said_as_ranges(weeks: tuple[str, ...], said: str) -> None:
    assert weeks_said(CYCLE, weeks) == said


@pytest.mark.parametrize(("weeks", "said"), [(WEEKS, "все"), *SOME])
def test_a_column_of_weeks_says_all_too(weeks: tuple[str, ...], said: str) -> None:
    assert weeks_column(week_names(CYCLE), weeks) == said


def test_a_single_week_needs_no_words() -> None:
    assert weeks_column({"w1": "1"}, ["w1"]) == ""


def test_dated_weeks_are_named_by_their_monday() -> None:
    assert weeks_said(DATED, ["b"]) == "нед. 07.09"
    assert week_title(DATED.weeks[0], 1) == "Неделя 31.08–06.09.2026"
    assert week_title(Week(id="w2"), 2) == "Неделя 2"
    assert DATED.weeks[1].monday == date(2026, 9, 7)
