"""Homes that a partner's teachers go to, as far as their own school has to know: the district and the minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import col, or_, select

from api.services.teachers.seen import bases
from api.services.unit import Unit
from models.case import Case
from models.family import FamilyWindow
from models.person import Role
from models.place import Place, PlanningSettings, Road
from models.plan import Plan, PlanRow, PlanRowTeacher, PlanState
from models.school import School
from models.staff import Teacher
from models.states import OVER
from scheduler.problem import Place as Spot
from scheduler.registry.paces import Pace, pace_by
from scheduler.terms import FamilyKind, LessonForm, PlaceKind, Transport
from scheduler.travel import estimated_min


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeSeen:
    """zone: empty where the base school has named none. minutes: from the partner's school by what the teacher goes,
    None: unknown."""

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
            minutes=roads.get(home.id, _estimate(start, home, settings[home.school_id], teacher.goes)),
        )
        for teacher, home in found
    }  # fmt: skip
    return tuple(sorted(seen, key=lambda each: (each.teacher, each.zone, each.minutes or 0)))


def _visits(unit: Unit, school_id: str) -> Iterable[tuple[Teacher, Place]]:
    """Main homes, and other addresses the family has told the days of."""
    others = select(FamilyWindow.place_id).where(
        FamilyWindow.case_id == Case.id, FamilyWindow.kind == FamilyKind.OTHER_HOME
    )
    return unit.session.exec(
        select(Teacher, Place)
        .where(PlanRowTeacher.teacher_id == Teacher.id, PlanRowTeacher.row_id == PlanRow.id)
        .where(PlanRow.plan_id == Plan.id, Plan.case_id == Case.id, Place.pupil_id == Case.pupil_id)
        .where(Teacher.school_id == school_id, col(Case.school_id).in_(bases(unit, school_id)))
        .where(Plan.state == PlanState.APPROVED, PlanRow.form == LessonForm.HOME)
        .where(or_(col(Place.main).is_(True), col(Place.id).in_(others)))
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


def _estimate(start: Place | None, home: Place, told: PlanningSettings, goes: Transport | None) -> int | None:
    """As the kernel estimates: the straight line made longer, at the teacher's speed, and the door."""
    if start is None:
        return None
    pace = pace_by(Pace(told.speed_mh, told.detour_percent, told.door_min), goes)
    return estimated_min(_spot(start), _spot(home), pace.travel)


def _spot(row: Place) -> Spot:
    return Spot(id=row.id, kind=PlaceKind(row.kind), lat=row.lat, lon=row.lon)
