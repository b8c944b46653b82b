"""Minutes on the way: from one place to all others, estimated, and written over where somebody knows better."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.data.stage import ROADS, Around, OnStage, Stage, year_at
from api.services.travel.learning import Proposal, leave, proposals, take
from api.services.travel.roads import Ways, ways_from, write_ways
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of

router = APIRouter(prefix=ROADS.href)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadsPage:
    """proposals: ways that took teachers longer than is counted."""

    around: Around
    found: Ways
    proposals: tuple[Proposal, ...]
    form: Form


@router.api_route("", methods=["GET", "HEAD"])
def overview(at: OnStage, unit: ReadUnit, place: str = "", said: str = "") -> Response:
    return _show(at, unit, place, None, said=said)


@router.post("")
def write(at: OnStage, unit: WriteUnit, sent: Sent) -> Response:
    place = sent.said("place")
    made = attempt(unit, lambda: _write(unit, place, sent))
    if isinstance(made, Invalid | Conflict):
        return _show(at, unit, place, sent.refused(made), made.status)
    return done(f"{ROADS.href}?place={place}", "saved")


@router.post("/late")
def settle(at: OnStage, unit: WriteUnit, sent: Sent) -> Response:
    """Late arrivals on one way: it is written over, or left as it is."""
    made = attempt(unit, lambda: _settle(unit, sent))
    if isinstance(made, Invalid | Conflict):
        return _show(at, unit, "", sent.refused(made), made.status)
    return done(ROADS.href, "saved")


def _settle(unit: Unit, sent: Form) -> None:
    pair = (sent.said("from"), sent.said("to"))
    if sent.said("do") == "leave":
        leave(unit, pair)
        return
    reader = Reader(sent)
    minutes = reader.number("minutes")
    reader.check()
    take(unit, pair, minutes)


def _write(unit: Unit, place: str, sent: Form) -> None:
    reader = Reader(sent)
    others = [name.removeprefix("there-") for name in sent.values if name.startswith("there-")]
    told = {
        other: (reader.number_or_none(f"there-{other}"), reader.number_or_none(f"back-{other}"))
        for other in others
    }
    reader.check()
    write_ways(unit, year_at(unit).id, place, told)


def _show(
    at: Stage, unit: Unit, place: str, form: Form | None, status: int = 200, said: str = ""
) -> Response:
    found = ways_from(unit, year_at(unit).id, place)
    filled = {f"there-{way.place_id}": way.there for way in found.ways}
    filled |= {f"back-{way.place_id}": way.back for way in found.ways}
    content = RoadsPage(
        around=at.around(ROADS), found=found, proposals=proposals(unit), form=form or form_of(**filled)
    )
    return at.show("roads.html", "Дорога", content, status, said)
