"""Agreements with partner schools: the list, a new one, ending one early."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.errors import Conflict, Invalid
from api.pages.schools.room import NETWORK, At, ReadRoom, Room, WriteRoom, shown_again
from api.services.schools.network import (
    AgreementDraft,
    AgreementLine,
    add_agreement,
    agreement_of,
    agreements_of,
    end_agreement,
    possible_partners,
)
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from models.school import NetworkAgreement

router = APIRouter(prefix="/network")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An agreement with a word for how it stands; look: a class of style."""

    agreement: AgreementLine
    word: str
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPage:
    at: At
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAgreementPage:
    at: At
    form: Form
    partners: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPage:
    """may_end: still running or to come, and this school is the base."""

    at: At
    line: Line
    form: Form
    may_end: bool


@router.api_route("", methods=["GET", "HEAD"])
def network(room: ReadRoom, said: str = "") -> Response:
    lines = tuple(_line(room, line) for line in agreements_of(room.unit, room.school.id))
    return room.page("network.html", "Партнёры", NetworkPage(at=room.at(NETWORK), lines=lines), said)


@router.api_route("/new", methods=["GET", "HEAD"])
def new(room: ReadRoom) -> Response:
    return _new(room, form_of(signed_on=room.unit.today))


@router.post("")
def add(room: WriteRoom, sent: Sent) -> Response:
    outcome = attempt(room.unit, lambda: add_agreement(room.unit, room.school.id, _draft(room, sent)))
    if isinstance(outcome, Invalid | Conflict):
        return _new(room, *shown_again(sent, outcome))
    return done(f"{room.base}/network", "added")


@router.api_route("/{agreement_id}", methods=["GET", "HEAD"])
def one(room: ReadRoom, agreement_id: str) -> Response:
    return _one(room, agreement_id, form_of(ended_on=room.unit.today))


@router.post("/{agreement_id}/end")
def end(room: WriteRoom, agreement_id: str, sent: Sent) -> Response:
    agreement_of(room.unit, room.school.id, agreement_id)

    def act() -> NetworkAgreement:
        reader = Reader(sent)
        rev, on = reader.number("rev"), reader.day("ended_on")
        reader.check()
        return end_agreement(room.unit, agreement_id, rev, on)

    outcome = attempt(room.unit, act)
    if isinstance(outcome, Invalid | Conflict):
        return _one(room, agreement_id, *shown_again(sent, outcome))
    return done(f"{room.base}/network", "ended")


def _draft(room: Room, form: Form) -> AgreementDraft:
    reader = Reader(form)
    partners = frozenset(key for key, _ in possible_partners(room.unit, room.school.id))
    draft = AgreementDraft(
        partner_id=reader.among("partner_id", partners, "Выберите школу из списка."),
        number=reader.text("number"), signed_on=reader.day("signed_on"),
        first_on=reader.day("first_on"), last_on=reader.day("last_on"),
    )  # fmt: skip
    reader.check()
    return draft


def _line(room: Room, line: AgreementLine) -> Line:
    today = room.unit.today
    if line.last < today:
        word, look = "закончился", "past"
    elif line.row.first_on > today:
        word, look = "ещё не начался", "soon"
    else:
        word, look = "действует", "fine"
    return Line(agreement=line, word=word, look=look)


def _new(room: Room, form: Form, status: int = 200) -> Response:
    partners = possible_partners(room.unit, room.school.id)
    content = NewAgreementPage(at=room.at(NETWORK), form=form, partners=partners)
    return room.page("agreement_new.html", "Новый договор", content, status=status)


def _one(room: Room, agreement_id: str, form: Form, status: int = 200) -> Response:
    line = agreement_of(room.unit, room.school.id, agreement_id)
    may_end = line.as_base and line.row.ended_on is None and line.last >= room.unit.today
    content = AgreementPage(at=room.at(NETWORK), line=_line(room, line), form=form, may_end=may_end)
    return room.page("agreement.html", f"Договор № {line.row.number}", content, status=status)
