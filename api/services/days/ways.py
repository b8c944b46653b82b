"""Minutes on the way between the lessons of a teacher's day: as somebody told, else as the kernel estimates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlmodel import Session, col, select

from models.place import Place, PlanningSettings, Road
from scheduler import problem as kernel
from scheduler.registry.paces import Pace, pace_by
from scheduler.terms import PlaceKind, Transport
from scheduler.travel import estimated_min

Pair = tuple[str, str]


def minutes_between(
    session: Session, pairs: Iterable[Pair], goes: Transport | None = None
) -> dict[Pair, int]:
    """By place keys, from and to; pairs nobody knows the way of are left out. One place: 0. goes: how the one who is
    on the way gets about, None: as the school reckons."""
    wanted = {pair for pair in pairs if all(pair)}
    keys = {key for pair in wanted for key in pair}
    places = {row.id: row for row in session.exec(select(Place).where(col(Place.id).in_(keys)))}
    roads = _roads(session, keys)
    settings = _settings(session, {row.school_id for row in places.values()})
    found: dict[Pair, int] = {}
    for pair in wanted:
        minutes = _of_pair(pair, places, roads, settings, goes)
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
    goes: Transport | None,
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
    pace = pace_by(Pace(by.speed_mh, by.detour_percent, by.door_min), goes)
    return estimated_min(_spot(origin), _spot(target), pace.travel)


def _spot(row: Place) -> kernel.Place:
    return kernel.Place(id=row.id, kind=PlaceKind(row.kind), lat=row.lat, lon=row.lon)
