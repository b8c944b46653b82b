"""The timetable without the lessons that are about to move, looked up by person and day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from scheduler.checks.desk import Desk, Engagement
from scheduler.checks.pupil import break_needed
from scheduler.preflight.spoken import Names
from scheduler.problem import PlanRow, Pupil, Teacher
from scheduler.suggest.grid import Grid
from scheduler.terms import LessonForm, Weekday
from scheduler.timetable import Lesson

Slot = tuple[str, Weekday]


class Near(NamedTuple):
    """A standing engagement with the minutes needed from it to the moved lesson and back."""

    item: Engagement
    from_min: int
    to_min: int


class Between(NamedTuple):
    """Starts at which the lesson comes between two neighbours (None: nobody) in the order of the day."""

    before: Near | None
    after: Near | None
    low_min: int
    high_min: int


class Scene:
    """One question: this row's lesson, these lessons taken out, all else stands."""

    def __init__(self, desk: Desk, names: Names, row: PlanRow, n: int, moved: tuple[Lesson, ...]) -> None:
        self.desk, self.names, self.row, self.moved = desk, names, row, moved
        self.length_min = row.lesson_min
        self.grid = Grid.of(desk.problem, row.lesson_min)
        self.pupils = [desk.pupils[name] for name in row.pupils]
        self.gone = {id(lesson) for lesson in moved}
        self.touched = {(lesson.week, lesson.day) for lesson in moved}
        self.pins = [pin for pin in desk.problem.pins if pin.row == row.id]
        self.others = [lesson for lesson in desk.by_row.get(row.id, ()) if id(lesson) not in self.gone]
        self._numbers = {lesson.week: lesson.n for lesson in moved} if len(moved) > 1 else {}
        self.phantom = Lesson(
            row=row.id, n=n, week="", day="", start_min=0, end_min=0, teacher="", form=row.form, place=""
        )

    def teacher_items(self, teacher_id: str, day: tuple[str, str]) -> list[Engagement]:
        items = self.desk.teacher_days[teacher_id].get(day, [])
        return self._staying(items) if day in self.touched else items

    def pupil_items(self, pupil_id: str, day: tuple[str, str]) -> list[Engagement]:
        items = self.desk.pupil_days[pupil_id].get(day, [])
        return self._staying(items) if day in self.touched else items

    def pupil_lessons(self, pupil_id: str, day: tuple[str, str]) -> list[Lesson]:
        lessons = self.desk.by_pupil[pupil_id].get(day, [])
        return self.stay(lessons) if day in self.touched else lessons

    def teacher_lessons(self, teacher_id: str, day: tuple[str, str]) -> list[Lesson]:
        lessons = self.desk.by_teacher[teacher_id].get(day, [])
        return self.stay(lessons) if day in self.touched else lessons

    def stay(self, lessons: Iterable[Lesson]) -> list[Lesson]:
        return [lesson for lesson in lessons if id(lesson) not in self.gone]

    def _staying(self, items: Iterable[Engagement]) -> list[Engagement]:
        return [item for item in items if item.lesson is None or id(item.lesson) not in self.gone]

    def pupil_place(self, pupil: Pupil, slot: Slot) -> str:
        if self.row.form is LessonForm.SCHOOL:
            return self.row.place or pupil.school
        return pupil.home_on(*slot)

    def teacher_place(self, teacher: Teacher, slot: Slot) -> str:
        if self.row.form is LessonForm.REMOTE:
            return teacher.remote_place or teacher.school
        return self.pupil_place(self.pupils[0], slot)

    def near_teacher(self, teacher: Teacher, slot: Slot) -> list[Near]:
        place, travel = self.teacher_place(teacher, slot), self.desk.travel
        items = self.teacher_items(teacher.id, slot)
        return [Near(item, travel(item.place, place), travel(place, item.place)) for item in items]

    def near_pupil(self, pupil: Pupil, slot: Slot) -> list[Near]:
        own = Engagement(0, 0, self.pupil_place(pupil, slot), self.phantom)
        items = self.pupil_items(pupil.id, slot)
        return [
            Near(item, break_needed(self.desk, pupil, item, own), break_needed(self.desk, pupil, own, item))
            for item in items
        ]

    def between(self, near: list[Near], week: str) -> list[Between]:
        """The starts of a day cut where the lesson passes a standing engagement in the order of the day: one
        slice more than there are engagements."""
        bounds = [0]
        for each in near:
            start = each.item.start_min
            own = (start, start + self.length_min, self.row.id, self._numbers.get(week, self.phantom.n))
            bounds.append(start if each.item.order < own else start + 1)
        bounds.append(24 * 60 + 1)
        neighbours = [None, *near, None]
        return [
            Between(neighbours[k], neighbours[k + 1], bounds[k], bounds[k + 1] - 1)
            for k in range(len(near) + 1)
        ]


class Index:
    """Sums over a whole timetable that no single question changes."""

    def __init__(self, desk: Desk) -> None:
        self.faces = Counter((name, x.teacher) for x in desk.known for name in desk.row(x).pupils)
        self.week_min: Counter[tuple[str, str]] = Counter()
        for teacher_id, days in desk.by_teacher.items():
            for (week, _), lessons in days.items():
                self.week_min[teacher_id, week] += sum(x.end_min - x.start_min for x in lessons)
        self.most_a_day: dict[tuple[str, str], int] = {}
        self.slot_rows: dict[tuple[str, str], list[PlanRow]] = defaultdict(list)
        for row in desk.problem.rows:
            for name in row.pupils:
                key = (name, row.subject)
                self.most_a_day[key] = min(self.most_a_day.get(key, row.max_per_day), row.max_per_day)
                if row.slot is not None:
                    self.slot_rows[name, row.slot].append(row)
