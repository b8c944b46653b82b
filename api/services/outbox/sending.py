"""The states of a message on its way: taken by one sender, sent, or tried again after growing pauses.

A sender takes a message in one transaction, sends it outside of all, and writes what came of it in another. Who dies
between the last two leaves the message to the next one: it may go out twice, with one Message-ID, and is never lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.message import Message, MessageChannel, MessageFault, MessageState

LEASE = timedelta(minutes=5)  # how long a sender has a message for itself
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
MOST = len(PAUSES) + 1  # tries


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A message for one try, the tries-th. secret: sealed for the message's id; what stands for SECRET in the body."""

    id: str
    tries: int
    address: str
    subject: str
    body: str
    message_id: str
    secret: str | None = None


def is_due(session: Session, at: datetime) -> bool:
    """Looks without holding anybody up: most of the time nothing is."""
    return session.exec(_due(at)).first() is not None


def _due(at: datetime) -> SelectOfScalar[Message]:
    return (
        select(Message)
        .where(Message.state == MessageState.WAITING, Message.channel == MessageChannel.EMAIL)
        .where(Message.due_at <= at)
        .order_by(col(Message.due_at), col(Message.id))
        .limit(1)
    )


def take(session: Session, at: datetime) -> Taken | None:
    """The message that has waited longest, for this sender alone; None when nothing is due."""
    message = session.exec(_due(at).with_for_update(skip_locked=True)).first()
    if message is None:
        return None
    message.tries += 1
    message.due_at = at + LEASE
    message.rev += 1
    session.add(message)
    session.flush()
    return Taken(
        id=message.id, tries=message.tries, address=message.address or "", subject=message.subject,
        body=message.body, message_id=message.message_id, secret=message.secret,
    )  # fmt: skip


def settle(session: Session, taken: Taken, fault: MessageFault | None, at: datetime) -> None:
    """What came of a try. A message that somebody else has taken meanwhile, or dropped, stays as it is."""
    held = (
        update(Message)
        .where(col(Message.id) == taken.id, col(Message.tries) == taken.tries)
        .where(col(Message.state) == MessageState.WAITING)
    )
    session.execute(held.values(**_outcome(taken, fault, at), rev=Message.rev + 1))


def _outcome(taken: Taken, fault: MessageFault | None, at: datetime) -> dict[str, object]:
    if fault is None:
        return {"state": MessageState.SENT, "sent_at": at, "fault": None, "secret": None}
    if fault != MessageFault.UNREACHABLE or taken.tries >= MOST:
        return {"state": MessageState.FAILED, "fault": fault}
    return {"due_at": at + PAUSES[taken.tries - 1], "fault": fault}
