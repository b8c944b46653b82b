"""Absences and single lessons as people tell of them: the act and its letters in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
from scheduler.problem import Problem

GONE = "Уроков не будет:"
BACK = "Эти уроки состоятся по расписанию:"
GONE_TOO = "Этих уроков тоже не будет:"
ONE_BACK = "Урок всё же состоится:"
NOT_GIVEN = "Урок не состоялся:"
STAYS_OFF = "Этих уроков не будет: время учителя уже занято. Школа подберёт другое время."
TAKEN = "У учителя в это время уже другой урок. Позвоните в школу: там подберут другое время."


def report(unit: Unit, draft: AbsenceDraft) -> Told:
    """Somebody is away: lessons go, everybody concerned gets a letter. Raises as `absences.report`."""
    told = absences.report(unit, draft)
    _tell(unit, told, GONE)
    return told


def resume(unit: Unit, absence_id: str, on: date) -> Told:
    """Lessons go on from that day. Raises as `absences.resume`."""
    told = absences.resume(unit, absence_id, on)
    if any(each.fate != Fate.CANCELLED for each in told.lessons):
        return _given_back(unit, told, f"С {shown(on)} занятия возобновляются.")
    _tell(unit, told, GONE_TOO)
    return told


def withdraw(unit: Unit, absence_id: str) -> Told:
    """It was told by mistake. Raises as `absences.withdraw`."""
    return _given_back(unit, absences.withdraw(unit, absence_id), BACK)


def _tell(unit: Unit, told: Told, head: str) -> None:
    if told.lessons:
        tell(unit, News(head=head, lessons=told.lessons, problem=told.days.problem, about=told.absence.id))


def _given_back(unit: Unit, told: Told, head: str) -> Told:
    """Lessons that come back, but those whose teacher was given another lesson at their time: these stay off."""
    taken = _taken(unit, [each for each in told.lessons if each.fate == Fate.PLANNED])
    for each in taken:
        changes.keep_off(unit, LessonKey(case_id=each.case_id, lesson=each.id, tag=each.tag))
    back = replace(told, lessons=tuple(each for each in told.lessons if each not in taken))
    _tell(unit, back, head)
    _tell(unit, replace(told, lessons=tuple(taken)), STAYS_OFF)
    return back


def _taken(unit: Unit, lessons: Sequence[OnDay]) -> list[OnDay]:
    """Lessons whose teacher gives another one at their time; a lesson shared by several cases is one."""
    found: list[OnDay] = []
    for teacher_id in dict.fromkeys(each.lesson.teacher for each in lessons):
        mine = [each for each in lessons if each.lesson.teacher == teacher_id]
        days = [each.lesson.on for each in mine]
        teacher = unit.session.get_one(Teacher, teacher_id)
        others = days_of_teacher(unit, teacher, min(days), max(days)).lessons
        found += [each for each in mine if any(_meets(each, other) for other in others)]
    return found


def _meets(each: OnDay, other: OnDay) -> bool:
    one, two = each.lesson, other.lesson
    at_once = one.on == two.on and two.start_min < one.end_min and one.start_min < two.end_min
    return at_once and other.fate != Fate.CANCELLED and one.id != two.id


def give_again(unit: Unit, key: LessonKey, about: str | None = None) -> LessonChange:
    """One lesson of an absence is given after all. Conflict where its teacher has another lesson by now."""
    row = changes.restore(unit, key)
    found, problem = _found(unit, row)
    if _taken(unit, [found]):
        raise Conflict(TAKEN)
    tell(unit, News(head=ONE_BACK, lessons=(found,), problem=problem, about=about))
    return row


def not_given(unit: Unit, key: LessonKey, cause: Cause) -> LessonChange:
    """A lesson that did not take place, and why. Raises as `changes.cancel`."""
    row = changes.cancel(unit, key, cause)
    found, problem = _found(unit, row)
    tell(unit, News(head=NOT_GIVEN, lessons=(found,), problem=problem))
    return row


def _found(unit: Unit, row: LessonChange) -> tuple[OnDay, Problem]:
    """A lesson after its change, and what it speaks of."""
    case = unit.session.get_one(Case, row.case_id)
    days = days_of_case(unit, case, row.on_date, row.on_date)
    found = days.find(case.id, row.lesson)
    assert found is not None
    return found, days.problem
