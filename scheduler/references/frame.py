"""Weeks of one kind, days once, a day that ends after it starts."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.errors import Fault
from scheduler.salvage import Draft
from scheduler.shape import shown
from scheduler.terms import clock

MAX_CYCLE_WEEKS = 4


def frame_faults(draft: Draft) -> Iterator[Fault]:
    yield from _week_faults(draft)
    yield from _monday_faults(draft)
    for number, day in enumerate(draft.problem.days):
        if day is not None and day in draft.problem.days[:number]:
            yield Fault(f"days.{number}", f"{shown(day)} again", "each day once")
    start, end = draft.problem.day_start_min, draft.problem.day_end_min
    if start is not None and end is not None and end <= start:
        yield Fault("day_end", shown(clock(end)), f"a time after day_start {clock(start)}")


def _week_faults(draft: Draft) -> Iterator[Fault]:
    weeks = draft.problem.weeks
    if not weeks or any(draft.spoiled("weeks", number, "monday") for number in range(len(weeks))):
        return
    dated = sum(week.monday is not None for week in weeks)
    if 0 < dated < len(weeks):
        found = f"{dated} of {len(weeks)} weeks with a monday"
        yield Fault("weeks", found, "a monday in every week (dated weeks) or in none (a cycle)")
    elif not dated and len(weeks) > MAX_CYCLE_WEEKS:
        yield Fault("weeks", f"{len(weeks)} weeks", f"a cycle of 1 to {MAX_CYCLE_WEEKS} weeks")


def _monday_faults(draft: Draft) -> Iterator[Fault]:
    seen = set()
    for number, week in enumerate(draft.problem.weeks):
        if week.monday is None:
            continue
        path = f"weeks.{number}.monday"
        if week.monday.weekday() != 0:
            yield Fault(path, f"{shown(week.monday.isoformat())}, a {week.monday:%A}", "the date of a Monday")
        if week.monday in seen:
            yield Fault(path, f"{shown(week.monday.isoformat())} again", "each Monday once")
        seen.add(week.monday)
