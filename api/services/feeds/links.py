"""Calendar links of one's own: what one may have, made, listed, renewed, revoked. A token is shown once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import SecretStr
from sqlalchemy import delete
from sqlmodel import Session, col, select

from api.errors import Conflict, Invalid, NotFound
from api.services.entry.doors import Door, new_token
from api.services.unit import Unit
from api.services.words import text_faults
from models.case import Case, Guardian, Pupil
from models.message import FeedCopy, FeedEvent, FeedHolder, FeedLevel, FeedLink
from models.person import Role
from models.school import School
from models.staff import Teacher
from models.states import LAST
from models.year import Year

PURPOSE = "feed"
MOST = 10  # links in force of one account
ALARMS = (None, 10, 30, 60)
LEVELS = {
    FeedHolder.TEACHER: (FeedLevel.BARE, FeedLevel.INITIALS, FeedLevel.ADDRESS),
    FeedHolder.CASE: (FeedLevel.BARE, FeedLevel.INITIALS),
    FeedHolder.SCHOOL: (FeedLevel.BARE, FeedLevel.INITIALS),
}
DESK = (Role.DEPUTY, Role.DIRECTOR)


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose lessons a link can show: key `teacher:<id>`, as people read it."""

    holder: FeedHolder
    id: str
    title: str

    @property
    def key(self) -> str:
        return f"{self.holder}:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDraft:
    """whose: a key of `Whose`. alarm_min: minutes before a lesson, None: no reminder."""

    whose: str
    label: str
    level: FeedLevel = FeedLevel.BARE
    alarm_min: int | None = None


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A new link and its token, which exists nowhere else."""

    token: SecretStr
    link: FeedLink


def offered(unit: Unit) -> tuple[Whose, ...]:
    """Whose lessons the actor may have as a calendar in this role."""
    if unit.actor.role == Role.PARENT:
        return _children(unit)
    found = _lessons(unit)
    if unit.actor.role in DESK and unit.actor.school_id is not None:
        school = unit.session.get_one(School, unit.actor.school_id)
        found += (Whose(FeedHolder.SCHOOL, school.id, "Все занятия школы"),)
    return found


def _lessons(unit: Unit) -> tuple[Whose, ...]:
    asked = (
        select(Teacher, School)
        .where(Teacher.school_id == School.id, Teacher.account_id == unit.actor.account_id)
        .where(Teacher.school_id == unit.actor.school_id)
    )
    rows = unit.session.exec(asked.order_by(col(School.code), col(Teacher.id))).all()
    return tuple(
        Whose(
            FeedHolder.TEACHER,
            teacher.id,
            "Мои занятия" if len(rows) == 1 else f"Мои занятия, {teacher.code}",
        )
        for teacher, _ in rows
        if teacher.last_on is None or teacher.last_on >= unit.today
    )


def _children(unit: Unit) -> tuple[Whose, ...]:
    """Every case in force of the children the actor speaks for."""
    asked = (
        select(Case, Pupil, Guardian)
        .where(Case.pupil_id == Pupil.id, Guardian.pupil_id == Pupil.id)
        .where(Guardian.account_id == unit.actor.account_id, Guardian.first_on <= unit.today)
        .where(col(Case.state).not_in([state.value for state in LAST]))
        .order_by(col(Pupil.given_names), col(Case.id))
    )
    told = {
        case.id: Whose(FeedHolder.CASE, case.id, f"Занятия, {pupil.given_names.split()[0]}")
        for case, pupil, guardian in unit.session.exec(asked)
        if guardian.last_on is None or guardian.last_on >= unit.today
    }
    return tuple(told.values())


def make(unit: Unit, door: Door, draft: LinkDraft) -> MadeLink:
    """A new link. Raises Invalid with every fault, Conflict where there are too many."""
    whose = next((each for each in offered(unit) if each.key == draft.whose), None)
    faults = {"label": faults} if (faults := text_faults(draft.label, 60, "Назовите устройство.")) else {}
    if whose is None:
        faults["whose"] = ["Выберите, чьи занятия показывать."]
    elif draft.level not in LEVELS[whose.holder]:
        faults["level"] = ["Выберите, что показывать."]
    if draft.alarm_min not in ALARMS:
        faults["alarm_min"] = ["Выберите напоминание из списка."]
    if faults or whose is None:
        raise Invalid(faults)
    if sum(link.revoked_at is None for link in own(unit)) >= MOST:
        raise Conflict(f"У вас уже {MOST} ссылок. Отключите ненужную и повторите.")
    return _made(unit, door, whose, draft)


def _made(unit: Unit, door: Door, whose: Whose, draft: LinkDraft) -> MadeLink:
    token = new_token()
    link = FeedLink(
        account_id=unit.actor.account_id, holder=whose.holder, label=draft.label.strip(), level=draft.level,
        teacher_id=whose.id if whose.holder == FeedHolder.TEACHER else None,
        case_id=whose.id if whose.holder == FeedHolder.CASE else None,
        school_id=whose.id if whose.holder == FeedHolder.SCHOOL else None,
        alarm_min=draft.alarm_min, token_digest=door.digest(PURPOSE, token.get_secret_value()),
        created_at=unit.at, ends_on=_last_day(unit.session, whose),
    )  # fmt: skip
    unit.session.add(link)
    unit.session.flush()
    unit.note("feed.make", "feed_link", link.id, holder=whose.holder, level=draft.level)
    return MadeLink(token, link)


def _last_day(session: Session, whose: Whose) -> date | None:
    """A child's calendar ends with the school year, 31 August; those of staff live on with the account."""
    if whose.holder != FeedHolder.CASE:
        return None
    year = session.get_one(Year, session.get_one(Case, whose.id).year_id)
    return date(year.last_on.year, 8, 31)


def own(unit: Unit) -> tuple[FeedLink, ...]:
    """The actor's links of this role, the newest first; those ended lately too."""
    keys = {each.id for each in offered(unit)}
    asked = select(FeedLink).where(FeedLink.account_id == unit.actor.account_id)
    rows = unit.session.exec(asked.order_by(col(FeedLink.created_at).desc(), col(FeedLink.id)))
    return tuple(row for row in rows if holder_id(row) in keys)


def holder_id(link: FeedLink) -> str:
    return link.teacher_id or link.case_id or link.school_id or ""


def own_link(unit: Unit, link_id: str) -> FeedLink:
    """One of the actor's own links; another's is not there."""
    link = unit.session.get(FeedLink, link_id)
    if link is None or link.account_id != unit.actor.account_id:
        raise NotFound
    return link


def revoke(unit: Unit, link_id: str) -> FeedLink:
    """From now on the link gives one notice, later nothing. A link that has ended stays as it is."""
    link = own_link(unit, link_id)
    if link.revoked_at is None:
        end(unit.session, [link], unit)
        unit.note("feed.revoke", "feed_link", link.id)
    return link


def renew(unit: Unit, door: Door, link_id: str) -> MadeLink:
    """Another link that shows the same, instead of this one."""
    old = revoke(unit, link_id)
    whose = next((each for each in offered(unit) if each.id == holder_id(old)), None)
    if whose is None:
        raise NotFound
    draft = LinkDraft(whose=whose.key, label=old.label, level=FeedLevel(old.level), alarm_min=old.alarm_min)
    return _made(unit, door, whose, draft)


def end(session: Session, links: Sequence[FeedLink], when: Unit | Door) -> None:
    """Links give nothing any more; what was kept of their content goes at once."""
    for link in links:
        link.revoked_at = when.at
        link.rev += 1
        session.add(link)
    keys = [link.id for link in links]
    for kind in (FeedCopy, FeedEvent):
        session.execute(delete(kind).where(col(kind.link_id).in_(keys)))
    session.flush()
