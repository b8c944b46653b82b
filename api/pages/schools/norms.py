"""The norm sets in force on a day."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.errors import Invalid
from api.pages.schools.room import NORMS, At, ReadRoom
from api.services.schools.norms_said import DocumentSaid, documents
from api.web.forms import Form, Reader, form_of

router = APIRouter(prefix="/norms")


@dataclass(frozen=True, slots=True, kw_only=True)
class NormsPage:
    """form: the day asked for; empty: today."""

    at: At
    form: Form
    on: str
    documents: tuple[DocumentSaid, ...]


@router.api_route("", methods=["GET", "HEAD"])
def norms(room: ReadRoom, on: str = "") -> Response:
    form = form_of(on=on[:20] or room.unit.today)
    reader, status = Reader(form), 200
    day = reader.day("on")
    try:
        reader.check()
    except Invalid as refused:
        form, status, day = form.refused(refused), refused.status, room.unit.today
    content = NormsPage(at=room.at(NORMS), form=form, on=f"{day:%d.%m.%Y}", documents=documents(day))
    return room.page("norms.html", "Нормы", content, status=status)
