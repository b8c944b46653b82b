"""What pages of the school's data share: the frame, the year they are about, the links between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import Response

from api.deps import Here, Place, Presence
from api.errors import Conflict, NotFound
from api.installation import Installation
from api.pages.frame import DATA, frame
from api.services.registry.scope import current_year
from api.services.unit import Unit
from api.web.rendering import Link, page
from models.person import Role
from models.year import Year

BOOK = Link(DATA.href, "Книга школы")
PROBLEM = Link("/problem", "Проверка данных")
PLACES = Link("/places", "Места")
ROADS = Link("/roads", "Дорога")
PLANNING = Link("/planning", "Настройки расчёта")
SECTIONS = (BOOK, PROBLEM, PLACES, ROADS, PLANNING)
OF_COORDINATOR = (BOOK,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Links to the sections, and which of them this is."""

    links: tuple[Link, ...]
    here: str


@dataclass(frozen=True, slots=True)
class Stage:
    place: Installation
    here: Presence

    def around(self, section: Link) -> Around:
        of_coordinator = self.here.live is not None and self.here.live.actor.role == Role.COORDINATOR
        return Around(links=OF_COORDINATOR if of_coordinator else SECTIONS, here=section.href)

    def show(self, template: str, title: str, content: Any, status: int = 200, said: str = "") -> Response:
        """said: a key of `api.web.forms.SAID`."""
        around = frame(self.place, self.here, title, DATA.href, said)
        return page(f"registry/{template}", around, content, status)


def _stage(place: Place, here: Here) -> Stage:
    return Stage(place, here)


OnStage = Annotated[Stage, Depends(_stage)]


NO_YEAR = "Сначала заведите учебный год в разделе «Школа»."


def year_at(unit: Unit) -> Year:
    """The year that is on or comes next, else the latest; Conflict where the school has none."""
    try:
        return current_year(unit)
    except NotFound:
        raise Conflict(NO_YEAR) from None
