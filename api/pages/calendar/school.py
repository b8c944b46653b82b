"""«Ссылки на календари»: which calendars outside the service show lessons of the school, and an end to any of them."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Here, Place, ReadUnit, WriteUnit
from api.pages.calendar.links import SHOWN, SHOWN_OF_FAMILY
from api.pages.calendar.links import moment_at as moment
from api.pages.calendar.links import zone_at as zone
from api.pages.frame import SCHOOL_CALENDARS, frame
from api.services.feeds.supervising import SchoolLink, links_of_school, revoke_for_owner
from api.web.forms import done
from api.web.rendering import page
from models.message import FeedHolder, FeedLevel

router = APIRouter()
PATH = SCHOOL_CALENDARS.href


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """addresses: it shows where children live."""

    id: str
    owner: str
    whose: str
    tells: str
    used: str
    addresses: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolCalendarsPage:
    lines: tuple[Line, ...]


@router.api_route(PATH, methods=["GET", "HEAD"])
def calendars(place: Place, here: Here, unit: ReadUnit, said: str = "") -> Response:
    local = zone(place, here)
    content = SchoolCalendarsPage(lines=tuple(_line(each, local) for each in links_of_school(unit)))
    return page("calendar/school.html", frame(place, here, "Ссылки на календари", PATH, said), content)


@router.post(PATH + "/{feed_id}/revoke")
def revoke(unit: WriteUnit, feed_id: str) -> Response:
    revoke_for_owner(unit, feed_id)
    return done(PATH, "unlinked")


def _line(link: SchoolLink, local: ZoneInfo) -> Line:
    family = link.holder == FeedHolder.CASE
    whose = f"занятия дела {link.whose}" if family else f"занятия учителя: {link.whose}"
    used = f"приходил {moment(link.used_at, local)}: {link.agent}" if link.used_at else "ещё не приходил"
    return Line(
        id=link.id, owner=link.owner, used=f"создана {moment(link.created_at, local)}, календарь {used}",
        whose="все занятия школы" if link.holder == FeedHolder.SCHOOL else whose,
        tells=(SHOWN_OF_FAMILY if family else SHOWN)[link.level], addresses=link.level == FeedLevel.ADDRESS,
    )  # fmt: skip
