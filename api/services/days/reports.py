"""Absences and single lessons as people tell of them: the act and its letters in one transaction."""

from __future__ import annotations

from datetime import date

from api.errors import Conflict
from api.services.days import absences, changes
from api.services.days.absences import AbsenceDraft, Told
from api.services.days.desk import LessonKey, days_of_case, days_of_teacher
from api.services.days.lessons import OnDay
from api.services.days.telling import News, tell
from api.services.unit import Unit
from api.services.words import shown
from models.case import Case
from models.day import Cause, Fate, LessonChange
from models.staff import Teacher

GONE = "Уроков не будет:"
BACK = "Эти уроки состоятся по расписанию:"
GONE_TOO = "Этих уроков тоже не будет:"
ONE_BACK = "Урок всё же состоится:"
NOT_GIVEN = "Урок не состоялся:"
TAKEN = "У учителя в это время уже другой урок. Позвоните в школу: там подберут другое время."


def report(unit: Unit, draft: AbsenceDraft) -> Told:
    """Somebody is away: lessons go, everybody concerned gets a letter. Raises as `absences.report`."""
    told = absences.report(unit, draft)
    _tell(unit, told, GONE)
    return told


def resume(unit: Unit, absence_id: str, on: date) -> Told:
    """Lessons go on from that day. Raises as `absences.resume`."""
    told = absences.resume(unit, absence_id, on)
    back = [each for each in told.lessons if each.fate != Fate.CANCELLED]
    _tell(unit, told, f"С {shown(on)} занятия возобновляются." if back else GONE_TOO)
    return told


def withdraw(unit: Unit, absence_id: str) -> Told:
    """It was told by mistake. Raises as `absences.withdraw`."""
    told = absences.withdraw(unit, absence_id)
    _tell(unit, told, BACK)
    return told


def _tell(unit: Unit, told: Told, head: str) -> None:
    if told.lessons:
        tell(unit, News(head=head, lessons=told.lessons, problem=told.days.problem, about=told.absence.id))


def give_again(unit: Unit, key: LessonKey, about: str | None = None) -> LessonChange:
    """One lesson of an absence is given after all. Conflict where its teacher has another lesson by now."""
    row = changes.restore(unit, key)
    teacher = unit.session.get_one(Teacher, row.teacher_id)
    others = days_of_teacher(unit, teacher, row.on_date, row.on_date).lessons
    for each in others:
        meets = each.lesson.start_min < row.end_min and row.start_min < each.lesson.end_min
        if meets and each.fate != Fate.CANCELLED and each.id != row.lesson:
            raise Conflict(TAKEN)
    _tell_one(unit, row, ONE_BACK, about)
    return row


def not_given(unit: Unit, key: LessonKey, cause: Cause) -> LessonChange:
    """A lesson that did not take place, and why. Raises as `changes.cancel`."""
    row = changes.cancel(unit, key, cause)
    _tell_one(unit, row, NOT_GIVEN, None)
    return row


def _tell_one(unit: Unit, row: LessonChange, head: str, about: str | None) -> None:
    case = unit.session.get_one(Case, row.case_id)
    days = days_of_case(unit, case, row.on_date, row.on_date)
    found: OnDay | None = days.find(case.id, row.lesson)
    if found is not None:
        tell(unit, News(head=head, lessons=(found,), problem=days.problem, about=about))
