"""Goals of the plan: everything placed, nothing published moved, one subject not on neighbouring days."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.problem import PlanRow

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import BoolVarT

    from scheduler.variables import Linear, Unknowns


def unplaced(unknowns: Unknowns) -> Linear:
    """Lessons that stand nowhere."""
    return sum(row.lessons - unknowns.lessons(row=row.id) for row in unknowns.facts.problem.rows)


def changes(unknowns: Unknowns) -> Linear:
    """Entries of `previous` that were not kept, times weight."""
    return sum(
        (1 - unknowns.stands(entry.row, entry.week, entry.day, entry.start_min, entry.teacher)) * entry.weight
        for entry in unknowns.facts.problem.previous
    )


def spread(unknowns: Unknowns) -> Linear:
    """Calendar neighbours with a lesson of one row on both, while the row has few lessons that week."""
    units: Linear = 0
    for row in unknowns.facts.problem.rows:
        for week in unknowns.facts.problem.weeks_of(row):
            units += sum(_neighbours(unknowns, row, week))
    return units


def _neighbours(unknowns: Unknowns, row: PlanRow, week: str) -> list[BoolVarT]:
    days = sorted(unknowns.facts.problem.days, key=lambda day: day.number)
    pairs = [(a, b) for a, b in pairwise(days) if b.number - a.number == 1]
    starts = {day: unknowns.select(row=row.id, week=week, day=day) for day in days}
    pairs = [(a, b) for a, b in pairs if starts[a] and starts[b]]
    if not pairs:
        return []
    few = _few(unknowns, row, week)
    return [
        unknowns.all_true([unknowns.any_of(starts[a]), unknowns.any_of(starts[b]), few]) for a, b in pairs
    ]


def _few(unknowns: Unknowns, row: PlanRow, week: str) -> BoolVarT:
    """True if and only if the row has fewer than days − 1 lessons that week."""
    lessons, limit = unknowns.lessons(row=row.id, week=week), len(unknowns.facts.problem.days) - 1
    few = unknowns.model.new_bool_var("few")
    unknowns.model.add(lessons <= limit - 1).only_enforce_if(few)
    unknowns.model.add(lessons >= limit).only_enforce_if(few.Not())
    return few
