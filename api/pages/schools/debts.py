"""Who owes a lesson that was lost: the school's table with its sources, and the form that changes it."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.errors import Conflict, Invalid
from api.pages.schools.room import DEBTS, At, ReadRoom, Room, WriteRoom, shown_again
from api.services.days.debts import CAUSES, HOLIDAY, Rule, read_rules, write_rules
from api.services.days.words import CAUSE, DEBTOR
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from scheduler.terms import Debtor

router = APIRouter(prefix="/debts")
TITLE = {**{cause.value: told for cause, told in CAUSE.items()}, HOLIDAY: "праздник в день занятия"}
DEBTORS = tuple((who.value, told) for who, told in DEBTOR.items())
MARK = {
    "V": "документ прочитан",
    "V2": "по пересказу",
    "I": "выведено из правил, проверьте",
    "M": "по памяти, проверьте",
}
CHOOSE = "Выберите из списка."


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """mark: how sure the source is; empty for the school's own word."""

    cause: str
    title: str
    debtor: str
    source: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtsPage:
    at: At
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtsForm:
    at: At
    form: Form
    lines: tuple[Line, ...]
    debtors: tuple[tuple[str, str], ...] = DEBTORS


@router.api_route("", methods=["GET", "HEAD"])
def debts(room: ReadRoom, said: str = "") -> Response:
    return room.page("debts.html", "Долги", DebtsPage(at=room.at(DEBTS), lines=_lines(room)), said)


@router.api_route("/edit", methods=["GET", "HEAD"])
def edit(room: ReadRoom) -> Response:
    values: dict[str, object] = {"rev": room.school.rev}
    for rule in read_rules(room.unit, room.school.id):
        values[f"debtor-{rule.cause}"], values[f"source-{rule.cause}"] = rule.debtor, rule.source
        values[f"own-{rule.cause}"] = rule.mark is None
    return _form(room, form_of(**values))


@router.post("")
def write(room: WriteRoom, sent: Sent) -> Response:
    outcome = attempt(room.unit, lambda: write_rules(room.unit, room.school.id, *_drafts(sent)))
    if isinstance(outcome, Invalid | Conflict):
        return _form(room, *shown_again(sent, outcome))
    return done(f"{room.base}/debts", "saved")


def _drafts(form: Form) -> tuple[list[Rule], int]:
    """The lines that are ticked as the school's own; the others stay as is usual."""
    reader = Reader(form)
    rev = reader.number("rev")
    told = {
        cause: reader.among(f"debtor-{cause}", {who.value: who for who in Debtor}, CHOOSE)
        for cause in CAUSES
        if form.ticked(f"own-{cause}")
    }
    reader.check()
    return [
        Rule(cause=cause, debtor=Debtor(who), source=reader.text(f"source-{cause}"))
        for cause, who in told.items()
    ], rev


def _form(room: Room, form: Form, status: int = 200) -> Response:
    content = DebtsForm(at=room.at(DEBTS), form=form, lines=_lines(room))
    return room.page("debts_edit.html", "Изменить, кто должен", content, status=status)


def _lines(room: Room) -> tuple[Line, ...]:
    return tuple(
        Line(
            cause=rule.cause, title=TITLE[rule.cause], debtor=DEBTOR[rule.debtor], source=rule.source,
            mark=MARK[rule.mark] if rule.mark else "",
        )
        for rule in read_rules(room.unit, room.school.id)
    )  # fmt: skip
