"""The school a page is about, and what all pages of a school have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from api.deps import Here, Place, Presence, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid, NotFound
from api.installation import Installation
from api.pages.frame import frame
from api.services.schools.options import school_of
from api.services.unit import Unit
from api.web.forms import Form
from api.web.rendering import Link, page
from models.person import Role
from models.school import School

OPTIONS, YEARS, BELLS = "Настройки", "Учебные годы", "Звонки"
HOURS, NORMS, NETWORK, KEEPING, DEBTS = "Часы", "Нормы", "Партнёры", "Сроки хранения", "Долги"
TEMPLATES, NAMES = "Шаблоны", "Падежи имён"
SECTIONS = (
    ("", OPTIONS),
    ("/years", YEARS),
    ("/bells", BELLS),
    ("/hours", HOURS),
    ("/norms", NORMS),
    ("/network", NETWORK),
    ("/retention", KEEPING),
    ("/debts", DEBTS),
    ("/templates", TEMPLATES),
    ("/names", NAMES),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """Where one is: the school, the address its pages begin with, the links to its sections."""

    base: str
    school: str
    section: str
    links: tuple[Link, ...]
    several: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One school in one request. base: `/school` or `/schools/{id}`."""

    place: Installation
    here: Presence
    unit: Unit
    school: School
    base: str

    def at(self, section: str) -> At:
        links = tuple(Link(f"{self.base}{path}", title) for path, title in SECTIONS)
        several = self.unit.actor.role == Role.ADMINISTRATOR
        return At(base=self.base, school=self.school.title, section=section, links=links, several=several)

    def page(
        self, template: str, title: str, content: Any, said: str = "", status: int = 200
    ) -> HTMLResponse:
        around = frame(self.place, self.here, title, self.base, said)
        return page(f"schools/{template}", around, content, status)


def shown_again(form: Form, refusal: Invalid | Conflict) -> tuple[Form, int]:
    """The form with what was said about it, and the status of the answer."""
    return form.refused(refusal), refusal.status


def _room(request: Request, place: Installation, here: Presence, unit: Unit) -> Room:
    told = request.path_params.get("school_id")
    school_id = told or unit.actor.school_id
    if school_id is None:
        raise NotFound
    base = f"/schools/{school_id}" if told else "/school"
    return Room(place=place, here=here, unit=unit, school=school_of(unit, school_id), base=base)


def reading_room(request: Request, place: Place, here: Here, unit: ReadUnit) -> Room:
    return _room(request, place, here, unit)


def writing_room(request: Request, place: Place, here: Here, unit: WriteUnit) -> Room:
    return _room(request, place, here, unit)


ReadRoom = Annotated[Room, Depends(reading_room)]
WriteRoom = Annotated[Room, Depends(writing_room)]
