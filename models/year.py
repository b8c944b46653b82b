"""A school's year as stored: terms, days off, moved days. Mirrors scheduler.calendar.year; dates inclusive."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint

from models.base import Kept, opened
from scheduler.terms import Weekday

WEEKDAYS = ", ".join(repr(day.value) for day in Weekday)


class OffKind(StrEnum):
    """VACATION: no lessons, staff works. DAY_OFF: nobody works. QUARANTINE: no lessons for a time."""

    VACATION = "vacation"
    DAY_OFF = "day_off"
    QUARANTINE = "quarantine"


class Year(Kept, table=True):
    """A school year of a school, `2026/27`. No contract goes beyond it. to_check: nobody has confirmed it yet."""

    __tablename__ = "school_year"
    __table_args__ = (
        UniqueConstraint("school_id", "title"),
        CheckConstraint("last_on > first_on", name="dates"),
    )

    school_id: str = opened(foreign_key="school.id", index=True)
    title: str = opened(min_length=1, max_length=20)
    first_on: date = opened()
    last_on: date = opened()
    to_check: bool = opened(default=True)


class YearTerm(Kept, table=True):
    """A quarter, trimester or half-year."""

    __tablename__ = "school_year_term"
    __table_args__ = (
        UniqueConstraint("year_id", "title"),
        CheckConstraint("last_on >= first_on", name="dates"),
    )

    year_id: str = opened(foreign_key="school_year.id", index=True)
    title: str = opened(min_length=1, max_length=60)
    first_on: date = opened()
    last_on: date = opened()
    to_check: bool = opened(default=False)


class YearBreak(Kept, table=True):
    """Days without lessons; grades: numbers with commas, None for everybody."""

    __tablename__ = "school_year_break"
    __table_args__ = (
        CheckConstraint("last_on >= first_on", name="dates"),
        CheckConstraint("kind IN ('vacation', 'day_off', 'quarantine')", name="kind"),
    )

    year_id: str = opened(foreign_key="school_year.id", index=True)
    title: str = opened(min_length=1, max_length=100)
    kind: str = opened(default=OffKind.VACATION, max_length=12)
    first_on: date = opened()
    last_on: date = opened()
    grades: str | None = opened(default=None, max_length=40)
    to_check: bool = opened(default=False)


class YearMovedDay(Kept, table=True):
    """A date on which the timetable of another weekday holds."""

    __tablename__ = "school_year_moved_day"
    __table_args__ = (
        UniqueConstraint("year_id", "on_date"),
        CheckConstraint(f"as_day IN ({WEEKDAYS})", name="as_day"),
    )

    year_id: str = opened(foreign_key="school_year.id", index=True)
    on_date: date = opened()
    as_day: str = opened(max_length=3)
    to_check: bool = opened(default=False)
