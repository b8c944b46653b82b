"""What the desk sees: every version that waits for something, and one of them whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import col, select

from api.services.agreement.timetable.counter import Wish, wishes
from api.services.agreement.timetable.desk import version_of
from api.services.agreement.timetable.difference import Change
from api.services.agreement.timetable.letters import Letter, link_of, offer_letter, said
from api.services.agreement.timetable.seen import (
    AnswerSeen,
    VersionSeen,
    WeekSeen,
    answer_seen,
    changes_before,
    version_seen,
    week_seen,
)
from api.services.agreement.timetable.shelf import CURRENT, OPEN, Shelf, shelf_of
from api.services.desk import at_desk
from api.services.unit import Unit
from models.agreement import BY_REASON, TimetableVersion, VersionState
from models.case import Case
from models.message import Message, MessageChannel, MessageState
from models.person import Account


class Group(StrEnum):
    """What a version waits for."""

    LATE = "late"
    DECIDE = "decide"
    WAIT = "wait"
    APPROVE = "approve"
    PUBLISH = "publish"


GROUP = {
    VersionState.UNANSWERED: Group.LATE,
    VersionState.DECLINED: Group.DECIDE,
    VersionState.DISPUTED: Group.DECIDE,
    VersionState.OFFERED: Group.WAIT,
    VersionState.AGREED: Group.APPROVE,
    VersionState.APPROVED: Group.PUBLISH,
}
MESSAGE = {
    MessageState.PREPARED: "скопируйте и отправьте сами",
    MessageState.WAITING: "ждёт отправки по электронной почте",
    MessageState.SENT: "отправлено",
    MessageState.FAILED: "не ушло",
    MessageState.DROPPED: "не отправлено: уже не нужно",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A version that waits for something. changes None: nothing was agreed before."""

    version: VersionSeen
    group: Group
    changes: tuple[Change, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSeen:
    """A row of the outbox. copied: a text that a person sends."""

    id: str
    who: str
    state: str
    at: datetime
    subject: str
    body: str
    copied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Words for one representative, to be copied. account_id: where a new link to come in is made."""

    account_id: str
    who: str
    letter: Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One version whole. history: every decision, the first one first. others: versions of the case, newest first."""

    version: VersionSeen
    week: WeekSeen
    history: tuple[AnswerSeen, ...]
    approved: str
    reason: str
    offered: str
    texts: tuple[Told, ...]
    messages: tuple[MessageSeen, ...]
    others: tuple[VersionSeen, ...]
    wishes: tuple[Wish, ...]


def standing(unit: Unit) -> tuple[Line, ...]:
    """Versions of the school that wait for an answer, an approval or publication, by case."""
    waiting = select(TimetableVersion.case_id).where(
        col(TimetableVersion.state).in_([state.value for state in OPEN])
    )
    asked = select(Case).where(Case.school_id == at_desk(unit), col(Case.id).in_(waiting))
    cases = unit.session.exec(asked.order_by(col(Case.code))).all()
    shelf = shelf_of(unit, cases, CURRENT)
    return tuple(_lines(shelf, cases))


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A version the director may decide on. by_reason: a reason has to be written; weak: the agreement is none as firm
    as the school asks for. hindrance: why not, empty: it can be approved."""

    version: VersionSeen
    week: WeekSeen
    by_reason: bool
    weak: bool
    hindrance: str


def to_approve(unit: Unit) -> tuple[Open, ...]:
    """Versions with an answer, or past the time for one: agreed ones first, then those that need a reason."""
    asked = (
        select(Case)
        .where(Case.school_id == at_desk(unit), col(Case.id) == TimetableVersion.case_id)
        .where(col(TimetableVersion.state).in_([state.value for state in OPEN]))
    )
    cases = unit.session.exec(asked.order_by(col(Case.code)).distinct()).all()
    shelf = shelf_of(unit, cases, CURRENT)
    found = [row for case in cases for row in shelf.versions.get(case.id, ())]
    told = [_open(unit, shelf, row) for row in found if shelf.state(row) in DECIDED]
    return tuple(sorted(told, key=lambda one: (one.by_reason, one.version.case_code)))


DECIDED = BY_REASON | {VersionState.AGREED}


def _open(unit: Unit, shelf: Shelf, version: TimetableVersion) -> Open:
    seen = version_seen(shelf, version)
    mine, weak = version.offered_by == unit.actor.account_id, shelf.too_weak(version)
    return Open(
        version=seen, week=week_seen(unit, shelf, version), by_reason=weak or seen.state in BY_REASON, weak=weak,
        hindrance="Вы сами предложили это расписание. Утвердить его должен другой человек." if mine else "",
    )  # fmt: skip


def _lines(shelf: Shelf, cases: Sequence[Case]) -> Iterator[Line]:
    for case in cases:
        for version in shelf.versions.get(case.id, ()):
            seen = version_seen(shelf, version)
            if seen.state in GROUP:
                yield Line(seen, GROUP[seen.state], changes_before(shelf, version))


def sheet_of(unit: Unit, version_id: str, address: str) -> Sheet:
    """A version of the actor's school. address: of the service, for links in the texts."""
    version = version_of(unit, version_id)
    shelf = shelf_of(unit, [unit.session.get_one(Case, version.case_id)], frozenset(VersionState))
    seen, week = version_seen(shelf, version), week_seen(unit, shelf, version)
    approval = shelf.approvals.get(version.id)
    return Sheet(
        version=seen, week=week, wishes=wishes(unit, version),
        history=tuple(answer_seen(shelf, row) for row in shelf.decisions.get(version.id, ())),
        approved=shelf.names[approval.account_id] if approval else "",
        reason=(approval.reason or "") if approval else "",
        offered=shelf.names[version.offered_by] if version.offered_by else "",
        texts=tuple(_texts(unit, shelf, version, seen, week, address)), messages=_messages(unit, shelf, version.id),
        others=tuple(
            version_seen(shelf, row) for row in shelf.versions[version.case_id] if row.id != version.id
        ),
    )  # fmt: skip


def _texts(
    unit: Unit, shelf: Shelf, version: TimetableVersion, seen: VersionSeen, week: WeekSeen, address: str
) -> Iterator[Told]:
    """For everybody who has not answered; nothing is written once nobody is asked any more."""
    if not seen.open or version.answer_until is None:
        return
    for speaker in seen.silent:
        letter = offer_letter(
            speaker.account_id, link_of(unit, address, version, speaker.account_id), version.first_on,
            shelf.local(version.answer_until), said(week.changes),
        )  # fmt: skip
        yield Told(account_id=speaker.account_id, who=f"{speaker.name}, {speaker.kind}", letter=letter)


def _messages(unit: Unit, shelf: Shelf, version_id: str) -> tuple[MessageSeen, ...]:
    asked = (
        select(Message, Account.name)
        .where(Message.account_id == Account.id, Message.about_id == version_id)
        .order_by(col(Message.due_at).desc(), col(Message.id))
    )
    return tuple(
        MessageSeen(
            id=row.id, who=name, state=MESSAGE[MessageState(row.state)], at=shelf.local(row.due_at),
            subject=row.subject, body=row.body,
            copied=row.channel != MessageChannel.EMAIL and row.state == MessageState.PREPARED,
        )
        for row, name in unit.session.exec(asked)
    )  # fmt: skip
