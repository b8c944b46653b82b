"""Places of a school: its buildings, homes of its pupils, whatever else lessons are given at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import col, select

from api.errors import Invalid, NotFound
from api.services.desk import at_desk, touch
from api.services.unit import Unit
from models.case import Case, Pupil
from models.place import Place
from models.school import School
from scheduler.terms import PlaceKind

LONGEST_CODE, LONGEST_TITLE, LONGEST_ZONE = 40, 300, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDraft:
    """lat, lon: degrees, None where nobody knows; the minutes of the roads have to be told then."""

    code: str
    title: str
    zone: str = ""
    kind: PlaceKind = PlaceKind.HOME
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPlace:
    """A place with who lives there: surname and names, None for nobody. itself: the building of the school."""

    row: Place
    pupil: str | None
    itself: bool


def places(unit: Unit) -> tuple[KnownPlace, ...]:
    """Places of the actor's school: buildings first, then homes by their short names."""
    school_id = at_desk(unit)
    code = unit.session.get_one(School, school_id).code
    asked = (
        select(Place).where(Place.school_id == school_id).order_by(col(Place.kind).desc(), col(Place.code))
    )
    rows = unit.session.exec(asked).all()
    living = {row.pupil_id for row in rows if row.pupil_id}
    pupils = {
        row.id: row for row in unit.session.exec(select(Pupil).where(col(Pupil.id).in_(sorted(living))))
    }
    return tuple(
        KnownPlace(
            row=row, pupil=_named(pupils.get(row.pupil_id or "")),
            itself=row.kind == PlaceKind.SCHOOL and row.code == code,
        )
        for row in rows
    )  # fmt: skip


def _named(pupil: Pupil | None) -> str | None:
    return f"{pupil.surname} {pupil.given_names}".strip() if pupil else None


def place_of(unit: Unit, place_id: str) -> KnownPlace:
    """A place of the actor's school; NotFound for a foreign one."""
    found = next((each for each in places(unit) if each.row.id == place_id), None)
    if found is None:
        raise NotFound
    return found


def home_of(unit: Unit, case_id: str) -> tuple[Case, Place | None]:
    """The case and the home where its child lives by default."""
    case = unit.session.get(Case, case_id)
    if case is None or case.school_id != at_desk(unit):
        raise NotFound
    asked = select(Place).where(Place.pupil_id == case.pupil_id, col(Place.main))
    return case, unit.session.exec(asked).first()


def add_place(unit: Unit, draft: PlaceDraft, case_id: str | None = None) -> Place:
    """A new place; with a case the home where its child lives by default."""
    school_id = at_desk(unit)
    case, home = home_of(unit, case_id) if case_id else (None, None)
    _refuse_faults(unit, draft, None)
    if case is not None and draft.kind != PlaceKind.HOME:
        raise Invalid({"kind": ["Ребёнок живёт дома: выберите «дом»."]})
    row = Place(
        school_id=school_id, code=draft.code, kind=draft.kind.value, title=draft.title or draft.code,
        zone=draft.zone, lat=draft.lat, lon=draft.lon, pupil_id=case.pupil_id if case else None,
        main=case is not None and home is None,
    )  # fmt: skip
    unit.session.add(row)
    unit.session.flush()
    unit.note("place.add", "place", row.id, home=row.kind == PlaceKind.HOME, case=case_id)
    return row


def write_place(unit: Unit, place_id: str, rev: int, draft: PlaceDraft) -> Place:
    """The place anew. What it is, and the short name of the school's own building, stay."""
    known = place_of(unit, place_id)
    row = known.row
    _refuse_faults(unit, draft, row)
    if known.itself and draft.code != row.code:
        raise Invalid({"code": ["Короткое имя здания школы — её код, он не меняется."]})
    touch(row, rev)
    row.code, row.title, row.zone = draft.code, draft.title or draft.code, draft.zone
    row.lat, row.lon = draft.lat, draft.lon
    unit.session.add(row)
    unit.session.flush()
    unit.note("place.write", "place", row.id, located=row.lat is not None)
    return row


def _refuse_faults(unit: Unit, draft: PlaceDraft, row: Place | None) -> None:
    faults: dict[str, list[str]] = {}
    for name, said in _faults(draft):
        faults.setdefault(name, []).append(said)
    taken = select(Place.id).where(Place.school_id == at_desk(unit), Place.code == draft.code)
    if unit.session.exec(taken).first() not in (None, row.id if row else None):
        faults.setdefault("code", []).append("Такое короткое имя уже есть у другого места.")
    if faults:
        raise Invalid(faults)


def _faults(draft: PlaceDraft) -> Iterator[tuple[str, str]]:
    if not 0 < len(draft.code) <= LONGEST_CODE:
        yield "code", f"Укажите короткое имя, до {LONGEST_CODE} знаков."
    if len(draft.title) > LONGEST_TITLE:
        yield "title", f"Сократите адрес до {LONGEST_TITLE} знаков."
    if len(draft.zone) > LONGEST_ZONE:
        yield "zone", f"Сократите район до {LONGEST_ZONE} знаков."
    if (draft.lat is None) != (draft.lon is None):
        yield "lat", "Укажите и широту, и долготу, или оставьте обе пустыми."
    for name, value, most in (("lat", draft.lat, 90), ("lon", draft.lon, 180)):
        if value is not None and not -most <= value <= most:
            yield name, f"Градусы — от −{most} до {most}."
