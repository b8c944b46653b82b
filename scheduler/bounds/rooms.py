"""Where lessons can stand at most: wider than lawful, never narrower; what does not fit here fits nowhere.

A lesson may not stand nearer to a busy window than the shortest way between their places by any detour, nor
than a pupil's break: whatever stands in between only takes more time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from scheduler.bounds.reach import Reach
from scheduler.constraints.domain import Domain
from scheduler.constraints.facts import Facts, Question, Stop
from scheduler.constraints.spans import Spans, common, outside
from scheduler.problem import PlanRow, Problem, Pupil, Teacher
from scheduler.terms import LessonForm, Needs, Weekday

Day = tuple[str, Weekday]


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """A row may stand with a teacher on a day inside `spans`; `fits` lessons of it at most, were it alone.

    Every room exists once: rooms are compared by identity.
    """

    row: PlanRow
    teacher: str
    day: Day
    spans: Spans
    fits: int


class Rooms:
    """All rooms of a problem, and the separations that are needed whatever stands in between."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.facts = Facts(problem)
        self._domain = Domain(self.facts)
        self.reach = Reach(self.facts)
        self._cache: dict[Any, Spans] = {}
        self._cut_cache: dict[Any, Spans] = {}
        self._fits: dict[tuple[Spans, int], int] = {}
        self.of_row = {row.id: list(self._rooms(row)) for row in problem.rows}

    def _rooms(self, row: PlanRow) -> Iterable[Room]:
        most = self.most_a_day(row)
        for name in dict.fromkeys(row.teachers):
            teacher = self.facts.teachers[name]
            for week in self.problem.weeks_of(row):
                for day in self.problem.days:
                    spans = self._spans(Question(row, teacher, week, day))
                    fits = self._packed(spans, row.lesson_min, most)
                    if fits:
                        yield Room(row, name, (week, day), spans, fits)

    def _packed(self, spans: Spans, lesson_min: int, most: int) -> int:
        key = (spans, lesson_min)
        if key not in self._fits:
            self._fits[key] = packed(spans, lesson_min, self.problem.step_min)
        return min(most, self._fits[key])

    def most_a_day(self, row: PlanRow) -> int:
        """Lessons of the row on one day by the limits of its families and its subject."""
        pupils = [self.facts.pupils[name] for name in row.pupils]
        most = min(_pupil_limit(pupil, row) for pupil in pupils)
        same = (r for p in pupils for r in self.facts.rows_of_pupil[p.id] if r.subject == row.subject)
        return min(most, *(other.max_per_day for other in same), row.lessons)

    def _spans(self, question: Question) -> Spans:
        row, teacher, week, day = question.row, question.teacher, question.week, question.day
        place = self.facts.lesson_place(row, teacher, week, day)
        spans = self._domain.spans(question)
        if spans and teacher.busy:
            spans = common(spans, self._beside_busy_teacher(teacher, place, week, day))
        for name in row.pupils:
            pupil = self.facts.pupils[name]
            if spans and pupil.busy:
                spans = common(spans, self._beside_busy_pupil(pupil, row, week, day))
        return spans

    def _beside_busy_teacher(self, teacher: Teacher, place: str, week: str, day: Weekday) -> Spans:
        key = (teacher.id, place, week, day)
        if key not in self._cache:
            busy = self.facts.busy(teacher, week, day)
            self._cache[key] = _beside(busy, lambda stop: self._both_ways(stop.place, place))
        return self._cache[key]

    def _beside_busy_pupil(self, pupil: Pupil, row: PlanRow, week: str, day: Weekday) -> Spans:
        place, extra = self.facts.pupil_place(row, pupil, week, day), row.block.outside_lessons
        key = (pupil.id, place, extra, week, day)
        if key not in self._cut_cache:
            least = pupil.break_min
            if extra and pupil.needs is not Needs.SIPR:
                least = max(least, self.problem.norms.correction_break_min)

            def needed(stop: Stop) -> tuple[int, int]:
                before, after = self._both_ways(stop.place, place)
                return max(before, least), max(after, least)

            self._cut_cache[key] = _beside(self.facts.busy(pupil, week, day), needed)
        return self._cut_cache[key]

    def _both_ways(self, a: str, b: str) -> tuple[int, int]:
        return self.reach(a, b), self.reach(b, a)

    def least_between(self, row: PlanRow, place: str, other: PlanRow, other_place: str) -> int:
        """Minutes a teacher has at least between a lesson of `row` and a later one of `other`."""
        shared = set(row.pupils) & set(other.pupils)
        breaks = (self.facts.pupils[name].break_min for name in shared)
        return max(self.reach(place, other_place), *breaks, 0)

    def place(self, room: Room) -> str:
        """Where the teacher is."""
        return self.facts.lesson_place(room.row, self.facts.teachers[room.teacher], *room.day)


def _pupil_limit(pupil: Pupil, row: PlanRow) -> int:
    minutes = [pupil.max_day_min, pupil.max_remote_day_min if row.form is LessonForm.REMOTE else None]
    limits = [limit // row.lesson_min for limit in minutes if limit is not None]
    if pupil.max_day_lessons is not None:
        limits.append(pupil.max_day_lessons)
    if pupil.max_teachers_day == 0:
        limits.append(0)
    return min(limits, default=row.lessons)


def _beside(busy: Iterable[Stop], needed: Callable[[Stop], tuple[int, int]]) -> Spans:
    """The day without busy windows and the minutes needed after and before each."""
    blocked = []
    for stop in busy:
        leaving, coming = needed(stop)
        blocked.append((stop.start_min - coming, stop.end_min + leaving))
    return outside(blocked, (0, 1440))


def packed(spans: Spans, lesson_min: int, step_min: int) -> int:
    """How many equal lessons fit into spans one after another, with starts on the grid."""
    apart = -(-lesson_min // step_min) * step_min
    count = 0
    for span in spans:
        first = -(-span[0] // step_min) * step_min
        if first + lesson_min <= span[1]:
            last = (span[1] - lesson_min) // step_min * step_min
            count += (last - first) // apart + 1
    return count
