"""Solving: every answer is checked, honest about what is missing, and the same for the same count of moves."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from scheduler import solve as solving
from scheduler.checks import check
from scheduler.outcome import Progress, Settings
from scheduler.problem import Pin, Problem
from scheduler.solve import KernelBugError, solve
from scheduler.terms import Proof, SolveStatus
from scheduler.wire import dump_bytes
from tests.builders import problem as build
from tests.builders import row, teacher, window
from tests.instances import make_instance

COUNTED = Settings(seconds=None, iterations=4_000, workers=2, seed=7)


def test_solve_gives_a_checked_timetable_with_its_score() -> None:
    problem = make_instance("school", 1).problem
    outcome = solve(problem, COUNTED)
    verdict = check(problem, outcome.timetable)
    assert outcome.status is SolveStatus.FEASIBLE
    assert verdict.violations == ()
    assert (verdict.score, verdict.points) == (outcome.score, outcome.points)
    assert outcome.timetable.score == outcome.score
    assert outcome.bound == {"unplaced": 0}


def test_solve_by_count_gives_the_same_bytes() -> None:
    problem = make_instance("school", 2, one_week=True).problem
    first, second = (dump_bytes(solve(problem, COUNTED).timetable) for _ in range(2))
    assert first == second
    assert (
        dump_bytes(solve(problem, Settings(seconds=None, iterations=4_000, workers=2, seed=8)).timetable)
        != first
    )


SMALL_RUN = """
from scheduler.outcome import Settings
from scheduler.solve import solve
from scheduler.wire import dump_bytes
from tests.scheduler.test_solve import three_rows
import sys
sys.stdout.buffer.write(dump_bytes(solve(three_rows(), Settings(seconds=None, iterations=300)).timetable))
"""


def three_rows() -> Problem:
    return build(
        rows=[
            row("r1", lessons=3),
            row("r2", lessons=4, teachers=["t1", "t2"]),
            row("r3", teachers=["t2"], lessons=1),
        ],
        teachers=[teacher("t1"), teacher("t2", free=[window("09:00-15:00")])],
        weeks=4,
    )


def test_compiled_and_plain_python_give_the_same_bytes() -> None:
    plain = subprocess.run(
        [sys.executable, "-c", SMALL_RUN],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        check=True,
    ).stdout
    assert plain == dump_bytes(solve(three_rows(), Settings(seconds=None, iterations=300)).timetable)


def test_solve_reports_improvements_and_hears_a_stop() -> None:
    heard: list[Progress] = []
    outcome = solve(
        make_instance("school", 1).problem,
        Settings(seconds=600),
        on_improvement=heard.append,
        should_stop=lambda: len(heard) > 2,
    )
    keys = [(progress.unplaced, progress.score["changes"]) for progress in heard]
    assert keys == sorted(keys, reverse=True)
    assert outcome.seconds < 600
    assert outcome.score["unplaced"] <= heard[0].unplaced


def test_solve_starts_from_the_hint() -> None:
    instance = make_instance("school", 1)
    outcome = solve(instance.problem, Settings(seconds=None, iterations=0), hint=instance.witness)
    kept = {(x.row, x.week, x.day, x.start_min, x.teacher) for x in instance.witness.lessons}
    assert {(x.row, x.week, x.day, x.start_min, x.teacher) for x in outcome.timetable.lessons} == kept


def test_contradicting_pins_are_infeasible_and_named() -> None:
    pins = [{"row": "r1", "week": "w1", "day": "mon", "start": "10:00"}]
    problem = build(
        rows=[row("r1"), row("r2")], teachers=[teacher("t1", free=[window("12:00-13:00")])], pins=pins
    )
    outcome = solve(problem, COUNTED)
    assert outcome.status is SolveStatus.INFEASIBLE
    assert outcome.timetable.lessons == ()
    assert [(entry.row, entry.count) for entry in outcome.timetable.unplaced] == [("r1", 1), ("r2", 1)]
    assert outcome.score["unplaced"] == outcome.bound["unplaced"] == 2
    assert "10:00" in outcome.timetable.unplaced[0].reasons[0].text


def test_vacancy_is_impossible_and_in_the_bound() -> None:
    outcome = solve(build(rows=[row("r1"), row("r2", teachers=[], lessons=2)], weeks=4), COUNTED)
    entry = outcome.timetable.unplaced[0]
    assert (entry.row, entry.count, entry.proof) == ("r2", 2, Proof.IMPOSSIBLE)
    assert outcome.bound == {"unplaced": 2}


def test_pin_without_teacher_lets_the_row_have_any() -> None:
    problem = build(
        rows=[row("r1", teachers=["t1", "t2"])],
        teachers=[teacher("t1", free=[window("12:00-13:00")]), teacher("t2")],
        pins=[
            Pin(row="r1", week="w1", day="mon", start_min=600).model_dump(
                mode="json", by_alias=True, exclude_none=True
            )
        ],
    )
    lessons = solve(problem, COUNTED).timetable.lessons
    assert [(x.teacher, x.start_min) for x in lessons] == [("t2", 600)]


def test_small_problem_is_proved_optimal() -> None:
    # one lesson, one hour: whatever the start, one visit (10), one day with an adult (30), one face (20)
    problem = build(rows=[row("r1")], days=["mon"], day_start="10:00", day_end="11:00")
    outcome = solve(
        problem, Settings(seconds=120)
    )  # it ends with the proof, within seconds on an idle machine
    assert outcome.status is SolveStatus.OPTIMAL
    assert outcome.points == 60


def test_empty_problem_is_answered() -> None:
    outcome = solve(build(rows=[]), Settings(seconds=1))
    assert outcome.timetable.lessons == ()
    assert outcome.score["unplaced"] == 0


def test_timetable_that_the_checker_refuses_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    honest: Callable[..., object] = solving.Search.lessons
    monkeypatch.setattr(solving.Search, "lessons", lambda self: honest(self)[:-1])  # type: ignore[index]
    monkeypatch.setattr(
        solving, "_timetable", lambda search: solving.Timetable(lessons=search.lessons(), unplaced=())
    )
    with pytest.raises(KernelBugError, match=r"row\.count"):
        solve(three_rows(), COUNTED)
