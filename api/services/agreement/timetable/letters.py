"""Words that go out about timetables, and the rows of the outbox that carry them.

No name stands in a subject, no child's name in a letter: a preview on a locked telephone tells nobody anything.
Sending is another's work: letters wait for it, texts to copy wait for a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from api.services.agreement.timetable.difference import Change
from api.services.agreement.timetable.links import token_of
from api.services.desk import at_desk
from api.services.entry.doors import Door
from api.services.entry.sealing import seal
from api.services.unit import Unit
from api.services.words import shown
from models.agreement import TimetableVersion
from models.base import new_id
from models.message import SECRET, Message, MessageChannel, MessageState
from models.person import Account

OFFERED, REMINDED, PUBLISHED, RECALLED = (
    "timetable.offer",
    "timetable.remind",
    "timetable.publish",
    "timetable.recall",
)
HELLO = "Здравствуйте!"
SIGNED_WITH, WAY_IN = "timetable.code", "invitation"
ENTRANCE = (
    "Вход в «Уроки дома»",
    f"{HELLO}\nСсылка, чтобы войти и ответить школе:\n{SECRET}\nОна срабатывает один раз и действует две недели. "
    "Откройте её на своём устройстве.",
    f"Уроки дома, вход: {SECRET}",
)
SIGNING = (  # subject, body and short text of a letter with a code
    "Код для подписи",
    f"{HELLO}\nВаш код, чтобы подписать согласие с расписанием: {SECRET}.\nОн действует десять минут и только для "
    "этого расписания. Никому его не говорите: школа его не спрашивает.\nЕсли вы не просили код, позвоните в школу.",
    f"Код для подписи: {SECRET}",
)


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is told. short: the same for an SMS."""

    account_id: str
    subject: str
    body: str
    short: str


def page_of(address: str, version_id: str) -> str:
    """Where a family reads a version and answers."""
    return f"{address}/my/{version_id}"


def link_of(unit: Unit, address: str, version: TimetableVersion, account_id: str) -> str:
    """A representative's own link to a version: it opens for fourteen days without a session, and lets nobody in."""
    return f"{address}/look/{token_of(unit.audit_key, version, account_id)}"


def host_of(address: str) -> str:
    """`school.example` of an address of the service."""
    return address.partition("://")[2].partition(":")[0] or "localhost"


def until_said(until: datetime) -> str:
    """`05.09.2026, 20:00`, in the zone of the instant given."""
    return f"{shown(until.date())}, {until:%H:%M}"


def offer_letter(
    account_id: str, link: str, first_on: date, until: datetime, changes: Sequence[str]
) -> Letter:
    told = [HELLO, f"Школа предлагает расписание уроков дома с {shown(first_on)}."]
    if changes:
        told += ["Что изменится:", *(f"• {change}" for change in changes)]
    told += [f"Посмотрите и ответьте до {until_said(until)}:", link, HELP]
    short = f"Уроки дома: новое расписание ждёт вашего ответа до {until_said(until)}. {link}"
    return Letter(account_id, "Расписание ждёт вашего ответа", "\n".join(told), short)


def reminder(account_id: str, link: str, until: datetime) -> Letter:
    told = [HELLO, f"Расписание уроков дома ещё ждёт вашего ответа: до {until_said(until)}.", link, HELP]
    short = f"Уроки дома: ждём вашего ответа о расписании до {until_said(until)}. {link}"
    return Letter(account_id, "Расписание ждёт вашего ответа", "\n".join(told), short)


def published_letter(account_id: str, link: str, first_on: date, changes: Sequence[str]) -> Letter:
    told = [HELLO, f"Расписание уроков дома утверждено. Оно действует с {shown(first_on)}."]
    if changes:
        told += ["Что изменилось:", *(f"• {change}" for change in changes)]
    told += ["Посмотреть:", link]
    return Letter(
        account_id, "Расписание утверждено", "\n".join(told),
        f"Уроки дома: расписание утверждено, действует с {shown(first_on)}. {link}",
    )  # fmt: skip


def teacher_letter(account_id: str, first_on: date, changes: Sequence[str]) -> Letter:
    told = [HELLO, f"Ваши уроки на дому изменились. Новое действует с {shown(first_on)}."]
    told += [f"• {change}" for change in changes]
    return Letter(
        account_id, "Новое расписание уроков на дому", "\n".join(told),
        f"Уроки на дому: ваше расписание меняется с {shown(first_on)}. Подробности в сервисе.",
    )  # fmt: skip


HELP = "Если ссылка не открывается, напишите или позвоните в школу: мы пришлём новую или запишем ваш ответ."


def said(changes: Iterable[Change]) -> tuple[str, ...]:
    return tuple(change.said for change in changes)


def put_out(
    unit: Unit, letters: Iterable[Letter], topic: str, about_id: str, host: str
) -> tuple[Message, ...]:
    """Rows of the outbox: a letter where there is an address, else a text to copy. host: of the Message-ID."""
    letters = tuple(letters)
    school_id = at_desk(unit)
    asked = select(Account).where(col(Account.id).in_([each.account_id for each in letters]))
    people = {row.id: row for row in unit.session.exec(asked)}
    made = tuple(
        _row(people[each.account_id], each, school_id, topic, about_id, unit.at, host) for each in letters
    )
    unit.session.add_all(made)
    unit.session.flush()
    return made


def _row(
    person: Account, letter: Letter, school_id: str, topic: str, about_id: str | None, at: datetime, host: str
) -> Message:
    mail = person.email is not None
    return Message(
        school_id=school_id, account_id=person.id, topic=topic, about_id=about_id, address=person.email,
        channel=MessageChannel.EMAIL if mail else MessageChannel.COPY,
        state=MessageState.WAITING if mail else MessageState.PREPARED,
        subject=letter.subject, body=letter.body, message_id=f"<{new_id()}@{host}>", due_at=at,
    )  # fmt: skip


def secret_letter(
    unit: Unit, door: Door, letter: Letter, secret: str, topic: str, about_id: str | None, host: str
) -> Message:
    """A letter whose secret nobody reads but whom it goes to: sealed, put in as it goes out."""
    person = unit.session.get_one(Account, letter.account_id)
    assert unit.actor.school_id is not None
    row = _row(person, letter, unit.actor.school_id, topic, about_id, unit.at, host)
    row.secret = seal(door.secret_key, row.id, secret)
    unit.session.add(row)
    unit.session.flush()
    return row


def drop_waiting(unit: Unit, about_id: str) -> None:
    """What has not gone out yet about a version says something that no longer holds."""
    asked = select(Message).where(
        Message.about_id == about_id,
        col(Message.state).in_([MessageState.WAITING, MessageState.PREPARED]),
    )
    for row in unit.session.exec(asked):
        row.state = MessageState.DROPPED
    unit.session.flush()
