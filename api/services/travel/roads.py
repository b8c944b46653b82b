"""Minutes from one place to all others: the estimate, and what the deputy has written over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.errors import Invalid, NotFound
from api.services.desk import at_desk
from api.services.registry.reading import Gathered, gathered
from api.services.registry.scope import scope_of
from api.services.unit import Unit
from models.place import Place, Road
from scheduler.problem import Place as Spot
from scheduler.problem import Travel
from scheduler.travel import estimated_min

LONGEST = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One other place. guess: the estimate, None where coordinates are missing; there, back: told minutes."""

    place_id: str
    name: str
    title: str
    guess: int | None
    there: int | None
    back: int | None

    @property
    def unknown(self) -> bool:
        return self.guess is None and self.there is None and self.back is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """places: id and name of every place one may look from. lost: places without coordinates."""

    places: tuple[tuple[str, str], ...]
    from_id: str
    ways: tuple[Way, ...]
    lost: tuple[tuple[str, str], ...]


def ways_from(unit: Unit, year_id: str, place_id: str = "") -> Ways:
    """From a place, by default from the school; those that nobody knows the way to first. NotFound for others."""
    found = gathered(unit, scope_of(unit, year_id))
    doors = _doors(found)
    names = {row.id: _title(name, spot) for name, (row, spot) in doors.items()}
    own = found.rows.school.schools[0].code
    if not doors and not place_id:
        return Ways(places=(), from_id="", ways=(), lost=())
    place_id = place_id or (doors[own] if own in doors else next(iter(doors.values())))[0].id
    if place_id not in names:
        raise NotFound
    told = {(row.from_id, row.to_id): row.minutes for row in found.rows.school.roads}
    start = next(spot for row, spot in doors.values() if row.id == place_id)
    travel = _travel(found)
    ways = [
        Way(
            place_id=row.id, name=name, title=names[row.id], guess=estimated_min(start, spot, travel),
            there=told.get((place_id, row.id)), back=told.get((row.id, place_id)),
        )
        for name, (row, spot) in doors.items()
        if row.id != place_id
    ]  # fmt: skip
    return Ways(
        places=tuple(names.items()), from_id=place_id, ways=tuple(sorted(ways, key=lambda way: not way.unknown)),
        lost=tuple((row.id, names[row.id]) for row, spot in doors.values() if spot.lat is None),
    )  # fmt: skip


def _doors(found: Gathered) -> dict[str, tuple[Place, Spot]]:
    """Places of the registry that are rows of their own, by their names in it."""
    rows = found.names.doors
    return {spot.id: (rows[spot.id], spot) for spot in found.registry.places if spot.id in rows}


def _title(name: str, spot: Spot) -> str:
    return f"{name}, {spot.title}" if spot.title else name


def _travel(found: Gathered) -> Travel:
    settings = found.registry.settings
    return Travel(pairs=(), speed_kmh=settings.speed_kmh, detour=settings.detour, door_min=settings.door_min)


def write_ways(
    unit: Unit, year_id: str, place_id: str, told: Mapping[str, tuple[int | None, int | None]]
) -> int:
    """told: other place -> minutes there and back; None: as estimated. How many rows have changed."""
    school_id = at_desk(unit)
    known = ways_from(unit, year_id, place_id)
    place_id, ways = known.from_id, {way.place_id for way in known.ways}
    faults = {
        f"{side}-{other}": [f"Минут — от 0 до {LONGEST}."]
        for other, pair in told.items()
        for side, value in zip(("there", "back"), pair, strict=True)
        if value is not None and not 0 <= value <= LONGEST
    }
    if faults:
        raise Invalid(faults)
    if not told.keys() <= ways:
        raise NotFound
    rows = {(row.from_id, row.to_id): row for row in _rows(unit, year_id)}
    changed = 0
    for other, (there, back) in told.items():
        for ends, minutes in (((place_id, other), there), ((other, place_id), back)):
            changed += _write(unit, school_id, rows.get(ends), ends, minutes)
    unit.session.flush()
    if changed:
        unit.note("roads.write", "place", place_id, count=changed)
    return changed


def _rows(unit: Unit, year_id: str) -> tuple[Road, ...]:
    return gathered(unit, scope_of(unit, year_id)).rows.school.roads


def _write(unit: Unit, school_id: str, row: Road | None, ends: tuple[str, str], minutes: int | None) -> bool:
    if minutes == (row.minutes if row else None):
        return False
    if minutes is None:
        unit.session.delete(row)
    else:
        row = row or Road(school_id=school_id, from_id=ends[0], to_id=ends[1], minutes=minutes)
        row.rev += 1 if row.minutes != minutes else 0
        row.minutes = minutes
        unit.session.add(row)
    return True
