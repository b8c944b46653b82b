"""All teachers at a glance: whose time is in, how much of it is free, which subjects it covers."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Here, Place, ReadUnit
from api.pages.frame import TEACHERS, frame
from api.services.teachers.homes import HomeSeen, homes_seen
from api.services.teachers.overview import Handed, Overview, overview
from api.web.rendering import page

router = APIRouter()
HANDED = {
    Handed.NO: ("late", "не сдано"),
    Handed.OPEN: ("soon", "открыто для правки"),
    Handed.CHANGED: ("soon", "изменено после сдачи"),
    Handed.YES: ("fine", "сдано"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachersPage:
    """marks: class of style and word of each state. homes: where a partner's teachers go, for their coordinator."""

    found: Overview
    homes: tuple[HomeSeen, ...]
    marks: dict[Handed, tuple[str, str]]


@router.api_route(TEACHERS.href, methods=["GET", "HEAD"])
def teachers(place: Place, here: Here, unit: ReadUnit, said: str = "") -> Response:
    content = TeachersPage(found=overview(unit), homes=homes_seen(unit), marks=HANDED)
    return page("teachers/list.html", frame(place, here, "Учителя", TEACHERS.href, said), content)
