"""What is known before anything is decided: engagements that stand, places of lessons, pins."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from scheduler.constraints.spans import merged
from scheduler.problem import Pin, PlanRow, Problem, Pupil, Teacher
from scheduler.terms import LessonForm, Weekday
from scheduler.travel import TravelTimes


@dataclass(frozen=True, slots=True)
class Stop:
    """An engagement in one person's day; lessons that differ in nothing a neighbour feels share one stop.

    place: where this person is. is_home_lesson: a lesson at the pupil's home. is_fact: a busy window or a
    pinned lesson. is_outside_lessons: correction or extracurricular (told of pupils' stops only).
    """

    start_min: int
    end_min: int
    place: str
    is_lesson: bool
    is_home_lesson: bool = False
    is_fact: bool = False
    is_outside_lessons: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """May a lesson of this row stand with this teacher on this day, and when?"""

    row: PlanRow
    teacher: Teacher
    week: str
    day: Weekday


class Facts:
    """The problem, indexed; every answer is cached."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.travel = TravelTimes(problem)
        self.week_ids = tuple(week.id for week in problem.weeks)
        self.rows = {row.id: row for row in problem.rows}
        self.teachers = {teacher.id: teacher for teacher in problem.teachers}
        self.pupils = {pupil.id: pupil for pupil in problem.pupils}
        self.rows_of_pupil: dict[str, list[PlanRow]] = {pupil.id: [] for pupil in problem.pupils}
        for row in problem.rows:
            for pupil in row.pupils:
                self.rows_of_pupil[pupil].append(row)
        self._pins: defaultdict[tuple[str, str, str, int], list[Pin]] = defaultdict(list)
        for pin in problem.pins:
            self._pins[pin.row, pin.week, pin.day, pin.start_min].append(pin)
        self._closed = {(entry.week, entry.day) for entry in problem.closed}
        self._busy: dict[tuple[str, str, str, str], tuple[Stop, ...]] = {}

    def is_open(self, week: str, day: Weekday) -> bool:
        return (week, day) not in self._closed

    def busy(self, person: Teacher | Pupil, week: str, day: Weekday) -> tuple[Stop, ...]:
        """Busy windows of that day by start; those that touch at one place are one; on a closed day none."""
        key = (type(person).__name__, person.id, week, day)
        if key not in self._busy:
            self._busy[key] = self._merge_busy(person, week, day)
        return self._busy[key]

    def _merge_busy(self, person: Teacher | Pupil, week: str, day: Weekday) -> tuple[Stop, ...]:
        if not self.is_open(week, day):
            return ()
        by_place: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for window in person.busy:
            if window.holds_on(week, day):
                by_place[window.place or person.school].append((window.start_min, window.end_min))
        stops = [
            Stop(start, end, place, is_lesson=False, is_fact=True)
            for place, spans in by_place.items()
            for start, end in merged(spans)
        ]
        return tuple(sorted(stops, key=lambda stop: (stop.start_min, stop.end_min)))

    def lesson_place(self, row: PlanRow, teacher: Teacher, week: str, day: Weekday) -> str:
        """Where the teacher is during the lesson."""
        if row.form is LessonForm.REMOTE:
            return teacher.remote_place or teacher.school
        return self.pupil_place(row, self.pupils[row.pupils[0]], week, day)

    def pupil_place(self, row: PlanRow, pupil: Pupil, week: str, day: Weekday) -> str:
        """Where the pupil is during the lesson: at home unless it is a school lesson."""
        if row.form is LessonForm.SCHOOL:
            return row.place or pupil.school
        return pupil.home_on(week, day)

    def is_pinned(self, row: str, week: str, day: str, start_min: int, teacher: str) -> bool:
        """True when some pin asks for this lesson, by name or with any teacher."""
        pins = self._pins.get((row, week, day, start_min), ())
        return any(pin.teacher is None or pin.teacher == teacher for pin in pins)

    def teacher_stop(self, question: Question, start_min: int) -> Stop:
        """The lesson as a stop of its teacher's day."""
        row, teacher, week, day = question.row, question.teacher, question.week, question.day
        return Stop(
            start_min,
            start_min + row.lesson_min,
            self.lesson_place(row, teacher, week, day),
            is_lesson=True,
            is_home_lesson=row.form is LessonForm.HOME,
            is_fact=self.is_pinned(row.id, week, day, start_min, teacher.id),
        )

    def pupil_stop(self, question: Question, pupil: Pupil, start_min: int) -> Stop:
        """The lesson as a stop of a pupil's day."""
        row = question.row
        return Stop(
            start_min,
            start_min + row.lesson_min,
            self.pupil_place(row, pupil, question.week, question.day),
            is_lesson=True,
            is_outside_lessons=row.block.outside_lessons,
        )
