"""Parity over random years: what holds whatever the holidays and moved days are."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle, islice

from hypothesis import given
from hypothesis import strategies as st

from scheduler.calendar.expand import expand
from scheduler.calendar.lessons import Expansion
from scheduler.calendar.year import Break, MovedDay, Parity, SchoolYear, Term
from scheduler.problem import Problem
from scheduler.terms import Weekday
from scheduler.timetable import Timetable
from tests.builders import problem, row, teacher, timetable

FIVE = tuple(Weekday)[:5]
FIRST, LAST = date(2026, 9, 1), date(2027, 1, 31)
DATES = st.dates(FIRST, LAST)
PERIOD = {"first": date(2026, 8, 24), "last": date(2027, 2, 7)}


@st.composite
def breaks(draw: st.DrawFn) -> Break:
    first = draw(DATES)
    return Break(title="перерыв", first=first, last=first + timedelta(days=draw(st.integers(0, 12))))


@st.composite
def years(draw: st.DrawFn, school: str = "s1") -> SchoolYear:
    """September to January in one or two terms, with breaks and moved days anywhere."""
    middle = draw(DATES)
    terms = [Term(title="1", first=FIRST, last=middle), Term(title="2", first=middle, last=LAST)]
    if draw(st.booleans()):
        terms[1] = replace(terms[1], first=min(middle + timedelta(days=draw(st.integers(1, 12))), LAST))
    moved = st.builds(lambda on, as_day: MovedDay(on=on, as_day=as_day), DATES, st.sampled_from(FIVE))
    return SchoolYear(
        school=school,
        title="год",
        terms=tuple(terms),
        days=FIVE,
        breaks=tuple(draw(st.lists(breaks(), max_size=6))),
        moved=tuple(draw(st.lists(moved, max_size=3, unique_by=lambda each: each.on))),
    )


def whole_cycle(weeks: int, **more: object) -> tuple[Problem, Timetable]:
    """A row with a lesson on every weekday of every week of the cycle."""
    given_problem = problem([row(lessons=5 * weeks)], weeks=weeks, **more)
    lessons = [
        f"r1/{5 * week + number + 1} w{week + 1} {day} 09:00"
        for week in range(weeks)
        for number, day in enumerate(FIVE)
    ]
    return given_problem, timetable(given_problem, *lessons)


def ids(found: Expansion) -> dict[str, tuple[date, int, str]]:
    return {each.id: (each.on, each.start_min, each.week) for each in found.lessons}


@given(years(), st.integers(1, 4))
def test_count_gives_every_weekday_its_turns_in_order(year: SchoolYear, weeks: int) -> None:
    asked, plan = whole_cycle(weeks)
    found = expand(asked, plan, (year,), parity=Parity.COUNT, **PERIOD)
    assert found.lapsed == ()
    assert len(found.lessons) == len(list(year.school_days()))
    for day in FIVE:
        held = [each.week for each in found.lessons if year.timetable_day(each.on) == day]
        assert held == list(islice(cycle(f"w{week + 1}" for week in range(weeks)), len(held)))


@given(years(), years("s2"), st.integers(1, 4))
def test_calendar_week_depends_on_the_iso_week_alone(one: SchoolYear, two: SchoolYear, weeks: int) -> None:
    asked, plan = whole_cycle(weeks, teachers=[teacher(school="s2")])
    found = expand(asked, plan, (one, two), parity=Parity.CALENDAR, **PERIOD)
    for each in (*found.lessons, *found.lapsed):
        since = each.on - date(2026, 8, 31)  # the Monday of the week of 01.09.2026
        assert each.week == f"w{since.days // 7 % weeks + 1}"


@given(years(), years("s2"), st.integers(1, 4))
def test_by_calendar_each_lesson_is_held_or_lapsed_once_on_each_date_of_its_own(
    own: SchoolYear, partner: SchoolYear, weeks: int
) -> None:
    asked, plan = whole_cycle(weeks, teachers=[teacher(school="s2")])
    found = expand(asked, plan, (own, partner), parity=Parity.CALENDAR, **PERIOD)
    told = Counter((each.on, each.n) for each in (*found.lessons, *found.lapsed))
    expected: Counter[tuple[date, int]] = Counter()
    for on in (FIRST + timedelta(days=k) for k in range((LAST - FIRST).days + 1)):
        week = (on - date(2026, 8, 31)).days // 7 % weeks
        days = {tuple(Weekday)[on.weekday()], own.timetable_day(on)} & set(FIVE)
        expected += Counter((on, 5 * week + FIVE.index(day) + 1) for day in days)
    assert told == expected


@given(years(), years("s2"), st.integers(1, 4))
def test_by_count_each_lesson_is_held_or_lapsed_once_on_each_turn(
    own: SchoolYear, partner: SchoolYear, weeks: int
) -> None:
    asked, plan = whole_cycle(weeks, teachers=[teacher(school="s2")])
    found = expand(asked, plan, (own, partner), parity=Parity.COUNT, **PERIOD)
    told = [each.on for each in (*found.lessons, *found.lapsed)]
    assert sorted(told) == list(own.school_days())
    for each in found.lessons:
        assert own.timetable_day(each.on) == partner.timetable_day(each.on)


@given(years(), years("s2"), st.sampled_from(Parity), st.integers(1, 4))
def test_ids_are_unique(own: SchoolYear, partner: SchoolYear, parity: Parity, weeks: int) -> None:
    asked, plan = whole_cycle(weeks, teachers=[teacher(school="s2")])
    found = expand(asked, plan, (own, partner), parity=parity, **PERIOD)
    names = [each.id for each in (*found.lessons, *found.lapsed)]
    assert len(set(names)) == len(names)


@given(years(), breaks(), st.integers(1, 4))
def test_by_calendar_a_further_break_renames_and_moves_nothing(
    year: SchoolYear, further: Break, weeks: int
) -> None:
    asked, plan = whole_cycle(weeks)
    before = ids(expand(asked, plan, (year,), parity=Parity.CALENDAR, **PERIOD))
    closed = replace(year, breaks=(*year.breaks, further))
    after = ids(expand(asked, plan, (closed,), parity=Parity.CALENDAR, **PERIOD))
    assert after.items() <= before.items()
    kept = {entry.on for entry in year.moved}  # a moved day holds whatever the breaks are
    gone = {on for name, (on, _, _) in before.items() if name not in after}
    assert gone == {
        on for on, _, _ in before.values() if further.first <= on <= further.last and on not in kept
    }


@given(years(), breaks(), st.integers(1, 4))
def test_by_count_a_further_break_leaves_ids_of_weekly_lessons(
    year: SchoolYear, further: Break, weeks: int
) -> None:
    """Every date that stays keeps its id; the cycle's turn on it may be another one."""
    asked, plan = whole_cycle(weeks)
    closed = replace(year, breaks=(*year.breaks, further))
    before, after = (
        {name: on for name, (on, _, _) in ids(expand(asked, plan, (each,), parity=Parity.COUNT, **PERIOD)).items()}
        for each in (year, closed)
    )  # fmt: skip
    assert after.items() <= before.items()


@given(years(), DATES, DATES, st.sampled_from(Parity))
def test_a_part_of_the_period_is_a_part_of_the_lessons(
    year: SchoolYear, one: date, other: date, parity: Parity
) -> None:
    asked, plan = whole_cycle(3)
    first, last = min(one, other), max(one, other)
    whole = expand(asked, plan, (year,), parity=parity, **PERIOD)
    part = expand(asked, plan, (year,), parity=parity, first=first, last=last)
    assert part.lessons == tuple(each for each in whole.lessons if first <= each.on <= last)
    assert part.lapsed == tuple(each for each in whole.lapsed if first <= each.on <= last)
