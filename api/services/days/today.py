"""The deputy's day: what falls out, who is away and whose lessons nobody gives, whom to call, the lessons by time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, or_, select

from api.services.days.deskline import Desk, DeskLine
from api.services.days.lessons import Days, days_of
from api.services.days.overdue import unmarked_count
from api.services.days.versions import Whose
from api.services.days.words import CAUSE
from api.services.desk import at_desk
from api.services.outbox.putting import Topic
from api.services.unit import Unit
from models.day import OF_TEACHER, Absence, Cause
from models.message import FeedHolder, Message, MessageState
from models.person import Account
from models.repair import CallState, MakeUpPlan, MakeUpState, SubstituteCall
from models.school import School
from models.staff import Teacher
from scheduler.terms import Fate

MOST_CALLS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A teacher who is away. until None: nobody has said. lessons: those of the day without a teacher; filled: how
    many another one gives."""

    absence_id: str
    teacher: str
    cause: str
    until: date | None
    lessons: tuple[DeskLine, ...]
    filled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Somebody to whom nobody but a person can pass on some news, the oldest first."""

    name: str
    phone: str | None
    news: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """lessons: all of the day that are to be given, by time. cancelled: for reasons of the child or the school.
    closed: why the calendar takes lessons of the day, with how many. unmarked: lessons of the last two weeks
    that nobody has marked."""

    on: date
    lessons: tuple[DeskLine, ...]
    cancelled: tuple[DeskLine, ...]
    away: tuple[Away, ...]
    closed: tuple[tuple[str, int], ...]
    calls: tuple[Call, ...]
    unmarked: int

    @property
    def orphans(self) -> int:
        """Lessons without a teacher."""
        return sum(len(each.lessons) for each in self.away)


def today_of(unit: Unit, on: date) -> Today:
    """A day of the actor's school."""
    school_id = at_desk(unit)
    zone = unit.session.get_one(School, school_id).timezone
    days = days_of(unit.session, Whose(FeedHolder.SCHOOL, school_id), (on, on), zone)
    desk = Desk(unit.session, days)
    lines = [desk.line(each) for each in days.lessons]
    away = _away(unit, school_id, on, days, lines)
    orphaned = {(line.case_id, line.id) for each in away for line in each.lessons}
    return Today(
        on=on,
        lessons=tuple(line for line in lines if line.fate != Fate.CANCELLED),
        cancelled=tuple(
            line for line in lines
            if line.fate == Fate.CANCELLED and (line.case_id, line.id) not in orphaned
        ),
        away=away,
        closed=tuple(Counter(each.why for each in days.lost).most_common()),
        calls=_calls(unit, school_id),
        unmarked=unmarked_count(unit, school_id),
    )  # fmt: skip


def _away(unit: Unit, school_id: str, on: date, days: Days, lines: Sequence[DeskLine]) -> tuple[Away, ...]:
    """Teachers of the school, and those of partners who have lessons of it on the day."""
    ours = {each.teacher_id for each in lines} | {
        each.base.teacher for each in days.lessons if each.base is not None
    }
    asked = (
        select(Absence, Teacher.name)
        .where(Absence.teacher_id == Teacher.id, col(Absence.withdrawn_at).is_(None))
        .where(or_(Teacher.school_id == school_id, col(Teacher.id).in_(ours)))
        .where(Absence.first_on <= on, or_(col(Absence.last_on).is_(None), col(Absence.last_on) >= on))
        .order_by(col(Teacher.name), col(Absence.id))
    )
    return tuple(
        Away(
            absence_id=row.id, teacher=name, cause=CAUSE[Cause(row.cause)], until=row.last_on,
            lessons=tuple(line for line in lines if line.absence_id == row.id),
            filled=_filled(row.teacher_id, days),
        )
        for row, name in unit.session.exec(asked)
    ) + tuple(_alone(lines))  # fmt: skip


def _filled(teacher_id: str | None, days: Days) -> int:
    """Lessons promised with a teacher that another one gives."""
    return sum(
        each.is_substituted and each.base is not None and each.base.teacher == teacher_id
        and each.fate != Fate.CANCELLED
        for each in days.lessons
    )  # fmt: skip


def _alone(lines: Iterable[DeskLine]) -> Iterable[Away]:
    """Single lessons that were cancelled because of their teacher, without a report of absence."""
    causes = {CAUSE[cause] for cause in (*OF_TEACHER, Cause.NO_SHOW)}
    for line in lines:
        if line.fate == Fate.CANCELLED and line.absence_id is None and line.cause in causes:
            yield Away(
                absence_id="",
                teacher=line.teacher,
                cause=line.cause,
                until=line.on,
                lessons=(line,),
                filled=0,
            )


def _still_asked(unit: Unit) -> Any:
    """Letters about what waits for an answer."""
    calls = select(SubstituteCall.id).where(
        SubstituteCall.state == CallState.OPEN, SubstituteCall.on_date >= unit.today
    )
    plans = select(MakeUpPlan.id).where(MakeUpPlan.state == MakeUpState.SENT, col(MakeUpPlan.until) > unit.at)
    return or_(col(Message.about_id).in_(calls), col(Message.about_id).in_(plans))


def _calls(unit: Unit, school_id: str) -> tuple[Call, ...]:
    """News that wait for a person: no address, or the address was refused. Of changes, of lessons to take over and of
    make-ups that can still be answered. The oldest first."""
    asked = (
        select(Message, Account)
        .where(Message.account_id == Account.id, Message.school_id == school_id)
        .where(col(Message.state).in_([MessageState.PREPARED.value, MessageState.FAILED.value]))
        .where(or_(Message.topic == Topic.CHANGED, _still_asked(unit)))
        .order_by(col(Message.created_at), col(Message.id))
        .limit(MOST_CALLS)
    )
    people: dict[str, Account] = {}
    news: dict[str, list[str]] = defaultdict(list)
    for row, account in unit.session.exec(asked):
        people[account.id] = account
        news[account.id].append(row.body)
    return tuple(
        Call(name=account.name, phone=account.phone, news=tuple(news[key])) for key, account in people.items()
    )
