"""Homes that a partner's teachers go to, as far as their own school has to know: the district and the minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from sqlmodel import col, select

from api.services.teachers.seen import bases
from api.services.unit import Unit
from models.case import Case
from models.person import Role
from models.place import Place, PlanningSettings, Road
from models.plan import Plan, PlanRow, PlanRowTeacher, PlanState
from models.school import School
from models.staff import Teacher
from models.states import OVER
from scheduler.terms import LessonForm, PlaceKind
from scheduler.travel import great_circle_km


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeSeen:
    """zone: empty where the base school has named none. minutes: from the partner's school, None: unknown."""

    teacher: str
    zone: str
    minutes: int | None


def homes_seen(unit: Unit) -> tuple[HomeSeen, ...]:
    """For a coordinator: homes of approved plans that name a teacher of the actor's school. No child, no address."""
    if unit.actor.role != Role.COORDINATOR or unit.actor.school_id is None:
        return ()
    found = tuple(_visits(unit, unit.actor.school_id))
    if not found:
        return ()
    start = _own_place(unit, unit.actor.school_id)
    roads, settings = _roads(unit, start, [home for _, home in found]), _settings(unit, found)
    seen = {
        HomeSeen(
            teacher=teacher.name, zone=home.zone,
            minutes=roads.get(home.id, _estimate(start, home, settings[home.school_id])),
        )
        for teacher, home in found
    }  # fmt: skip
    return tuple(sorted(seen, key=lambda each: (each.teacher, each.zone, each.minutes or 0)))


def _visits(unit: Unit, school_id: str) -> Iterable[tuple[Teacher, Place]]:
    return unit.session.exec(
        select(Teacher, Place)
        .where(PlanRowTeacher.teacher_id == Teacher.id, PlanRowTeacher.row_id == PlanRow.id)
        .where(PlanRow.plan_id == Plan.id, Plan.case_id == Case.id, Place.pupil_id == Case.pupil_id)
        .where(Teacher.school_id == school_id, col(Case.school_id).in_(bases(unit, school_id)))
        .where(Plan.state == PlanState.APPROVED, PlanRow.form == LessonForm.HOME, col(Place.main).is_(True))
        .where(col(Case.state).not_in([state.value for state in OVER]))
    )


def _own_place(unit: Unit, school_id: str) -> Place | None:
    school = unit.session.get_one(School, school_id)
    asked = select(Place).where(Place.school_id == school_id, Place.code == school.code)
    return unit.session.exec(asked.where(Place.kind == PlaceKind.SCHOOL)).first()


def _roads(unit: Unit, start: Place | None, homes: Iterable[Place]) -> Mapping[str, int]:
    """Minutes somebody has told, by home; of the way back where nobody has told the way there."""
    if start is None:
        return {}
    keys = [home.id for home in homes]
    there = select(Road).where(Road.from_id == start.id, col(Road.to_id).in_(keys))
    back = select(Road).where(Road.to_id == start.id, col(Road.from_id).in_(keys))
    told = {road.from_id: road.minutes for road in unit.session.exec(back)}
    return told | {road.to_id: road.minutes for road in unit.session.exec(there)}


def _settings(unit: Unit, found: Iterable[tuple[Teacher, Place]]) -> Mapping[str, PlanningSettings]:
    """By base school; defaults where it has chosen nothing."""
    schools = {home.school_id for _, home in found}
    asked = select(PlanningSettings).where(col(PlanningSettings.school_id).in_(sorted(schools)))
    told = {row.school_id: row for row in unit.session.exec(asked)}
    return {school: told.get(school) or PlanningSettings(school_id=school) for school in schools}


def _estimate(start: Place | None, home: Place, told: PlanningSettings) -> int | None:
    """As the kernel estimates: the straight line made longer, at walking speed, and the door."""
    if start is None or start.lat is None or start.lon is None or home.lat is None or home.lon is None:
        return None
    km = great_circle_km(start.lat, start.lon, home.lat, home.lon)
    return told.door_min + ceil(60 * km * told.detour_percent / 100 / (told.speed_mh / 1000) - 1e-9)
