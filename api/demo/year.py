"""The school years of the demo school: quarters, breaks between them, days off."""

from __future__ import annotations

from typing import Any

from api.demo.times import SCHOOL_DAYS
from scheduler.calendar.year import Break, SchoolYear, Term


def school_years(source: dict[str, Any]) -> tuple[SchoolYear, ...]:
    """A year per school; the days off are those of all."""
    days_off = tuple(_day_off(entry) for entry in source["days_off"])
    return tuple(_year(entry, days_off) for entry in source["years"])


def _year(entry: dict[str, Any], days_off: tuple[Break, ...]) -> SchoolYear:
    return SchoolYear(
        school=entry["school"],
        title=entry["title"],
        terms=tuple(Term(title=title, first=first, last=last) for title, first, last in entry["terms"]),
        days=SCHOOL_DAYS,
        breaks=days_off,
    )


def _day_off(entry: dict[str, Any]) -> Break:
    first, last = entry["on"]
    grades = frozenset(entry["grades"]) if "grades" in entry else None
    return Break(title=entry["title"], first=first, last=last, grades=grades)
