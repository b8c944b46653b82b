"""How big a problem is, in arithmetic: whether the exact model may be worth its building."""

from __future__ import annotations

from scheduler.problem import Problem

SMALL_STARTS = 6_000


def is_small(problem: Problem) -> bool:
    """True when the exact model would have few possible starts (row, teacher, week, day, start)."""
    starts = max(1, (problem.day_end_min - problem.day_start_min) // problem.step_min)
    days = len(problem.days)
    total = sum(len(problem.weeks_of(row)) * days * starts * len(row.teachers) for row in problem.rows)
    return 0 < total <= SMALL_STARTS
