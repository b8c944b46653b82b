"""The bells of a school: a table of lessons by shift, and the same table as one form."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.errors import Conflict, Invalid
from api.pages.schools.bell_form import Grid, bells_from, form_from, grid_of
from api.pages.schools.room import BELLS, At, ReadRoom, Room, WriteRoom, shown_again
from api.services.classes.broken import Broken, broken_lessons
from api.services.schools.bell_norms import bell_remarks
from api.services.schools.network import BellDraft, bells_of, write_bells
from api.web.forms import Form, Sent, attempt, done

router = APIRouter(prefix="/bells")


@dataclass(frozen=True, slots=True, kw_only=True)
class BellsPage:
    """bells: by (shift, lesson). remarks: what the norms say against them. broken: home lessons that no longer fit."""

    at: At
    grid: Grid
    bells: dict[tuple[int, int], BellDraft]
    remarks: tuple[str, ...]
    broken: tuple[Broken, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BellsForm:
    at: At
    grid: Grid
    form: Form


@router.api_route("", methods=["GET", "HEAD"])
def bells(room: ReadRoom, said: str = "") -> Response:
    told = bells_of(room.unit, room.school.id)
    content = BellsPage(
        at=room.at(BELLS), grid=grid_of(told), bells={(bell.shift, bell.number): bell for bell in told},
        remarks=bell_remarks(told, room.unit.today), broken=broken_lessons(room.unit),
    )  # fmt: skip
    return room.page("bells.html", "Звонки", content, said)


@router.api_route("/edit", methods=["GET", "HEAD"])
def edit(room: ReadRoom) -> Response:
    told = bells_of(room.unit, room.school.id)
    return _form(room, grid_of(told), form_from(told, room.school.rev))


@router.post("")
def write(room: WriteRoom, sent: Sent) -> Response:
    """Saves; or, by the button pressed, shows the form with one more lesson or shift and saves nothing."""
    grid = Grid.read(sent)
    match sent.said("act"):
        case "lesson":
            return _form(room, grid.with_lesson(), sent)
        case "shift":
            return _form(room, grid.with_shift(), sent)
    outcome = attempt(room.unit, lambda: write_bells(room.unit, room.school.id, *bells_from(sent, grid)))
    if isinstance(outcome, Invalid | Conflict):
        form, status = shown_again(sent, outcome)
        return _form(room, grid, form, status)
    return done(f"{room.base}/bells", "saved")


def _form(room: Room, grid: Grid, form: Form, status: int = 200) -> Response:
    content = BellsForm(at=room.at(BELLS), grid=grid, form=form)
    return room.page("bells_edit.html", "Изменить звонки", content, status=status)
