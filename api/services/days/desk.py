"""Who may act on lessons of a date, and one lesson held for a change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import select

from api.errors import Conflict, Forbidden, NotFound
from api.services.agreement.timetable.desk import guardian_of
from api.services.days.lessons import Days, OnDay, days_of, row_key_of
from api.services.days.versions import Whose
from api.services.desk import DESK, locked
from api.services.unit import Unit
from models.case import Case
from models.day import LessonChange
from models.message import FeedHolder
from models.person import Role
from models.school import School
from models.staff import Teacher

CHANGED = "Этот урок изменился, пока вы смотрели. Ничего не сделано. Посмотрите, как он стоит теперь."
TEACHING = (Role.TEACHER, Role.SPECIALIST, Role.CLASS_TEACHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonKey:
    """A lesson as a page showed it. tag: what was seen of it (`OnDay.tag`)."""

    case_id: str
    lesson: str
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A lesson held for a change: its case is locked. row: what is stored of it, None where nothing differs yet."""

    case: Case
    now: OnDay
    days: Days
    row: LessonChange | None


def zone_of(unit: Unit, school_id: str) -> str:
    return unit.session.get_one(School, school_id).timezone


def case_seen(unit: Unit, case_id: str) -> Case:
    """A case that the actor may act on: of the desk's school, or of a child the actor speaks for."""
    case = unit.session.get(Case, case_id)
    if case is None:
        raise NotFound
    if unit.actor.role == Role.PARENT:
        if not guardian_of(unit, case.pupil_id).may_decide:
            raise Forbidden("Сообщить об этом может представитель с правом решать. Позвоните в школу.")
        return case
    if unit.actor.role not in DESK or case.school_id != unit.actor.school_id:
        raise NotFound
    return case


def teacher_seen(unit: Unit, teacher_id: str) -> Teacher:
    """A teacher that the actor may act for: oneself, or one of the actor's school at the desk of it."""
    teacher = unit.session.get(Teacher, teacher_id)
    if teacher is None or teacher.school_id != unit.actor.school_id:
        raise NotFound
    leads = unit.actor.role in DESK or unit.actor.role == Role.COORDINATOR
    if not leads and teacher.account_id != unit.actor.account_id:
        raise NotFound
    return teacher


def days_of_case(unit: Unit, case: Case, first: date, last: date) -> Days:
    return days_of(
        unit.session, Whose(FeedHolder.CASE, case.id), (first, last), zone_of(unit, case.school_id)
    )


def days_of_teacher(unit: Unit, teacher: Teacher, first: date, last: date) -> Days:
    whose = Whose(FeedHolder.TEACHER, teacher.id)
    return days_of(unit.session, whose, (first, last), zone_of(unit, teacher.school_id))


def standing(unit: Unit, key: LessonKey) -> Standing:
    """The lesson held against other writers. Raises Conflict where it is not as it was seen."""
    case = locked(unit, Case, key.case_id)
    if case is None:
        raise NotFound
    row = change_of(unit, key)
    now, days = _found(unit, case, key.lesson, row)
    if now.tag != key.tag:
        raise Conflict(CHANGED)
    return Standing(case=case, now=now, days=days, row=row)


def found(unit: Unit, case: Case, lesson: str) -> tuple[OnDay, Days]:
    """A lesson by its id, as it is now, for a look. NotFound where there is none."""
    asked = select(LessonChange).where(LessonChange.case_id == case.id, LessonChange.lesson == lesson)
    return _found(unit, case, lesson, unit.session.exec(asked).first())


def _found(unit: Unit, case: Case, lesson: str, row: LessonChange | None) -> tuple[OnDay, Days]:
    days = days_of_case(unit, case, *_where(lesson, row))
    now = days.find(case.id, lesson)
    if now is None:
        raise NotFound
    return now, days


def change_of(unit: Unit, key: LessonKey) -> LessonChange | None:
    asked = select(LessonChange).where(LessonChange.case_id == key.case_id, LessonChange.lesson == key.lesson)
    return unit.session.exec(asked.with_for_update()).first()


def _where(lesson: str, row: LessonChange | None) -> tuple[date, date]:
    """The week of a lesson's id, and the day it was moved to. NotFound for an id that is none."""
    try:
        row_key_of(lesson)
        year, _, week = lesson.rsplit("/", 2)[1].partition("-W")
        monday, sunday = (date.fromisocalendar(int(year), int(week), day) for day in (1, 7))
    except (ValueError, IndexError):
        raise NotFound from None
    if row is None:
        return monday, sunday
    return min(monday, row.on_date), max(sunday, row.on_date)


def local(unit: Unit, school_id: str) -> datetime:
    """The moment at the school."""
    return unit.at.astimezone(ZoneInfo(zone_of(unit, school_id)))
