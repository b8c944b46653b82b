"""Study weeks: how long a year, or a part of it, is for a school and a grade."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from fractions import Fraction

from scheduler.calendar.year import SchoolYear, Term
from scheduler.registry.values import Pattern, PlanLine, PupilEntry, Registry
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
        self._counted: dict[tuple[str, int, date | None, date | None], Fraction] = {}

    def weeks(self, school: str, grade: int, first: date | None = None, last: date | None = None) -> Fraction:
        """Study weeks from first to last, both included; None is the beginning or the end of the year."""
        key = (school, grade, first, last)
        if key not in self._counted:
            self._counted[key] = self._count(*key)
        return self._counted[key]

    def _count(self, school: str, grade: int, first: date | None, last: date | None) -> Fraction:
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


def hours_due(registry: Registry, line: PlanLine, pupil: PupilEntry, around: date) -> Fraction:
    """Academic hours the line owes the pupil in the school year around the date, those with the class left out.

    In proportion to the study weeks on which papers and line both hold: who enters in February gets the rest of
    the year. A block owes the whole year's hours, in proportion to the part of it that the papers cover.
    """
    return due(StudyTime(registry.years, around), line, pupil)


def due(study: StudyTime, line: PlanLine, pupil: PupilEntry) -> Fraction:
    """The same for study weeks that are counted already: of many lines of one year."""
    hours = line.hours_week - line.in_class_hours
    held = study.weeks(pupil.school, pupil.grade, *common_span(line, pupil))
    if line.pattern != Pattern.BLOCK or line.valid_from is line.valid_to is None:
        return hours * held
    block = study.weeks(pupil.school, pupil.grade, line.valid_from, line.valid_to)
    return hours * study.weeks(pupil.school, pupil.grade) * held / block if block else Fraction(0)


def common_span(line: PlanLine, pupil: PupilEntry) -> tuple[date | None, date | None]:
    """From when to when both the line and the pupil's papers hold; None is open-ended."""
    begins = [on for on in (line.valid_from, pupil.valid_from) if on is not None]
    ends = [on for on in (line.valid_to, pupil.valid_to) if on is not None]
    return max(begins, default=None), min(ends, default=None)


def _plain_year(school: str, around: date) -> SchoolYear:
    """September to May, Monday to Friday, no holidays: only shares of it are used."""
    begins = around.year if around.month >= 8 else around.year - 1
    term = Term(title="год", first=date(begins, 9, 1), last=date(begins + 1, 5, 25))
    return SchoolYear(school=school, title="", terms=(term,), days=FIVE_DAYS)
