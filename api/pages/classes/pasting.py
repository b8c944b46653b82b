"""Many classes at once: a table copied out of a sheet, looked at before it is taken."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Here, Place, Presence, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.installation import Installation
from api.pages.classes.grid import CLASSES, shift_of
from api.pages.frame import TEACHERS, frame
from api.services.classes.store import desk_of
from api.services.classes.writing import Table, read_table, shifts_of, write_table
from api.services.unit import Unit
from api.web.forms import Form, Sent, attempt, done
from api.web.rendering import page

router = APIRouter(prefix=f"{CLASSES}/paste")


@dataclass(frozen=True, slots=True, kw_only=True)
class PastePage:
    """table: as it was read, once it was looked at."""

    form: Form
    table: Table | None
    shifts: tuple[tuple[str, str], ...]


@router.api_route("", methods=["GET", "HEAD"])
def paste(place: Place, here: Here, unit: ReadUnit) -> Response:
    desk_of(unit)
    return _page(place, here, unit, Form(), None)


@router.post("")
def write(place: Place, here: Here, unit: WriteUnit, sent: Sent) -> Response:
    """Shows what was read; the button below it takes it over."""
    text, shift = sent.values.get("table", ""), shift_of(sent.said("shift"))
    if sent.said("act") != "save":
        table = read_table(unit, text, shift)
        form = sent.refused(Invalid({"table": list(table.faults)})) if table.faults else sent
        return _page(place, here, unit, form, None if table.faults else table, 422 if table.faults else 200)
    outcome = attempt(unit, lambda: write_table(unit, text, shift))
    if isinstance(outcome, Invalid | Conflict):
        return _page(place, here, unit, sent.refused(outcome), None, outcome.status)
    return done(CLASSES, "saved")


def _page(
    place: Installation, here: Presence, unit: Unit, form: Form, table: Table | None, status: int = 200
) -> Response:
    shifts = tuple((str(shift), f"смена {shift}") for shift in shifts_of(unit))
    content = PastePage(form=form, table=table, shifts=shifts)
    around = frame(place, here, "Вставить расписание", TEACHERS.href)
    return page("classes/paste.html", around, content, status)
