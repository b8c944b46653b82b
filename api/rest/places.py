"""Places of a school, minutes on the way between them, and how the school plans."""

from __future__ import annotations

from typing import Annotated

from fastapi import Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit, WriteUnit
from api.errors import NotFound, Stale
from api.rest.answers import Once, Paged, Tags, changed, expect_digest, listing, made, single
from api.rest.routing import creates, lists, reads, section, writes
from api.rest.shapes import (
    PLAIN,
    SAMPLE_ID,
    Flag,
    Id,
    Minute,
    Page,
    Record,
    Ref,
    Sent,
    Told,
    Whole,
    links,
    text,
)
from api.services.desk import expect
from api.services.registry.scope import current_year
from api.services.travel import estimate
from api.services.travel.places import KnownPlace, PlaceDraft, add_place, place_of, places, write_place
from api.services.travel.roads import Way, ways_from, write_ways
from api.services.unit import Unit
from models.place import Place, PlanningSettings
from scheduler.calendar.year import Parity
from scheduler.terms import PlaceKind

router = section("places")
Degrees = Annotated[float | None, Field(description="none: nobody knows; the roads have to be told by hand")]
Walk = Annotated[Whole | None, Field(ge=0, le=600, examples=[12], description="minutes; none: as estimated")]


class PlaceSent(Sent):
    """A place as it is to be. kind counts only for a new one."""

    code: Annotated[str, text(40, "Дом К-17")]
    title: Annotated[
        str, Field(strict=True, max_length=300, pattern=PLAIN, examples=["ул. Придуманная, 7"])
    ] = ""
    zone: Annotated[
        str, Field(strict=True, max_length=100, pattern=PLAIN, description="what other schools see of it")
    ] = ""
    kind: PlaceKind = PlaceKind.HOME
    lat: Degrees = None
    lon: Degrees = None


class PlaceAdded(PlaceSent):
    """case_id: the child of that case lives here by default."""

    case_id: Ref | None = None


class PlaceTold(Record):
    code: str = Field(examples=["Дом К-17"])
    title: str
    zone: str
    kind: PlaceKind
    lat: float | None
    lon: float | None
    pupil_id: str | None = Field(description="who lives there")
    main: bool = Field(description="where the pupil lives by default")
    same_as_id: str | None = Field(description="the place whose door it shares")


class RoadSent(Sent):
    """Both ways; there alone holds for the way back, too."""

    there_min: Walk
    back_min: Walk


class RoadTold(Told):
    """guess_min: by coordinates and the school's pace; none: nobody knows where one of the two is."""

    from_id: str = Field(examples=[SAMPLE_ID])
    to_id: str = Field(examples=[SAMPLE_ID])
    to_title: str
    guess_min: int | None
    there_min: int | None
    back_min: int | None


class PlanningSent(Sent):
    """How a school plans; all of it at once. speed_mh: metres an hour; detour_percent: road over straight line."""

    title: Annotated[str, Field(strict=True, max_length=300, pattern=PLAIN)] = ""
    cycle_weeks: Annotated[Whole, Field(ge=1, le=4, examples=[4])]
    parity: Parity
    day_start_min: Minute
    day_end_min: Annotated[Whole, Field(ge=0, le=1440, examples=[1140])]
    step_min: Annotated[Whole, Field(ge=5, le=30, examples=[5])]
    speed_mh: Annotated[Whole, Field(ge=500, le=120_000, examples=[4500])]
    detour_percent: Annotated[Whole, Field(ge=100, le=400, examples=[130])]
    door_min: Annotated[Whole, Field(ge=0, le=60, examples=[3])]
    spare_unwanted: Flag = False


class PlanningTold(Told):
    rev: int = Field(examples=[1], description="0: nothing has been chosen yet")
    title: str
    cycle_weeks: int
    parity: Parity
    day_start_min: int
    day_end_min: int
    step_min: int
    speed_mh: int
    detour_percent: int
    door_min: int
    spare_unwanted: bool = Field(description="hours teachers would rather not give are left free")


def _place(row: Place) -> PlaceTold:
    at = f"/places/{row.id}"
    names = set(PlaceTold.model_fields) - {"links"}
    to = links(this=at, roads=f"{at}/roads", pupil=row.pupil_id and f"/pupils/{row.pupil_id}")
    return PlaceTold(links=to, **{name: getattr(row, name) for name in names})


def _known(place: KnownPlace) -> PlaceTold:
    return _place(place.row)


@lists(router, "/places", Page[PlaceTold])
def list_places(request: Request, unit: ReadUnit, paging: Paged) -> Response:
    return listing(request, paging, places(unit), _known, Page[PlaceTold])


@creates(router, "/places", PlaceTold)
def create_place(unit: WriteUnit, once: Once, sent: PlaceAdded) -> Response:
    def act() -> Response:
        row = add_place(unit, PlaceDraft(**sent.model_dump(exclude={"case_id"})), sent.case_id)
        return made(_place(row), row)

    return once(sent, act)


@reads(router, "/places/{place_id}", PlaceTold)
def get_place(request: Request, unit: ReadUnit, place_id: Id) -> Response:
    row = place_of(unit, place_id).row
    return single(request, _place(row), row)


@writes(router, "PUT", "/places/{place_id}", PlaceTold)
def put_place(unit: WriteUnit, tags: Tags, place_id: Id, sent: PlaceSent) -> Response:
    rev = expect(unit, Place, place_id, tags).rev
    row = write_place(unit, place_id, rev, PlaceDraft(**sent.model_dump()))
    return changed(_place(row), row)


def _road(from_id: str, way: Way) -> RoadTold:
    start = f"/places/{from_id}"
    return RoadTold(
        links=links(this=f"{start}/roads/{way.place_id}", start=start), from_id=from_id, to_id=way.place_id,
        to_title=way.title, guess_min=way.guess, there_min=way.there, back_min=way.back,
    )  # fmt: skip


def one_road(unit: Unit, place_id: str, to_id: str) -> RoadTold:
    found = ways_from(unit, current_year(unit).id, place_id).ways
    way = next((way for way in found if way.place_id == to_id), None)
    if way is None:
        raise NotFound
    return _road(place_id, way)


@lists(router, "/places/{place_id}/roads", Page[RoadTold])
def list_roads(request: Request, unit: ReadUnit, paging: Paged, place_id: Id) -> Response:
    """To every other place of the school and its partners; those nobody knows the way to first."""
    found = ways_from(unit, current_year(unit).id, place_id).ways
    return listing(request, paging, found, lambda way: _road(place_id, way), Page[RoadTold])


@reads(router, "/places/{place_id}/roads/{to_id}", RoadTold)
def get_road(request: Request, unit: ReadUnit, place_id: Id, to_id: Id) -> Response:
    return single(request, one_road(unit, place_id, to_id))


@writes(router, "PUT", "/places/{place_id}/roads/{to_id}", RoadTold)
def put_road(unit: WriteUnit, tags: Tags, place_id: Id, to_id: Id, sent: RoadSent) -> Response:
    expect_digest(one_road(unit, place_id, to_id), tags)
    write_ways(unit, current_year(unit).id, place_id, {to_id: (sent.there_min, sent.back_min)})
    return changed(one_road(unit, place_id, to_id))


def _planning(row: PlanningSettings) -> PlanningTold:
    names = set(PlanningTold.model_fields) - {"links"}
    return PlanningTold(links=links(this="/planning"), **{name: getattr(row, name) for name in names})


@reads(router, "/planning", PlanningTold)
def get_planning(request: Request, unit: ReadUnit) -> Response:
    row = estimate.planning_of(unit)
    return single(request, _planning(row), row)


@writes(router, "PUT", "/planning", PlanningTold)
def put_planning(unit: WriteUnit, tags: Tags, sent: PlanningSent) -> Response:
    now = estimate.planning_of(unit)
    if str(now.rev) not in tags:
        raise Stale(str(now.rev))
    told = sent.model_dump()
    pace = estimate.Pace(*(told.pop(name) for name in ("speed_mh", "detour_percent", "door_min")))
    row = estimate.write_planning(unit, now.rev, estimate.PlanningDraft(**told, pace=pace))
    return changed(_planning(row), row)
