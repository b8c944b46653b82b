"""Bounds on unplaced lessons, each number derived by hand, and the planted numbers of generated networks."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from scheduler.bounds import impossible_rows, proven_bound, quick_bound
from scheduler.bounds.flow import Flow
from tests.instances import make_instance
from tests.scheduler.exact.small import problem_of, row


def test_impossible_rows_count_a_vacancy_whole() -> None:
    assert impossible_rows(problem_of(rows=[row("r1", lessons=2, teachers=[])])) == {"r1": 2}


def test_impossible_rows_see_that_teacher_and_adult_never_meet() -> None:
    problem = problem_of(
        rows=[row("r1", lessons=2), row("r2", lessons=2, form="remote", subject="art")],
        pupil={"adult_home": [{"start": "09:00", "end": "10:00"}]},
        teacher={"free": [{"start": "10:00", "end": "12:00"}]},
    )
    assert impossible_rows(problem) == {"r1": 2}  # the remote row needs no adult


def test_impossible_rows_count_open_days_under_the_row_limit() -> None:
    """Two listed days, one of them closed, one lesson a day: one of two lessons has no day."""
    problem = problem_of(rows=[row("r1", lessons=2)], closed=[{"week": "w1", "day": "mon"}])
    assert impossible_rows(problem) == {"r1": 1}


def test_impossible_rows_keep_to_weekly_slots() -> None:
    """Two lessons in two weeks have one slot. Monday is free in w1 only, Tuesday in w2 only: one lesson."""
    free = [
        {"days": ["mon"], "weeks": ["w1"], "start": "09:00", "end": "12:00"},
        {"days": ["tue"], "weeks": ["w2"], "start": "09:00", "end": "12:00"},
    ]
    fixed = problem_of(rows=[row("r1", lessons=2)], weeks=2, teacher={"free": free})
    loose = problem_of(rows=[row("r1", lessons=2, rhythm="free")], weeks=2, teacher={"free": free})
    assert impossible_rows(fixed) == {"r1": 1}
    assert impossible_rows(loose) == {}


def test_impossible_rows_leave_time_to_travel_from_a_class() -> None:
    """Class until 11:00, 20 minutes to the home: 11:30 on the grid, and 30 minutes end at 12:00."""
    busy = [{"start": "09:00", "end": "11:00"}]
    fits = problem_of(rows=[row("r1", lessons=1, lesson_min=30)], teacher={"busy": busy})
    longer = problem_of(rows=[row("r1", lessons=1, lesson_min=35)], teacher={"busy": busy})
    assert impossible_rows(fits) == {}
    assert impossible_rows(longer) == {"r1": 1}


@pytest.mark.parametrize(
    ("teacher", "pupil", "expected"),
    [
        ({}, {}, 0),
        ({"max_day_lessons": 1}, {}, 2),  # 2 days × 1 lesson, 4 wanted
        ({"max_week_min": 100}, {}, 2),  # 100 ÷ 40 = 2 lessons
        ({}, {"max_day_lessons": 1}, 2),
        ({}, {"max_day_min": 79}, 2),  # 79 ÷ 40 = 1 lesson a day
        (
            {"free": [{"start": "09:00", "end": "10:30"}]},
            {},
            2,
        ),  # 9:00 and 10:00 by the grid: 10:40 is too late
        ({"free": [{"days": ["mon"], "start": "09:00", "end": "12:00"}]}, {}, 2),  # r1 and r2 once each
    ],
)
def test_quick_bound_counts_days_and_loads(
    teacher: dict[str, Any], pupil: dict[str, Any], expected: int
) -> None:
    rows = [row("r1", lessons=2), row("r2", lessons=2, subject="art")]
    problem = problem_of(rows=rows, teacher=teacher, pupil=pupil)
    assert quick_bound(problem) == expected
    assert proven_bound(problem, 20) == expected


def test_proven_bound_sees_what_counting_by_parts_does_not() -> None:
    """Each row alone has two candidates; together they ask 3 lessons of two teachers with one lesson each."""
    rows = [row(f"r{n}", lessons=1, subject=f"s{n}", teachers=["t1", "t2"]) for n in (1, 2, 3)]
    problem = problem_of(rows=rows, teacher={"max_week_min": 40})
    assert quick_bound(problem) == 0
    assert proven_bound(problem, 20) == 1


def test_proven_bound_tells_of_every_improvement_and_stops_at_enough() -> None:
    heard: list[int] = []
    rows = [row(f"r{n}", lessons=1, subject=f"s{n}", teachers=[]) for n in (1, 2, 3)]
    assert proven_bound(problem_of(rows=rows), 20, on_bound=heard.append, enough=3) == 3
    assert heard == [3]


def test_proven_bound_out_of_time_is_the_counted_one() -> None:
    rows = [row("r1", lessons=2, teachers=[])]
    assert proven_bound(problem_of(rows=rows), 0.0) == 2


@pytest.mark.parametrize("one_week", [True, False], ids=["one week", "cycle"])
def test_bounds_reach_the_planted_number(one_week: bool) -> None:
    instance = make_instance("tight", one_week=one_week)
    assert proven_bound(instance.problem, 60, enough=instance.planted_unplaced) == instance.planted_unplaced
    assert sum(impossible_rows(instance.problem).values()) <= instance.planted_unplaced


def test_bounds_of_a_network_that_fits_are_zero() -> None:
    problem = make_instance("school").problem
    assert impossible_rows(problem) == {}
    assert proven_bound(problem, 60, enough=0) == 0


def test_counting_does_not_import_the_solver() -> None:
    code = "import sys, scheduler.bounds; sys.exit('ortools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_flow_is_limited_by_its_narrowest_cut() -> None:
    """Two ways of 3 and 2 from a, but only 4 leave b and c towards d: 2 through b, 2 through c."""
    flow = Flow()
    for edge in (("a", "b", 3), ("a", "c", 2), ("b", "d", 2), ("c", "d", 2), ("b", "c", 5)):
        flow.add(*edge)
    assert flow.push("a", "d") == 4
