"""What dated weeks ask of the rows of a cycle; numbers by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from scheduler.calendar.year import Break, Parity
from scheduler.problem import Problem
from scheduler.references import meaning_faults
from scheduler.registry.build import build
from scheduler.registry.values import PinnedLesson, Registry
from scheduler.repair.asked import asked, row_of
from scheduler.repair.weeks import Calendar, Exceptions, dated
from scheduler.salvage import Draft
from scheduler.terms import Weekday
from tests.scheduler.registry import office

MON, FRI = date(2026, 9, 7), date(2026, 9, 18)  # weeks 2 and 3 of the cycle that begins on 31.08.2026


def laid(
    registry: Registry, first: date = MON, last: date = FRI, told: Exceptions | None = None, **more: Any
) -> Problem:
    cycle = build(registry, first, last).problem
    calendar = Calendar(years=registry.years, parity=Parity.CALENDAR, reference="s1", **more)
    return asked(cycle, dated(cycle, calendar, first, last, told), calendar)


def counts(problem: Problem) -> dict[str, int]:
    return {row.id: row.lessons for row in problem.rows}


def test_every_week_asks_for_its_own_share() -> None:
    # two hours a week are eight lessons of the cycle, two of each week
    problem = laid(office.registry(lines=(office.line(hours="2"),)))
    assert counts(problem) == {"l1@2026-W37": 2, "l1@2026-W38": 2}
    assert [row.weeks for row in problem.rows] == [("2026-W37",), ("2026-W38",)]
    assert meaning_faults(Draft(problem)) == []
    assert row_of("l1@2026-W37") == "l1"


def test_three_quarters_of_an_hour_leave_out_one_week_of_four() -> None:
    # 3 lessons of 4 weeks, dealt out as 0, 1, 1, 1
    whole = laid(office.registry(lines=(office.line(hours="3/4"),)), date(2026, 8, 31), date(2026, 9, 25))
    assert counts(whole) == {"l1@2026-W37": 1, "l1@2026-W38": 1, "l1@2026-W39": 1}


def test_a_row_of_even_weeks_asks_in_those_alone() -> None:
    line = office.line(hours="1/2", weeks=(2, 4))
    assert counts(laid(office.registry(lines=(line,)))) == {"l1@2026-W37": 1}


def test_a_short_week_asks_in_proportion_halves_up() -> None:
    # four lessons a week: of two days 4 · 2/5 = 1.6, so 2; one lesson: 0.4, so none; of three days 0.6, so one
    for hours, first, expected in (
        ("4", date(2026, 9, 10), 2),
        ("1", date(2026, 9, 10), 0),
        ("1", date(2026, 9, 9), 1),
    ):
        lines = (office.line(hours=hours, max_per_day=2),)
        problem = laid(office.registry(lines=lines), first, date(2026, 9, 11))
        assert sum(counts(problem).values()) == expected, hours


def test_a_holiday_of_the_partner_takes_its_teacher_and_not_the_child() -> None:
    # edge case 9: the partner rests all week, its teacher is not asked; the child's own school teaches
    rest = Break(title="каникулы партнёра", first=MON, last=date(2026, 9, 11))
    theirs = office.year("s2")
    registry = office.registry(
        teachers=(office.teacher(school="s2"),),
        years=(office.year(), office.year("s2", breaks=(*theirs.breaks, rest))),
    )
    problem = laid(registry)
    assert counts(problem) == {"l1@2026-W37": 1, "l1@2026-W38": 1}
    assert {week for window in problem.teachers[0].free for week in window.weeks or ()} == {"2026-W38"}
    assert problem.closed == ()


def test_a_child_that_is_away_all_week_asks_nothing() -> None:
    days = [date(2026, 9, day) for day in range(7, 12)]
    told = Exceptions(away=frozenset(("p1", on) for on in days))
    assert counts(laid(office.registry(), told=told)) == {"l1@2026-W38": 1}


def test_what_was_agreed_stands_in_its_week_and_on_days_with_lessons() -> None:
    pins = (
        PinnedLesson(line="l1", day=Weekday.TUE, start_min=840, week=2),
        PinnedLesson(line="l1", day=Weekday.WED, start_min=840, week=3),
    )
    problem = laid(office.registry(pinned=pins, lines=(office.line(hours="1"),)), last=date(2026, 9, 15))
    assert [(pin.row, pin.week, pin.day) for pin in problem.pins] == [
        ("l1@2026-W37", "2026-W37", Weekday.TUE)
    ]
