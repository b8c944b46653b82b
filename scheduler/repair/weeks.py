"""A cycle's problem laid over the calendar: dated weeks, everybody's time as it is on each date.

Teachers keep the day their own school holds (a moved Saturday is the Monday it stands for), homes keep the weekday
itself. Where a school has no lessons, its pupils have none and its teachers are not asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from scheduler.calendar.network import Network, natural_day
from scheduler.calendar.turns import Turns, monday_of
from scheduler.calendar.year import Parity, SchoolYear
from scheduler.problem import BusyWindow, ClosedDay, DatedHome, Problem, Pupil, Teacher, Week, Window, Wish
from scheduler.problem import merge_windows as merged
from scheduler.terms import MINUTES_A_DAY, Weekday

Span = tuple[int, int]
WHOLE: Span = (0, MINUTES_A_DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Years of all schools; reference: the code of the school whose year counts the cycle's weeks."""

    years: tuple[SchoolYear, ...]
    parity: Parity
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceptions:
    """What holds on single dates, by (teacher or pupil, date). free and busy are added, cannot is taken out of what is
    free; away: pupils who have no lessons. busy: with a place, None for the own school."""

    free: Mapping[tuple[str, date], Sequence[Span]] = field(default_factory=dict)
    cannot: Mapping[tuple[str, date], Sequence[Span]] = field(default_factory=dict)
    busy: Mapping[tuple[str, date], Sequence[tuple[Span, str | None]]] = field(default_factory=dict)
    away: frozenset[tuple[str, date]] = frozenset()


def week_of(on: date) -> str:
    """Id of a dated week: `2026-W37`."""
    year, week, _ = on.isocalendar()
    return f"{year}-W{week:02d}"


def dated(
    cycle: Problem, calendar: Calendar, first: date, last: date, exceptions: Exceptions | None = None
) -> Problem:
    """The weeks that meet first..last, days outside of it closed; without rows, pins and what stood before.

    Raises MissingYearError without a year of the reference.
    """
    return _Weeks(cycle, calendar, first, last, exceptions or Exceptions()).problem()


@dataclass(frozen=True, slots=True)
class _Date:
    on: date
    week: str
    day: Weekday


class _Weeks:
    def __init__(
        self, cycle: Problem, calendar: Calendar, first: date, last: date, exceptions: Exceptions
    ) -> None:
        self._cycle, self._exceptions, self._first, self._last = cycle, exceptions, first, last
        self._network = Network(cycle, calendar.years, calendar.reference)
        weeks = tuple(week.id for week in cycle.weeks)
        self._turns = Turns(self._network, weeks, calendar.parity, (calendar.reference,))
        self._held: dict[tuple[str, int | None], Mapping[date, Weekday]] = {}
        self._mondays = [
            monday_of(first) + timedelta(days=7 * number)
            for number in range((monday_of(last) - monday_of(first)).days // 7 + 1)
        ]
        self._days = self._all_days(calendar.years)
        self._dates = [
            _Date(monday + timedelta(days=day.number), week_of(monday), day)
            for monday in self._mondays
            for day in self._days
        ]

    def _all_days(self, years: Iterable[SchoolYear]) -> tuple[Weekday, ...]:
        moved = {natural_day(each.on) for year in years for each in year.moved}
        return tuple(day for day in Weekday if day in self._cycle.days or day in moved)

    def problem(self) -> Problem:
        cycle = self._cycle
        return cycle.model_copy(
            update={
                "weeks": tuple(Week(id=week_of(monday), monday=monday) for monday in self._mondays),
                "days": self._days, "closed": tuple(self._closed()), "rows": (), "pins": (), "previous": (),
                "teachers": tuple(map(self._teacher, cycle.teachers)),
                "pupils": tuple(map(self._pupil, cycle.pupils)),
            }
        )  # fmt: skip

    def _closed(self) -> Iterator[ClosedDay]:
        schools = {teacher.school for teacher in self._cycle.teachers}
        schools |= {pupil.school for pupil in self._cycle.pupils}
        for at in self._dates:
            held = any(self._day(school, at.on) is not None for school in schools)
            if not held or not self._first <= at.on <= self._last:
                yield ClosedDay(week=at.week, day=at.day)

    def _day(self, school: str, on: date, grade: int | None = None) -> Weekday | None:
        """The weekday whose timetable the school holds on the date."""
        key = (school, grade)
        if key not in self._held:
            self._held[key] = self._network.held(school, grade)
        return self._held[key].get(on)

    def _holds(self, window: Window | DatedHome, on: date, day: Weekday) -> bool:
        return window.holds_on(self._turns.week(on, day), day)

    def _teacher(self, teacher: Teacher) -> Teacher:
        free: dict[Any, list[_Date]] = defaultdict(list)
        busy: dict[Any, list[_Date]] = defaultdict(list)
        for at in self._dates:
            day = self._day(teacher.school, at.on)
            for span in self._free_on(teacher, at.on, day):
                free[span].append(at)
            for span, place in self._busy_on(teacher, at.on, day):
                busy[*span, place].append(at)
        return teacher.model_copy(
            update={
                "free": tuple(Window(start_min=a, end_min=b, **when) for (a, b), when in self._grouped(free)),
                "busy": tuple(
                    BusyWindow(start_min=a, end_min=b, place=place, **when)
                    for (a, b, place), when in self._grouped(busy)
                ),
            }
        )

    def _free_on(self, teacher: Teacher, on: date, day: Weekday | None) -> list[Span]:
        more = list(self._exceptions.free.get((teacher.id, on), ()))
        if day is not None:
            more += [(x.start_min, x.end_min) for x in teacher.free if self._holds(x, on, day)]
        return _less(merged(more), self._exceptions.cannot.get((teacher.id, on), ()))

    def _busy_on(self, teacher: Teacher, on: date, day: Weekday | None) -> Iterator[tuple[Span, str | None]]:
        """Engagements at a school follow its calendar, others the weekday itself."""
        for window in teacher.busy:
            there = day if window.place in (None, teacher.school) else self._day_at(window.place or "", on)
            if there is not None and self._holds(window, on, there):
                yield (window.start_min, window.end_min), window.place
        yield from self._exceptions.busy.get((teacher.id, on), ())

    def _day_at(self, place: str, on: date) -> Weekday | None:
        known = {teacher.school for teacher in self._cycle.teachers}
        return self._day(place, on) if place in known else natural_day(on)

    def _pupil(self, pupil: Pupil) -> Pupil:
        update: dict[str, Any] = {"homes": tuple(self._homes(pupil)), "avoid": tuple(self._avoid(pupil))}
        update["wishes"] = tuple(
            Wish(start_min=each.start_min, end_min=each.end_min, kind=each.kind, weight=each.weight, **when)
            for each, when in self._kept(pupil.wishes)
        )
        if pupil.adult_home is not None:
            update["adult_home"] = tuple(
                Window(start_min=each.start_min, end_min=each.end_min, **when)
                for each, when in self._kept(pupil.adult_home)
            )
        update["busy"] = tuple(
            BusyWindow(start_min=each.start_min, end_min=each.end_min, place=each.place, **when)
            for each, when in self._kept(pupil.busy, lambda on: self._day(pupil.school, on, pupil.grade))
        )
        return pupil.model_copy(update=update)

    def _kept(
        self, windows: Sequence[Any], day_of: Callable[[date], Weekday | None] = natural_day
    ) -> Iterator[tuple[Any, dict[str, Any]]]:
        for window in windows:
            dates = [
                at
                for at in self._dates
                if (day := day_of(at.on)) is not None and self._holds(window, at.on, day)
            ]
            yield from ((window, when) for _, when in self._grouped({"": dates}))

    def _homes(self, pupil: Pupil) -> Iterator[DatedHome]:
        for home in pupil.homes:
            dates = [at for at in self._dates if self._holds(home, at.on, natural_day(at.on))]
            yield from (DatedHome(place=home.place, **when) for _, when in self._grouped({"": dates}))

    def _avoid(self, pupil: Pupil) -> Iterator[Window]:
        avoid: dict[Any, list[_Date]] = defaultdict(list)
        for at in self._dates:
            school_day = self._day(pupil.school, at.on, pupil.grade)
            if school_day is None or (pupil.id, at.on) in self._exceptions.away:
                avoid[WHOLE].append(at)
                continue
            for window in pupil.avoid:
                if self._holds(window, at.on, natural_day(at.on)):
                    avoid[window.start_min, window.end_min].append(at)
        for (start, end), when in self._grouped(avoid):
            yield Window(start_min=start, end_min=end, **when)

    def _grouped(self, dates: Mapping[Any, Sequence[_Date]]) -> Iterator[tuple[Any, dict[str, Any]]]:
        """Windows' days and weeks: days that have a thing in the same weeks as one."""
        for key, some in dates.items():
            weeks: dict[Weekday, list[str]] = defaultdict(list)
            for at in some:
                weeks[at.day].append(at.week)
            days: dict[tuple[str, ...], list[Weekday]] = defaultdict(list)
            for day, held in weeks.items():
                days[tuple(dict.fromkeys(held))].append(day)
            for held_in, on in days.items():
                yield key, {"days": tuple(sorted(on, key=lambda day: day.number)), "weeks": held_in}


def _less(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """What is left of merged spans, in order."""
    left = []
    for begin, end in spans:
        start = begin
        for low, high in sorted(taken):
            if high > start and low < end:
                left += [(start, low)] if low > start else []
                start = max(start, high)
        left += [(start, end)] if start < end else []
    return left
