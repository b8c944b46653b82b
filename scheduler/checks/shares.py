"""Whose the units of the goals are: the same counting as `measures`, over one person's days at a time."""

from __future__ import annotations

import copy

from scheduler.checks import measures
from scheduler.checks.desk import Desk
from scheduler.problem import Problem
from scheduler.timetable import Timetable

Units = dict[str, int]

OF_PUPILS = {
    "wish": measures.count_wish,
    "adult_days": measures.count_adult_days,
    "pupil_gap": measures.count_pupil_gap,
    "balance": measures.count_balance,
    "spread": measures.count_spread,
    "curve": measures.count_curve,
    "faces": measures.count_faces,
}
OF_TEACHERS = {
    "travel": measures.count_travel,
    "idle": measures.count_idle,
    "visits": measures.count_visits,
}


class Shares:
    """One timetable, looked at person by person. A shared lesson counts for each of its pupils."""

    def __init__(self, problem: Problem, timetable: Timetable) -> None:
        self._desk = Desk(problem, timetable)
        self._by_pupil, self._pupil_days = self._desk.by_pupil, self._desk.pupil_days
        self._teacher_days = self._desk.teacher_days

    def of_pupils(self) -> dict[str, Units]:
        """Units of the goals that are about children, by id of the pupil, lessons not placed first."""
        return {pupil: self._of_pupil(pupil) for pupil in self._desk.pupils}

    def of_teachers(self) -> dict[str, Units]:
        """Units of the goals that are about teachers, by id of the teacher."""
        return {teacher: self._of_teacher(teacher) for teacher in self._desk.teachers}

    def _of_pupil(self, pupil: str) -> Units:
        own = copy.copy(self._desk)
        rows = {row.id for row in own.problem.rows if pupil in row.pupils}
        lessons = [lesson for days in self._by_pupil[pupil].values() for lesson in days]
        own.__dict__ |= {
            "by_pupil": {pupil: self._by_pupil[pupil]},
            "pupil_days": {pupil: self._pupil_days[pupil]},
            "by_row": {row: [lesson for lesson in lessons if lesson.row == row] for row in rows},
        }
        units = {code: measure(own) for code, measure in OF_PUPILS.items() if code != "faces"}
        unplaced = sum(entry.count for entry in own.timetable.unplaced if entry.row in rows)
        faces = len({lesson.teacher for lesson in lessons})
        return {"unplaced": unplaced, **units, "faces": faces}

    def _of_teacher(self, teacher: str) -> Units:
        own = copy.copy(self._desk)
        own.__dict__["teacher_days"] = {teacher: self._teacher_days[teacher]}
        return {code: measure(own) for code, measure in OF_TEACHERS.items()}
