"""A person's fixed engagements at different places may not overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.errors import Fault
from scheduler.problem import BusyWindow, Problem
from scheduler.salvage import Draft
from scheduler.shape import shown
from scheduler.terms import Weekday


def busy_faults(draft: Draft) -> Iterator[Fault]:
    open_days = _open_days(draft.problem)
    for number, teacher in enumerate(draft.problem.teachers):
        yield from _judged(f"teachers.{number}.busy", teacher.busy, teacher.school, open_days)
    for number, pupil in enumerate(draft.problem.pupils):
        yield from _judged(f"pupils.{number}.busy", pupil.busy, pupil.school, open_days)


def _open_days(problem: Problem) -> list[tuple[str, Weekday]]:
    closed = {(entry.week, entry.day) for entry in problem.closed}
    days = [day for day in problem.days if day is not None]
    return [(week.id, day) for week in problem.weeks for day in days if (week.id, day) not in closed]


def _judged(
    path: str, windows: Sequence[BusyWindow], school: str | None, open_days: Sequence[tuple[str, Weekday]]
) -> Iterator[Fault]:
    for number, window in enumerate(windows):
        for earlier, other in enumerate(windows[:number]):
            place, before = window.place or school, other.place or school
            if place is None or before is None or place == before or not _overlap(window, other):
                continue
            met = next((at for at in open_days if window.holds_on(*at) and other.holds_on(*at)), None)
            if met:
                found = f"at {shown(place)} while {path}.{earlier} is at {shown(before)} ({met[0]}, {met[1]})"
                yield Fault(f"{path}.{number}", found, "one place at a time")


def _overlap(a: BusyWindow, b: BusyWindow) -> bool:
    if None in (a.start_min, a.end_min, b.start_min, b.end_min):
        return False
    return a.start_min < b.end_min and b.start_min < a.end_min
