"""Links as they are asked for: found by their token, their last copy, its stamps; all of it written anew."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from api.services.entry.doors import VISITOR, Door
from api.services.feeds.links import PURPOSE, end
from api.services.feeds.memory import Moment
from api.services.feeds.prints import Whose
from exports.ical.feed import Feed
from exports.ical.stamps import Stamp
from models.audit import AuditRow
from models.message import FeedCopy, FeedEvent, FeedHolder, FeedLink

SEEN_EVERY = timedelta(hours=12)  # how exact last_used_at is: asking then rarely writes
AGENT_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A link and its copy (rev 0: none), at a moment, as one query told them. kind: level and alarm."""

    link_id: str
    whose: Whose
    kind: tuple[str, int | None]
    revoked_at: datetime | None
    used_at: datetime | None
    agent: str | None
    etag: str
    changed_at: datetime | None
    copy_rev: int
    moment: Moment


def find(door: Door, token: str) -> Found | None:
    """By the digest of its token; None for one that was never made."""
    return _found(door, BY_TOKEN, door.digest(PURPOSE, token))


def again(door: Door, link_id: str) -> Found:
    """A link that is known, as it is now."""
    found = _found(door, BY_ID, link_id)
    assert found is not None
    return found


def _asked(which: Any) -> Any:
    """Made once: a calendar that nobody has to build costs little more than this question."""
    head = select(func.max(AuditRow.n)).scalar_subquery()
    told: list[Any] = [
        FeedLink.id, FeedLink.account_id, FeedLink.holder,
        func.coalesce(FeedLink.teacher_id, FeedLink.case_id, FeedLink.school_id), FeedLink.level,
        FeedLink.alarm_min, FeedLink.revoked_at, FeedLink.last_used_at, FeedLink.last_agent, FeedCopy.etag,
        FeedCopy.changed_at, FeedCopy.rev, head,
    ]  # fmt: skip
    joined = columns(*told).join(FeedCopy, col(FeedCopy.link_id) == FeedLink.id, isouter=True)
    return joined.where(which == bindparam("key"))


BY_TOKEN, BY_ID = _asked(col(FeedLink.token_digest)), _asked(col(FeedLink.id))


def _found(door: Door, asked: Any, key: str) -> Found | None:
    row = door.session.execute(asked, {"key": key}).first()
    if row is None:
        return None
    (
        link_id,
        account_id,
        holder,
        of,
        level,
        alarm,
        revoked_at,
        used_at,
        agent,
        etag,
        changed_at,
        rev,
        number,
    ) = row
    return Found(
        link_id=link_id, whose=Whose(account_id, FeedHolder(holder), of), kind=(level, alarm),
        revoked_at=revoked_at, used_at=used_at, agent=agent, etag=etag or "", changed_at=changed_at,
        copy_rev=rev or 0, moment=Moment(number or 0, int(door.at.timestamp()) // 3600),
    )  # fmt: skip


def head_of(session: Session) -> int:
    """Number of the last act in the log."""
    return session.exec(select(func.max(AuditRow.n))).one() or 0


def link_of(session: Session, link_id: str) -> FeedLink:
    return session.get_one(FeedLink, link_id)


def copy_of(session: Session, link_id: str) -> FeedCopy | None:
    return session.exec(select(FeedCopy).where(FeedCopy.link_id == link_id)).first()


def stamps_of(session: Session, link_id: str) -> dict[str, Stamp]:
    """What the events of a link were last, by UID."""
    asked = select(FeedEvent.uid, FeedEvent.stamp).where(FeedEvent.link_id == link_id)
    return {uid: Stamp.model_validate_json(told) for uid, told in session.exec(asked)}


def keep(session: Session, link_id: str, before_rev: int, made: Feed, source: str, at: datetime) -> bool:
    """Writes what was built of the copy of that revision, stamps and all.

    False, and nothing is written, where somebody built meanwhile or the link was revoked: what was built is old.
    """
    link = session.exec(select(FeedLink).where(FeedLink.id == link_id).with_for_update()).one()
    copy = copy_of(session, link_id)
    if link.revoked_at is not None or (copy.rev if copy else 0) != before_rev:
        return False
    body = made.data.decode("utf-8")
    etag, second = hashlib.sha256(made.data).hexdigest(), at.replace(microsecond=0)
    if copy is None:
        copy = FeedCopy(link_id=link_id, source=source, etag=etag, changed_at=second, body=body)
    else:
        if copy.etag != etag:
            copy.changed_at = max(second, copy.changed_at + timedelta(seconds=1))
        copy.source, copy.etag, copy.body, copy.rev = source, etag, body, copy.rev + 1
    session.add(copy)
    _keep_stamps(session, link_id, made)
    session.flush()
    return True


def _keep_stamps(session: Session, link_id: str, made: Feed) -> None:
    """Those that changed, the new ones, and none that has gone."""
    asked = select(FeedEvent).where(FeedEvent.link_id == link_id)
    known = {row.uid: row for row in session.exec(asked)}
    for uid, row in known.items():
        if uid not in made.stamps:
            session.delete(row)
    for uid, stamp in made.stamps.items():
        told = stamp.model_dump_json(exclude_defaults=True)
        old = known.get(uid)
        if old is None:
            session.add(FeedEvent(link_id=link_id, uid=uid, stamp=told))
        elif old.stamp != told:
            old.stamp, old.rev = told, old.rev + 1


def end_of_itself(door: Door, link_id: str) -> FeedLink:
    """A link whose account, role, case or year is over, or that nobody asks for."""
    link = door.session.exec(select(FeedLink).where(FeedLink.id == link_id).with_for_update()).one()
    if link.revoked_at is None:
        end(door.session, [link], door)
        door.note(VISITOR, VISITOR, "feed.end", "feed_link", link.id)
    return link


def is_news(found: Found, agent: str, at: datetime) -> bool:
    """Whether it is worth writing down that the link was asked for."""
    if found.used_at is None or at - found.used_at >= SEEN_EVERY:
        return True
    return found.agent != agent and at - found.used_at >= AGENT_EVERY


def note_use(session: Session, link_id: str, agent: str, at: datetime) -> None:
    session.execute(
        update(FeedLink).where(col(FeedLink.id) == link_id).values(last_used_at=at, last_agent=agent)
    )
