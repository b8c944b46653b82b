"""Proven lower bounds on unplaced lessons. Importing this package does not import OR-Tools."""

from __future__ import annotations

from collections.abc import Callable

from scheduler.bounds.quick import impossible_rows, quick_bound
from scheduler.problem import Problem

__all__ = ["impossible_rows", "proven_bound", "quick_bound"]


def proven_bound(
    problem: Problem,
    seconds: float,
    should_stop: Callable[[], bool] | None = None,
    on_bound: Callable[[int], None] | None = None,
    workers: int = 1,
    enough: int | None = None,
) -> int:
    """The best bound proven within `seconds` of wall time, never below `quick_bound` and never too high.

    on_bound hears every improvement, from a thread of the solver's. enough: lessons that some known timetable
    leaves unplaced; no bound can be higher, so the proof ends there.
    """
    from scheduler.bounds.relaxation import relaxed_bound

    return relaxed_bound(problem, seconds, should_stop, on_bound, workers, enough)
