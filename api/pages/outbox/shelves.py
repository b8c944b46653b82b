"""The outbox of a school by shelves, and what may be done with a message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Here, Place, Presence, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.installation import Installation
from api.mail import carrier_of
from api.pages.frame import OUTBOX, frame
from api.services.outbox import desk
from api.services.outbox.desk import Line, Shelf
from api.services.unit import Unit
from api.services.words import shown
from api.web.forms import Form, Reader, Sent, attempt, done
from api.web.listing import Listed, listed
from api.web.rendering import page as rendered_page
from models.message import Message, MessageChannel, MessageFault, MessageState

router = APIRouter()
PATH = OUTBOX.href
TITLE = {
    Shelf.HAND: "Отправить самим",
    Shelf.WAITING: "Ждут отправки",
    Shelf.FAILED: "Не ушли",
    Shelf.SENT: "Отправлены",
}
FAULT = {
    MessageFault.UNREACHABLE: "почтовый сервер не отвечает",
    MessageFault.REFUSED: "почта не принимает этот адрес: проверьте его",
    MessageFault.NO_ADDRESS: "у человека нет адреса почты",
}
CHANNEL = {
    MessageChannel.EMAIL: "почта",
    MessageChannel.COPY: "текст для мессенджера",
    MessageChannel.SMS: "СМС",
}
NO_FORM = Form()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfLink:
    value: str
    title: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message on the page. said: what became of it. may_go: by e-mail; by_hand: a person sends it."""

    id: str
    rev: int
    name: str
    subject: str
    body: str
    channel: str
    said: str
    may_go: bool
    by_hand: bool
    may_drop: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxPage:
    """idle: nothing is set up that could send e-mail."""

    shelf: Shelf
    shelves: tuple[ShelfLink, ...]
    messages: Listed[Shown]
    form: Form
    idle: bool


@router.api_route(PATH, methods=["GET", "HEAD"])
def outbox(
    place: Place, here: Here, unit: ReadUnit, show: str = "", page: str = "", said: str = ""
) -> Response:
    shelf = Shelf(show) if show in set(Shelf) else _first(unit)
    return _shown(place, here, unit, shelf, page=page, said=said)


@router.post(PATH + "/{message_id}/go")
def go(place: Place, here: Here, unit: WriteUnit, message_id: str, form: Sent) -> Response:
    return _acted(place, here, unit, form, lambda rev: desk.let_go(unit, message_id, rev), "asked")


@router.post(PATH + "/{message_id}/hand")
def by_hand(place: Place, here: Here, unit: WriteUnit, message_id: str, form: Sent) -> Response:
    return _acted(place, here, unit, form, lambda rev: desk.sent_by_hand(unit, message_id, rev), "sent")


@router.post(PATH + "/{message_id}/drop")
def drop(place: Place, here: Here, unit: WriteUnit, message_id: str, form: Sent) -> Response:
    return _acted(place, here, unit, form, lambda rev: desk.drop(unit, message_id, rev), "removed")


def _acted(
    place: Installation, here: Presence, unit: Unit, form: Form, act: Callable[[int], Message], said: str
) -> Response:
    """Back to the shelf the message stood on."""
    shelf = Shelf(form.said("show")) if form.said("show") in set(Shelf) else _first(unit)
    outcome = attempt(unit, lambda: act(_rev(form)))
    if isinstance(outcome, Invalid | Conflict):
        return _shown(place, here, unit, shelf, form=form.refused(outcome), status=outcome.status)
    return done(f"{PATH}?show={shelf}", said)


def _rev(form: Form) -> int:
    reader = Reader(form)
    rev = reader.number("rev")
    reader.check()
    return rev


def _first(unit: Unit) -> Shelf:
    """The first shelf that asks for something, else what went out."""
    counts = desk.counts_of(unit)
    return next((shelf for shelf in (Shelf.FAILED, Shelf.HAND, Shelf.WAITING) if counts[shelf]), Shelf.SENT)


def _shown(
    place: Installation, here: Presence, unit: Unit, shelf: Shelf, form: Form = NO_FORM, page: str = "",
    said: str = "", status: int = 200,
) -> Response:  # fmt: skip
    counts, school = desk.counts_of(unit), here.live.school if here.live else None
    zone = ZoneInfo(school.timezone) if school else place.settings.zone
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    content = OutboxPage(
        shelf=shelf,
        shelves=tuple(
            ShelfLink(value=each, title=title, count=counts[each]) for each, title in TITLE.items()
        ),
        messages=listed(
            [_line(line, zone) for line in desk.lines_of(unit, shelf)], number, PATH, {"show": shelf}
        ),
        form=form,
        idle=carrier_of(place.settings) is None,
    )
    return rendered_page("outbox/shelves.html", frame(place, here, "Сообщения", PATH, said), content, status)


def _line(line: Line, zone: ZoneInfo) -> Shown:
    message = line.message
    channel, state = MessageChannel(message.channel), MessageState(message.state)
    asks = state in (MessageState.PREPARED, MessageState.FAILED)
    return Shown(
        id=message.id, rev=message.rev, name=line.name, subject=message.subject, body=message.body,
        channel=CHANNEL[channel], said=_said(message, zone),
        may_go=asks and channel == MessageChannel.EMAIL and message.address is not None,
        by_hand=asks, may_drop=asks or state == MessageState.WAITING,
    )  # fmt: skip


def _said(message: Message, zone: ZoneInfo) -> str:
    if message.sent_at is not None:
        return f"отправлено {_moment(message.sent_at, zone)}"
    fault = FAULT[MessageFault(message.fault)] if message.fault else ""
    if message.state == MessageState.FAILED:
        return f"не ушло: {fault}"
    if message.state == MessageState.WAITING and fault:
        return f"{fault}; следующая попытка {_moment(message.due_at, zone)}"
    return f"создано {_moment(message.created_at, zone)}"


def _moment(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{shown(local.date())} в {local:%H:%M}"
