"""A calendar link answered, whole: found, judged, built where it has to be, with transactions of its own.

Building stands outside every writing transaction: it takes tenths of a second, and nobody else waits for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from api.installation import Installation
from api.services.feeds import keeping, rendering
from api.services.feeds.keeping import Found
from api.services.feeds.memory import KNOWN_A_MINUTE, Fresh
from api.services.feeds.prints import print_of
from api.services.feeds.standing import is_good, school_of, today_at
from models.engines import reading, writing

NOTICE = timedelta(days=60)  # how long a revoked link says that it is one
TURNS = 3  # tries to keep what was built, where others build at the same time

log = structlog.get_logger("feeds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What a link gives now. load: its bytes, read only where they are wanted."""

    etag: str
    changed_at: datetime
    load: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Slow:
    """Asked for too often; seconds to wait."""

    wait_s: int


class NoCopyError(Exception):
    """Nothing could be built and nothing had been built before."""


def ask(place: Installation, token: str, agent: str) -> Calendar | Slow | None:
    """The calendar of a token; None for one that was never made or ended long ago. Raises NoCopyError."""
    at = place.clock()
    with reading(place.engine) as session:
        found = keeping.find(place.door(session, at), token)
    if found is None or (found.revoked_at is not None and at - found.revoked_at > NOTICE):
        return None
    wait_s = place.feeds.wait(found.link_id, KNOWN_A_MINUTE)
    if wait_s:
        return Slow(wait_s)
    given = _given(place, found, at)
    _note_use(place, found, agent, at)
    return given


def _given(place: Installation, found: Found, at: datetime) -> Calendar:
    if found.revoked_at is not None:
        return _notice(place, found.link_id)
    known = place.feeds.fresh.get(found.link_id)
    if known is not None and (known.then, known.copy_rev) == (found.moment, found.copy_rev):
        return _copy(place, found)
    try:
        return _judged(place, found, at)
    except SQLAlchemyError:
        raise
    except Exception as fault:  # whatever is wrong with the data, what was right last time goes out
        log.error("calendar not built", link=found.link_id, kind=type(fault).__name__)
        if not found.copy_rev:
            raise NoCopyError from fault
        return _copy(place, found)


def _judged(place: Installation, found: Found, at: datetime) -> Calendar:
    """Looks at the link anew, unless nothing that any link shows or rests on has changed within this hour."""
    with reading(place.engine) as session:
        told = place.feeds.print_at(found.moment.head, lambda: print_of(session))
    known = place.feeds.fresh.get(found.link_id)
    if known is not None and known.is_so(found.moment, found.copy_rev, told):
        place.feeds.note(found.link_id, replace(known, then=found.moment))
        return _copy(place, found)
    return _looked_at(place, found, at, told)


def _looked_at(place: Installation, found: Found, at: datetime, told: str) -> Calendar:
    """Is it still good, has anything changed that it shows."""
    with reading(place.engine) as session:
        link = keeping.link_of(session, found.link_id)
        school = school_of(session, link)
        good = school is not None and is_good(session, link, school, at)
    if school is None or not good:
        with writing(place.engine) as session:
            keeping.end_of_itself(place.door(session, at), found.link_id)
        return _notice(place, found.link_id)
    moment, day = found.moment, today_at(school, at)
    known = place.feeds.fresh.get(found.link_id)
    if known is None or (known.copy_rev, known.digest, known.day) != (found.copy_rev, told, day):
        found = _brought_up(place, found, at)
    if found.revoked_at is not None:
        return _notice(place, found.link_id)
    place.feeds.note(found.link_id, Fresh(moment, found.copy_rev, told, day))
    return _copy(place, found)


def _brought_up(place: Installation, found: Found, at: datetime) -> Found:
    """The link with a copy that shows what holds now, built where the one there is shows something else."""
    for _ in range(TURNS):
        with reading(place.engine) as session:
            link = keeping.link_of(session, found.link_id)
            school = school_of(session, link)
            assert school is not None
            copy, known = keeping.copy_of(session, link.id), keeping.stamps_of(session, link.id)
            shown = rendering.shown_by(session, link, school, today_at(school, at))
        source, before = rendering.source_of(shown, known, at), copy.rev if copy else 0
        if copy is not None and copy.source == source:
            return replace(found, etag=copy.etag, changed_at=copy.changed_at, copy_rev=copy.rev)
        made = rendering.rendered(shown, known, at)
        with writing(place.engine) as session:
            kept = keeping.keep(session, found.link_id, before, made, source, at)
        with reading(place.engine) as session:
            found = keeping.again(place.door(session, at), found.link_id)
        if kept or found.revoked_at is not None:
            break
    return found


def _copy(place: Installation, found: Found) -> Calendar:
    def load() -> bytes:
        with reading(place.engine) as session:
            copy = keeping.copy_of(session, found.link_id)
        return copy.body.encode("utf-8") if copy else b""

    assert found.changed_at is not None
    return Calendar(etag=found.etag, changed_at=found.changed_at, load=load)


def _notice(place: Installation, link_id: str) -> Calendar:
    with reading(place.engine) as session:
        link = keeping.link_of(session, link_id)
        school = school_of(session, link)
        data = rendering.notice(link, school.timezone if school else place.settings.timezone)
    assert link.revoked_at is not None
    etag, changed_at = hashlib.sha256(data).hexdigest(), link.revoked_at.replace(microsecond=0)
    return Calendar(etag=etag, changed_at=changed_at, load=lambda: data)


def _note_use(place: Installation, found: Found, agent: str, at: datetime) -> None:
    """Rarely, and never in the way of an answer."""
    if found.revoked_at is not None or not keeping.is_news(found, agent, at):
        return
    try:
        with writing(place.engine) as session:
            keeping.note_use(session, found.link_id, agent, at)
    except SQLAlchemyError as fault:
        log.warning("use not noted", link=found.link_id, kind=type(fault).__name__)
