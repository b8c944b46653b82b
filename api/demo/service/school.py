"""The two schools of the demo service: bells, years, the agreement between them, hours by grade."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from api.demo.registry import demo_registry
from api.demo.service.hands import Hand
from api.services.schools.network import (
    AgreementDraft,
    BellDraft,
    HoursDraft,
    add_agreement,
    write_bells,
    write_hours,
)
from api.services.schools.options import SchoolDraft, add_school
from api.services.schools.year_draft import DaysOff, YearDraft
from api.services.schools.years import add_year
from models.school import SchoolKind
from models.year import OffKind
from scheduler.calendar.year import Break, SchoolYear
from scheduler.norms import norms_on
from scheduler.registry.values import Registry

OPENED = date(2026, 8, 24)  # the week before the school year, when schools fill in their data
YEAR = (date(2026, 9, 1), date(2027, 5, 31))
GRADES = range(1, 12)


def schools(administrator: Hand) -> dict[str, str]:
    """Both schools with everything that is theirs; ids by code."""
    registry = demo_registry()
    with administrator.on(OPENED) as unit:
        ids = {
            school.id: add_school(
                unit, SchoolDraft(code=school.id, title=school.title, kind=SchoolKind(school.kind))
            ).id
            for school in registry.schools
        }
        for code, school_id in ids.items():
            write_bells(unit, school_id, _bells(registry, code))
            write_hours(unit, school_id, _hours())
        for year in registry.years:
            add_year(unit, ids[str(year.school)], _year(year))
        base, partner = ids.values()
        add_agreement(
            unit,
            base,
            AgreementDraft(
                partner_id=partner, number="С-1", signed_on=OPENED, first_on=YEAR[0], last_on=YEAR[1]
            ),
        )
    return ids


def _bells(registry: Registry, school: str) -> list[BellDraft]:
    return [
        BellDraft(shift=bell.shift, number=bell.number, start_min=bell.start_min, end_min=bell.end_min)
        for bell in registry.bells
        if bell.school == school
    ]


def _hours() -> list[HoursDraft]:
    """What is the custom for home study, from the norm set that says so."""
    norms = norms_on(YEAR[0])
    found = [(grade, norms.answer("home_week_hours", grade=grade)) for grade in GRADES]
    return [
        HoursDraft(grade=grade, first_on=YEAR[0], hours=Fraction(told.value), source=told.file.document)
        for grade, told in found
        if told is not None
    ]


def _year(year: SchoolYear) -> YearDraft:
    first, last = YEAR
    return YearDraft(
        title=year.title,
        first_on=first,
        last_on=last,
        terms=year.terms,
        off=tuple(_off(entry) for entry in year.breaks),
    )


def _off(entry: Break) -> DaysOff:
    kind = OffKind.DAY_OFF if entry.first == entry.last and entry.grades is None else OffKind.VACATION
    return DaysOff(title=entry.title, kind=kind, first=entry.first, last=entry.last, grades=entry.grades)
