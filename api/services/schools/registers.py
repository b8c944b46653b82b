"""Lists and single records of schools for their office, each in a lasting order."""

from __future__ import annotations

from sqlmodel import col, select

from api.errors import Forbidden, NotFound
from api.services.desk import OFFICE, in_office
from api.services.unit import Unit
from models.person import Role
from models.school import Bell, HoursNorm, NetworkAgreement, School
from models.year import Year


def schools_seen(unit: Unit) -> tuple[School, ...]:
    """One's own school; every school for an administrator, by code."""
    if unit.actor.role not in OFFICE:
        raise Forbidden("Школы видят заместитель директора, директор и администратор. Обратитесь к ним.")
    asked = select(School).order_by(col(School.code), col(School.id))
    if unit.actor.role != Role.ADMINISTRATOR:
        asked = asked.where(School.id == unit.actor.school_id)
    return tuple(unit.session.exec(asked))


def school_of(unit: Unit, school_id: str) -> School:
    in_office(unit, school_id)
    school = unit.session.get(School, school_id)
    if school is None:
        raise NotFound
    return school


def agreements_of(unit: Unit, school_id: str) -> tuple[NetworkAgreement, ...]:
    """Agreements of a base school, those that are over too, by first day."""
    base = school_of(unit, school_id)
    asked = select(NetworkAgreement).where(NetworkAgreement.base_id == base.id)
    ordered = asked.order_by(col(NetworkAgreement.first_on), col(NetworkAgreement.id))
    return tuple(unit.session.exec(ordered))


def agreement_of(unit: Unit, agreement_id: str) -> NetworkAgreement:
    row = unit.session.get(NetworkAgreement, agreement_id)
    if row is None:
        raise NotFound
    in_office(unit, row.base_id)
    return row


def bells_of(unit: Unit, school_id: str) -> tuple[Bell, ...]:
    """Bells by shift and number."""
    school = school_of(unit, school_id)
    asked = select(Bell).where(Bell.school_id == school.id).order_by(col(Bell.shift), col(Bell.number))
    return tuple(unit.session.exec(asked))


def hours_of(unit: Unit, school_id: str) -> tuple[HoursNorm, ...]:
    """The hours table by grade and first day."""
    school = school_of(unit, school_id)
    asked = select(HoursNorm).where(HoursNorm.school_id == school.id)
    return tuple(unit.session.exec(asked.order_by(col(HoursNorm.grade), col(HoursNorm.first_on))))


def year_of(unit: Unit, year_id: str) -> Year:
    row = unit.session.get(Year, year_id)
    if row is None:
        raise NotFound
    in_office(unit, row.school_id)
    return row


def years_of(unit: Unit, school_id: str) -> tuple[Year, ...]:
    """School years, the earliest first."""
    school = school_of(unit, school_id)
    asked = select(Year).where(Year.school_id == school.id)
    return tuple(unit.session.exec(asked.order_by(col(Year.first_on), col(Year.id))))
