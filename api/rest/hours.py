"""Weekly hours of people as they go in and out: days, weeks of the cycle, minutes of the day."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from api.rest.shapes import Sent
from api.services.weekly import Hours, Row, hours_of
from scheduler.terms import MINUTES_A_DAY, Weekday

Days = Annotated[
    tuple[Weekday, ...] | None, Field(min_length=1, max_length=7, description="none: every day of the school")
]
Weeks = Annotated[
    tuple[Annotated[int, Field(strict=True, ge=1, le=4)], ...] | None,
    Field(min_length=1, max_length=4, description="weeks of the cycle; none: all"),
]
StartMin = Annotated[int, Field(strict=True, ge=0, le=MINUTES_A_DAY, examples=[840])]
EndMin = Annotated[int, Field(strict=True, ge=0, le=MINUTES_A_DAY, examples=[1080])]


class HoursSent(Sent):
    """Minutes since midnight, half-open; left out: the whole day."""

    days: Days = None
    weeks: Weeks = None
    start_min: StartMin = 0
    end_min: EndMin = MINUTES_A_DAY

    @property
    def hours(self) -> Hours:
        days = tuple(sorted(set(self.days), key=lambda day: day.number)) if self.days else None
        weeks = tuple(sorted(set(self.weeks))) if self.weeks else None
        return Hours(days=days, weeks=weeks, start_min=self.start_min, end_min=self.end_min)


def told_of(row: Row) -> dict[str, Any]:
    """The same fields of a row."""
    return told_hours(hours_of(row))


def told_hours(hours: Hours) -> dict[str, Any]:
    return {
        "days": hours.days, "weeks": hours.weeks, "start_min": hours.start_min, "end_min": hours.end_min,
    }  # fmt: skip
