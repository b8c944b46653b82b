"""The years of all schools that plan together: which weekday's timetable each holds on a date, and why none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from scheduler.calendar.year import SchoolYear
from scheduler.problem import Problem
from scheduler.terms import Weekday

DAYS = tuple(Weekday)
OF_DAY = {
    Weekday.MON: "понедельника",
    Weekday.TUE: "вторника",
    Weekday.WED: "среды",
    Weekday.THU: "четверга",
    Weekday.FRI: "пятницы",
    Weekday.SAT: "субботы",
    Weekday.SUN: "воскресенья",
}
Years = Mapping[str, SchoolYear] | Iterable[SchoolYear]


class MissingYearError(LookupError):
    """The school whose calendar counts the weeks has no year; the text is Russian."""


class Network:
    """Years by school. A school without one keeps the reference's. Answers are remembered."""

    def __init__(self, problem: Problem, years: Years, reference: str | None = None) -> None:
        given = years.values() if isinstance(years, Mapping) else years
        self._years = {year.school: year for year in given}
        self._titles = {place.id: place.title or place.id for place in problem.places}
        self.school = reference or (problem.pupils[0].school if problem.pupils else "")
        if self.school not in self._years:
            title = self._titles.get(self.school, self.school)
            raise MissingYearError(f"Нет учебного года школы «{title}»: добавьте её календарь.")
        self.reference = self._years[self.school]
        self._held: dict[tuple[str, int | None], Mapping[date, Weekday]] = {}

    def year(self, school: str) -> SchoolYear:
        return self._years.get(school, self.reference)

    def held(self, school: str, grade: int | None = None) -> Mapping[date, Weekday]:
        """Every date with lessons in order, with the weekday whose timetable it holds."""
        known = self._held.get((school, grade))
        if known is None:
            known = self._held[school, grade] = _days_of(self.year(school), grade)
        return known

    def why_not(self, school: str, grade: int | None, on: date) -> str:
        """Why the school has no lessons on the date, in Russian."""
        year = self.year(school)
        found = year.off(on, grade)
        if found is not None:
            return found.title
        if not year.first <= on <= year.last:
            return "вне учебного года"
        if any(term.first <= on <= term.last for term in year.terms):
            return "в школе нет занятий в этот день недели"
        return "каникулы"

    def title(self, school: str) -> str:
        return self._titles.get(school, school)


def natural_day(on: date) -> Weekday:
    return DAYS[on.weekday()]


@lru_cache(maxsize=256)
def _days_of(year: SchoolYear, grade: int | None) -> Mapping[date, Weekday]:
    """One year is asked for again and again: by every page that dates a lesson."""
    return {on: _sure(year.timetable_day(on, grade)) for on in year.school_days(grade)}


def _sure(day: Weekday | None) -> Weekday:
    assert day is not None  # school_days gives such dates only
    return day
