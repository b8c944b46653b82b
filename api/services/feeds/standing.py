"""Whether a link is still good: its content ends at once with the account, the role, the case or the relation."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from api.services.entry.sessions import alive, in_force
from models.case import Case, Guardian
from models.message import FeedHolder, FeedLink
from models.person import Account, Grant, Role
from models.school import School
from models.staff import Teacher
from models.states import LAST, State

UNUSED = timedelta(days=60)  # without a single request
DESK = (Role.DEPUTY, Role.DIRECTOR)


def school_of(session: Session, link: FeedLink) -> School | None:
    """The school a link lives by: its zone and its calendar."""
    if link.holder == FeedHolder.CASE:
        key: str | None = session.get_one(Case, link.case_id).school_id
    elif link.holder == FeedHolder.TEACHER:
        key = session.get_one(Teacher, link.teacher_id).school_id
    else:
        key = link.school_id
    return session.get(School, key) if key else None


def today_at(school: School, at: datetime) -> date:
    return at.astimezone(ZoneInfo(school.timezone)).date()


def is_good(session: Session, link: FeedLink, school: School, at: datetime) -> bool:
    """True while everything the link rests on stands. A link that was revoked is not asked about here."""
    today = today_at(school, at)
    account = session.get_one(Account, link.account_id)
    used = link.last_used_at or link.created_at
    if not alive(account, today) or at - used > UNUSED or (link.ends_on is not None and today > link.ends_on):
        return False
    if link.holder == FeedHolder.CASE:
        return _speaks(session, link, today)
    if link.holder == FeedHolder.TEACHER:
        return _teaches(session, link, school, today)
    return any(role in DESK for role in _roles(session, link, school, today))


def _speaks(session: Session, link: FeedLink, today: date) -> bool:
    case = session.get_one(Case, link.case_id)
    asked = select(Guardian).where(
        Guardian.account_id == link.account_id, Guardian.pupil_id == case.pupil_id, Guardian.first_on <= today
    )
    speaks = any(row.last_on is None or today <= row.last_on for row in session.exec(asked))
    return speaks and State(case.state) not in LAST


def _teaches(session: Session, link: FeedLink, school: School, today: date) -> bool:
    teacher = session.get_one(Teacher, link.teacher_id)
    works = teacher.account_id == link.account_id and (teacher.last_on is None or today <= teacher.last_on)
    return works and any(role != Role.PARENT for role in _roles(session, link, school, today))


def _roles(session: Session, link: FeedLink, school: School, today: date) -> list[Role]:
    """Of the account at the school, in force."""
    asked = select(Grant).where(Grant.account_id == link.account_id, col(Grant.school_id) == school.id)
    return [Role(grant.role) for grant in session.exec(asked) if in_force(grant, today)]
