"""Where a child is taught: the home, and other addresses by day or week."""

from __future__ import annotations

from sqlmodel import col, select

from api.errors import Conflict, Invalid
from api.services.desk import touch
from api.services.families.seen import Family, held_family
from api.services.families.windows import noted, refuse_many, window, windows_of
from api.services.registry.desk import free_code
from api.services.unit import Unit
from api.services.weekly import Hours, hours_faults, hours_of
from models.family import FamilyWindow
from models.place import Place
from scheduler.terms import FamilyKind, PlaceKind

LONGEST = 200


def homes_of(unit: Unit, pupil_id: str) -> tuple[Place, ...]:
    """The main home first, then the others, the oldest first."""
    asked = select(Place).where(Place.pupil_id == pupil_id)
    found = unit.session.exec(asked.order_by(col(Place.created_at), col(Place.id))).all()
    return tuple(sorted(found, key=lambda row: not row.main))


def write_home(unit: Unit, case_id: str, rev: int, address: str, zone: str = "", channel: str = "") -> None:
    """The main home. A family names it once; from then on the school changes it, for roads hang on it."""
    family = held_family(unit, case_id)
    faults = _faults(address) | ({"zone": ["Короче: не длиннее 100 знаков."]} if len(zone) > 100 else {})
    if faults:
        raise Invalid(faults)
    home = next((row for row in homes_of(unit, family.case.pupil_id) if row.main), None)
    if home is None:
        home = _place(unit, family, address, main=True)
    elif family.guardian is not None:
        raise Conflict("Адрес уже записан. Если вы переехали, позвоните в школу.")
    else:
        touch(home, rev)
    home.title = address.strip()
    if family.guardian is None:
        home.zone = zone.strip()
    unit.session.add(home)
    noted(unit, family, channel)


def add_other_home(
    unit: Unit, case_id: str, hours: Hours, *, place_id: str = "", address: str = "", channel: str = ""
) -> FamilyWindow:
    """On some days or weeks the child lives elsewhere: at a known place or at a new address."""
    family = held_family(unit, case_id)
    faults = hours_faults(hours, family.days, family.cycle)
    if not place_id:
        faults |= _faults(address)
    if hours.days is None and hours.weeks is None:
        faults["days"] = ["Отметьте дни или выберите недели: по остальным ребёнок дома."]
    if faults:
        raise Invalid(faults)
    place = _known(unit, family, place_id) if place_id else _place(unit, family, address)
    unit.session.flush()
    rows = windows_of(unit, case_id)
    refuse_many(rows)
    known = next((row for row in rows if row.place_id == place.id and hours_of(row) == hours), None)
    if known is not None:
        return known
    row = window(unit, family, FamilyKind.OTHER_HOME, hours, channel=channel)
    row.place_id = place.id
    unit.session.add(row)
    noted(unit, family, channel)
    return row


def _known(unit: Unit, family: Family, place_id: str) -> Place:
    others = {row.id: row for row in homes_of(unit, family.case.pupil_id) if not row.main}
    if place_id not in others:
        raise Invalid({"place": ["Выберите адрес из списка или напишите новый."]})
    return others[place_id]


def _faults(address: str) -> dict[str, list[str]]:
    if not address.strip():
        return {"address": ["Напишите адрес: улица, дом, квартира."]}
    if len(address.strip()) > LONGEST:
        return {"address": [f"Не длиннее {LONGEST} знаков."]}
    return {}


def _place(unit: Unit, family: Family, address: str, main: bool = False) -> Place:
    school_id = family.case.school_id
    taken = set(unit.session.exec(select(Place.code).where(Place.school_id == school_id)))
    place = Place(
        school_id=school_id, code=free_code(f"{'Дом' if main else 'Адрес'} {family.case.code}", taken),
        kind=PlaceKind.HOME, pupil_id=family.case.pupil_id, main=main, title=address.strip(),
    )  # fmt: skip
    unit.session.add(place)
    return place
