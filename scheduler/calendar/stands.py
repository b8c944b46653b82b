"""Where a timetable's lessons stand in the calendar, holidays or not, and their lasting ordinals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.calendar.network import Network
from scheduler.calendar.turns import Turns, WeekTurns, monday_of
from scheduler.calendar.year import Parity
from scheduler.problem import Problem
from scheduler.terms import Weekday
from scheduler.timetable import Lesson, Timetable

RowLessons = dict[tuple[str, str], list[Lesson]]  # of one row by week of the cycle and weekday
Numbered = tuple[int, Weekday, timedelta, Lesson]  # ordinal in the week, weekday, days after Monday


@dataclass(frozen=True, slots=True)
class Stand:
    """A lesson of the timetable, its date and its ordinal in the row's ISO week. `day` None: the date itself
    is meant; else the weekday whose timetable has to hold on the date."""

    lesson: Lesson
    on: date
    ordinal: int
    day: Weekday | None


def dated_stands(problem: Problem, timetable: Timetable) -> Iterator[Stand]:
    """The lessons of dated weeks."""
    mondays = {week.id: week.monday for week in problem.weeks}
    ordinals: Counter[tuple[str, str]] = Counter()
    for lesson in sorted(timetable.lessons, key=_time):
        monday = mondays[lesson.week]
        assert monday is not None  # all weeks of a dated problem are
        ordinals[lesson.row, lesson.week] += 1
        on = monday + timedelta(days=Weekday(lesson.day).number)
        yield Stand(lesson, on, ordinals[lesson.row, lesson.week], None)


class CycleStands:
    """The lessons of a cycle, week by week."""

    def __init__(self, problem: Problem, timetable: Timetable, network: Network, parity: Parity) -> None:
        self._network, self._parity = network, parity
        self._weeks = tuple(week.id for week in problem.weeks)
        schools = {pupil.id: pupil.school for pupil in problem.pupils}
        self._schools = {
            row.id: tuple(dict.fromkeys(schools[name] for name in row.pupils)) for row in problem.rows
        }
        self._lessons: dict[str, RowLessons] = defaultdict(lambda: defaultdict(list))
        for lesson in sorted(timetable.lessons, key=_time):
            self._lessons[lesson.row][lesson.week, lesson.day].append(lesson)
        self._turns: dict[tuple[str, ...], Turns] = {}

    def between(self, first: date, last: date) -> Iterator[Stand]:
        """Every stand of first to last, both inclusive."""
        for row, lessons in self._lessons.items():
            turns = self._turns_of(self._schools[row])
            given: dict[WeekTurns, list[Numbered]] = {}
            counts: dict[date, int] = {}
            for monday, vector in turns.calendar_weeks(first, last):
                if vector not in given:
                    given[vector] = _numbered(lessons, vector)
                counts[monday] = len(given[vector])
                for ordinal, day, ahead, lesson in given[vector]:
                    on = monday + ahead
                    if first <= on <= last and turns.is_due(on, day):
                        yield Stand(lesson, on, ordinal, day)
            yield from (each for each in _moved(lessons, turns, counts) if first <= each.on <= last)

    def _turns_of(self, schools: tuple[str, ...]) -> Turns:
        known = self._turns.get(schools)
        if known is None:
            known = self._turns[schools] = Turns(self._network, self._weeks, self._parity, schools)
        return known


def _numbered(lessons: RowLessons, vector: WeekTurns) -> list[Numbered]:
    """What the timetable gives a row in a calendar week of these turns, in order of time."""
    found = [
        (day, timedelta(days=ahead), lesson)
        for ahead, (day, week) in enumerate(zip(Weekday, vector, strict=True))
        for lesson in lessons.get((week, day), ())
    ]
    return [(ordinal, *each) for ordinal, each in enumerate(found, start=1)]


def _moved(lessons: RowLessons, turns: Turns, counts: dict[date, int]) -> Iterator[Stand]:
    """Lessons that moved days give besides, numbered after those of the week itself."""
    for on, day in turns.extra:
        monday = monday_of(on)
        if monday in counts:
            for lesson in lessons.get((turns.week(on, day), day), ()):
                counts[monday] += 1
                yield Stand(lesson, on, counts[monday], day)


def _time(lesson: Lesson) -> tuple[int, int, int, int]:
    return (Weekday(lesson.day).number, lesson.start_min, lesson.end_min, lesson.n)
