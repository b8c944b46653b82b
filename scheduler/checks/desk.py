"""The checker's desk: problem and timetable looked up by person and day. Written from the contract alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from scheduler.problem import BusyWindow, PlanRow, Problem, Pupil, Teacher
from scheduler.terms import LessonForm, clock
from scheduler.timetable import Lesson, Timetable
from scheduler.travel import TravelTimes

Day = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Engagement:
    """A lesson or a busy window (lesson None) in somebody's day, at the place where that person is."""

    start_min: int
    end_min: int
    place: str
    lesson: Lesson | None = None
    fact: bool = False

    @property
    def order(self) -> tuple[int, int, str, int]:
        """By start, then end; what stands at the very same time in an order of its own, not the file's."""
        row, n = ("", 0) if self.lesson is None else (self.lesson.row, self.lesson.n)
        return self.start_min, self.end_min, row, n

    @property
    def name(self) -> str:
        """The same in every timetable that holds it."""
        if self.lesson is None:
            return f"busy {clock(self.start_min)}–{clock(self.end_min)}"
        return f"{self.lesson.row}/{self.lesson.n}"

    @property
    def said(self) -> str:
        what = "busy" if self.lesson is None else self.name
        return f"{what} {clock(self.start_min)}–{clock(self.end_min)} at {self.place}"


class Desk:
    """Everything the checks ask for. Lessons that name unknown rows, days or people are left out where those
    are needed; frame, teacher.candidate and row.count report them."""

    def __init__(self, problem: Problem, timetable: Timetable) -> None:
        self.problem, self.timetable = problem, timetable
        self.rows = {row.id: row for row in problem.rows}
        self.pupils = {pupil.id: pupil for pupil in problem.pupils}
        self.teachers = {teacher.id: teacher for teacher in problem.teachers}
        self.weeks = [week.id for week in problem.weeks]
        self.days = [str(day) for day in problem.days]
        self.closed = {(entry.week, str(entry.day)) for entry in problem.closed}
        self._travel = TravelTimes(problem)
        self.known = [lesson for lesson in timetable.lessons if lesson.row in self.rows]
        pins = {(pin.row, pin.week, str(pin.day), pin.start_min, pin.teacher) for pin in problem.pins}
        self._pins = pins

    def travel(self, origin: str, target: str) -> int:
        """Minutes; 0 where the problem tells no way: such places meet only when somebody who is none of a
        row's teachers holds its lesson, and teacher.candidate reports that."""
        try:
            return self._travel(origin, target)
        except KeyError:
            return 0

    def is_fact(self, lesson: Lesson) -> bool:
        """True for a lesson that some pin asks for."""
        where = (lesson.row, lesson.week, lesson.day, lesson.start_min)
        return (*where, None) in self._pins or (*where, lesson.teacher) in self._pins

    def row(self, lesson: Lesson) -> PlanRow:
        return self.rows[lesson.row]

    def on_calendar(self, lesson: Lesson) -> bool:
        return lesson.week in self.weeks and lesson.day in self.days

    @cached_property
    def by_row(self) -> dict[str, list[Lesson]]:
        found: dict[str, list[Lesson]] = defaultdict(list)
        for lesson in self.known:
            found[lesson.row].append(lesson)
        return found

    @cached_property
    def by_teacher(self) -> dict[str, dict[Day, list[Lesson]]]:
        """Lessons on the calendar of every known teacher, by (week, day), in order of time."""
        found: dict[str, dict[Day, list[Lesson]]] = {teacher: defaultdict(list) for teacher in self.teachers}
        for lesson in sorted(self.known, key=_in_time):
            if lesson.teacher in found and self.on_calendar(lesson):
                found[lesson.teacher][lesson.week, lesson.day].append(lesson)
        return found

    @cached_property
    def by_pupil(self) -> dict[str, dict[Day, list[Lesson]]]:
        """Lessons on the calendar of every pupil, by (week, day), in order of time."""
        found: dict[str, dict[Day, list[Lesson]]] = {pupil: defaultdict(list) for pupil in self.pupils}
        for lesson in sorted(self.known, key=_in_time):
            if self.on_calendar(lesson):
                for pupil in self.row(lesson).pupils:
                    found[pupil][lesson.week, lesson.day].append(lesson)
        return found

    @cached_property
    def teacher_days(self) -> dict[str, dict[Day, list[Engagement]]]:
        """Engagements of every teacher, by day, sorted by start and end; busy windows merged per place."""
        found: dict[str, dict[Day, list[Engagement]]] = {}
        for teacher in self.problem.teachers:
            days = {day: list(spans) for day, spans in self._busy(teacher).items()}
            for day, lessons in self.by_teacher[teacher.id].items():
                held = (
                    Engagement(
                        lesson.start_min,
                        lesson.end_min,
                        self._teacher_place(lesson, teacher),
                        lesson,
                        self.is_fact(lesson),
                    )
                    for lesson in lessons
                )
                days.setdefault(day, []).extend(held)
            found[teacher.id] = {
                day: sorted(items, key=lambda item: item.order) for day, items in days.items()
            }
        return found

    @cached_property
    def pupil_days(self) -> dict[str, dict[Day, list[Engagement]]]:
        """Engagements of every pupil, by day, sorted by start and end; busy windows merged per place."""
        found: dict[str, dict[Day, list[Engagement]]] = {}
        for pupil in self.problem.pupils:
            days = {day: list(spans) for day, spans in self._busy(pupil).items()}
            for day, lessons in self.by_pupil[pupil.id].items():
                held = (
                    Engagement(lesson.start_min, lesson.end_min, self._pupil_place(lesson, pupil), lesson)
                    for lesson in lessons
                )
                days.setdefault(day, []).extend(held)
            found[pupil.id] = {day: sorted(items, key=lambda item: item.order) for day, items in days.items()}
        return found

    def expected_place(self, lesson: Lesson) -> set[str]:
        """Where the lesson may say it is: one place; of a remote lesson the teacher's or a pupil's home;
        empty when an unknown teacher leaves that open."""
        row = self.row(lesson)
        if row.form is not LessonForm.REMOTE:
            return {self._pupil_place(lesson, self.pupils[row.pupils[0]])}
        homes = {self._home(self.pupils[pupil], lesson) for pupil in row.pupils}
        teacher = self.teachers.get(lesson.teacher)
        return homes | {teacher.remote_place or teacher.school} if teacher else set()

    def _home(self, pupil: Pupil, lesson: Lesson) -> str:
        return next(
            (pupil.home_on(lesson.week, day) for day in self.problem.days if day == lesson.day), pupil.home
        )

    def _pupil_place(self, lesson: Lesson, pupil: Pupil) -> str:
        row = self.row(lesson)
        if row.form is LessonForm.SCHOOL:
            return row.place or pupil.school
        return self._home(pupil, lesson)

    def _teacher_place(self, lesson: Lesson, teacher: Teacher) -> str:
        row = self.row(lesson)
        if row.form is LessonForm.REMOTE:
            return teacher.remote_place or teacher.school
        return self._pupil_place(lesson, self.pupils[row.pupils[0]])

    def _busy(self, who: Teacher | Pupil) -> dict[Day, list[Engagement]]:
        found: dict[Day, list[Engagement]] = {}
        if not who.busy:
            return found
        for week in self.weeks:
            for day in self.problem.days:
                if (week, str(day)) in self.closed:
                    continue
                windows = [window for window in who.busy if window.holds_on(week, day)]
                if windows:
                    found[week, str(day)] = _merged(windows, who.school)
        return found


def _in_time(lesson: Lesson) -> tuple[int, int, str, int]:
    return lesson.start_min, lesson.end_min, lesson.row, lesson.n


def _merged(windows: list[BusyWindow], school: str) -> list[Engagement]:
    """Busy windows of one day; at one place, overlapping or adjoining ones count as one."""
    whole: list[Engagement] = []
    for place in dict.fromkeys(window.place or school for window in windows):
        open_from = open_to = -1
        for window in sorted((x for x in windows if (x.place or school) == place), key=lambda x: x.start_min):
            if open_from < 0:
                open_from, open_to = window.start_min, window.end_min
            elif window.start_min <= open_to:
                open_to = max(open_to, window.end_min)
            else:
                whole.append(Engagement(open_from, open_to, place, fact=True))
                open_from, open_to = window.start_min, window.end_min
        whole.append(Engagement(open_from, open_to, place, fact=True))
    return whole
