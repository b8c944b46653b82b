"""What a plan is judged in: the case, the school's year and choices, who may teach. A few queries, once a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlmodel import Session, col, or_, select

from api.services.schools.year_draft import school_year
from api.services.schools.years import draft_of
from models.case import Case, Programme
from models.place import Place, PlanningSettings
from models.school import HoursNorm, NetworkAgreement, School
from models.staff import Teacher
from models.year import Year
from scheduler.calendar.year import SchoolYear
from scheduler.registry.values import Settings
from scheduler.terms import Needs, PlaceKind

NEEDS = {
    Programme.GENERAL: Needs.GENERAL,
    Programme.ADAPTED: Needs.OVZ,
    Programme.INDIVIDUAL: Needs.SIPR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """first, last: of the school year, both included. norm: hours a week of the school's own table, its source."""

    code: str
    class_title: str
    grade: int
    needs: Needs
    school: str
    year_title: str
    first: date
    last: date
    year: SchoolYear
    settings: Settings
    norm: tuple[Fraction, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherChoice:
    """A teacher who may stand in a row. school: named where it is a partner's."""

    id: str
    name: str
    school: str | None


def setting_of(session: Session, case: Case) -> Setting:
    """Of one case."""
    school = session.get_one(School, case.school_id)
    year = session.get_one(Year, case.year_id)
    planning = session.exec(select(PlanningSettings).where(PlanningSettings.school_id == school.id)).first()
    return Setting(
        code=case.code, class_title=case.class_title, grade=case.grade, needs=NEEDS[Programme(case.programme)],
        school=school.title, year_title=year.title, first=year.first_on, last=year.last_on,
        year=school_year(draft_of(session, year), school),
        settings=Settings(
            name=case.code, timezone=school.timezone, academic_hour_min=school.academic_hour_min,
            cycle_weeks=planning.cycle_weeks if planning else 4,
        ),
        norm=_own_norm(session, case, year),
    )  # fmt: skip


def _own_norm(session: Session, case: Case, year: Year) -> tuple[Fraction, str] | None:
    """The number of the school's table for the grade, in force in the year; the latest one."""
    asked = (
        select(HoursNorm)
        .where(HoursNorm.school_id == case.school_id, HoursNorm.grade == case.grade)
        .where(col(HoursNorm.first_on) <= year.last_on)
        .order_by(col(HoursNorm.first_on).desc())
    )
    row = session.exec(asked).first()
    return None if row is None else (Fraction(row.hours_part, row.hours_over), row.source)


def teacher_choices(session: Session, school_id: str, first: date, last: date) -> tuple[TeacherChoice, ...]:
    """Teachers who work on some of the days: the school's own by name, then those of partners by agreement."""
    partners = select(NetworkAgreement.partner_id).where(
        NetworkAgreement.base_id == school_id,
        col(NetworkAgreement.first_on) <= last,
        or_(col(NetworkAgreement.ended_on).is_(None), col(NetworkAgreement.ended_on) >= first),
        col(NetworkAgreement.last_on) >= first,
    )
    asked = (
        select(Teacher, School.title)
        .where(Teacher.school_id == School.id)
        .where(or_(Teacher.school_id == school_id, col(Teacher.school_id).in_(partners)))
        .where(col(Teacher.first_on) <= last)
        .where(or_(col(Teacher.last_on).is_(None), col(Teacher.last_on) >= first))
    )
    found = [
        TeacherChoice(id=row.id, name=row.name, school=None if row.school_id == school_id else title)
        for row, title in session.exec(asked)
    ]
    return tuple(sorted(found, key=lambda choice: (choice.school or "", choice.name, choice.id)))


def place_choices(session: Session, case: Case) -> tuple[Place, ...]:
    """Buildings of schools where lessons of the case may be held."""
    asked = select(Place).where(Place.school_id == case.school_id, Place.kind == PlaceKind.SCHOOL)
    return tuple(session.exec(asked.order_by(col(Place.title))))
