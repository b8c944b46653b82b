"""«Шаблоны»: download a form's template, edit it in Word, bring it back; it is judged before it is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from api.errors import Conflict, Invalid
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
CHOOSE = "Выберите форму, для которой этот шаблон."


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


def form_asked(form: str = "") -> forms.Form:
    return _form(form)


def form_sent(sent: Sent) -> forms.Form:
    return _form(sent.said("form"))


def _form(told: str) -> forms.Form:
    if told not in set(forms.Form):
        raise Invalid({"form": [CHOOSE]})
    return forms.Form(told)


AskedForm = Annotated[forms.Form, Depends(form_asked)]
SentForm = Annotated[forms.Form, Depends(form_sent)]


def judged_file(file: CheckedFile, sent: Sent) -> Judged | Invalid:
    """Judged and tried on invented values before the transaction begins."""
    if sent.said("form") not in set(forms.Form):
        return Invalid({"file": [CHOOSE]})
    return judged(forms.Form(sent.said("form")), file)


JudgedFile = Annotated[Judged | Invalid, Depends(judged_file)]


@router.post("")
def bring(told: JudgedFile, room: WriteRoom, sent: Sent) -> Response:
    if isinstance(told, Invalid):
        return _show(room, sent.refused(told), told.status, refused=sent.said("form"))
    made = attempt(room.unit, lambda: add_template(room.unit, room.place.files, room.school.id, told))
    if isinstance(made, Invalid | Conflict):
        return _show(room, *shown_again(sent, made), refused=sent.said("form"))
    return done(f"{room.base}/templates", "template")


@router.api_route("/template.docx", methods=["GET", "HEAD"])
def template(room: ReadRoom, paper_form: AskedForm) -> Response:
    """The template in use, to be edited."""
    content = used(room.unit, room.place.files, paper_form, room.school.id).content
    return _handed(content, Media.DOCX, f"{FILE[paper_form][:2]}-shablon.docx")


@router.api_route("/sample.pdf", methods=["GET", "HEAD"])
def sample(room: ReadRoom, paper_form: AskedForm) -> Response:
    """The form as it would be printed, of invented people."""
    content = previewed(
        paper_form, used(room.unit, room.place.files, paper_form, room.school.id).content, Layout.PDF
    )
    if content is None:
        raise Conflict(UNUSED)
    return _handed(content, Media.PDF, f"{FILE[paper_form][:2]}-obrazec.pdf")


@router.post("/withdraw")
def take_away(room: WriteRoom, paper_form: SentForm, sent: Sent) -> Response:
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
