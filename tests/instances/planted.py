"""Seven lessons that nobody can place, of six kinds that can be proved, beside a network that can be solved.

| kind | lessons lost | proof |
| --- | --- | --- |
| a vacancy | 2 | the row has no teacher |
| windows that never meet | 1 | the only teacher is free before an adult is at home |
| teacher.load | 1 | 2 lessons of 40 min a week are allowed, 2 weeks + 1 lesson are asked for |
| free time | 1 | three lessons of 40 min, 100 min of free time |
| pupil.load | 1 | one lesson on each of two days, 2 weeks + 1 lesson are asked for |
| remote.end | 1 | the only teacher is free from 18:00 on |
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from scheduler.problem import Place, PlanRow, Problem, Pupil, Teacher, Window
from scheduler.terms import Block, LessonForm, Needs, PlaceKind, Weekday
from scheduler.timetable import Lesson, Timetable, Unplaced
from tests.instances.cut import changed

LESSON_MIN = 40
MON, TUE, WED, THU, FRI = Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI
AFTERNOON = Window(start_min=780, end_min=1140)


@dataclass
class _Plot:
    """What is added: each kind has its own family and teacher, so that nothing else can help or suffer."""

    problem: Problem
    places: list[Place] = field(default_factory=list)
    teachers: list[Teacher] = field(default_factory=list)
    pupils: list[Pupil] = field(default_factory=list)
    rows: list[PlanRow] = field(default_factory=list)
    lessons: list[Lesson] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)

    @property
    def weeks(self) -> list[str]:
        return [week.id for week in self.problem.weeks]

    @property
    def school(self) -> Place:
        return self.problem.places[0]

    def family(self, name: str, **limits: Any) -> str:
        """A pupil of grade 5 three hundred metres from the school, an adult at home in the afternoon."""
        lat = (self.school.lat or 0) + 0.003
        home = Place(id=f"h-{name}", kind=PlaceKind.HOME, lat=round(lat, 4), lon=self.school.lon)
        self.places.append(home)
        limits.setdefault("adult_home", (AFTERNOON,))
        self.pupils.append(
            Pupil(id=f"p-{name}", school=self.school.id, home=home.id, grade=5, needs=Needs.GENERAL, **limits)
        )
        return f"p-{name}"

    def teacher(self, name: str, *free: Window, **limits: int) -> str:
        self.teachers.append(Teacher(id=f"t-{name}", school=self.school.id, free=free, **limits))
        return f"t-{name}"

    def row(
        self, name: str, pupil: str, subject: str, lessons: int, teachers: tuple[str, ...], **more: Any
    ) -> str:
        fields: dict[str, Any] = {"form": LessonForm.HOME, "lesson_min": LESSON_MIN} | more
        self.rows.append(
            PlanRow(
                id=f"r-{name}",
                pupils=(pupil,),
                subject=subject,
                block=Block.MANDATORY,
                lessons=lessons,
                teachers=teachers,
                **fields,
            )
        )
        return f"r-{name}"

    def stands(self, row: str, times: list[tuple[str, Weekday, int]]) -> None:
        """The witness holds the row at these (week, day, start), in order of time."""
        value = next(entry for entry in self.rows if entry.id == row)
        pupil = next(entry for entry in self.pupils if entry.id == value.pupils[0])
        for number, (week, day, start) in enumerate(times, start=1):
            self.lessons.append(
                Lesson(
                    row=row,
                    n=number,
                    week=week,
                    day=day,
                    start_min=start,
                    end_min=start + value.lesson_min,
                    teacher=value.teachers[0],
                    form=value.form,
                    place=pupil.home,
                )
            )
        missing = value.lessons - len(times)
        if missing:
            self.unplaced.append(Unplaced(row=row, count=missing))


def plant(problem: Problem, witness: Timetable) -> tuple[Problem, Timetable]:
    """The problem with the impossible lessons added, the witness with the rest of theirs placed."""
    plot = _Plot(problem)
    for sow in (_vacancy, _never_meet, _too_many_minutes, _too_little_free_time, _too_full_days, _too_late):
        sow(plot)
    grown = changed(
        problem,
        places=(*problem.places, *plot.places),
        teachers=(*problem.teachers, *plot.teachers),
        pupils=(*problem.pupils, *plot.pupils),
        rows=(*problem.rows, *plot.rows),
    )
    lessons = (*witness.lessons, *plot.lessons)
    return grown, Timetable(lessons=lessons, unplaced=tuple(plot.unplaced))


def _vacancy(plot: _Plot) -> None:
    pupil = plot.family("vacancy")
    plot.stands(plot.row("vacancy", pupil, "physics", 2, ()), [])


def _never_meet(plot: _Plot) -> None:
    """The teacher is free 08:00-12:00, the adult at home from 13:00."""
    pupil = plot.family("meet")
    teacher = plot.teacher("meet", Window(start_min=480, end_min=720))
    plot.stands(plot.row("meet", pupil, "history", 1, (teacher,)), [])


def _too_many_minutes(plot: _Plot) -> None:
    """80 min a week hold two lessons; one row asks for one a week, the other for one more than one a week."""
    pupil = plot.family("load")
    teacher = plot.teacher("load", Window(start_min=840, end_min=1080), max_week_min=2 * LESSON_MIN)
    weeks = len(plot.weeks)
    one = plot.row("load-a", pupil, "math", weeks, (teacher,))
    two = plot.row("load-b", pupil, "russian", weeks + 1, (teacher,))
    plot.stands(one, [(week, MON, 840) for week in plot.weeks])
    plot.stands(two, [(week, TUE, 840) for week in plot.weeks])


def _too_little_free_time(plot: _Plot) -> None:
    """Monday 14:00-15:40 of the first week: 14:00-14:40, 14:50-15:30, and 10 min are left for the third."""
    pupil = plot.family("time")
    first = plot.weeks[:1]
    teacher = plot.teacher("time", Window(days=(MON,), weeks=tuple(first), start_min=840, end_min=940))
    for name, subject, times in (
        ("time-a", "math", [(first[0], MON, 840)]),
        ("time-b", "russian", [(first[0], MON, 890)]),
        ("time-c", "history", []),
    ):
        plot.stands(plot.row(name, pupil, subject, 1, (teacher,), weeks=tuple(first)), times)


def _too_full_days(plot: _Plot) -> None:
    """Only Tuesday and Thursday are left by the treatment, one lesson a day: two a week."""
    closed = Window(days=(MON, WED, FRI), start_min=480, end_min=1140)
    pupil = plot.family("days", avoid=(closed,), max_day_lessons=1)
    weeks = len(plot.weeks)
    teacher = plot.teacher("days", Window(start_min=840, end_min=1080))
    one = plot.row("days-a", pupil, "math", weeks, (teacher,))
    two = plot.row("days-b", pupil, "russian", weeks + 1, (teacher,))
    plot.stands(one, [(week, TUE, 840) for week in plot.weeks])
    plot.stands(two, [(week, THU, 840) for week in plot.weeks])


def _too_late(plot: _Plot) -> None:
    """Lessons at a distance end by 18:00; the teacher is free from 18:00 on."""
    pupil = plot.family("late")
    teacher = plot.teacher("late", Window(start_min=1080, end_min=1140))
    row = plot.row("late", pupil, "informatics", 1, (teacher,), form=LessonForm.REMOTE)
    plot.stands(row, [])
