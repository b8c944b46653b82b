"""The calendars lessons are dated by: the year of the case's school, and those of the schools its teachers are of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from api.services.days.versions import Held
from api.services.schools.year_draft import school_year
from api.services.schools.years import drafts_of
from models.place import PlanningSettings
from models.school import School
from models.staff import Teacher
from models.year import Year
from scheduler.calendar.year import Parity, SchoolYear


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """code: the school whose year counts the weeks."""

    code: str
    timezone: str
    years: tuple[SchoolYear, ...]
    parity: Parity


def grounds_of(session: Session, school_id: str, year_id: str, versions: Sequence[Held]) -> Grounds | None:
    """None where the school's year has no terms yet: nothing can be dated."""
    school, own = session.get_one(School, school_id), session.get_one(Year, year_id)
    settings = session.exec(select(PlanningSettings).where(PlanningSettings.school_id == school_id)).first()
    others = _partners(session, school_id, versions)
    years = _years(session, [school, *others], own)
    if all(year.school != school.code for year in years):
        return None
    return Grounds(
        code=school.code, timezone=school.timezone, years=years,
        parity=Parity(settings.parity) if settings else Parity.CALENDAR,
    )  # fmt: skip


def _partners(session: Session, school_id: str, versions: Sequence[Held]) -> list[School]:
    teachers = {entry.teacher_id for each in versions for entry in each.entries}
    asked = select(School).where(School.id == Teacher.school_id, col(Teacher.id).in_(teachers))
    return [school for school in session.exec(asked.distinct()) if school.id != school_id]


def _years(session: Session, schools: Sequence[School], own: Year) -> tuple[SchoolYear, ...]:
    """The school's own year and, of every other school, its latest year that meets it."""
    asked = select(Year).where(
        col(Year.school_id).in_([school.id for school in schools]), Year.first_on <= own.last_on,
        Year.last_on >= own.first_on,
    )  # fmt: skip
    latest = {year.school_id: year for year in session.exec(asked.order_by(col(Year.first_on)))}
    latest[own.school_id] = own
    drafts = drafts_of(session, list(latest.values()))
    return tuple(
        school_year(draft, school)
        for school in schools
        if school.id in latest and (draft := drafts[latest[school.id].id]).terms
    )
