"""How long a school keeps what: the terms in words, and the form that changes them."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.errors import Conflict, Invalid
from api.pages.schools.room import KEEPING, At, ReadRoom, Room, WriteRoom, shown_again
from api.services.schools.retention import (
    USUAL,
    RetentionDraft,
    read_retention,
    refuse_retention_faults,
    write_retention,
)
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from models.base import Keep

router = APIRouter(prefix="/retention")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A term of keeping in words: what it covers and from when it counts."""

    term: Keep
    title: str
    counts: str


KINDS = (
    Kind(
        term=Keep.CASE, title="Дела учеников",
        counts="Имя, адрес, документы, планы. Считают с окончания последнего дела ученика.",
    ),
    Kind(
        term=Keep.MEDICAL, title="Медицинские документы",
        counts="Номер, кто выдал, ограничения, файлы. Считают с окончания дела.",
    ),
    Kind(
        term=Keep.JOURNAL, title="Уроки, расписания, табели",
        counts="Что проведено и кем. Считают с конца учебного года.",
    ),
    Kind(
        term=Keep.ACCOUNT, title="Учётные записи",
        counts="Имя, вход, телефон. Считают с окончания последней роли.",
    ),
    Kind(
        term=Keep.AUDIT, title="Журнал действий",
        counts="Кто и что менял, без имён. Записи связаны одна с другой, поэтому не удаляются.",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPage:
    at: At
    lines: tuple[tuple[Kind, RetentionDraft | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionForm:
    at: At
    form: Form
    kinds: tuple[Kind, ...] = KINDS


@router.api_route("", methods=["GET", "HEAD"])
def retention(room: ReadRoom, said: str = "") -> Response:
    told = read_retention(room.unit, room.school.id)
    lines = tuple((kind, told.get(kind.term)) for kind in KINDS)
    return room.page(
        "retention.html", "Сроки хранения", RetentionPage(at=room.at(KEEPING), lines=lines), said
    )


@router.api_route("/edit", methods=["GET", "HEAD"])
def edit(room: ReadRoom) -> Response:
    """A school that has set nothing yet starts from what is usual, marked as unchecked."""
    told = read_retention(room.unit, room.school.id) or {draft.term: draft for draft in USUAL}
    values: dict[str, object] = {"rev": room.school.rev}
    for term, draft in told.items():
        values[f"years-{term}"], values[f"source-{term}"] = draft.years, draft.source
        values[f"sure-{term}"] = not draft.to_check
    return _form(room, form_of(**values))


@router.post("")
def write(room: WriteRoom, sent: Sent) -> Response:
    outcome = attempt(room.unit, lambda: write_retention(room.unit, room.school.id, *_drafts(sent)))
    if isinstance(outcome, Invalid | Conflict):
        return _form(room, *shown_again(sent, outcome))
    return done(f"{room.base}/retention", "saved")


def _drafts(form: Form) -> tuple[list[RetentionDraft], int]:
    """Terms with a number or a source; an empty line is a term nobody has set. Raises Invalid, all faults at once."""
    reader = Reader(form)
    rev = reader.number("rev")
    found = [
        RetentionDraft(
            term=kind.term, years=reader.number(f"years-{kind.term}"), source=reader.text(f"source-{kind.term}"),
            to_check=not form.ticked(f"sure-{kind.term}"),
        )
        for kind in KINDS
        if form.said(f"years-{kind.term}") or form.said(f"source-{kind.term}")
    ]  # fmt: skip
    try:
        refuse_retention_faults(found)
    except Invalid as refused:
        raise Invalid({**refused.faults, **reader.faults}) from None
    reader.check()
    return found, rev


def _form(room: Room, form: Form, status: int = 200) -> Response:
    content = RetentionForm(at=room.at(KEEPING), form=form)
    return room.page("retention_edit.html", "Изменить сроки хранения", content, status=status)
