"""Days and weeks as columns keep them: with commas, None for all."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.terms import Weekday


def days_of(text: str | None) -> tuple[Weekday, ...] | None:
    """`mon,tue` as days, in the order of the week."""
    if text is None:
        return None
    return tuple(sorted((Weekday(day) for day in text.split(",")), key=lambda day: day.number))


def weeks_of(text: str | None) -> tuple[int, ...] | None:
    """`1,3` as numbers."""
    return None if text is None else tuple(sorted(int(week) for week in text.split(",")))


def joined(values: Iterable[Weekday] | Iterable[int] | None) -> str | None:
    """The column of days or weeks."""
    return None if values is None else ",".join(str(value) for value in values)
