"""Whose time one may see and write: one's own, that of one's school; of partners' teachers free and busy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from api.errors import Conflict, Forbidden, NotFound
from api.services.desk import DESK, locked
from api.services.unit import Unit
from api.services.weekly import Days, working_days
from models.person import Role
from models.place import PlanningSettings
from models.school import NetworkAgreement, School
from models.staff import Submission, Teacher
from models.year import Year

TEACHING = frozenset({Role.TEACHER, Role.SPECIALIST})
LEADING = DESK | {Role.COORDINATOR}  # who keeps the time of the teachers of their school


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherSeen:
    """own: the actor is the teacher. foreign: of a partner school. year: of the teacher's school, None: there is none.

    last: what was handed in last for the year. days, cycle and the day's bounds: of the teacher's school.
    """

    teacher: Teacher
    school: School
    own: bool
    foreign: bool
    year: Year | None
    last: Submission | None
    days: Days
    cycle: int
    day_start_min: int
    day_end_min: int

    @property
    def locked(self) -> bool:
        """Handed in and not opened again."""
        return self.last is not None and self.last.reopened_at is None

    @property
    def may_write(self) -> bool:
        return not self.foreign and not (self.own and self.locked)


def own_teacher(unit: Unit) -> Teacher | None:
    """The teacher behind the actor's account at the school they act for."""
    asked = select(Teacher).where(
        Teacher.account_id == unit.actor.account_id, Teacher.school_id == unit.actor.school_id
    )
    return unit.session.exec(asked.order_by(col(Teacher.code))).first()


def teacher_seen(unit: Unit, teacher_id: str) -> TeacherSeen:
    """Foreign and missing teachers are not found alike."""
    row = unit.session.get(Teacher, teacher_id)
    if row is None:
        raise NotFound
    role, home = unit.actor.role, row.school_id == unit.actor.school_id
    own = role in TEACHING and home and row.account_id == unit.actor.account_id
    foreign = role in DESK and not home and row.school_id in partners(unit)
    if not (own or foreign or (role in LEADING and home)):
        raise NotFound
    school = unit.session.get_one(School, row.school_id)
    asked = select(PlanningSettings).where(PlanningSettings.school_id == school.id)
    settings = unit.session.exec(asked).first() or PlanningSettings(school_id=school.id)
    year = year_of(unit, school.id)
    return TeacherSeen(
        teacher=row, school=school, own=own, foreign=foreign, year=year,
        last=last_submission(unit, row.id, year.id) if year else None, days=working_days(school.week_days),
        cycle=settings.cycle_weeks, day_start_min=settings.day_start_min, day_end_min=settings.day_end_min,
    )  # fmt: skip


def held_teacher(unit: Unit, teacher_id: str) -> TeacherSeen:
    """The same for who writes, with the teacher held until the transaction ends."""
    seen = teacher_seen(unit, teacher_id)
    if seen.foreign:
        raise Forbidden("Время учителя другой школы вносит координатор этой школы. Позвоните ему.")
    locked(unit, Teacher, teacher_id)
    seen = teacher_seen(unit, teacher_id)
    if not seen.may_write:
        raise Conflict("Время уже сдано. Чтобы изменить его, попросите заместителя директора открыть.")
    return seen


def partners(unit: Unit) -> frozenset[str]:
    """Schools the actor's has an agreement with that is in force today, as their base."""
    asked = (
        select(NetworkAgreement)
        .where(NetworkAgreement.base_id == unit.actor.school_id)
        .where(col(NetworkAgreement.first_on) <= unit.today, col(NetworkAgreement.last_on) >= unit.today)
    )
    return frozenset(
        row.partner_id for row in unit.session.exec(asked) if (row.ended_on or row.last_on) >= unit.today
    )


def year_of(unit: Unit, school_id: str) -> Year | None:
    """The school's year of today, else the next one, else the last; of a base school where it has none itself."""
    years = _years(unit, [school_id]) or _years(unit, bases(unit, school_id))
    return next((year for year in years if year.last_on >= unit.today), years[-1] if years else None)


def _years(unit: Unit, schools: Sequence[str]) -> Sequence[Year]:
    asked = select(Year).where(col(Year.school_id).in_(schools))
    return unit.session.exec(asked.order_by(col(Year.first_on), col(Year.id))).all()


def bases(unit: Unit, school_id: str) -> list[str]:
    """Schools this one is a partner of today."""
    asked = select(NetworkAgreement).where(
        NetworkAgreement.partner_id == school_id, col(NetworkAgreement.first_on) <= unit.today
    )
    found = unit.session.exec(asked.order_by(col(NetworkAgreement.first_on), col(NetworkAgreement.id)))
    return [row.base_id for row in found if (row.ended_on or row.last_on) >= unit.today]


def last_submission(unit: Unit, teacher_id: str, year_id: str) -> Submission | None:
    asked = select(Submission).where(Submission.teacher_id == teacher_id, Submission.year_id == year_id)
    return unit.session.exec(asked.order_by(col(Submission.number).desc())).first()
