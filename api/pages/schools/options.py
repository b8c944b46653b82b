"""A school's choices in words, and the form that changes them."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.errors import Conflict, Invalid
from api.pages.schools import option_form
from api.pages.schools.option_form import KINDS, Choice, choices_of, draft_from, form_from
from api.pages.schools.room import OPTIONS, At, ReadRoom, Room, WriteRoom, shown_again
from api.services.schools.norms_said import warnings
from api.services.schools.options import draft_of_school, write_school
from api.web.forms import Form, Reader, Sent, attempt, done

router = APIRouter()
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionsPage:
    """warnings: norm sets that have run out or soon will."""

    at: At
    code: str
    kind: str
    choices: tuple[Choice, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionsForm:
    at: At
    form: Form
    kinds: Pairs
    zones: Pairs
    weeks: Pairs = option_form.WEEKS
    pmpk: Pairs = option_form.PMPK
    clock: Pairs = option_form.CLOCK
    consent: Pairs = option_form.CONSENT
    scans: Pairs = option_form.SCANS
    agreement: Pairs = option_form.AGREEMENT


@router.api_route("", methods=["GET", "HEAD"])
def options(room: ReadRoom, said: str = "") -> Response:
    school = room.school
    content = OptionsPage(
        at=room.at(OPTIONS), code=school.code, kind=KINDS[school.kind], choices=choices_of(school),
        warnings=warnings(room.unit.today),
    )  # fmt: skip
    return room.page("options.html", "Школа", content, said)


@router.api_route("/edit", methods=["GET", "HEAD"])
def edit(room: ReadRoom) -> Response:
    return _form(room, form_from(draft_of_school(room.school), room.school.rev))


@router.post("")
def write(room: WriteRoom, sent: Sent) -> Response:
    def act() -> None:
        reader = Reader(sent)
        rev = reader.number("rev")
        reader.check()
        write_school(room.unit, room.school.id, rev, draft_from(sent))

    outcome = attempt(room.unit, act)
    if isinstance(outcome, Invalid | Conflict):
        return _form(room, *shown_again(sent, outcome))
    return done(room.base, "saved")


def _form(room: Room, form: Form, status: int = 200) -> Response:
    content = OptionsForm(
        at=room.at(OPTIONS), form=form, kinds=tuple(KINDS.items()), zones=option_form.zones(form)
    )
    return room.page("options_edit.html", "Настройки школы", content, status=status)
