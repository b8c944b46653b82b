"""A search by the clock, gone again from its course."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scheduler.course import Step, steps_of
from scheduler.errors import BadFileError
from scheduler.outcome import Progress
from scheduler.problem import Problem
from scheduler.solve import Settings, solve
from scheduler.terms import SolveStatus
from scheduler.timetable import Timetable
from tests.builders import problem as build
from tests.builders import row
from tests.instances import make_instance


def after(calls: int) -> Callable[[], bool]:
    """True from a number of calls on: a search by the clock that takes as many steps on a slow machine."""
    left = iter(range(calls))
    return lambda: next(left, None) is None


def again(problem: Problem, course: str, seed: int = 1, hint: Timetable | None = None) -> Timetable:
    return solve(problem, Settings(seconds=None, seed=seed, course=course), hint).timetable


@pytest.mark.parametrize(("kind", "step"), [("school", "w"), ("tight", "p")])
def test_what_a_search_by_the_clock_found_is_found_again(kind: str, step: str) -> None:
    problem = make_instance(kind).problem
    heard: list[tuple[str, Timetable]] = []

    def hear(progress: Progress) -> None:
        heard.append((progress.course(), progress.timetable()))

    found = solve(problem, Settings(seconds=600.0, seed=3), on_improvement=hear, should_stop=after(30))
    assert found.course is not None
    assert found.course.count(step) > 5
    assert again(problem, found.course, seed=3).lessons == found.timetable.lessons
    course, best = heard[len(heard) // 2]  # as if it had been ended then
    assert again(problem, course, seed=3).lessons == best.lessons
    assert again(problem, found.course, seed=4).lessons != found.timetable.lessons


def test_a_search_from_a_hint_is_found_again_from_the_hint() -> None:
    problem = make_instance("school").problem
    first = solve(problem, Settings(seconds=None, iterations=2000)).timetable
    found = solve(problem, Settings(seconds=600.0), first, should_stop=after(20))
    assert found.course is not None
    assert again(problem, found.course, hint=first).lessons == found.timetable.lessons


def test_what_was_proved_the_best_is_proved_again() -> None:
    problem = build(
        rows=[row("r1"), row("r2")], days=["mon", "tue"], day_start="10:00", day_end="12:00", step_min=20
    )
    found = solve(problem, Settings(seconds=600.0))  # it ends with the proof
    assert (found.status, found.course) == (SolveStatus.OPTIMAL, "x")
    repeated = solve(problem, Settings(seconds=None, course="x"))
    assert (repeated.status, repeated.timetable.lessons) == (SolveStatus.OPTIMAL, found.timetable.lessons)


def test_steps_are_read_as_they_are_written() -> None:
    course = "p5 b w400.350 w1.0 g x"
    assert " ".join(map(str, steps_of(course))) == course
    assert list(steps_of("w400.350")) == [Step("walk", 400, 350)]
    assert Step("place", 5) in steps_of(course)


@pytest.mark.parametrize("course", ["w5", "b3", "q", "p5.5", "w400.350.1", "p5 b walk"])
def test_a_word_that_is_no_step_is_named(course: str) -> None:
    with pytest.raises(BadFileError, match="step"):
        list(steps_of(course))
