"""Rows of the database as a registry: everything a school and its partners know, for a range of dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from api.services.registry.cases import families, pupil_entries
from api.services.registry.lines import pinned, plan_lines
from api.services.registry.naming import Names, names_of
from api.services.registry.places import places, roads
from api.services.registry.rows import Rows, load
from api.services.registry.scope import Scope, scope_of
from api.services.registry.staff import availability, class_lessons, teacher_entries
from api.services.schools.year_draft import school_year
from api.services.unit import Unit
from exports.workbook.canonical import arranged
from models.place import PlanningSettings
from models.school import School
from scheduler.calendar.year import Parity, SchoolYear
from scheduler.registry.values import Bell, Registry, SchoolKind, Settings
from scheduler.registry.values import School as SchoolEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A registry with the rows it was made of and what they are called in it."""

    registry: Registry
    rows: Rows
    names: Names


def registry_of(
    unit: Unit,
    year_id: str,
    cases: Iterable[str] | None = None,
    *,
    first: date | None = None,
    last: date | None = None,
    network: bool = True,
    drafts: bool = True,
    medical: bool = False,
) -> Registry:
    """The registry of the actor's school in a year; what the keywords mean stands in `Scope`."""
    scope = scope_of(
        unit, year_id, cases, first=first, last=last, network=network, drafts=drafts, medical=medical
    )
    return gathered(unit, scope).registry


def gathered(unit: Unit, scope: Scope) -> Gathered:
    rows = load(unit, scope)
    names = names_of(rows)
    registry = Registry(
        settings=settings_of(rows.school.schools[0], rows.school.settings),
        schools=tuple(_school(row, row.id == scope.school_id) for row in rows.school.schools),
        places=tuple(places(rows, names)),
        roads=tuple(roads(rows, names)),
        bells=tuple(_bells(rows)),
        classes=tuple(class_lessons(rows, names)),
        teachers=tuple(teacher_entries(rows, names)),
        availability=tuple(availability(rows, names)),
        pupils=tuple(pupil_entries(rows, names)),
        lines=tuple(plan_lines(rows, names)),
        families=tuple(families(rows, names)),
        pinned=tuple(pinned(rows, names)),
        years=_years(rows),
    )
    return Gathered(registry=arranged(registry), rows=rows, names=names)


def settings_of(school: School, row: PlanningSettings | None) -> Settings:
    """What a school has chosen, else the defaults of its table."""
    row = row or PlanningSettings(school_id=school.id)
    return Settings(
        name=row.title or school.title,
        timezone=school.timezone,
        cycle_weeks=row.cycle_weeks,
        parity=Parity(row.parity),
        academic_hour_min=school.academic_hour_min,
        day_start_min=row.day_start_min,
        day_end_min=row.day_end_min,
        step_min=row.step_min,
        speed_kmh=row.speed_mh / 1000,
        detour=row.detour_percent / 100,
        door_min=row.door_min,
    )


def _school(row: School, own: bool) -> SchoolEntry:
    """The actor's school plans, so it is a base school here, whatever it is for others."""
    return SchoolEntry(id=row.code, title=row.title, kind=SchoolKind.BASE if own else SchoolKind(row.kind))


def _bells(rows: Rows) -> Iterator[Bell]:
    codes = {row.id: row.code for row in rows.school.schools}
    order = {row.id: number for number, row in enumerate(rows.school.schools)}
    for row in sorted(rows.school.bells, key=lambda row: (order[row.school_id], row.shift, row.number)):
        yield Bell(
            school=codes[row.school_id], shift=row.shift, number=row.number, start_min=row.start_min,
            end_min=row.end_min,
        )  # fmt: skip


def _years(rows: Rows) -> tuple[SchoolYear, ...]:
    schools = {row.id: row for row in rows.school.schools}
    return tuple(school_year(draft, schools[year.school_id]) for year, draft in rows.school.years)
