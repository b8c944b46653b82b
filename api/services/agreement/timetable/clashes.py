"""Nobody at two places at once: lessons that are promised now, judged together, whatever they were made from. Pure.

Travel is counted where the minutes between two places are known; the checker of the kernel judges the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from scheduler.russian import DAY
from scheduler.terms import Weekday, clock

Minutes = Callable[[str | None, str | None], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A lesson as promised to one case. weeks None: every week; row: the same for those who share a lesson."""

    case: str
    row: str
    teacher: str
    teacher_name: str
    day: Weekday
    weeks: frozenset[int] | None
    start_min: int
    end_min: int
    place: str | None

    def meets(self, other: Promise) -> bool:
        """Whether both are in one week of the cycle."""
        return self.weeks is None or other.weeks is None or bool(self.weeks & other.weeks)

    def shares(self, other: Promise) -> bool:
        """Whether both are one lesson of several children."""
        return (self.row, self.start_min, self.end_min) == (other.row, other.start_min, other.end_min)


def no_travel(_origin: str | None, _target: str | None) -> int:
    return 0


def clashes(promises: Iterable[Promise], minutes: Minutes = no_travel) -> tuple[str, ...]:
    """A sentence for every two lessons that one teacher or one child cannot both attend."""
    by_day: dict[Weekday, list[Promise]] = defaultdict(list)
    for promise in promises:
        by_day[promise.day].append(promise)
    return tuple(sentence for day in by_day for sentence in _of_day(by_day[day], minutes))


def _of_day(promises: list[Promise], minutes: Minutes) -> Iterator[str]:
    ordered = sorted(promises, key=lambda promise: (promise.start_min, promise.end_min, promise.case))
    for first, second in combinations(ordered, 2):
        if not first.meets(second) or first.shares(second):
            continue
        if first.teacher == second.teacher:
            way = 0 if first.place == second.place else minutes(first.place, second.place)
            if first.end_min + way > second.start_min:
                yield _said(first, second, way)
        elif first.case == second.case and first.end_min > second.start_min:
            yield _said(first, second, 0)


def _said(first: Promise, second: Promise, way: int) -> str:
    who = first.teacher_name if first.teacher == second.teacher else f"ребёнок по делу {first.case}"
    times = (
        f"{clock(first.start_min)}–{clock(first.end_min)} и {clock(second.start_min)}–{clock(second.end_min)}"
    )
    road = f", дорога {way} мин" if way else ""
    cases = first.case if first.case == second.case else f"{first.case} и {second.case}"
    return f"{DAY[first.day]}: {who} не успевает на оба занятия, {times}{road} (дела {cases})."
