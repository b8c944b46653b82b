"""The outbox as the deputy looks after it: what waits, what went, what failed, and what a person sends by hand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import col, func, select

from api.errors import Conflict, NotFound
from api.services.desk import at_desk, locked, touch
from api.services.unit import Unit
from models.message import Message, MessageChannel, MessageState
from models.person import Account

MOST_SHOWN = 500


class Shelf(StrEnum):
    """A part of the outbox. HAND: texts that a person copies into a messenger."""

    HAND = "hand"
    WAITING = "waiting"
    FAILED = "failed"
    SENT = "sent"


SHELF = {
    Shelf.HAND: (MessageState.PREPARED,),
    Shelf.WAITING: (MessageState.WAITING,),
    Shelf.FAILED: (MessageState.FAILED,),
    Shelf.SENT: (MessageState.SENT,),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A message and the name of whom it goes to."""

    message: Message
    name: str


def lines_of(unit: Unit, shelf: Shelf) -> tuple[Line, ...]:
    """The newest of a shelf of the actor's school."""
    asked = (
        select(Message, Account.name)
        .where(Message.account_id == Account.id, Message.school_id == at_desk(unit))
        .where(col(Message.state).in_([state.value for state in SHELF[shelf]]))
        .order_by(col(Message.created_at).desc(), col(Message.id))
        .limit(MOST_SHOWN)
    )
    return tuple(Line(message, name) for message, name in unit.session.exec(asked))


def counts_of(unit: Unit) -> dict[Shelf, int]:
    asked = select(Message.state, func.count()).where(Message.school_id == at_desk(unit))
    told = {MessageState(state): number for state, number in unit.session.exec(asked.group_by(Message.state))}
    return {shelf: sum(told.get(state, 0) for state in states) for shelf, states in SHELF.items()}


def message_of(unit: Unit, message_id: str) -> Message:
    """A message of the actor's school; a foreign one is not there."""
    message = unit.session.get(Message, message_id)
    if message is None or message.school_id != at_desk(unit):
        raise NotFound
    return message


def let_go(unit: Unit, message_id: str, rev: int) -> Message:
    """A prepared e-mail may go out; a failed one is tried again from the beginning."""
    message = _held(unit, message_id, rev, MessageState.PREPARED, MessageState.FAILED)
    if message.channel != MessageChannel.EMAIL or not message.address:
        raise Conflict("У человека нет почты. Скопируйте текст и отправьте его сами.")
    message.state, message.tries, message.fault = MessageState.WAITING, 0, None
    message.due_at = unit.at
    return _written(unit, message, "message.go")


def sent_by_hand(unit: Unit, message_id: str, rev: int) -> Message:
    """A person has copied the text and sent it, or has told it."""
    message = _held(unit, message_id, rev, MessageState.PREPARED, MessageState.FAILED)
    message.state, message.sent_at = MessageState.SENT, unit.at
    return _written(unit, message, "message.by_hand")


def drop(unit: Unit, message_id: str, rev: int) -> Message:
    """It shall not go out any more."""
    message = _held(unit, message_id, rev, MessageState.PREPARED, MessageState.WAITING, MessageState.FAILED)
    message.state = MessageState.DROPPED
    return _written(unit, message, "message.drop")


def _held(unit: Unit, message_id: str, rev: int, *states: MessageState) -> Message:
    message = locked(unit, Message, message_of(unit, message_id).id)
    if message is None:
        raise NotFound
    if message.state not in states:
        raise Conflict("Сообщение уже ушло или отменено. Откройте список снова.")
    touch(message, rev)
    return message


def _written(unit: Unit, message: Message, action: str) -> Message:
    unit.session.add(message)
    unit.session.flush()
    unit.note(action, "message", message.id, state=message.state)
    return message
