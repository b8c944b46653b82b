"""Working days of a school's staff: days off count as free, pupils' vacations do not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """week_days: 5 or 6 from Monday. off: first and last day of each stretch nobody works. moved: worked anyway."""

    week_days: int
    off: tuple[tuple[date, date], ...] = ()
    moved: frozenset[date] = frozenset()

    def works(self, on: date) -> bool:
        if on in self.moved:
            return True
        return on.weekday() < self.week_days and not any(first <= on <= last for first, last in self.off)

    def after(self, start: date, days: int) -> date:
        """The `days`-th working day after the start; the start itself is not counted."""
        on = start
        while days:
            on += DAY
            days -= self.works(on)
        return on
