"""«Шаблоны»: download a form's template, edit it in Word, bring it back; it is judged before it is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from api.errors import Conflict, Invalid, NotFound
from api.pages.cases.files import HEADERS, CheckedFile
from api.pages.schools.room import TEMPLATES, At, ReadRoom, Room, WriteRoom, shown_again
from api.services.printing.templates import (
    UNUSED,
    Judged,
    add_template,
    judged,
    previewed,
    templates_of,
    used,
    withdraw,
)
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from exports.document import forms
from exports.document.apart import Layout
from exports.document.fields import named
from exports.document.forms import FILE, TITLE
from models.media import Media

router = APIRouter(prefix="/templates")


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateLine:
    """number None: the template the service brings along. fields: what may be written into it."""

    key: str
    title: str
    number: int | None
    at: datetime | None
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatesPage:
    """refused: the form whose file was not taken."""

    at: At
    form: Form
    refused: str
    lines: tuple[TemplateLine, ...]


@router.api_route("", methods=["GET", "HEAD"])
def templates(room: ReadRoom, said: str = "") -> Response:
    return _show(room, form_of(), said=said)


def form_in(paper_form: str) -> forms.Form:
    if paper_form not in set(forms.Form):
        raise NotFound
    return forms.Form(paper_form)


PaperForm = Annotated[forms.Form, Depends(form_in)]


def judged_file(paper_form: PaperForm, file: CheckedFile) -> Judged | Invalid:
    """Judged and tried on invented values before the transaction begins."""
    return judged(paper_form, file)


JudgedFile = Annotated[Judged | Invalid, Depends(judged_file)]


@router.post("/{paper_form}")
def bring(told: JudgedFile, room: WriteRoom, paper_form: PaperForm, sent: Sent) -> Response:
    if isinstance(told, Invalid):
        return _show(room, sent.refused(told), told.status, refused=paper_form.value)
    made = attempt(room.unit, lambda: add_template(room.unit, room.place.files, room.school.id, told))
    if isinstance(made, Invalid | Conflict):
        return _show(room, *shown_again(sent, made), refused=paper_form.value)
    return done(f"{room.base}/templates", "template")


@router.api_route("/{paper_form}/template.docx", methods=["GET", "HEAD"])
def template(room: ReadRoom, paper_form: PaperForm) -> Response:
    """The template in use, to be edited."""
    content = used(room.unit, room.place.files, paper_form, room.school.id).content
    return _handed(content, Media.DOCX, f"{FILE[paper_form][:2]}-shablon.docx")


@router.api_route("/{paper_form}/sample.pdf", methods=["GET", "HEAD"])
def sample(room: ReadRoom, paper_form: PaperForm) -> Response:
    """The form as it would be printed, of invented people."""
    content = previewed(
        paper_form, used(room.unit, room.place.files, paper_form, room.school.id).content, Layout.PDF
    )
    if content is None:
        raise Conflict(UNUSED)
    return _handed(content, Media.PDF, f"{FILE[paper_form][:2]}-obrazec.pdf")


@router.post("/{paper_form}/withdraw")
def take_away(room: WriteRoom, paper_form: PaperForm, sent: Sent) -> Response:
    def act() -> None:
        reader = Reader(sent)
        number = reader.number("number")
        reader.check()
        withdraw(room.unit, room.school.id, paper_form, number)

    refused = attempt(room.unit, act)
    if isinstance(refused, Invalid | Conflict):
        return _show(room, *shown_again(sent, refused), refused=paper_form.value)
    return done(f"{room.base}/templates", "withdrawn")


def _handed(content: bytes, media: Media, name: str) -> Response:
    told = HEADERS | {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media, headers=told)


def _show(room: Room, form: Form, status: int = 200, said: str = "", refused: str = "") -> Response:
    zone = ZoneInfo(room.school.timezone)
    own = {row.form: row for row in reversed(templates_of(room.unit, room.school.id)) if not row.withdrawn_at}
    lines = tuple(
        TemplateLine(
            key=each.value, title=TITLE[each], number=own[each].number if each in own else None,
            at=own[each].at.astimezone(zone) if each in own else None, fields=named(each),
        )
        for each in forms.Form
    )  # fmt: skip
    content = TemplatesPage(at=room.at(TEMPLATES), form=form, refused=refused, lines=lines)
    return room.page("templates.html", "Шаблоны", content, said, status)
