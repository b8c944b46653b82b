"""A school's year as it says it: terms, breaks, moved days. Every school of a network has its own.

All dates are inclusive at both ends, as schools write them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from scheduler.terms import Weekday


class Parity(StrEnum):
    """How the weeks of the cycle are told apart over holidays.

    CALENDAR: every calendar week counts, holidays too. COUNT: the k-th school day of a weekday belongs to the
    k-th week of the cycle (modulo its length), so that no turn is lost to a holiday.
    """

    CALENDAR = "calendar"
    COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A quarter, trimester or half-year; the year is its terms."""

    title: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Days without lessons: holidays, days off, quarantine. grades None: everybody."""

    title: str
    first: date
    last: date
    grades: frozenset[int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedDay:
    """A date on which the timetable of another weekday holds, whatever the date would have been."""

    on: date
    as_day: Weekday


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolYear:
    """One school's year. `days` are its weekdays with lessons."""

    school: str
    title: str
    terms: tuple[Term, ...]
    days: tuple[Weekday, ...]
    breaks: tuple[Break, ...] = ()
    moved: tuple[MovedDay, ...] = ()

    @property
    def first(self) -> date:
        return min(term.first for term in self.terms)

    @property
    def last(self) -> date:
        return max(term.last for term in self.terms)

    def timetable_day(self, on: date, grade: int | None = None) -> Weekday | None:
        """The weekday whose timetable holds on the date; None on a day without lessons."""
        moved = next((entry.as_day for entry in self.moved if entry.on == on), None)
        if moved is not None:
            return moved
        day = list(Weekday)[on.weekday()]
        in_term = any(term.first <= on <= term.last for term in self.terms)
        return day if day in self.days and in_term and self.off(on, grade) is None else None

    def off(self, on: date, grade: int | None = None) -> Break | None:
        """The break that holds on the date for the grade."""
        return next(
            (
                entry
                for entry in self.breaks
                if entry.first <= on <= entry.last and (entry.grades is None or grade in entry.grades)
            ),
            None,
        )

    def school_days(self, grade: int | None = None) -> Iterator[date]:
        """Every date with lessons, in order; moved days outside the terms too."""
        dates = [self.first, self.last, *(entry.on for entry in self.moved)]
        on = min(dates)
        while on <= max(dates):
            if self.timetable_day(on, grade) is not None:
                yield on
            on += timedelta(days=1)
