"""Minutes on the way between the lessons of a teacher's day: as somebody told, else as the kernel estimates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlmodel import Session, col, select

from models.place import Place, PlanningSettings, Road
from scheduler import problem as kernel
from scheduler.terms import PlaceKind
from scheduler.travel import estimated_min

Pair = tuple[str, str]


def minutes_between(session: Session, pairs: Iterable[Pair]) -> dict[Pair, int]:
    """By place keys, from and to; pairs nobody knows the way of are left out. One place: 0."""
    wanted = {pair for pair in pairs if all(pair)}
    keys = {key for pair in wanted for key in pair}
    places = {row.id: row for row in session.exec(select(Place).where(col(Place.id).in_(keys)))}
    roads = _roads(session, keys)
    settings = _settings(session, {row.school_id for row in places.values()})
    found: dict[Pair, int] = {}
    for pair in wanted:
        minutes = _of_pair(pair, places, roads, settings)
        if minutes is not None:
            found[pair] = minutes
    return found


def _roads(session: Session, keys: set[str]) -> dict[Pair, int]:
    asked = select(Road).where(col(Road.from_id).in_(keys), col(Road.to_id).in_(keys))
    return {(row.from_id, row.to_id): row.minutes for row in session.exec(asked)}


def _settings(session: Session, schools: set[str]) -> dict[str, PlanningSettings]:
    asked = select(PlanningSettings).where(col(PlanningSettings.school_id).in_(schools))
    return {row.school_id: row for row in session.exec(asked)}


def _of_pair(
    pair: Pair,
    places: Mapping[str, Place],
    roads: Mapping[Pair, int],
    settings: Mapping[str, PlanningSettings],
) -> int | None:
    origin, target = (places.get(key) for key in pair)
    if origin is None or target is None:
        return None
    if origin.id == target.id or (origin.same_as_id or origin.id) == (target.same_as_id or target.id):
        return 0
    told = roads.get(pair, roads.get((pair[1], pair[0])))
    if told is not None:
        return told
    by = settings.get(target.school_id) or PlanningSettings(school_id=target.school_id)
    travel = kernel.Travel(
        pairs=(), speed_kmh=by.speed_mh / 1000, detour=by.detour_percent / 100, door_min=by.door_min
    )
    return estimated_min(_spot(origin), _spot(target), travel)


def _spot(row: Place) -> kernel.Place:
    return kernel.Place(id=row.id, kind=PlaceKind(row.kind), lat=row.lat, lon=row.lon)
