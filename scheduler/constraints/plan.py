"""Rules of the plan: how many lessons, how even over the weeks, in how many weekly slots, what is pinned."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.constraints.facts import Facts
from scheduler.problem import PlanRow
from scheduler.terms import Rhythm

if TYPE_CHECKING:
    from scheduler.variables import Unknowns


def row_count(unknowns: Unknowns) -> None:
    """Not more lessons than the row has; the rest is unplaced."""
    for row in unknowns.facts.rows.values():
        unknowns.model.add(unknowns.lessons(row=row.id) <= row.lessons)


def week_even(unknowns: Unknowns) -> None:
    """Cycle: with f = lessons ÷ weeks rounded down, at most lessons − weeks × f weeks have f + 1, none more.

    This equals the contract's words: shortfalls below f add up to weeks × f − placed + (weeks above f), which
    is to stay within lessons − placed.
    """
    if unknowns.facts.problem.dated:
        return
    for row in unknowns.facts.rows.values():
        weeks = unknowns.facts.problem.weeks_of(row)
        floor = row.lessons // len(weeks)
        above = [unknowns.model.new_bool_var(f"{row.id} above in {week}") for week in weeks]
        for week, more in zip(weeks, above, strict=True):
            unknowns.model.add(unknowns.lessons(row=row.id, week=week) <= floor + more)
        unknowns.model.add(sum(above) <= row.lessons - len(weeks) * floor)


def rhythm_groups(facts: Facts) -> tuple[tuple[PlanRow, ...], ...]:
    """Fixed rows that share weekly slots: a `slot` of one pupil, or a row by itself; equal groups once."""
    shared: defaultdict[tuple[str, str], list[PlanRow]] = defaultdict(list)
    groups: dict[tuple[str, ...], tuple[PlanRow, ...]] = {}
    for row in facts.problem.rows:
        if facts.problem.rhythm_of(row) is not Rhythm.FIXED:
            continue
        if row.slot is None:
            groups[(row.id,)] = (row,)
            continue
        for pupil in row.pupils:
            shared[pupil, row.slot].append(row)
    groups.update({tuple(row.id for row in rows): tuple(rows) for rows in shared.values()})
    return tuple(groups.values())


def slots_allowed(facts: Facts, rows: tuple[PlanRow, ...]) -> int:
    """ceil(lessons ÷ weeks that any of the rows has), one more if a listed day of these weeks is closed."""
    weeks = {week for row in rows for week in facts.problem.weeks_of(row)}
    closed = any(not facts.is_open(week, day) for week in weeks for day in facts.problem.days)
    return -(-sum(row.lessons for row in rows) // len(weeks)) + closed


def rhythm(unknowns: Unknowns) -> None:
    """A group uses at most the allowed number of different (day, start) slots."""
    for rows in rhythm_groups(unknowns.facts):
        by_slot = defaultdict(list)
        for row in rows:
            for start in unknowns.select(row=row.id):
                by_slot[start.day, start.start_min].append(start)
        used = [unknowns.any_of(starts) for starts in by_slot.values()]
        unknowns.model.add(sum(used) <= slots_allowed(unknowns.facts, rows))


def pin(unknowns: Unknowns) -> None:
    """Each pinned lesson stands, with the pin's teacher or, if it names none, with any."""
    for entry in unknowns.facts.problem.pins:
        unknowns.model.add(
            unknowns.stands(entry.row, entry.week, entry.day, entry.start_min, entry.teacher) == 1
        )
