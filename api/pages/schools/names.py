"""«Падежи имён»: what the rules of names get wrong for the people of this school."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.errors import Conflict, Invalid
from api.pages.schools.room import NAMES, At, ReadRoom, Room, WriteRoom, shown_again
from api.services.printing.naming import NameDraft, names_of, remove_name, write_name
from api.web.forms import Form, Sent, attempt, done, form_of
from models.printing import NameForms

router = APIRouter(prefix="/names")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesPage:
    at: At
    form: Form
    names: tuple[NameForms, ...]


@router.api_route("", methods=["GET", "HEAD"])
def names(room: ReadRoom, said: str = "") -> Response:
    return _show(room, form_of(), said=said)


@router.post("")
def write(room: WriteRoom, sent: Sent) -> Response:
    draft = NameDraft(
        name=sent.said("name"), genitive=sent.said("genitive"), dative=sent.said("dative"),
        instrumental=sent.said("instrumental"),
    )  # fmt: skip
    made = attempt(room.unit, lambda: write_name(room.unit, room.school.id, draft))
    if isinstance(made, Invalid | Conflict):
        return _show(room, *shown_again(sent, made))
    return done(f"{room.base}/names", "saved")


@router.post("/{name_id}/remove")
def remove(room: WriteRoom, name_id: str) -> Response:
    remove_name(room.unit, room.school.id, name_id)
    return done(f"{room.base}/names", "removed")


def _show(room: Room, form: Form, status: int = 200, said: str = "") -> Response:
    content = NamesPage(at=room.at(NAMES), form=form, names=names_of(room.unit, room.school.id))
    return room.page("names.html", "Падежи имён", content, said, status)
