"""What nobody presses a button for: deadlines of answers, reminders, timetables that are over, terms of keeping, and
the anchor of the log that stands outside the database. Looked after in the background of a service, or by the command
line.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import Session, select

from api.installation import Installation
from api.services.agreement.timetable.rounds import reminded, settled
from api.services.desk import locked
from api.services.terms.applying import apply
from api.services.terms.due import due
from api.services.unit import Actor, Unit
from models.audit import Anchor, head
from models.engines import reading, writing
from models.person import Role
from models.school import School

NOBODY = "rounds"  # as the log calls what the service does by itself
LOOK_SECONDS = 300.0
LEAVE_SECONDS = 5.0

log = structlog.get_logger("rounds")


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one: versions settled, people reminded, things taken away."""

    settled: int = 0
    reminded: int = 0
    removed: int = 0


def go_round(place: Installation, left: threading.Event | None = None) -> Round:
    """Everything that is due in every school, each thing in a transaction of its own."""
    told = Round()
    for school_id in _schools(place):
        if left is not None and left.is_set():
            break
        with writing(place.engine) as session:
            unit = _unit(place, session, school_id)
            locked(
                unit, School, school_id
            )  # where several servers work with one database, one after the other
            one = Round(settled(unit), reminded(unit, _address(place)))
        told = Round(
            told.settled + one.settled,
            told.reminded + one.reminded,
            told.removed + _removed(place, school_id, left),
        )
    return told


def _removed(place: Installation, school_id: str, left: threading.Event | None) -> int:
    with reading(place.engine) as session:
        found = due(session, school_id, _today(place, session, school_id))
    removed = 0
    for one in found:
        if left is not None and left.is_set():
            break
        with writing(place.engine) as session:
            files = apply(_unit(place, session, school_id), school_id, one)
        if files is None:
            continue
        for digest in files:
            place.files.remove(school_id, digest)
        log.info("term over", kind=one.kind, keep=one.keep, files=len(files))
        removed += 1
    return removed


def anchored(place: Installation) -> Anchor | None:
    """Writes the head of the log beside the keys, outside the database; None where the log is empty."""
    with reading(place.engine) as session:
        last = head(session)
    if last is not None:
        with anchors_of(place).open("a", encoding="utf-8") as file:
            file.write(f"{place.clock().isoformat()} {last.n} {last.mac}\n")
    return last


def anchors_of(place: Installation) -> Path:
    return place.settings.keys_path.with_name("anchors.log")


def _schools(place: Installation) -> list[str]:
    with reading(place.engine) as session:
        return list(session.exec(select(School.id).order_by(School.code)))


def _unit(place: Installation, session: Session, school_id: str) -> Unit:
    actor = Actor(account_id=NOBODY, role=Role.DEPUTY, school_id=school_id)
    return Unit(
        session=session, actor=actor, audit_key=place.keys.audit, at=place.clock(),
        today=_today(place, session, school_id),
    )  # fmt: skip


def _today(place: Installation, session: Session, school_id: str) -> date:
    zone = ZoneInfo(session.get_one(School, school_id).timezone)
    return place.clock().astimezone(zone).date()


def _address(place: Installation) -> str:
    return place.settings.origin or f"http://{place.settings.host}:{place.settings.port}"


class Watchman:
    """Looks every five minutes for as long as a service lives; the anchor once a day and at the start."""

    def __init__(self, place: Installation) -> None:
        self._place = place
        self._left = threading.Event()
        self._anchored: date | None = None
        self._walker = threading.Thread(target=self._walk, name="rounds", daemon=True)

    def start(self) -> None:
        self._walker.start()

    def stop(self) -> None:
        """What is under way may end; the rest belongs to the next start."""
        self._left.set()
        self._walker.join(LEAVE_SECONDS)

    def look(self) -> None:
        today = self._place.clock().date()
        if self._anchored != today:
            anchored(self._place)
            self._anchored = today
        go_round(self._place, self._left)

    def _walk(self) -> None:
        while not self._left.wait(LOOK_SECONDS):
            try:
                self.look()
            except Exception as fault:  # the database is away for a while: look again
                log.warning("rounds not made", fault=type(fault).__name__)


@contextmanager
def watching(place: Installation) -> Iterator[Watchman]:
    """A watchman for as long as the block lasts."""
    watchman = Watchman(place)
    watchman.start()
    try:
        yield watchman
    finally:
        watchman.stop()
