"""What was told of an absence and what came of it: for both representatives alike, for the teacher, for the school."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from api.errors import NotFound
from api.services.agreement.timetable.desk import guardian_of
from api.services.cases.seen import Contact, contacts_of
from api.services.days.absences import AHEAD
from api.services.days.desk import days_of_case, days_of_teacher, teacher_seen, zone_of
from api.services.days.lessons import Days, OnDay
from api.services.days.lines import LessonLine, line_of
from api.services.days.words import CAUSE, CHANNEL
from api.services.desk import DESK
from api.services.unit import Unit
from models.case import Case, Guardian, Pupil
from models.day import OF_CHILD, Absence, Cause, Channel, Fate
from models.message import Message
from models.person import Account, Role
from models.staff import Teacher


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceLine:
    """An absence in a list. until: its last day, None: not said yet."""

    id: str
    said: str
    first_on: date
    last_on: date | None
    whole: bool
    withdrawn: bool
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """who: first name of a child, whole name of a teacher. case_id None: of a teacher. gone: lessons that are not
    given for it, in order; back: those of its days that are given after all. told: to whom letters went. may: the
    actor can end it or take it back; may_withdraw: take it back whole. resumes_on: first day with lessons, as a
    form suggests it. contacts: whom a family may call."""

    line: AbsenceLine
    case_id: str | None
    teacher_id: str | None
    who: str
    gone: tuple[LessonLine, ...]
    back: tuple[LessonLine, ...]
    told: tuple[str, ...]
    may: bool
    may_withdraw: bool
    resumes_on: date
    contacts: tuple[Contact, ...]


def child_absence(unit: Unit, absence_id: str) -> Absence:
    """Of a child the actor speaks for, or of a case of the desk's school."""
    row = unit.session.get(Absence, absence_id)
    if row is None or row.case_id is None:
        raise NotFound
    if unit.actor.role == Role.PARENT:
        guardian_of(unit, unit.session.get_one(Case, row.case_id).pupil_id)
    elif unit.actor.role not in DESK or row.school_id != unit.actor.school_id:
        raise NotFound
    return row


def teacher_absence(unit: Unit, absence_id: str) -> Absence:
    """The actor's own as a teacher, or of a teacher of the school the actor leads."""
    row = unit.session.get(Absence, absence_id)
    if row is None or row.teacher_id is None:
        raise NotFound
    teacher_seen(unit, row.teacher_id)
    return row


def absence_rows(
    unit: Unit, *, case_id: str | None = None, teacher_id: str | None = None
) -> tuple[Absence, ...]:
    """Of a child or a teacher, the latest first, those taken back as well."""
    asked = select(Absence).where(
        Absence.case_id == case_id if teacher_id is None else Absence.teacher_id == teacher_id
    )
    return tuple(unit.session.exec(asked.order_by(col(Absence.first_on).desc(), col(Absence.at).desc())))


def absences_seen(
    unit: Unit, *, case_id: str | None = None, teacher_id: str | None = None
) -> tuple[AbsenceLine, ...]:
    """The same as lines of a list."""
    rows = absence_rows(unit, case_id=case_id, teacher_id=teacher_id)
    names = _names(unit, (row.account_id for row in rows))
    return tuple(_line(unit, row, names) for row in rows)


def receipt_of(unit: Unit, absence: Absence) -> Receipt:
    days, own = days_gone(unit, absence)
    back = [each for each in days.lessons if each.despite and each.fate != Fate.CANCELLED]
    line = _line(unit, absence, _names(unit, [absence.account_id]))
    by_family = unit.actor.role == Role.PARENT
    may = not line.withdrawn and (not by_family or _may_decide(unit, absence))
    return Receipt(
        line=line, case_id=absence.case_id, teacher_id=absence.teacher_id, who=_who(unit, absence),
        gone=tuple(line_of(each, days) for each in own), back=tuple(line_of(each, days) for each in back),
        told=_told(unit, absence), may=may,
        may_withdraw=may and (not by_family or absence.first_on >= unit.today),
        resumes_on=_resumes_on(unit, absence), contacts=_contacts(unit, absence),
    )  # fmt: skip


def days_gone(unit: Unit, absence: Absence) -> tuple[Days, tuple[OnDay, ...]]:
    """The days of an absence (of an open one, two weeks ahead), and lessons that are not given for it."""
    days = _days(unit, absence)
    return days, tuple(each for each in days.lessons if each.absence_id == absence.id)


def _days(unit: Unit, absence: Absence) -> Days:
    last = max(absence.first_on, absence.last_on or max(absence.first_on, unit.today) + AHEAD)
    if absence.case_id is not None:
        return days_of_case(unit, unit.session.get_one(Case, absence.case_id), absence.first_on, last)
    return days_of_teacher(unit, unit.session.get_one(Teacher, absence.teacher_id), absence.first_on, last)


def _line(unit: Unit, row: Absence, names: dict[str, str]) -> AbsenceLine:
    zone = ZoneInfo(zone_of(unit, row.school_id))
    return AbsenceLine(
        id=row.id, said=CAUSE[Cause(row.cause)], first_on=row.first_on, last_on=row.last_on, whole=row.whole,
        withdrawn=row.withdrawn_at is not None, at=row.at.astimezone(zone),
        by=f"{names.get(row.account_id, '')}{CHANNEL[Channel(row.channel)]}",
    )  # fmt: skip


def _names(unit: Unit, account_ids: Iterable[str]) -> dict[str, str]:
    asked = select(Account.id, Account.name).where(col(Account.id).in_(set(account_ids)))
    return dict(unit.session.exec(asked).all())


def _who(unit: Unit, absence: Absence) -> str:
    if absence.case_id is None:
        return unit.session.get_one(Teacher, absence.teacher_id).name
    pupil = unit.session.get_one(Pupil, unit.session.get_one(Case, absence.case_id).pupil_id)
    return pupil.given_names.split()[0]


def _told(unit: Unit, absence: Absence) -> tuple[str, ...]:
    """People by name, each once, in the order of the alphabet."""
    asked = select(Account.name).where(Account.id == Message.account_id, Message.about_id == absence.id)
    return tuple(sorted(set(unit.session.exec(asked))))


def _may_decide(unit: Unit, absence: Absence) -> bool:
    case = unit.session.get_one(Case, absence.case_id)
    return guardian_of(unit, case.pupil_id).may_decide


def _resumes_on(unit: Unit, absence: Absence) -> date:
    next_day = timedelta(days=1)
    return (
        max(unit.today, absence.first_on) + next_day
        if absence.last_on is None
        else absence.last_on + next_day
    )


def _contacts(unit: Unit, absence: Absence) -> tuple[Contact, ...]:
    if absence.case_id is None:
        return ()
    return contacts_of(unit, unit.session.get_one(Case, absence.case_id))


def others_who_speak(unit: Unit, pupil_id: str) -> bool:
    """Whether somebody else speaks for the child today: they are told, too."""
    asked = select(Guardian).where(
        Guardian.pupil_id == pupil_id, Guardian.account_id != unit.actor.account_id
    )
    return any(
        row.first_on <= unit.today and (row.last_on is None or row.last_on >= unit.today)
        for row in unit.session.exec(asked)
    )


def causes_of_child() -> tuple[tuple[str, str], ...]:
    return tuple((cause.value, CAUSE[cause]) for cause in OF_CHILD)
