"""A calendar link answered, whole: found, judged, built where it has to be, with transactions of its own.

Building stands outside every writing transaction: it takes tenths of a second, and nobody else waits for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from api.installation import Installation
from api.services.feeds import keeping, rendering
from api.services.feeds.keeping import Found
from api.services.feeds.memory import KNOWN_A_MINUTE, Fresh
from api.services.feeds.prints import Prints, Rests, concerned, prints_of
from api.services.feeds.rendering import Picture
from api.services.feeds.standing import is_good, school_of, today_at
from models.engines import reading, writing
from models.school import School

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
    """Looks at the link anew, unless nothing that it shows or rests on has changed within this hour."""
    rests = _rests(place, found)
    known = place.feeds.fresh.get(found.link_id)
    if known is not None and known.is_so(found.moment, found.copy_rev, rests):
        place.feeds.note(found.link_id, replace(known, then=found.moment))
        return _copy(place, found)
    return _looked_at(place, found, at, rests)


def _rests(place: Installation, found: Found) -> Rests:
    prints = place.feeds.prints_at(found.moment.head, lambda known: _prints(place, found, known))
    return prints.of(found.whose)


def _prints(place: Installation, found: Found, known: tuple[int, Prints] | None) -> Prints:
    with reading(place.engine) as session:
        if known is not None and not concerned(session, known[0], found.moment.head):
            return known[1]
        return prints_of(session)


def _looked_at(place: Installation, found: Found, at: datetime, rests: Rests) -> Calendar:
    """Is it still good, has anything changed that it shows."""
    moment, known = found.moment, place.feeds.fresh.get(found.link_id)
    if known is not None and (known.then.hour, known.rests.standing) == (moment.hour, rests.standing):
        day = known.day
    else:
        ground = _ground(place, found, at)
        if ground is None:
            with writing(place.engine) as session:
                keeping.end_of_itself(place.door(session, at), found.link_id)
            return _notice(place, found.link_id)
        day = today_at(ground, at)
    picture = _picture(place, found, at, rests, day)
    fresh = Fresh(moment, found.copy_rev, rests, picture.digest, day)
    if known is None or replace(known, then=moment, rests=rests) != fresh:
        found, fresh = _brought_up(place, found, at, day)
    if found.revoked_at is not None:
        return _notice(place, found.link_id)
    place.feeds.note(found.link_id, fresh)
    return _copy(place, found)


def _ground(place: Installation, found: Found, at: datetime) -> School | None:
    """The school of a link that is still good."""
    with reading(place.engine) as session:
        link = keeping.link_of(session, found.link_id)
        school = school_of(session, link)
        return school if school is not None and is_good(session, link, school, at) else None


def _picture(place: Installation, found: Found, at: datetime, rests: Rests, day: date) -> Picture:
    """What the link shows; the same for every link of its kind while what they rest on stands."""

    def draw() -> tuple[Picture, bool]:
        with reading(place.engine) as session:
            link = keeping.link_of(session, found.link_id)
            school = school_of(session, link)
            assert school is not None
            picture = rendering.picture_of(rendering.shown_by(session, link, school, today_at(school, at)))
        with reading(place.engine) as session:
            return picture, not concerned(session, found.moment.head, keeping.head_of(session))

    return place.feeds.picture((found.whose.holder, found.whose.id, found.kind, rests.content, day), draw)


def _brought_up(place: Installation, found: Found, at: datetime, day: date) -> tuple[Found, Fresh]:
    """The link with a copy that shows what holds now, built where the one there is of something else."""
    for turn in range(1, TURNS + 1):
        rests = _rests(place, found)
        picture = _picture(place, found, at, rests, day)
        with reading(place.engine) as session:
            copy, known = keeping.copy_of(session, found.link_id), keeping.stamps_of(session, found.link_id)
        source, before, moment = (
            rendering.source_of(picture, known, at),
            copy.rev if copy else 0,
            found.moment,
        )
        if copy is not None and copy.source == source:
            found = replace(found, etag=copy.etag, changed_at=copy.changed_at, copy_rev=copy.rev)
            return found, Fresh(moment, copy.rev, rests, picture.digest, day)
        made = rendering.rendered(picture.shown, known, at)
        with writing(place.engine) as session:
            kept = keeping.keep(session, found.link_id, before, made, source, at)
        with reading(place.engine) as session:
            found = keeping.again(place.door(session, at), found.link_id)
        if kept or found.revoked_at is not None or turn == TURNS:
            break
    # what somebody else has built meanwhile may be of something else: revision 0 has it looked at again
    return found, Fresh(moment, found.copy_rev if kept else 0, rests, picture.digest, day)


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
