"""Places and roads of a registry."""

from __future__ import annotations

from collections.abc import Iterator

from api.services.registry.naming import HOMELESS, Names, is_school_itself
from api.services.registry.rows import Rows
from models.place import Place
from scheduler.problem import Place as Spot
from scheduler.problem import TravelPair
from scheduler.terms import PlaceKind


def homes_of(rows: Rows, names: Names) -> dict[str, str]:
    """Pupil id -> the place where the pupil lives by default; who has none is absent."""
    return {
        row.pupil_id: names.places[row.id]
        for row in rows.school.places
        if row.main and row.pupil_id is not None
    }


def spot(name: str, row: Place) -> Spot:
    title = None if row.title == row.code else row.title
    return Spot(id=name, title=title or None, kind=PlaceKind(row.kind), lat=row.lat, lon=row.lon)


def places(rows: Rows, names: Names) -> Iterator[Spot]:
    """Own buildings, homes of the pupils chosen, and whatever else somebody is said to be at."""
    needed = _places_needed(rows, names)
    schools = {row.id: row.code for row in rows.school.schools}
    for name, row in names.doors.items():
        if name in needed or is_school_itself(row, schools):
            yield spot(name, row)
    homes = homes_of(rows, names)
    homeless = [case for case in rows.people.cases if case.pupil_id not in homes]
    yield from (Spot(id=HOMELESS.format(case.code), kind=PlaceKind.HOME) for case in homeless)


def _places_needed(rows: Rows, names: Names) -> set[str]:
    pupils = {case.pupil_id for case in rows.people.cases}
    own = [
        row.id
        for row in rows.school.places
        if row.school_id == rows.scope.school_id and (row.pupil_id is None or row.pupil_id in pupils)
    ]
    spots = [entry.place_id for entries in rows.staff.windows.values() for entry in entries]
    spots += [teacher.remote_place_id for teacher in rows.staff.teachers]
    spots += [entry.place_id for entries in rows.people.windows.values() for entry in entries]
    spots += [entry.place_id for entries in rows.people.plan_rows.values() for entry in entries]
    return {names.places[key] for key in [*own, *spots] if key is not None and key in names.places}


def roads(rows: Rows, names: Names) -> Iterator[TravelPair]:
    """Roads between the places of the registry, once per pair of doors."""
    needed = _places_needed(rows, names) | {row.code for row in rows.school.schools}
    seen = set()
    for row in rows.school.roads:
        ends = (names.places.get(row.from_id, ""), names.places.get(row.to_id, ""))
        if set(ends) <= needed and ends[0] != ends[1] and ends not in seen:
            seen.add(ends)
            yield TravelPair(from_place=ends[0], to_place=ends[1], minutes=row.minutes)
