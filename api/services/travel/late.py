"""«Опоздал на …»: what a teacher says of a lesson, with where the way began that day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from api.errors import Conflict, Invalid, NotFound
from api.services.days.desk import LessonKey, Standing, days_of_teacher, local, standing
from api.services.days.lessons import OnDay
from api.services.days.notes import parts_in
from api.services.days.problems import NOWHERE
from api.services.unit import Unit
from models.day import Fate
from models.place import LateArrival, Place
from models.school import Bell, School
from models.staff import ClassLesson, ClassLessonTeacher, Teacher
from scheduler.calendar.network import natural_day
from scheduler.terms import LessonForm, PlaceKind

MOST_MIN = 120
ON_THE_WAY = 120  # minutes; after a longer pause nobody knows where a teacher came from
NUMBER = f"Минуты — от 1 до {MOST_MIN}. Если опоздания не было, впишите 0."


@dataclass(frozen=True, slots=True)
class Left:
    """The engagement a teacher left last; place_id None: nobody knows where."""

    at_min: int
    place_id: str | None


def tell_late(unit: Unit, key: LessonKey, minutes: int) -> LateArrival | None:
    """Keeps by how much a teacher was late; 0 takes it back. By who gives the lesson, once it has begun.

    Only lessons one goes to count. Told again it is put right, as long as nobody has looked at it.
    """
    found = standing(unit, key)
    if not parts_in(unit, found.now)[0]:
        raise NotFound
    _refuse(unit, found, minutes)
    row = late_of(unit.session, key.case_id, key.lesson)
    if row is not None and row.settled_at is not None:
        raise Conflict("Заместитель уже посмотрел это опоздание. Скажите ему, если оно записано неверно.")
    if minutes == 0:
        if row is not None:
            unit.session.delete(row)
            _noted(unit, key.case_id, minutes)
        return None
    row = row or _new(unit, found)
    row.late_min, row.account_id, row.at = minutes, unit.actor.account_id, unit.at
    unit.session.add(row)
    _noted(unit, key.case_id, minutes)
    return row


def late_of(session: Session, case_id: str, lesson: str) -> LateArrival | None:
    asked = select(LateArrival).where(LateArrival.case_id == case_id, LateArrival.lesson == lesson)
    return session.exec(asked).first()


def _noted(unit: Unit, case_id: str, minutes: int) -> None:
    unit.session.flush()
    unit.note("lesson.late", "case", case_id, minutes=minutes)


def _refuse(unit: Unit, found: Standing, minutes: int) -> None:
    now = found.now.lesson
    if not 0 <= minutes <= MOST_MIN:
        raise Invalid({"late": [NUMBER]})
    if not _goes(found.now):
        raise Conflict("На этот урок не нужно добираться.")
    here = local(unit, found.case.school_id)
    if (now.on, now.start_min) > (here.date(), here.hour * 60 + here.minute):
        raise Conflict("Урок ещё не начался. Отметьте опоздание, когда придёте.")


def _goes(each: OnDay) -> bool:
    remote = each.lesson.form == LessonForm.REMOTE
    return not remote and each.lesson.place != NOWHERE and each.fate != Fate.CANCELLED


def _new(unit: Unit, found: Standing) -> LateArrival:
    now = found.now.lesson
    teacher = unit.session.get_one(Teacher, now.teacher)
    left = max(_left_before(unit, teacher, now.on, now.start_min), key=lambda each: each.at_min, default=None)
    known = left is not None and left.place_id is not None and now.start_min - left.at_min <= ON_THE_WAY
    return LateArrival(
        school_id=found.case.school_id, case_id=found.case.id, lesson=now.id, teacher_id=teacher.id,
        on_date=now.on, start_min=now.start_min, late_min=1, to_id=now.place, account_id=unit.actor.account_id,
        at=unit.at, from_id=left.place_id if left and known else None,
        left_min=left.at_min if left and known else None,
    )  # fmt: skip


def _left_before(unit: Unit, teacher: Teacher, on: date, start_min: int) -> Iterator[Left]:
    """Everything of the day that ended by then: lessons given to children at home, lessons of classes."""
    for each in days_of_teacher(unit, teacher, on, on).lessons:
        if each.lesson.end_min <= start_min and each.fate != Fate.CANCELLED:
            yield Left(each.lesson.end_min, each.lesson.place if _goes(each) else None)
    asked = (
        select(ClassLesson, Bell, Place.id)
        .where(ClassLessonTeacher.lesson_id == ClassLesson.id, ClassLessonTeacher.teacher_id == teacher.id)
        .where(ClassLesson.day == natural_day(on), Bell.school_id == ClassLesson.school_id)
        .where(Bell.shift == ClassLesson.shift, Bell.number == ClassLesson.number)
        .where(School.id == ClassLesson.school_id, Place.school_id == School.id, Place.code == School.code)
        .where(Place.kind == PlaceKind.SCHOOL, col(Bell.end_min) <= start_min)
    )
    for lesson, bell, place_id in unit.session.exec(asked):
        yield Left(bell.end_min, place_id if lesson.weeks is None else None)  # nobody asks which week it was
