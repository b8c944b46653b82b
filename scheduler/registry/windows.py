"""Windows of a registry on the grid of the problem: free time shrinks to it, engagements grow to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.problem import merge_windows
from scheduler.terms import MINUTES_A_DAY, Weekday


def week_id(number: int) -> str:
    """Id of a week of the cycle, from 1."""
    return f"w{number}"


@dataclass(frozen=True, slots=True)
class Grid:
    """Step and days of the problem; a window outside them says nothing and is left out."""

    step_min: int
    days: tuple[Weekday, ...]

    def inside(self, start_min: int, end_min: int) -> tuple[int, int] | None:
        """The largest span on the grid within the given one."""
        end = end_min if end_min >= MINUTES_A_DAY else end_min // self.step_min * self.step_min
        return self._span(-(-start_min // self.step_min) * self.step_min, end)

    def around(self, start_min: int, end_min: int) -> tuple[int, int] | None:
        """The smallest span on the grid that holds the given one."""
        end = -(-end_min // self.step_min) * self.step_min
        return self._span(start_min // self.step_min * self.step_min, end)

    def keys(
        self, span: tuple[int, int] | None, days: Sequence[Weekday] | None, weeks: Iterable[int] | None
    ) -> dict[str, Any] | None:
        """The fields of a problem's window; absent where all is meant. None: nothing is left of it."""
        if span is None:
            return None
        fields: dict[str, Any] = {"start_min": span[0], "end_min": span[1]}
        if days is not None:
            fields["days"] = tuple(day for day in self.days if day in days)
            if not fields["days"]:
                return None
        if weeks is not None:
            fields["weeks"] = tuple(week_id(number) for number in sorted(set(weeks)))
        return fields

    def _span(self, start_min: int, end_min: int) -> tuple[int, int] | None:
        end = min(end_min, MINUTES_A_DAY)
        return (start_min, end) if start_min < end else None


Fields = dict[str, Any]  # of a problem's window, as `Grid.keys` gives them
Spans = list[tuple[int, int]]


def without(
    windows: Sequence[Fields], taken: Sequence[Fields], every: tuple[int, ...], grid: Grid
) -> Iterator[Fields]:
    """The windows less what is taken, the same hours of several days and weeks as one. every: weeks of the cycle."""
    weeks: defaultdict[tuple[int, int, Weekday], list[int]] = defaultdict(list)
    for number in every:
        for day in grid.days:
            left = _less(_on(windows, number, day), _on(taken, number, day))
            for span in left:
                weeks[*span, day].append(number)
    days: defaultdict[tuple[int, int, tuple[int, ...]], list[Weekday]] = defaultdict(list)
    for (start, end, day), numbers in weeks.items():
        days[start, end, tuple(numbers)].append(day)
    for (start, end, held), on in sorted(days.items(), key=lambda item: item[0]):
        some = None if held == every else held
        yield grid.keys((start, end), None if tuple(on) == grid.days else on, some) or {}


def _on(windows: Sequence[Fields], number: int, day: Weekday) -> Spans:
    held = [
        fields
        for fields in windows
        if day in fields.get("days", (day,)) and week_id(number) in fields.get("weeks", (week_id(number),))
    ]
    return merge_windows([(fields["start_min"], fields["end_min"]) for fields in held])


def _less(spans: Spans, taken: Spans) -> Spans:
    """What is left of merged spans, in order."""
    left = []
    for begin, end in spans:
        start = begin
        for low, high in taken:
            if high > start and low < end:
                left += [(start, low)] if low > start else []
                start = max(start, high)
        left += [(start, end)] if start < end else []
    return left
