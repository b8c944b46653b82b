"""Which week of the cycle a date belongs to.

CALENDAR: calendar weeks from the Monday of the week of the reference year's first day, holidays included.
COUNT: the k-th day that holds a weekday's timetable belongs to week ((k − 1) mod n) + 1. A day off has no turn
of its own; the turn that waits stands for it where lessons of a week are numbered. Weekdays that the reference
never teaches are counted by the pupil's own school.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date, timedelta

from scheduler.calendar.network import Network, natural_day
from scheduler.calendar.year import Parity
from scheduler.terms import Weekday

WeekTurns = tuple[str, ...]
"""The cycle week of each day of a calendar week, Monday first."""


def monday_of(on: date) -> date:
    return on - timedelta(days=on.weekday())


class Turns:
    """Cycle weeks by date for the rows of one school's pupils. `schools`: of all the row's pupils."""

    def __init__(
        self, network: Network, weeks: tuple[str, ...], parity: Parity, schools: tuple[str, ...]
    ) -> None:
        self._network, self._weeks, self._parity = network, weeks, parity
        self._origin = monday_of(network.reference.first)
        self._source = {day: self._source_of(day, schools[0]) for day in Weekday}
        self._dates = {day: self._dates_of(day) for day in Weekday} if parity == Parity.COUNT else {}
        self._known: tuple[date, date, list[tuple[date, WeekTurns]]] = (date.max, date.min, [])
        self.extra = tuple(sorted(self._extra(schools)))

    def _source_of(self, day: Weekday, own: str) -> str:
        return self._network.school if day in self._network.reference.days else own

    def _dates_of(self, day: Weekday) -> list[date]:
        return [on for on, held in self._network.held(self._source[day]).items() if held == day]

    def _extra(self, schools: Iterable[str]) -> set[tuple[date, Weekday]]:
        """Days that hold another weekday's timetable than their own, with that weekday."""
        asked = set(schools) if self._parity == Parity.CALENDAR else {*schools, self._network.school}
        found = {
            (entry.on, entry.as_day, school)
            for school in asked
            for entry in self._network.year(school).moved
            if entry.as_day != natural_day(entry.on)
        }
        if self._parity == Parity.CALENDAR:
            return {(on, day) for on, day, _ in found}
        return {(on, day) for on, day, school in found if self._source[day] == school}

    def week(self, on: date, day: Weekday) -> str:
        """The cycle week of the weekday's timetable on the date; on a day off, that of the waiting turn."""
        if self._parity == Parity.CALENDAR:
            index = (monday_of(on) - self._origin).days // 7
        else:
            index = bisect_left(self._dates[day], on)
        return self._weeks[index % len(self._weeks)]

    def calendar_weeks(self, first: date, last: date) -> list[tuple[date, WeekTurns]]:
        """Every calendar week that meets first to last, by its Monday. Asked once per period."""
        if self._known[:2] != (first, last):
            mondays = [
                monday_of(first) + timedelta(days=7 * k)
                for k in range((last - monday_of(first)).days // 7 + 1)
            ]
            self._known = first, last, [(monday, self._of_calendar_week(monday)) for monday in mondays]
        return self._known[2]

    def _of_calendar_week(self, monday: date) -> WeekTurns:
        return tuple(self.week(monday + timedelta(days=day.number), day) for day in Weekday)

    def is_due(self, on: date, day: Weekday) -> bool:
        """False on a day that has no turn: by count, one without that weekday's timetable."""
        if self._parity == Parity.CALENDAR:
            return True
        return self._network.held(self._source[day]).get(on) == day
