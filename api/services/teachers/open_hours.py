"""Free and busy hours of teachers over a week: what anybody sees of them who has nothing to do with the reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from api.services.registry.lists import weeks_of
from api.services.unit import Unit
from api.services.weekly import Days, Hours, hours_of
from models.school import Bell
from models.staff import ClassLesson, ClassLessonTeacher, TeacherWindow, WindowKind
from scheduler.registry.windows import Grid, week_id, without
from scheduler.terms import Weekday

STEP_MIN = 5
OUT = frozenset({WindowKind.BUSY, WindowKind.CANNOT})


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHours:
    """free: hours for lessons at home, by the kernel's rules. lessons: hours given to classes. told: somebody has
    said when the teacher can. free_min: minutes a week, the cycle's average."""

    free: tuple[Hours, ...]
    lessons: tuple[Hours, ...]
    told: bool
    free_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The school's days, weeks of the cycle, and the minutes its day begins and ends at."""

    days: Days
    cycle: int
    day_start_min: int
    day_end_min: int


def open_hours(unit: Unit, teachers: Sequence[str], frame: Frame) -> Mapping[str, OpenHours]:
    """By teacher id, in a fixed number of queries."""
    asked = select(TeacherWindow).where(
        col(TeacherWindow.teacher_id).in_(teachers), col(TeacherWindow.on_date).is_(None)
    )
    windows: defaultdict[str, list[TeacherWindow]] = defaultdict(list)
    for row in unit.session.exec(asked):
        windows[row.teacher_id].append(row)
    lessons = class_hours(unit, teachers)
    return {key: _of(windows[key], lessons.get(key, ()), frame) for key in teachers}


def class_hours(unit: Unit, teachers: Sequence[str]) -> Mapping[str, tuple[Hours, ...]]:
    """Hours of class lessons by the bells of their shift; a lesson without a bell has none."""
    asked = (
        select(ClassLessonTeacher.teacher_id, ClassLesson, Bell)
        .where(ClassLessonTeacher.lesson_id == ClassLesson.id, Bell.school_id == ClassLesson.school_id)
        .where(Bell.shift == ClassLesson.shift, Bell.number == ClassLesson.number)
        .where(col(ClassLessonTeacher.teacher_id).in_(teachers))
    )
    found: defaultdict[str, list[Hours]] = defaultdict(list)
    for teacher_id, lesson, bell in unit.session.exec(asked):
        found[teacher_id].append(
            Hours(
                days=(Weekday(lesson.day),), weeks=weeks_of(lesson.weeks), start_min=bell.start_min,
                end_min=bell.end_min,
            )
        )  # fmt: skip
    return {key: tuple(hours) for key, hours in found.items()}


def _of(rows: Sequence[TeacherWindow], lessons: Sequence[Hours], frame: Frame) -> OpenHours:
    grid, every = Grid(STEP_MIN, frame.days), tuple(range(1, frame.cycle + 1))
    free = [hours_of(row) for row in rows if row.sort == WindowKind.FREE]
    taken = [hours_of(row) for row in rows if row.sort in OUT]
    beyond = [
        Hours(start_min=start, end_min=end)
        for start, end in ((0, frame.day_start_min), (frame.day_end_min, 1440))
        if start < end
    ]
    inside = [_inside(hours, grid) for hours in free or [Hours()]]
    around = [_around(hours, grid) for hours in (*taken, *lessons, *beyond)]
    left = list(without([f for f in inside if f], [f for f in around if f], every, grid))
    return OpenHours(
        free=tuple(_hours(fields) for fields in left), lessons=tuple(lessons), told=bool(free),
        free_min=sum(_minutes(left, number, frame.days) for number in every) // frame.cycle,
    )  # fmt: skip


def _inside(hours: Hours, grid: Grid) -> dict[str, Any] | None:
    return grid.keys(grid.inside(hours.start_min, hours.end_min), hours.days, hours.weeks)


def _around(hours: Hours, grid: Grid) -> dict[str, Any] | None:
    return grid.keys(grid.around(hours.start_min, hours.end_min), hours.days, hours.weeks)


def _hours(fields: Mapping[str, Any]) -> Hours:
    weeks = fields.get("weeks")
    return Hours(
        days=fields.get("days"), weeks=tuple(int(week[1:]) for week in weeks) if weeks else None,
        start_min=fields["start_min"], end_min=fields["end_min"],
    )  # fmt: skip


def _minutes(left: Iterable[Mapping[str, Any]], number: int, days: Days) -> int:
    return sum(
        fields["end_min"] - fields["start_min"]
        for fields in left
        for day in days
        if day in fields.get("days", (day,)) and week_id(number) in fields.get("weeks", (week_id(number),))
    )
