"""The sender of the outbox: in the background of a service, or once by the command line."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import structlog

from api.installation import Installation
from api.mail import Carrier, RefusedError, UnreachableError, carrier_of, letter_of
from api.services.entry.sealing import unseal
from api.services.outbox.sending import Taken, is_due, settle, take
from models.engines import reading, writing
from models.message import SECRET, MessageFault

LOOK_SECONDS = 2.0
LEAVE_SECONDS = 3.0

log = structlog.get_logger("outbox")


def post_due(place: Installation, carrier: Carrier, left: threading.Event | None = None) -> int:
    """Tries every message that is due; how many went out."""
    sent = 0
    while left is None or not left.is_set():
        with reading(place.engine) as session:
            if not is_due(session, place.clock()):
                break
        with writing(place.engine) as session:
            taken = take(session, place.clock())
        if taken is None:
            break
        fault = _carried(place, carrier, taken)
        with writing(place.engine) as session:
            settle(session, taken, fault, place.clock())
        log.info("message", message=taken.id, tries=taken.tries, fault=fault or "")
        sent += fault is None
    return sent


def _carried(place: Installation, carrier: Carrier, taken: Taken) -> MessageFault | None:
    if not taken.address:
        return MessageFault.NO_ADDRESS
    try:
        carrier.carry(letter_of(_opened(place, taken), place.settings.mail_from, place.clock()))
    except RefusedError:
        return MessageFault.REFUSED
    except UnreachableError:
        return MessageFault.UNREACHABLE
    return None


def _opened(place: Installation, taken: Taken) -> Taken:
    """With its secret in its place."""
    if taken.secret is None:
        return taken
    secret = unseal(place.keys.secrets, taken.id, taken.secret)
    return replace(taken, body=taken.body.replace(SECRET, secret), secret=None)


class Postman:
    """Looks every two seconds for as long as a service lives."""

    def __init__(self, place: Installation, carrier: Carrier) -> None:
        self._place, self._carrier = place, carrier
        self._left = threading.Event()
        self._walker = threading.Thread(target=self._walk, name="outbox", daemon=True)

    def start(self) -> None:
        self._walker.start()

    def stop(self) -> None:
        """A message being sent may end its try; after that it belongs to the next start."""
        self._left.set()
        self._walker.join(LEAVE_SECONDS)

    def _walk(self) -> None:
        while not self._left.wait(LOOK_SECONDS):
            try:
                post_due(self._place, self._carrier, self._left)
            except Exception as fault:  # the database is away for a while: look again
                log.warning("outbox not looked at", fault=type(fault).__name__)


@contextmanager
def posting(place: Installation) -> Iterator[Postman | None]:
    """A sender for as long as the block lasts; none where nothing is set up that could carry."""
    carrier = carrier_of(place.settings)
    if carrier is None:
        yield None
        return
    postman = Postman(place, carrier)
    postman.start()
    try:
        yield postman
    finally:
        postman.stop()
