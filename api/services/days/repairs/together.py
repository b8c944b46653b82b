"""A lesson that several children have together is one: with its teacher, at its time, under its id."""

from __future__ import annotations

from collections.abc import Sequence

from api.services.days.desk import LessonKey, days_of_teacher, standing
from api.services.days.lessons import Days, OnDay
from api.services.unit import Unit
from models.staff import Teacher


def one_lesson(each: OnDay) -> tuple[object, ...]:
    """What a lesson has in common with the same lesson of another child."""
    now = each.lesson
    return now.id, now.on, now.start_min, now.end_min, now.teacher, now.form, each.fate


def shared(lessons: Sequence[OnDay]) -> list[list[OnDay]]:
    """Lessons in order of time, each with all who have it; the first of their cases by id speaks for it."""
    found: dict[tuple[object, ...], list[OnDay]] = {}
    for each in sorted(lessons, key=lambda x: x.case_id):
        found.setdefault(one_lesson(each), []).append(each)
    return sorted(found.values(), key=lambda some: (some[0].lesson.on, some[0].lesson.start_min, some[0].id))


def key_of(each: OnDay) -> LessonKey:
    return LessonKey(case_id=each.case_id, lesson=each.id, tag=each.tag)


def day_of_teacher(unit: Unit, each: OnDay) -> Days:
    """The day of the teacher of a lesson."""
    teacher = unit.session.get_one(Teacher, each.lesson.teacher)
    return days_of_teacher(unit, teacher, each.lesson.on, each.lesson.on)


def held_together(unit: Unit, found: OnDay) -> list[OnDay]:
    """A lesson whose case is locked, behind it the same lesson of other children, their cases locked, too."""
    others = [
        key_of(each)
        for each in day_of_teacher(unit, found).lessons
        if each.case_id != found.case_id and one_lesson(each) == one_lesson(found)
    ]
    return [found, *(standing(unit, other).now for other in sorted(others, key=lambda x: x.case_id))]
