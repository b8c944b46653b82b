"""A teacher's day as a way: stations, the travel between them and the waiting. Adds up to the checker's count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from exports.board.entries import Entries, classes_as_one
from exports.words import OWN_CLASSES
from scheduler.checks.desk import Engagement
from scheduler.problem import Teacher
from scheduler.terms import LessonForm, Weekday


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """Lessons one after another at one place with the same pupils, or classes at school (lessons 0, form None).

    leave_min: when the teacher leaves the station before, None at the first one and without a change of place.
    travel_min: the way here. wait_min: waiting before it begins. pause_min: breaks between its lessons.
    """

    start_min: int
    end_min: int
    place: str
    who: str
    pupils: tuple[str, ...]
    subjects: tuple[str, ...]
    form: LessonForm | None
    lessons: int
    leave_min: int | None = None
    travel_min: int = 0
    wait_min: int = 0
    pause_min: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A teacher's stations of one weekday, the same in `weeks` (ids in the problem's order)."""

    day: Weekday
    teacher_id: str
    teacher: str
    weeks: tuple[str, ...]
    stations: tuple[Station, ...]

    @property
    def travel_min(self) -> int:
        return sum(station.travel_min for station in self.stations)

    @property
    def wait_min(self) -> int:
        """Waiting and breaks together: what the goal `idle` counts."""
        return sum(station.wait_min + station.pause_min for station in self.stations)

    @property
    def lessons(self) -> int:
        return sum(station.lessons for station in self.stations)


def routes_of(entries: Entries) -> tuple[Route, ...]:
    """Every day of a teacher that has a lesson; by day, then teacher in the problem's order, then week."""
    problem = entries.desk.problem
    found: list[Route] = []
    for teacher in problem.teachers:
        found += _routes_of_teacher(entries, teacher)
    return tuple(sorted(found, key=lambda route: route.day.number))


def _routes_of_teacher(entries: Entries, teacher: Teacher) -> list[Route]:
    days = entries.desk.teacher_days[teacher.id]
    weeks: defaultdict[tuple[str, tuple[Station, ...]], list[str]] = defaultdict(list)
    for week in entries.desk.weeks:
        for day in entries.desk.days:
            stations = _stations(entries, list(classes_as_one(days.get((week, day), []))))
            if any(station.lessons for station in stations):
                weeks[day, stations].append(week)
    return [
        Route(
            day=Weekday(day),
            teacher_id=teacher.id,
            teacher=teacher.name,
            weeks=tuple(found),
            stations=stations,
        )
        for (day, stations), found in weeks.items()
    ]


def _stations(entries: Entries, items: Sequence[Engagement]) -> tuple[Station, ...]:
    stations = [_station(entries, item) for item in items[:1]]
    for before, item in pairwise(items):
        travel = entries.desk.travel(before.place, item.place)
        wait = max(0, item.start_min - before.end_min - travel)
        if before.lesson is None and item.lesson is None:
            wait = 0  # between two of the teacher's own engagements the time is free
        new = _station(entries, item)
        if before.lesson is not None and item.lesson is not None and _same_stop(stations[-1], new):
            stations[-1] = _longer(stations[-1], new, wait)
        else:
            leave = before.end_min if before.place != item.place else None
            stations.append(replace(new, leave_min=leave, travel_min=travel, wait_min=wait))
    return tuple(stations)


def _station(entries: Entries, item: Engagement) -> Station:
    lesson = item.lesson
    row = entries.desk.row(lesson) if lesson is not None else None
    return Station(
        start_min=item.start_min,
        end_min=item.end_min,
        place=entries.place(item.place),
        who=entries.group(row) if row else "",
        pupils=row.pupils if row else (),
        subjects=(row.name,) if row else (OWN_CLASSES,),
        form=LessonForm(lesson.form) if lesson else None,
        lessons=int(lesson is not None),
    )


def _same_stop(one: Station, other: Station) -> bool:
    return (one.place, one.pupils, one.form) == (other.place, other.pupils, other.form)


def _longer(station: Station, new: Station, pause_min: int) -> Station:
    return replace(
        station,
        end_min=max(station.end_min, new.end_min),
        subjects=station.subjects + new.subjects,
        lessons=station.lessons + 1,
        pause_min=station.pause_min + pause_min,
    )
