"""A message goes into the outbox in the transaction of what it tells of: both or neither."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from api.errors import NotFound
from api.services.unit import Unit
from models.base import new_id
from models.message import Message, MessageChannel, MessageState
from models.person import Account

HOST = "homelessons.invalid"


class Topic(StrEnum):
    """What a message is about. Its subject is fixed: no name and nothing of a child gets into one."""

    OFFERED = "offered"
    REMINDER = "reminder"
    PUBLISHED = "published"
    CHANGED = "changed"
    INVITATION = "invitation"
    NEWS = "news"


SUBJECT = {
    Topic.OFFERED: "Посмотрите расписание",
    Topic.REMINDER: "Расписание ждёт вашего ответа",
    Topic.PUBLISHED: "Новое расписание",
    Topic.CHANGED: "Изменение в расписании",
    Topic.INVITATION: "Вход в «Уроки дома»",
    Topic.NEWS: "Сообщение школы",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """about_id: key of what it tells of. waits: a person has to let it go first."""

    account_id: str
    topic: Topic
    body: str
    about_id: str | None = None
    channel: MessageChannel = MessageChannel.EMAIL
    waits: bool = False


def put(unit: Unit, school_id: str, letter: Letter) -> Message:
    """Into the outbox of a school. Without an address an e-mail becomes a text that a person copies and sends."""
    account = unit.session.get(Account, letter.account_id)
    if account is None:
        raise NotFound
    channel, address = (
        letter.channel,
        account.phone if letter.channel == MessageChannel.SMS else account.email,
    )
    if channel == MessageChannel.EMAIL and not address:
        channel = MessageChannel.COPY
    goes = channel == MessageChannel.EMAIL and not letter.waits
    message = Message(
        school_id=school_id, account_id=account.id, channel=channel,
        address=address if channel != MessageChannel.COPY else None,
        state=MessageState.WAITING if goes else MessageState.PREPARED, topic=letter.topic,
        about_id=letter.about_id, subject=SUBJECT[letter.topic], body=letter.body,
        message_id=f"<{new_id()}@{HOST}>", created_at=unit.at, due_at=unit.at,
    )  # fmt: skip
    unit.session.add(message)
    unit.session.flush()
    unit.note("message.put", "message", message.id, topic=letter.topic, channel=channel)
    return message
