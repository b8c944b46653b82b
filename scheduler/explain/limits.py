"""Limits that a standing timetable has used up: loads of day and week, subjects, even weeks, rhythm."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.preflight.capacity import slot_groups, slots_of
from scheduler.preflight.facts import Day, Facts
from scheduler.preflight.spoken import Names
from scheduler.problem import PlanRow, Pupil
from scheduler.russian import DAY
from scheduler.terms import LessonForm, Weekday, clock
from scheduler.timetable import Lesson, Timetable


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule that leaves a lesson only the starts of `mask` that day; `who` is the person it is about."""

    code: str
    who: str
    mask: int


class Limits:
    """Counters over the lessons of one timetable."""

    def __init__(self, facts: Facts, timetable: Timetable) -> None:
        self._facts = facts
        self._teacher_day: Counter[tuple[str, Day]] = Counter()
        self._teacher_week: Counter[tuple[str, str]] = Counter()
        self._pupil_day: dict[tuple[str, Day], list[tuple[PlanRow, str]]] = defaultdict(list)
        self._row_week: Counter[tuple[str, str]] = Counter()
        self._row_teacher: dict[str, str] = {}
        self._slots: dict[str, set[tuple[Weekday, int]]] = defaultdict(set)
        for lesson in timetable.lessons:
            self._count(lesson)
        self._groups = slot_groups(facts)

    def _count(self, lesson: Lesson) -> None:
        row = self._facts.rows.get(lesson.row)
        if row is None or lesson.day not in set(Weekday):
            return
        day = (lesson.week, Weekday(lesson.day))
        self._teacher_day[lesson.teacher, day] += 1
        self._teacher_week[lesson.teacher, lesson.week] += row.lesson_min
        self._row_week[row.id, lesson.week] += 1
        self._row_teacher.setdefault(row.id, lesson.teacher)
        self._slots[row.id].add((day[1], lesson.start_min))
        for name in row.pupils:
            self._pupil_day[name, day].append((row, lesson.teacher))

    def teachers_left(self, row: PlanRow) -> tuple[str, ...]:
        """Candidates; the one who already teaches the row when there is one."""
        taught = self._row_teacher.get(row.id)
        return tuple(name for name in self._facts.candidates(row) if taught in (None, name))

    def refusals(self, row: PlanRow, teacher_id: str, day: Day) -> Iterator[Refusal]:
        """Rules that take starts of that day away, whatever the time."""
        teacher = self._facts.teachers[teacher_id]
        if _full(teacher.max_day_lessons, self._teacher_day[teacher_id, day], 1) or _full(
            teacher.max_week_min, self._teacher_week[teacher_id, day[0]], row.lesson_min
        ):
            yield Refusal("teacher.load", teacher_id, 0)
        for pupil in self._facts.group(row):
            yield from self._pupil_refusals(row, teacher_id, pupil, day)
        if not self._even(row, day[0]):
            yield Refusal("week.even", row.id, 0)
        yield from self._rhythm(row, day)

    def _pupil_refusals(self, row: PlanRow, teacher_id: str, pupil: Pupil, day: Day) -> Iterator[Refusal]:
        there = self._pupil_day.get((pupil.id, day), [])
        minutes = sum(other.lesson_min for other, _ in there)
        remote = sum(other.lesson_min for other, _ in there if other.form == LessonForm.REMOTE)
        more = row.lesson_min if row.form == LessonForm.REMOTE else 0
        teachers = {name for _, name in there}
        if (
            _full(pupil.max_day_lessons, len(there), 1)
            or _full(pupil.max_day_min, minutes, row.lesson_min)
            or (more and _full(pupil.max_remote_day_min, remote, more))
            or (teacher_id not in teachers and _full(pupil.max_teachers_day, len(teachers), 1))
        ):
            yield Refusal("pupil.load", pupil.id, 0)
        same = [other for other in self._facts.rows_of_pupil[pupil.id] if other.subject == row.subject]
        if _full(
            min(other.max_per_day for other in same), sum(o.subject == row.subject for o, _ in there), 1
        ):
            yield Refusal("subject.day", pupil.id, 0)

    def _even(self, row: PlanRow, week: str) -> bool:
        """week.even still holds with one more lesson of the row in that week."""
        if self._facts.problem.dated:
            return True
        weeks = self._facts.problem.weeks_of(row)
        held = {name: self._row_week[row.id, name] + (name == week) for name in weeks}
        floor, most = row.lessons // len(weeks), -(-row.lessons // len(weeks))
        short = sum(max(0, floor - number) for number in held.values())
        return held[week] <= most and short <= row.lessons - sum(held.values())

    def _rhythm(self, row: PlanRow, day: Day) -> Iterator[Refusal]:
        for group in self._groups.get(row.id, ()):
            used = {slot for other in group for slot in self._slots[other.id]}
            if len(used) >= slots_of(self._facts, group):
                yield Refusal("rhythm", row.id, sum(1 << start for on, start in used if on == day[1]))

    def said(self, names: Names, row: PlanRow, code: str, who: str, days: str) -> str:
        """The cause as a phrase."""
        if code == "teacher.load":
            return f"учитель {names.teacher(who)}: нагрузка дня или недели исчерпана ({days})"
        if code == "pupil.load":
            return f"{names.pupil(who)}: дневная нагрузка исчерпана ({days})"
        if code == "subject.day":
            return f"{names.pupil(who)}: этот предмет в тот же день уже стоит ({days})"
        if code == "week.even":
            return "поровну по неделям: в этих неделях занятий уже достаточно"
        used = {
            slot
            for group in self._groups.get(row.id, ())
            for other in group
            for slot in self._slots[other.id]
        }
        times = ", ".join(_slot_said(slot) for slot in sorted(used, key=_by_time)[:4])
        return f"ритм держится за постоянное время ({times})"


def _by_time(slot: tuple[Weekday, int]) -> tuple[int, int]:
    return slot[0].number, slot[1]


def _slot_said(slot: tuple[Weekday, int]) -> str:
    return f"{DAY[slot[0]]} {clock(slot[1])}"


def _full(limit: int | None, held: int, more: int) -> bool:
    return limit is not None and held + more > limit
