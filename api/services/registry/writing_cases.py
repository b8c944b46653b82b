"""Pupils, homes and families of a registry into the database. Papers, orders and contracts come by hand only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from api.services.registry.cases import PROGRAMMES
from api.services.registry.desk import Desk, Pool, free_code, of_kind
from api.services.registry.difference import Fate, Item
from api.services.registry.lists import joined
from models.case import UNKNOWN_BIRTH, Case, Pupil
from models.family import Channel, FamilyChoice
from models.family import FamilyWindow as WindowRow
from models.place import Place
from models.states import State
from scheduler.registry.values import FamilyKind, FamilyWindow, PupilEntry
from scheduler.terms import PlaceKind

LIMITS = ("max_day_lessons", "max_day_min", "break_min", "max_remote_day_min", "max_teachers_day")


def write_cases(desk: Desk, items: Iterable[Item]) -> None:
    """New cases are applications: everything they need for lessons is still to come."""
    said = [item.after for item in of_kind(items, "pupils") if item.after is not None]
    new = [entry for entry in said if entry.id not in desk.cases]
    _open(desk, new)
    known = {case.id: desk.gathered.rows.people.pupils.get(case.pupil_id) for case in desk.cases.values()}
    for entry in said:
        case = desk.cases[entry.id]
        pupil = known[case.id] or desk.unit.session.get_one(Pupil, case.pupil_id)
        pupil.surname, pupil.given_names = _names(entry)
        case.class_title, case.grade = entry.class_title, entry.grade
        case.programme = PROGRAMMES[entry.needs].value
        case.rev += 1
        _write_limits(desk, case, entry)
    desk.unit.session.flush()


def _open(desk: Desk, new: Sequence[PupilEntry]) -> None:
    pupils = [
        Pupil(school_id=desk.school_id, surname=entry.id, given_names="", birth_on=UNKNOWN_BIRTH)
        for entry in new
    ]
    desk.add(*pupils)
    for entry, pupil in zip(new, pupils, strict=True):
        desk.cases[entry.id] = Case(
            school_id=desk.school_id, year_id=desk.year_id, pupil_id=pupil.id, code=entry.id,
            class_title=entry.class_title, grade=entry.grade, programme=PROGRAMMES[entry.needs].value,
            state=State.APPLIED, state_since=desk.unit.today,
        )  # fmt: skip
    desk.add(*(desk.cases[entry.id] for entry in new))
    for entry in new:
        desk.unit.note("case.open", "case", desk.cases[entry.id].id, code=entry.id, year=desk.year_id)


def _names(entry: PupilEntry) -> tuple[str, str]:
    """Surname and the rest; the code where no name is told."""
    surname, _, given = (entry.name or entry.id).partition(" ")
    return surname[:100], given


def _write_limits(desk: Desk, case: Case, entry: PupilEntry) -> None:
    known = desk.gathered.rows.people.choices.get(case.id)
    row = known or FamilyChoice(case_id=case.id)
    for field in LIMITS:
        setattr(row, field, getattr(entry, field))
    row.rev += 1 if known else 0
    desk.unit.session.add(row)


def write_homes(desk: Desk, entries: Iterable[PupilEntry]) -> None:
    """Every pupil's home as the registry has it: a place of the pupil's own, or one that is somebody else's door."""
    session = desk.unit.session
    wanted = [
        (desk.cases[entry.id].pupil_id, desk.places[entry.home], entry)
        for entry in entries
        if entry.id in desk.cases and entry.home in desk.places
    ]
    mains = {place.pupil_id: place for place in _homes(desk) if place.main and place.pupil_id}
    moved = [
        (pupil_id, door, entry) for pupil_id, door, entry in wanted if not _lives(mains.get(pupil_id), door)
    ]
    for pupil_id, _, _ in moved:
        if pupil_id in mains:
            mains[pupil_id].main = False
    session.flush()
    for pupil_id, door, entry in moved:
        home = _own_or_alias(desk, pupil_id, door, entry)
        home.main = True
        session.add(home)
    session.flush()


def _homes(desk: Desk) -> list[Place]:
    return [*desk.gathered.rows.school.places, *desk.places.values()]


def _lives(main: Place | None, door: Place) -> bool:
    return (main is not None and main.id == door.id) or (main is not None and main.same_as_id == door.id)


def _own_or_alias(desk: Desk, pupil_id: str, door: Place, entry: PupilEntry) -> Place:
    if door.kind == PlaceKind.HOME and door.pupil_id in (None, pupil_id):
        door.pupil_id = pupil_id
        return door
    known = next(
        (place for place in _homes(desk) if (place.pupil_id, place.same_as_id) == (pupil_id, door.id)), None
    )
    return known or Place(
        school_id=desk.school_id, code=free_code(f"{door.code[:28]} ({entry.id})", desk.codes),
        kind=PlaceKind.HOME.value, pupil_id=pupil_id, title=door.title, same_as_id=door.id,
    )  # fmt: skip


def write_windows(desk: Desk, items: Iterable[Item]) -> None:
    """What families tell; another home that is nobody's becomes the pupil's."""
    windows, cases = desk.gathered.rows.people.windows, desk.gathered.rows.people.cases
    rows = chain.from_iterable(windows.get(case.id, ()) for case in cases)
    pool = Pool(zip(desk.before.families, rows, strict=True))
    for item in of_kind(items, "families"):
        row = pool.take(item.before) if item.before is not None else None
        if item.fate == Fate.GONE:
            desk.unit.session.delete(row)
            continue
        said: FamilyWindow = item.after
        case = desk.cases[said.pupil]
        row = row or WindowRow(case_id=case.id, kind=said.kind.value)
        row.kind, row.days, row.weeks = said.kind.value, joined(said.days), joined(said.weeks)
        row.start_min, row.end_min, row.weight = said.start_min, said.end_min, said.weight
        row.place_id = desk.place_id(said.place)
        row.channel, row.account_id = Channel.WORKBOOK.value, desk.unit.actor.account_id
        desk.unit.session.add(row)
        _own_home(desk, said, case)
    desk.unit.session.flush()


def _own_home(desk: Desk, said: FamilyWindow, case: Case) -> None:
    door = desk.places.get(said.place or "")
    if said.kind == FamilyKind.OTHER_HOME and door and door.kind == PlaceKind.HOME and door.pupil_id is None:
        door.pupil_id = case.pupil_id
