"""Sets of papers are made here, in the background of a service: portion by portion, each written down at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import structlog
from sqlmodel import Session

from api.installation import Installation
from api.services.printing.working import (
    PORTION,
    Taken,
    begin_count,
    finish,
    is_due,
    keep_pieces,
    left_of,
    pieces_of,
    release,
    take,
)
from api.services.unit import Actor, Unit
from exports.document.apart import make
from exports.document.forms import Form
from models.engines import reading, writing
from models.printing import SetState

LOOK_SECONDS = 1.0
LEAVE_SECONDS = 5.0

log = structlog.get_logger("papers")


def print_due(place: Installation, left: threading.Event | None = None) -> int:
    """Makes every set that waits; how many ended."""
    ended = 0
    while left is None or not left.is_set():
        with reading(place.engine) as session:
            if not is_due(session, place.clock()):
                break
        with writing(place.engine) as session:
            taken = take(session, place.clock(), _today(place))
        if taken is None:
            break
        ended += _worked_off(place, taken, left)
    return ended


def _worked_off(place: Installation, taken: Taken, left: threading.Event | None) -> bool:
    if taken.actor is None:
        with writing(place.engine) as session:
            finish(session, taken, SetState.FAILED, place.clock())
        return True
    with writing(place.engine) as session:
        begin_count(session, taken)
    with reading(place.engine) as session:
        wanted = left_of(_unit(place, session, taken.actor), taken.id)
    for start in range(0, len(wanted), PORTION):
        if left is not None and left.is_set():
            with writing(place.engine) as session:
                release(session, taken, place.clock())
            return False
        if not _portion(place, taken, taken.actor, wanted[start : start + PORTION]):
            return True
    with writing(place.engine) as session:
        finish(session, taken, SetState.DONE, place.clock())
    log.info("papers made", set=taken.id, tries=taken.tries)
    return True


def _portion(place: Installation, taken: Taken, actor: Actor, wanted: list[tuple[str, Form]]) -> bool:
    """Read, made apart, written: no transaction waits for the printer."""
    with reading(place.engine) as session:
        found = list(pieces_of(_unit(place, session, actor), place.files, taken.id, wanted))
    pieces = [piece for piece in found if piece is not None]
    files = make([piece.ask for piece in pieces])
    with writing(place.engine) as session:
        unit = _unit(place, session, actor)
        made = list(zip(pieces, files, strict=True))
        return keep_pieces(unit, place.files, taken, made, len(found) - len(pieces))


def _unit(place: Installation, session: Session, actor: Actor) -> Unit:
    at: datetime = place.clock()
    return Unit(session=session, actor=actor, audit_key=place.keys.audit, at=at, today=_today(place))


def _today(place: Installation) -> date:
    return place.clock().astimezone(place.settings.zone).date()


class Printer:
    """Looks every second for as long as a service lives."""

    def __init__(self, place: Installation) -> None:
        self._place = place
        self._left = threading.Event()
        self._walker = threading.Thread(target=self._walk, name="papers", daemon=True)

    def start(self) -> None:
        self._walker.start()

    def stop(self) -> None:
        """A portion under way may be written down; the rest belongs to the next start."""
        self._left.set()
        self._walker.join(LEAVE_SECONDS)

    def _walk(self) -> None:
        while not self._left.wait(LOOK_SECONDS):
            try:
                print_due(self._place, self._left)
            except Exception as fault:  # the database is away for a while: look again
                log.warning("papers not looked at", fault=type(fault).__name__)


@contextmanager
def printing(place: Installation) -> Iterator[Printer]:
    """A printer for as long as the block lasts."""
    printer = Printer(place)
    printer.start()
    try:
        yield printer
    finally:
        printer.stop()
