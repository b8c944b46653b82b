"""The classes of a school, and one class as a grid of lessons by day."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Here, Place, Presence, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.installation import Installation
from api.pages.frame import TEACHERS, frame
from api.services.classes.broken import Broken, broken_lessons, without_bells
from api.services.classes.writing import (
    ClassLine,
    ClassSheet,
    class_sheet,
    classes_of,
    shifts_of,
    write_class,
)
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from api.web.rendering import page
from scheduler.russian import DAY
from scheduler.terms import Weekday

router = APIRouter()
CLASSES = "/classes"
LINES = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassesPage:
    lines: tuple[ClassLine, ...]
    links: tuple[str, ...]
    shifts: tuple[tuple[str, str], ...]
    broken: tuple[Broken, ...]
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GridPage:
    """days: values and titles. teachers: names that may be written."""

    sheet: ClassSheet
    form: Form
    days: tuple[tuple[str, str], ...]
    teachers: tuple[str, ...]


@router.api_route(CLASSES, methods=["GET", "HEAD"])
def classes(place: Place, here: Here, unit: ReadUnit, said: str = "") -> Response:
    lines = classes_of(unit)
    content = ClassesPage(
        lines=lines, links=tuple(address(line.title, line.shift) for line in lines),
        shifts=tuple((str(shift), f"смена {shift}") for shift in shifts_of(unit)),
        broken=broken_lessons(unit), without=without_bells(unit),
    )  # fmt: skip
    return page("classes/list.html", frame(place, here, "Расписание классов", TEACHERS.href, said), content)


def address(title: str, shift: int) -> str:
    return f"{CLASSES}/edit?{urlencode({'title': title, 'shift': shift})}"


@router.api_route(f"{CLASSES}/edit", methods=["GET", "HEAD"])
def edit(place: Place, here: Here, unit: ReadUnit, title: str = "", shift: str = "1") -> Response:
    sheet = class_sheet(unit, title.strip()[:40], shift_of(shift))
    told = {f"cell-{day.value}-{number}": text for (day, number), text in sheet.cells.items()}
    form = form_of(title=sheet.title, shift=sheet.shift, mark=sheet.mark, **told)
    return _page(place, here, sheet, form)


def shift_of(told: str) -> int:
    return int(told) if told.isascii() and told.isdigit() and len(told) == 1 else 1


@router.post(f"{CLASSES}/edit")
def write(place: Place, here: Here, unit: WriteUnit, sent: Sent) -> Response:
    title, shift = sent.said("title"), shift_of(sent.said("shift"))
    outcome = attempt(unit, lambda: _write(unit, sent, title, shift))
    if isinstance(outcome, Invalid | Conflict):
        sheet = class_sheet(unit, title[:40], shift)
        return _page(place, here, sheet, sent.refused(outcome), outcome.status)
    return done(CLASSES, "saved")


def _write(unit: Unit, sent: Form, title: str, shift: int) -> None:
    cells = {
        (day, number): sent.said(f"cell-{day.value}-{number}")
        for day in Weekday
        for number in range(LINES + 1)
        if sent.said(f"cell-{day.value}-{number}")
    }
    write_class(unit, title, shift, cells, Reader(sent).text("mark"))


def _page(place: Installation, here: Presence, sheet: ClassSheet, form: Form, status: int = 200) -> Response:
    content = GridPage(
        sheet=sheet, form=form, days=tuple((day.value, DAY[day]) for day in sheet.desk.days),
        teachers=tuple(sorted(sheet.desk.names.values())),
    )  # fmt: skip
    title = f"Расписание: {sheet.title}" if sheet.title else "Расписание класса"
    return page("classes/edit.html", frame(place, here, title, TEACHERS.href), content, status)
