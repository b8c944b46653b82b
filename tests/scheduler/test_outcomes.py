"""Every outcome is lawful, and lawful by the breadth of a hair: bounds drawn tight around it still hold, and one
step tighter exactly the right rule speaks, of exactly that excess."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.checks import Violation, check
from scheduler.outcome import Settings
from scheduler.problem import Problem, Window
from scheduler.solve import solve
from scheduler.terms import LessonForm, Weekday
from scheduler.timetable import Lesson, Timetable
from tests.conftest import TORTURE
from tests.instances import make_instance
from tests.scheduler.exact.tiny import tiny_problem

SEEDS = range(1, 31 if TORTURE else 4)


@cache
def solved(seed: int) -> tuple[Problem, Timetable]:
    problem = make_instance("school", seed, one_week=seed % 2 == 0).problem
    return problem, solve(problem, Settings(seconds=None, iterations=3_000, seed=seed)).timetable


def changed(problem: Problem, part: str, name: str, **values: Any) -> Problem:
    """The problem with other values for one of its teachers or pupils."""
    items = [item.model_copy(update=values) if item.id == name else item for item in getattr(problem, part)]
    return problem.model_copy(update={part: tuple(items)})


def rules(violations: tuple[Violation, ...]) -> list[tuple[str, int, str]]:
    return [(item.rule, item.excess, item.unit) for item in violations]


@given(st.integers(0, 5_000))
@settings(max_examples=200 if TORTURE else 25)
def test_every_outcome_passes_the_checker(seed: int) -> None:
    problem = tiny_problem(seed)
    timetable = solve(problem, Settings(seconds=None, iterations=400, seed=seed)).timetable
    verdict = check(problem, timetable)
    lost = [] if timetable.lessons else [item for item in verdict.violations if item.rule == "pin"]
    assert list(verdict.violations) == lost
    assert verdict.score == timetable.score


Tightened = tuple[Problem, Problem, tuple[str, int, str]]


def day_lessons(timetable: Timetable, teacher: Lesson) -> list[Lesson]:
    day = (teacher.teacher, teacher.week, teacher.day)
    return [x for x in timetable.lessons if (x.teacher, x.week, x.day) == day]


def tight_teacher_day(problem: Problem, timetable: Timetable, lesson: Lesson) -> Tightened:
    most = max(len(day_lessons(timetable, x)) for x in timetable.lessons if x.teacher == lesson.teacher)
    days = {
        (x.week, x.day): len(day_lessons(timetable, x))
        for x in timetable.lessons
        if x.teacher == lesson.teacher
    }
    fits = changed(problem, "teachers", lesson.teacher, max_day_lessons=most)
    breaks = changed(problem, "teachers", lesson.teacher, max_day_lessons=most - 1)
    return fits, breaks, ("teacher.load", list(days.values()).count(most), "lesson")


def week_minutes(timetable: Timetable, teacher: str) -> dict[str, int]:
    weeks: dict[str, int] = {}
    for x in timetable.lessons:
        if x.teacher == teacher:
            weeks[x.week] = weeks.get(x.week, 0) + x.end_min - x.start_min
    return weeks


def tight_teacher_week(problem: Problem, timetable: Timetable, lesson: Lesson) -> Tightened:
    minutes = week_minutes(timetable, lesson.teacher)
    most = max(minutes.values())
    fits = changed(problem, "teachers", lesson.teacher, max_week_min=most)
    breaks = changed(problem, "teachers", lesson.teacher, max_week_min=most - 1)
    return fits, breaks, ("teacher.load", list(minutes.values()).count(most), "min")


def around(lessons: list[Lesson], cut_min: int) -> tuple[Window, ...]:
    """One window per day and week with lessons, from the first start to the last end less cut_min."""
    spans: dict[tuple[str, str], tuple[int, int]] = {}
    for x in lessons:
        start, end = spans.get((x.week, x.day), (x.start_min, x.end_min))
        spans[x.week, x.day] = min(start, x.start_min), max(end, x.end_min)
    return tuple(
        Window(days=(Weekday(day),), weeks=(week,), start_min=start, end_min=end - cut_min)
        for (week, day), (start, end) in spans.items()
    )


def tight_teacher_free(problem: Problem, timetable: Timetable, lesson: Lesson) -> Tightened:
    mine = [x for x in timetable.lessons if x.teacher == lesson.teacher]
    fits = changed(problem, "teachers", lesson.teacher, free=around(mine, 0))
    breaks = changed(problem, "teachers", lesson.teacher, free=around(mine, 5))
    return fits, breaks, ("teacher.free", len({(x.week, x.day) for x in mine}), "min")


def tight_adult(problem: Problem, timetable: Timetable, lesson: Lesson) -> Tightened | None:
    pupil = next(row.pupils[0] for row in problem.rows if row.id == lesson.row)
    rows = {row.id for row in problem.rows if pupil in row.pupils and row.form is LessonForm.HOME}
    mine = [x for x in timetable.lessons if x.row in rows]
    if not mine:
        return None
    fits = changed(problem, "pupils", pupil, adult_home=around(mine, 0))
    breaks = changed(problem, "pupils", pupil, adult_home=around(mine, 5))
    return fits, breaks, ("adult.home", len({(x.week, x.day) for x in mine}), "min")


def tight_avoid(problem: Problem, timetable: Timetable, lesson: Lesson) -> Tightened | None:
    pupil = next(row.pupils[0] for row in problem.rows if row.id == lesson.row)
    rows = {row.id for row in problem.rows if pupil in row.pupils}
    day = [x for x in timetable.lessons if x.row in rows and (x.week, x.day) == (lesson.week, lesson.day)]
    end = max(x.end_min for x in day)
    if end >= problem.day_end_min:
        return None
    at = {"days": (Weekday(lesson.day),), "weeks": (lesson.week,), "end_min": problem.day_end_min}
    fits = changed(problem, "pupils", pupil, avoid=(Window(start_min=end, **at),))
    breaks = changed(problem, "pupils", pupil, avoid=(Window(start_min=end - 5, **at),))
    return fits, breaks, ("pupil.avoid", 1, "min")


TIGHTENINGS: dict[str, Callable[[Problem, Timetable, Lesson], Tightened | None]] = {
    "teacher_day": tight_teacher_day,
    "teacher_week": tight_teacher_week,
    "teacher_free": tight_teacher_free,
    "adult_home": tight_adult,
    "pupil_avoid": tight_avoid,
}


@pytest.mark.parametrize("how", TIGHTENINGS)
@pytest.mark.parametrize("seed", SEEDS)
def test_bound_drawn_tight_holds_and_one_step_tighter_exactly_its_rule_speaks(seed: int, how: str) -> None:
    problem, timetable = solved(seed)
    tried = 0
    for lesson in timetable.lessons[:: max(1, len(timetable.lessons) // 12)]:
        tightened = TIGHTENINGS[how](problem, timetable, lesson)
        if tightened is None:
            continue
        fits, breaks, (rule, times, unit) = tightened
        step = 5 if how in ("teacher_free", "adult_home", "pupil_avoid") else 1
        assert rules(check(fits, timetable).violations) == []
        assert rules(check(breaks, timetable).violations) == [(rule, step, unit)] * times
        tried += 1
    assert tried >= 3


@pytest.mark.parametrize("seed", SEEDS)
def test_lesson_lost_or_told_twice_is_counted(seed: int) -> None:
    problem, timetable = solved(seed)
    lost = timetable.model_copy(update={"lessons": timetable.lessons[:-1]})
    assert "row.count" in {item.rule for item in check(problem, lost).violations}
    again = timetable.model_copy(update={"lessons": (*timetable.lessons, timetable.lessons[-1])})
    counted = [item for item in check(problem, again).violations if item.rule == "row.count"]
    assert [item.excess for item in counted] == [1]
