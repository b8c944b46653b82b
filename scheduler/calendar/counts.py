"""What a year gives: days by weekday and term, lessons planned, held and owed. Hours against dates, exactly."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from scheduler.calendar.lessons import Expansion, Lapse, Validity, in_papers
from scheduler.calendar.network import Network, Years
from scheduler.calendar.year import SchoolYear
from scheduler.problem import Problem, Pupil
from scheduler.terms import Weekday
from scheduler.timetable import Timetable


def weekday_counts(year: SchoolYear, grade: int | None = None) -> dict[Weekday, int]:
    """How often each weekday's timetable is held; moved days count for the weekday they hold."""
    found = Counter(year.timetable_day(on, grade) for on in year.school_days(grade))
    return {day: found[day] for day in Weekday if found[day] or day in year.days}


def term_counts(year: SchoolYear, grade: int | None = None) -> dict[str, int]:
    """School days of each term by its title; moved days outside the terms are in none."""
    days = list(year.school_days(grade))
    return {term.title: sum(term.first <= on <= term.last for on in days) for term in year.terms}


def school_weeks(year: SchoolYear, grade: int | None = None) -> Fraction:
    """School days ÷ days a week."""
    return Fraction(sum(1 for _ in year.school_days(grade)), len(year.days))


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """One row of one pupil over a period, in lessons.

    planned: the plan's lessons a week × school weeks with valid papers; held: on dates; unplaced: the part of
    planned that stands nowhere in the timetable; lapsed: what the calendar took.
    """

    row: str
    pupil: str
    planned: Fraction
    held: int
    unplaced: Fraction
    lapsed: tuple[Lapse, ...]

    @property
    def owed(self) -> Fraction:
        """Planned and not held; below zero: held beyond the plan."""
        return self.planned - self.held


def balances(
    problem: Problem,
    timetable: Timetable,
    expansion: Expansion,
    years: Years,
    *,
    first: date,
    last: date,
    validity: Validity | None = None,
    reference: str | None = None,
) -> tuple[Balance, ...]:
    """Every row of every pupil, in the problem's order; first to last as the expansion was made.

    Planned is lessons of the cycle ÷ its weeks × school days of the period ÷ days a week, by the calendar of the
    pupil's school and grade; of dated weeks, the row's lessons. Raises MissingYearError.
    """
    network = Network(problem, years, reference)
    weeks = {
        pupil.id: _weeks_in(network, pupil, first, last, validity or {}) / len(problem.weeks)
        for pupil in problem.pupils
    }
    held = Counter((each.row, name) for each in expansion.lessons for name in each.pupils)
    missing = Counter({each.row: each.count for each in timetable.unplaced})
    lapsed: dict[tuple[str, str], list[Lapse]] = defaultdict(list)
    for lapse in expansion.lapsed:
        for name in lapse.pupils:
            lapsed[lapse.row, name].append(lapse)
    return tuple(
        Balance(
            row=row.id,
            pupil=name,
            planned=row.lessons * share,
            held=held[row.id, name],
            unplaced=missing[row.id] * share,
            lapsed=tuple(lapsed[row.id, name]),
        )
        for row in problem.rows
        for name in row.pupils
        for share in [Fraction(1) if problem.dated else weeks[name]]
    )


def _weeks_in(network: Network, pupil: Pupil, first: date, last: date, validity: Validity) -> Fraction:
    """School weeks of the pupil in the period, papers valid."""
    days = sum(
        first <= on <= last and in_papers(validity, pupil.id, on)
        for on in network.held(pupil.school, pupil.grade)
    )
    return Fraction(days, len(network.year(pupil.school).days))
