"""Calendar links that show lessons of a school, as the desk sees them: who has one, when it was used, and an end to it.

The desk never sees a link itself: a token exists nowhere. It may end one that has leaked, and its owner makes another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from api.errors import NotFound
from api.services.desk import at_desk
from api.services.feeds.links import end
from api.services.unit import Unit
from models.case import Case
from models.message import FeedHolder, FeedLevel, FeedLink
from models.person import Account
from models.staff import Teacher


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolLink:
    """whose: teacher's name or code of the case whose lessons it shows, empty: all of the school's.

    agent: the program that came last, None: none has.
    """

    id: str
    owner: str
    holder: FeedHolder
    whose: str
    level: FeedLevel
    created_at: datetime
    used_at: datetime | None
    agent: str | None


def links_of_school(unit: Unit) -> tuple[SchoolLink, ...]:
    """Links in force, those with addresses first, then by owner."""
    rows = unit.session.exec(_of(at_desk(unit)).where(col(FeedLink.revoked_at).is_(None))).all()
    names = _texts(unit, Account, "name", (row.account_id for row in rows))
    teachers = _texts(unit, Teacher, "name", (row.teacher_id for row in rows))
    cases = _texts(unit, Case, "code", (row.case_id for row in rows))
    found = [
        SchoolLink(
            id=row.id, owner=names[row.account_id], holder=FeedHolder(row.holder), level=FeedLevel(row.level),
            whose=teachers.get(row.teacher_id or "") or cases.get(row.case_id or "") or "",
            created_at=row.created_at, used_at=row.last_used_at, agent=row.last_agent,
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.level != FeedLevel.ADDRESS, one.owner, one.id)))


def link_of_school(unit: Unit, link_id: str) -> FeedLink:
    """A link that shows lessons of the actor's school; NotFound for any other."""
    found = unit.session.exec(_of(at_desk(unit)).where(FeedLink.id == link_id)).first()
    if found is None:
        raise NotFound
    return found


def revoke_for_owner(unit: Unit, link_id: str) -> FeedLink:
    """Ends somebody's link. One that has ended stays as it is."""
    link = link_of_school(unit, link_id)
    if link.revoked_at is None:
        end(unit.session, [link], unit)
        unit.note("feed.revoke", "feed_link", link.id, owner=link.account_id)
    return link


def _of(school_id: str) -> SelectOfScalar[FeedLink]:
    teachers = select(Teacher.id).where(Teacher.school_id == school_id)
    cases = select(Case.id).where(Case.school_id == school_id)
    return select(FeedLink).where(
        (col(FeedLink.school_id) == school_id)
        | col(FeedLink.teacher_id).in_(teachers)
        | col(FeedLink.case_id).in_(cases)
    )


def _texts(
    unit: Unit, kind: type[Account | Teacher | Case], column: str, ids: Iterable[str | None]
) -> dict[str, str]:
    wanted = {each for each in ids if each}
    rows = unit.session.exec(select(kind).where(col(kind.id).in_(wanted)))
    return {row.id: str(getattr(row, column)) for row in rows}
