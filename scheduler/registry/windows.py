"""Windows of a registry on the grid of the problem: free time shrinks to it, engagements grow to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

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
