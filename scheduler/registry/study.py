"""Study weeks: how long a year, or a part of it, is for a school and a grade."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from fractions import Fraction

from scheduler.calendar.year import SchoolYear, Term
from scheduler.terms import Weekday

WEEKS_OF_A_YEAR = {1: 33}  # study weeks where a school has said no calendar (domain 3.5)
WEEKS_ELSE = 34
FIVE_DAYS = tuple(Weekday)[:5]


class StudyTime:
    """Study weeks of every school around one date: its days with lessons over its days a week."""

    def __init__(self, years: tuple[SchoolYear, ...], around: date) -> None:
        self._years = years
        self._around = around
        self._days: dict[tuple[str, int], list[date]] = {}

    def weeks(self, school: str, grade: int, first: date | None = None, last: date | None = None) -> Fraction:
        """Study weeks from first to last, both included; None is the beginning or the end of the year."""
        days = self._school_days(school, grade)
        begin = 0 if first is None else bisect_left(days, first)
        end = len(days) if last is None else bisect_right(days, last)
        year = self.year_of(school)
        share = Fraction(max(end - begin, 0), len(days))
        if year is None:
            return share * WEEKS_OF_A_YEAR.get(grade, WEEKS_ELSE)
        return share * Fraction(len(days), len(year.days))

    def year_of(self, school: str) -> SchoolYear | None:
        """The school's year that holds the date, else its nearest one that ends later, else its last."""
        own = sorted((year for year in self._years if year.school == school), key=lambda year: year.last)
        ahead = [year for year in own if year.last >= self._around]
        return next(iter(ahead or own[-1:]), None)

    def _school_days(self, school: str, grade: int) -> list[date]:
        key = (school, grade)
        if key not in self._days:
            year = self.year_of(school) or _plain_year(school, self._around)
            self._days[key] = list(year.school_days(grade))
        return self._days[key]


def _plain_year(school: str, around: date) -> SchoolYear:
    """September to May, Monday to Friday, no holidays: only shares of it are used."""
    begins = around.year if around.month >= 8 else around.year - 1
    term = Term(title="год", first=date(begins, 9, 1), last=date(begins + 1, 5, 25))
    return SchoolYear(school=school, title="", terms=(term,), days=FIVE_DAYS)
