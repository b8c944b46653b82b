"""The exact answer: stages, statuses, bounds, what is fixed, hints and stopping."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from ortools.sat.python import cp_model

from scheduler import exact
from scheduler.constraints import CONSTRAINTS
from scheduler.exact import InvalidModelError, literals, solve_exact
from scheduler.goals import GOALS, stages
from scheduler.rulebook import GOALS as GOAL_RULES
from scheduler.rulebook import HARD_RULES
from scheduler.terms import SolveStatus
from scheduler.timetable import Lesson
from tests.instances import make_instance
from tests.scheduler.exact.small import problem_of, row


def stands(answer: exact.ExactAnswer) -> list[tuple[str, int, str, str, int, str]]:
    assert answer.timetable is not None
    return [(le.row, le.n, le.week, le.day, le.start_min, le.teacher) for le in answer.timetable.lessons]


def lesson(name: str, day: str, start_min: int, teacher: str = "t1") -> Lesson:
    return Lesson(
        row=name, n=1, week="w1", day=day, start_min=start_min, end_min=start_min + 40, teacher=teacher,
        form="home", place="h1",
    )  # fmt: skip


def test_contents_name_every_rule_of_the_rulebook_in_its_order() -> None:
    assert [entry.rule.code for entry in CONSTRAINTS] == [rule.code for rule in HARD_RULES]
    assert [goal.rule.code for goal in GOALS] == [rule.code for rule in GOAL_RULES]


def test_stages_follow_the_ranks_of_the_problem_and_leave_out_weight_zero() -> None:
    goals = {"wish": {"rank": 1}, "travel": {"weight": 0}, "faces": {"rank": 5, "weight": 3}}
    found = stages(problem_of(rows=[row("r1")], goals=goals))
    codes = [(rank, [(goal.rule.code, weight) for goal, weight in own]) for rank, own in found]
    assert codes[0] == (1, [("changes", 1), ("wish", 60)])
    assert [rank for rank, _ in codes] == [1, 2, 5]
    assert codes[1][1][0] == ("idle", 1)  # travel is off
    assert codes[2] == (5, [("faces", 3)])


def test_solve_exact_places_the_wished_start_and_proves_it() -> None:
    wishes = [{"kind": "prefer", "days": ["tue"], "start": "11:00", "end": "12:00"}]
    answer = solve_exact(problem_of(rows=[row("r1")], pupil={"wishes": wishes}), seconds=30)
    assert answer.status is SolveStatus.OPTIMAL
    assert answer.proved_optimal is True
    assert stands(answer) == [("r1", 1, "w1", "tue", 660, "t1")]
    assert answer.units["wish"] == 0


def test_solve_exact_ranks_strictly() -> None:
    """A kept lesson weighs 1 in rank 1, three wishes weigh 180 in rank 2: the lesson is kept."""
    wishes = [{"kind": "dislike", "days": ["mon"], "start": "09:00", "end": "12:00", "weight": 3}]
    previous = [{"row": "r1", "week": "w1", "day": "mon", "start": "09:00"}]
    problem = problem_of(rows=[row("r1")], pupil={"wishes": wishes}, previous=previous)
    answer = solve_exact(problem, seconds=30)
    assert [(found[3], found[4]) for found in stands(answer)] == [("mon", 540)]
    assert (answer.units["changes"], answer.units["wish"]) == (0, 3)
    assert answer.bound["changes"] == 0


def test_solve_exact_numbers_lessons_in_order_of_time_and_tells_what_is_missing() -> None:
    """Two days, one lesson a day, three wanted: one stays unplaced, and that is the bound."""
    answer = solve_exact(problem_of(rows=[row("r1", lessons=3, rhythm="free")]), seconds=30)
    assert [(found[1], found[3]) for found in stands(answer)] == [(1, "mon"), (2, "tue")]
    assert answer.timetable is not None
    assert [(gone.row, gone.count) for gone in answer.timetable.unplaced] == [("r1", 1)]
    assert answer.bound["unplaced"] == answer.units["unplaced"] == 1


@pytest.mark.parametrize(
    "pins",
    [
        [{"row": "r1", "week": "w1", "day": "mon", "start": "11:30"}],  # ends at 12:10
        [{"row": "r1", "week": "w1", "day": "mon", "start": "09:00", "teacher": "t2"}],  # no candidate
        [
            {"row": "r1", "week": "w1", "day": "mon", "start": "09:00"},
            {"row": "r2", "week": "w1", "day": "mon", "start": "09:30"},  # 09:00–09:40 is still going on
        ],
    ],
)
def test_solve_exact_calls_contradicting_pins_infeasible(pins: list[dict[str, Any]]) -> None:
    problem = problem_of(rows=[row("r1"), row("r2", subject="art")], pins=pins)
    answer = solve_exact(problem, seconds=30)
    assert answer.status is SolveStatus.INFEASIBLE
    assert answer.timetable is None
    assert answer.bound == {"unplaced": 2}


def test_solve_exact_decides_free_rows_around_what_is_fixed() -> None:
    """r1 stands Monday 09:00–09:40. At 10:00 r2 costs 20 idle, 20 fairness, 10 pupil_gap and 20 balance = 70,
    on Tuesday a visit (10) and a second day with an adult (here 100) = 110."""
    rows = [row("r1"), row("r2", subject="art"), row("r3", subject="music")]
    problem = problem_of(rows=rows, goals={"adult_days": {"weight": 100}})
    answer = solve_exact(problem, fixed=[lesson("r1", "mon", 540)], free_rows=["r2"], seconds=30)
    assert [(found[0], found[3], found[4]) for found in stands(answer)] == [
        ("r1", "mon", 540),
        ("r2", "mon", 600),
    ]
    assert answer.units["unplaced"] == 1  # r3 is neither fixed nor free


def test_solve_exact_refuses_fixed_lessons_that_break_a_rule() -> None:
    problem = problem_of(rows=[row("r1"), row("r2", subject="art")])
    both = [lesson("r1", "mon", 540), lesson("r2", "mon", 570)]
    assert solve_exact(problem, fixed=both, free_rows=[], seconds=30).status is SolveStatus.INFEASIBLE


def test_solve_exact_takes_a_hint_and_still_proves_the_best() -> None:
    problem = problem_of(rows=[row("r1", lessons=2), row("r2", subject="art")])
    plain = solve_exact(problem, seconds=30)
    hinted = solve_exact(problem, hint=plain.timetable, seconds=30)
    assert hinted.status is SolveStatus.OPTIMAL
    assert hinted.units == plain.units


def test_solve_exact_without_time_is_unknown() -> None:
    answer = solve_exact(problem_of(rows=[row("r1")]), seconds=0.0)
    assert (answer.status, answer.timetable, answer.bound) == (SolveStatus.UNKNOWN, None, {"unplaced": 0})


@pytest.mark.parametrize("after_s", [0.1, 1.5], ids=["while building", "while solving"])
def test_solve_exact_stops_when_told(after_s: float) -> None:
    stop, told = threading.Event(), [0.0]

    def tell() -> None:
        told[0] = time.monotonic()
        stop.set()

    timer = threading.Timer(after_s, tell)
    timer.start()
    answer = solve_exact(make_instance("school", one_week=True).problem, seconds=60, should_stop=stop.is_set)
    took = time.monotonic() - told[0]
    timer.join()
    assert answer.proved_optimal is False
    assert took < 2.0  # 0.3 s on an idle machine


def test_solve_exact_raises_on_a_model_that_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cp_model.CpSolver, "solve", lambda *_: cp_model.MODEL_INVALID)
    with pytest.raises(InvalidModelError):
        solve_exact(problem_of(rows=[row("r1")]), seconds=30)


def test_literals_grow_with_what_is_free() -> None:
    """r1 has 5 starts (09:00–11:00 by half hours) on each of two days; fixed, it has one."""
    problem = problem_of(rows=[row("r1")])
    # 10 starts, and 5 stops × (2 + 1 kind) for the teacher and for the pupil on each day
    assert literals(problem) == 10 + 2 * 2 * 5 * 3
    assert literals(problem, fixed=[lesson("r1", "mon", 540)], free_rows=[]) == 1 + 2 * 1 * 3
