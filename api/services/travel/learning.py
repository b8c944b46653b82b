"""The table of roads put right by what teachers said of being late: a proposal per pair, the deputy decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from api.errors import Invalid, NotFound
from api.services.days.ways import minutes_between
from api.services.desk import at_desk
from api.services.unit import Unit
from models.place import LateArrival, Place, Road
from models.staff import Teacher

Pair = tuple[str, str]
LONGEST = 600
SOURCE = "по опозданиям: {}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """Once: who, when, minutes late, minutes on the way then."""

    teacher: str
    on: date
    late_min: int
    way_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A pair of places whose way takes longer than is counted. known_min None: nobody knows it. wanted_min: the
    middle one of the ways that were late (of an even number the longer of the two)."""

    from_id: str
    to_id: str
    from_title: str
    to_title: str
    known_min: int | None
    wanted_min: int
    late: tuple[Late, ...]


def proposals(unit: Unit) -> tuple[Proposal, ...]:
    """Of the actor's school, those with most late arrivals first; pairs counted long enough already are left out."""
    found = _open(unit, at_desk(unit))
    ids = {key for pair in found for key in pair}
    titles = {
        row.id: row.title or row.code
        for row in unit.session.exec(select(Place).where(col(Place.id).in_(ids)))
    }
    teachers = {row.teacher_id for rows in found.values() for row in rows}
    late = {row.id: row for row in unit.session.exec(select(Teacher).where(col(Teacher.id).in_(teachers)))}
    known = _known(unit, found, late)
    told = [
        Proposal(
            from_id=pair[0], to_id=pair[1], from_title=titles[pair[0]], to_title=titles[pair[1]],
            known_min=known.get(pair), wanted_min=wanted(rows),
            late=tuple(
                Late(teacher=late[row.teacher_id].name, on=row.on_date, late_min=row.late_min, way_min=way_of(row))
                for row in rows
            ),
        )
        for pair, rows in found.items()
        if wanted(rows) > known.get(pair, -1)
    ]  # fmt: skip
    return tuple(sorted(told, key=lambda each: (-len(each.late), each.from_title, each.to_title)))


def _known(
    unit: Unit, found: Mapping[Pair, Sequence[LateArrival]], teachers: Mapping[str, Teacher]
) -> dict[Pair, int]:
    """What is counted for a pair now: for the slowest of those who were late on it."""
    known: dict[Pair, int] = {}
    for goes in {row.goes for row in teachers.values()}:
        own = [pair for pair, rows in found.items() if any(teachers[r.teacher_id].goes == goes for r in rows)]
        for pair, minutes in minutes_between(unit.session, own, goes).items():
            known[pair] = max(minutes, known.get(pair, 0))
    return known


def way_of(row: LateArrival) -> int:
    """Minutes on the way, the wait at the end of the lesson before included."""
    return row.start_min + row.late_min - (row.left_min or 0)


def wanted(rows: Sequence[LateArrival]) -> int:
    return sorted(way_of(row) for row in rows)[len(rows) // 2]


def take(unit: Unit, pair: Pair, minutes: int) -> None:
    """Writes the minutes into the table of roads, that way, and settles what was told of the pair."""
    school_id = at_desk(unit)
    if not 0 <= minutes <= LONGEST:
        raise Invalid({"minutes": [f"Минут — от 0 до {LONGEST}."]})
    rows = _held(unit, school_id, pair)
    asked = select(Road).where(Road.school_id == school_id, Road.from_id == pair[0], Road.to_id == pair[1])
    road = unit.session.exec(asked).first()
    if road is None:
        road = Road(school_id=school_id, from_id=pair[0], to_id=pair[1], minutes=minutes)
    else:
        road.rev += 1
    road.minutes, road.source = minutes, SOURCE.format(len(rows))
    unit.session.add(road)
    _settle(unit, rows, taken=True)
    unit.note("roads.learn", "place", pair[0], count=len(rows), minutes=minutes)


def leave(unit: Unit, pair: Pair) -> None:
    """The road stays as it is; what was told of the pair is settled."""
    rows = _held(unit, at_desk(unit), pair)
    _settle(unit, rows, taken=False)
    unit.note("roads.leave", "place", pair[0], count=len(rows))


def _open(unit: Unit, school_id: str) -> dict[Pair, list[LateArrival]]:
    asked = select(LateArrival).where(LateArrival.school_id == school_id)
    asked = asked.where(col(LateArrival.settled_at).is_(None), col(LateArrival.from_id).is_not(None))
    found: defaultdict[Pair, list[LateArrival]] = defaultdict(list)
    for row in unit.session.exec(asked.order_by(col(LateArrival.on_date), col(LateArrival.id))):
        found[row.from_id or "", row.to_id].append(row)
    return {pair: rows for pair, rows in found.items() if pair[0] != pair[1]}


def _held(unit: Unit, school_id: str, pair: Pair) -> list[LateArrival]:
    """What is open of a pair; NotFound where nothing is: also when somebody has settled it meanwhile."""
    rows = _open(unit, school_id).get(pair)
    if not rows:
        raise NotFound
    return rows


def _settle(unit: Unit, rows: Sequence[LateArrival], *, taken: bool) -> None:
    for row in rows:
        row.settled_at, row.taken = unit.at, taken
        row.rev += 1
        unit.session.add(row)
    unit.session.flush()
