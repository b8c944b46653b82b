"""Rules of teachers: one for the whole row, in free time, at one place at a time, within load and waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.constraints.facts import Facts, Stop
from scheduler.constraints.spans import Spans, merged, outside
from scheduler.problem import Teacher
from scheduler.terms import Weekday

if TYPE_CHECKING:
    from scheduler.variables import Unknowns


def one_teacher(unknowns: Unknowns) -> None:
    """At most one teacher teaches lessons of a row; only candidates have unknowns at all."""
    for row in unknowns.facts.rows.values():
        unknowns.model.add_at_most_one(
            unknowns.teaches(row.id, teacher) for teacher in dict.fromkeys(row.teachers)
        )


def free(_facts: Facts, teacher: Teacher, week: str, day: Weekday) -> Spans:
    """The teacher's free windows, adjoining ones as one."""
    held = (window for window in teacher.free if window.holds_on(week, day))
    return merged((window.start_min, window.end_min) for window in held)


def clash_with_busy(facts: Facts, teacher: Teacher, week: str, day: Weekday) -> Spans:
    """Outside the teacher's busy windows."""
    busy = facts.busy(teacher, week, day)
    return outside([(stop.start_min, stop.end_min) for stop in busy], (0, 1440))


def travel(facts: Facts, _teacher: Teacher, before: Stop, after: Stop) -> int:
    """Minutes required between consecutive engagements: the way between their places."""
    return facts.travel(before.place, after.place)


def longest_wait(_facts: Facts, teacher: Teacher) -> int | None:
    """Minutes beyond travel between two consecutive engagements that are not both facts; None: no limit."""
    return teacher.max_gap_min


def load(unknowns: Unknowns) -> None:
    """Lesson minutes of a week and lessons of a day."""
    for teacher in unknowns.facts.teachers.values():
        for week in unknowns.facts.week_ids:
            if teacher.max_week_min is not None:
                unknowns.model.add(unknowns.minutes(teacher=teacher.id, week=week) <= teacher.max_week_min)
            for day in unknowns.facts.problem.days:
                if teacher.max_day_lessons is not None:
                    lessons = unknowns.lessons(teacher=teacher.id, week=week, day=day)
                    unknowns.model.add(lessons <= teacher.max_day_lessons)
