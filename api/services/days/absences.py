"""Who is away: told, ended by «можно возобновить», taken back; the lessons go and come by themselves.

The family reports in the day (regulation 3.2), the school enters what it hears; a teacher's absence likewise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from api.errors import Conflict, Forbidden, Invalid, NotFound
from api.services.days.desk import case_seen, days_of_case, days_of_teacher, teacher_seen
from api.services.days.lessons import Days, OnDay
from api.services.desk import DESK, locked
from api.services.unit import Unit
from api.services.words import shown
from models.case import Case
from models.day import OF_CHILD, OF_TEACHER, Absence, AbsenceLesson, Cause, Channel
from models.person import Role
from models.staff import Teacher

BACK = timedelta(days=30)  # staff may enter what was so long ago
LONGEST = timedelta(days=200)
AHEAD = timedelta(days=13)  # lessons that somebody is told of by date, where the end is not known
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceDraft:
    """One of case_id and teacher_id. last_on None: until it is said. lessons: only these, by id; none: whole days."""

    case_id: str | None = None
    teacher_id: str | None = None
    cause: Cause
    first_on: date
    last_on: date | None
    lessons: tuple[str, ...] = ()
    channel: Channel = Channel.PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An absence and the lessons it has taken or given back, in order of time, with what they speak of."""

    absence: Absence
    lessons: tuple[OnDay, ...]
    days: Days


def report(unit: Unit, draft: AbsenceDraft) -> Told:
    """Lessons of the absence are cancelled at once. Raises Invalid, Conflict where it is known already."""
    school_id = _held(unit, draft.case_id, draft.teacher_id)
    faults = _faults(unit, draft)
    if faults:
        raise Invalid(faults)
    _refuse_second(unit, draft)
    before = _days(unit, draft.case_id, draft.teacher_id, draft.first_on, draft.last_on)
    known = {each.id for each in before.lessons}
    if not set(draft.lessons) <= known:
        raise Conflict("Уроки изменились, пока вы смотрели. Ничего не отменено. Отметьте их снова.")
    absence = Absence(
        school_id=school_id, case_id=draft.case_id, teacher_id=draft.teacher_id, cause=draft.cause,
        first_on=draft.first_on, last_on=draft.last_on, whole=not draft.lessons,
        account_id=unit.actor.account_id, channel=draft.channel, at=unit.at,
    )  # fmt: skip
    unit.session.add(absence)
    unit.session.flush()
    unit.session.add_all([AbsenceLesson(absence_id=absence.id, lesson=each) for each in draft.lessons])
    unit.session.flush()
    unit.note(
        "absence.report", "absence", absence.id, first_on=draft.first_on.isoformat(), whole=absence.whole
    )
    after = _days(unit, draft.case_id, draft.teacher_id, draft.first_on, draft.last_on)
    return Told(absence=absence, lessons=_turned(before, after), days=after)


def resume(unit: Unit, absence_id: str, on: date) -> Told:
    """Lessons go on from that day. Said again, the later word counts."""
    absence = absence_of(unit, absence_id)
    if on <= absence.first_on:
        raise Invalid(
            {"on": [f"Дата должна быть позже {shown(absence.first_on)}. Иначе отзовите сообщение."]}
        )
    if unit.actor.role == Role.PARENT and on < unit.today:
        raise Invalid({"on": ["Выберите сегодняшний день или более поздний."]})
    was = absence.last_on
    span = (min(on, (was or on) + DAY), max(on, was or unit.today + AHEAD))
    before = _days(unit, absence.case_id, absence.teacher_id, *span)
    absence.last_on, absence.resumed_at = on - DAY, unit.at
    absence.rev += 1
    unit.session.flush()
    unit.note("absence.resume", "absence", absence.id, on=on.isoformat())
    after = _days(unit, absence.case_id, absence.teacher_id, *span)
    return Told(absence=absence, lessons=_turned(before, after), days=after)


def withdraw(unit: Unit, absence_id: str) -> Told:
    """It was told by mistake: every lesson is given again. A family may do so until the first lesson is over."""
    absence = absence_of(unit, absence_id)
    if unit.actor.role == Role.PARENT and absence.first_on < unit.today:
        raise Conflict("Сообщение уже действовало. Укажите, с какого дня можно возобновить занятия.")
    span = (absence.first_on, absence.last_on or unit.today + AHEAD)
    before = _days(unit, absence.case_id, absence.teacher_id, *span)
    absence.withdrawn_at = unit.at
    absence.rev += 1
    unit.session.flush()
    unit.note("absence.withdraw", "absence", absence.id)
    after = _days(unit, absence.case_id, absence.teacher_id, *span)
    return Told(absence=absence, lessons=_turned(before, after), days=after)


def absence_of(unit: Unit, absence_id: str) -> Absence:
    """An absence that holds, held for a change, of a case or teacher that the actor may act for."""
    absence = locked(unit, Absence, absence_id)
    if absence is None:
        raise NotFound
    _held(unit, absence.case_id, absence.teacher_id)
    if absence.withdrawn_at is not None:
        raise Conflict("Это сообщение уже отозвано.")
    return absence


def absences_of(session: Session, case_id: str) -> tuple[Absence, ...]:
    """Of a child, the latest first, those taken back left out."""
    asked = select(Absence).where(Absence.case_id == case_id, col(Absence.withdrawn_at).is_(None))
    return tuple(session.exec(asked.order_by(col(Absence.first_on).desc(), col(Absence.id))))


def _held(unit: Unit, case_id: str | None, teacher_id: str | None) -> str:
    """The school of the one who is away, whose row is locked; refused to whom it does not concern."""
    if case_id is not None:
        case = case_seen(unit, case_id)
        locked(unit, Case, case.id)
        return case.school_id
    teacher = teacher_seen(unit, teacher_id or "")
    locked(unit, Teacher, teacher.id)
    return teacher.school_id


def _days(unit: Unit, case_id: str | None, teacher_id: str | None, first: date, last: date | None) -> Days:
    last = max(first, last or max(first, unit.today) + AHEAD)
    if case_id is not None:
        return days_of_case(unit, unit.session.get_one(Case, case_id), first, last)
    return days_of_teacher(unit, unit.session.get_one(Teacher, teacher_id), first, last)


def _turned(before: Days, after: Days) -> tuple[OnDay, ...]:
    """Lessons that were given and are not, or the other way round; as they are now."""
    was = {(each.case_id, each.id): each.fate for each in before.lessons}
    return tuple(each for each in after.lessons if was.get((each.case_id, each.id)) != each.fate)


def _faults(unit: Unit, draft: AbsenceDraft) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    mine = OF_CHILD if draft.case_id is not None else OF_TEACHER
    if draft.cause not in mine:
        faults["cause"] = ["Выберите причину из списка."]
    by_staff = unit.actor.role in DESK or unit.actor.role == Role.COORDINATOR
    if by_staff and draft.first_on < unit.today - BACK:
        faults["first_on"] = ["Не раньше чем 30 дней назад."]
    if not by_staff and draft.first_on < unit.today:
        faults["first_on"] = ["Выберите сегодняшний день или более поздний. О прошедших днях скажите школе."]
    if not by_staff and draft.channel != Channel.PAGE:
        raise Forbidden("Так записывает школа.")
    if draft.last_on is not None and draft.last_on < draft.first_on:
        faults["last_on"] = ["Последний день не может быть раньше первого."]
    if (draft.last_on or draft.first_on) > unit.today + LONGEST:
        faults.setdefault("last_on", []).append("Не дальше чем на 200 дней вперёд.")
    return faults


def _refuse_second(unit: Unit, draft: AbsenceDraft) -> None:
    """Two messages about the same whole days would have to be taken back twice."""
    asked = select(Absence).where(col(Absence.withdrawn_at).is_(None), col(Absence.whole).is_(True))
    if draft.case_id is not None:
        asked = asked.where(Absence.case_id == draft.case_id)
    else:
        asked = asked.where(Absence.teacher_id == draft.teacher_id)
    for row in unit.session.exec(asked):
        meets = (row.last_on is None or row.last_on >= draft.first_on) and (
            draft.last_on is None or draft.last_on >= row.first_on
        )
        if meets:
            until = f" по {shown(row.last_on)}" if row.last_on else ""
            raise Conflict(
                f"Об отсутствии с {shown(row.first_on)}{until} уже сообщили. Измените то сообщение."
            )
