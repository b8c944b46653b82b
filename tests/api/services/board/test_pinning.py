"""Pins of a draft in the problem of a search: day, time and teacher each hold their own and nothing else."""

from __future__ import annotations

import pytest

from api.services.board.pinning import keeping_pins
from api.services.board.state import Change, PinKind, StepKind, change_in
from scheduler.checks import check
from scheduler.problem import Problem
from scheduler.solve import Settings, solve
from scheduler.timetable import Lesson, Timetable
from tests import builders as b

AFTERNOON = {"kind": "prefer", "start": "14:00", "end": "17:00", "weight": 1}
DAY, TIME, TEACHER = PinKind.DAY, PinKind.TIME, PinKind.TEACHER


def problem(weeks: int = 1, **more: object) -> Problem:
    """p1 would rather have afternoons, and Monday is no good at any time; both teachers are free all day."""
    wishes = [AFTERNOON, {"kind": "dislike", "start": "00:00", "end": "24:00", "days": ["mon"], "weight": 1}]
    rows = [b.row("r1", teachers=["t1", "t2"], lessons=weeks, **more)]
    pupils, teachers = [b.pupil(wishes=wishes)], [b.teacher(), b.teacher("t2")]
    return b.problem(rows=rows, pupils=pupils, teachers=teachers, weeks=weeks)


def searched(given: Problem, base: Timetable, *kinds: PinKind) -> tuple[Problem, tuple[Lesson, ...]]:
    """The problem for the search, and what it finds, lawful there and in the problem itself."""
    asked = keeping_pins(given, base, {(x.row, x.n): frozenset(kinds) for x in base.lessons})
    found = solve(asked, Settings(seconds=None, iterations=2000), base).timetable
    assert (check(asked, found).violations, check(given, found).violations) == ((), ())
    return asked, found.lessons


@pytest.mark.parametrize(
    ("kinds", "day_stays", "time_stays", "teacher_stays"),
    [
        ((DAY,), True, False, False),
        ((TIME,), False, True, False),
        ((DAY, TIME), True, True, False),
        ((TEACHER,), False, False, True),
        ((DAY, TEACHER), True, False, True),
    ],
)
def test_each_pin_holds_its_own_and_nothing_else(
    kinds: tuple[PinKind, ...], day_stays: bool, time_stays: bool, teacher_stays: bool
) -> None:
    given = problem()
    asked, (lesson,) = searched(given, b.timetable(given, "r1 mon 09:00 t2"), *kinds)
    assert (lesson.day == "mon") == day_stays
    assert (lesson.start_min == 9 * 60) == time_stays
    assert (14 * 60 <= lesson.start_min < 17 * 60) == (not time_stays)
    assert (asked.rows[0].teachers == ("t2",)) == teacher_stays
    assert bool(asked.pins) == (day_stays and time_stays)


def test_the_form_needs_no_pin_for_nothing_lawful_has_another() -> None:
    """A row has one form; a pin of it that a draft of old holds is read as none."""
    given = problem()
    base = b.timetable(given, "r1 mon 09:00 t2")
    other = base.model_copy(update={"lessons": (base.lessons[0].model_copy(update={"form": "remote"}),)})
    assert (check(given, base).violations, [x.rule for x in check(given, other).violations]) == (
        (),
        ["frame"],
    )
    kept = change_in(Change(kind=StepKind.PINS, pins={("r1", 1): frozenset({DAY})}).to_text())
    assert change_in(kept.to_text().replace('"day"', '"day", "form"')).pins == kept.pins


def test_a_weekly_lesson_keeps_its_day_in_every_week() -> None:
    given = problem(4)
    base = b.timetable(given, *(f"r1/{n} w{n} mon 09:00" for n in range(1, 5)))
    asked, lessons = searched(given, base, DAY)
    assert asked.pins == ()
    assert {(lesson.week, lesson.day) for lesson in lessons} == {(f"w{n}", "mon") for n in range(1, 5)}
    assert len({lesson.start_min for lesson in lessons}) == 1
    assert 14 * 60 <= lessons[0].start_min < 17 * 60


def test_a_lesson_of_every_other_week_keeps_its_day_in_any_week() -> None:
    """Two lessons in four weeks: in whichever weeks the search sees them, it is on a Monday."""
    given = problem(4)
    given = given.model_copy(update={"rows": tuple(x.model_copy(update={"lessons": 2}) for x in given.rows)})
    asked, lessons = searched(given, b.timetable(given, "r1/1 w1 mon 09:00", "r1/2 w3 mon 09:00"), DAY)
    assert (asked.pins, {lesson.day for lesson in lessons}, len(lessons)) == ((), {"mon"}, 2)
    asked = keeping_pins(given, b.timetable(given, "r1/1 w1 mon 09:00"), {("r1", 1): frozenset({DAY})})
    assert [(pin.week, pin.day) for pin in asked.pins] == [("w1", "mon")]  # the other may go anywhere


def test_two_days_a_week_are_kept_and_two_times_stay_where_they_are() -> None:
    """Which of two lessons stands on which of their days is no matter; at which time, it is."""
    given = b.problem(rows=[b.row("r1", lessons=2)])
    base = b.timetable(given, "r1/1 mon 09:00", "r1/2 wed 10:00")
    asked, lessons = searched(given, base, DAY)
    assert (asked.pins, {lesson.day for lesson in lessons}) == ((), {"mon", "wed"})
    asked, lessons = searched(given, base, TIME)
    assert {(pin.day, pin.start_min) for pin in asked.pins} == {("mon", 540), ("wed", 600)}


def test_a_lesson_beside_a_free_one_of_its_week_stays_where_it_is() -> None:
    given = b.problem(rows=[b.row("r1", lessons=2)])
    base = b.timetable(given, "r1/1 mon 09:00", "r1/2 wed 10:00")
    asked = keeping_pins(given, base, {("r1", 1): frozenset({DAY})})
    assert [(pin.day, pin.start_min) for pin in asked.pins] == [("mon", 540)]
    assert asked.pupils == given.pupils


def test_what_cannot_stand_any_more_is_not_pinned() -> None:
    given = b.problem(teachers=[b.teacher(free=[b.window("12:00-18:00")])])
    base = b.timetable(given, "r1 mon 09:00")
    assert keeping_pins(given, base, {("r1", 1): frozenset({DAY, TIME, TEACHER})}).pins == ()
    assert keeping_pins(given, base, {}) is given
