"""Who may look at the records of a case, and at which of its rows; what is not theirs is not found.

Desk: all of the school. Class teacher: cases of the own class. Parent: the own child. Teacher and specialist: rows
they give, by the plan or by the published timetable, in whatever school of the network the child is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import col, or_, select

from api.errors import Forbidden, NotFound
from api.services.cases.seen import seen_case
from api.services.desk import DESK, locked
from api.services.records.rows import RecordRow, rows_of_cases
from api.services.unit import Unit
from models.agreement import TimetableEntry, TimetableVersion, VersionState
from models.case import Case
from models.person import Role
from models.plan import Plan, PlanRow, PlanRowTeacher
from models.staff import Teacher
from models.states import State

TEACHING = frozenset({Role.TEACHER, Role.SPECIALIST})


class Eye(StrEnum):
    """As what one looks."""

    DESK = "desk"
    CLASS = "class"
    TEACHER = "teacher"
    PARENT = "parent"


WRITING = frozenset({Eye.DESK, Eye.CLASS, Eye.TEACHER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A case as somebody sees it: the rows that are theirs to see."""

    case: Case
    eye: Eye
    rows: tuple[RecordRow, ...]

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(row.key for row in self.rows)


def look(unit: Unit, case_id: str) -> Look:
    """The case and its rows; NotFound for a case, or a teacher without a row in it."""
    if unit.actor.role in TEACHING:
        return _taught(unit, case_id)
    case = seen_case(unit, case_id)
    return Look(case=case, eye=eye_of(unit), rows=rows_of_cases(unit.session, [case])[case.id])


def eye_of(unit: Unit) -> Eye:
    if unit.actor.role in DESK:
        return Eye.DESK
    if unit.actor.role in TEACHING:
        return Eye.TEACHER
    return Eye.PARENT if unit.actor.role == Role.PARENT else Eye.CLASS


def held_look(unit: Unit, case_id: str, *eyes: Eye) -> Look:
    """The same, the case held against other writers. Forbidden for eyes that only read."""
    seen = look(unit, case_id)
    if seen.eye not in eyes:
        raise Forbidden("Эту запись вносит школа. Обратитесь к классному руководителю.")
    locked(unit, Case, seen.case.id)
    return seen


def _taught(unit: Unit, case_id: str) -> Look:
    case = unit.session.get(Case, case_id)
    if case is None or case.state == State.ENDED_EARLY:
        raise NotFound
    own = teacher_ids(unit)
    rows = tuple(row for row in rows_of_cases(unit.session, [case])[case.id] if own & set(row.teachers))
    if not rows:
        raise NotFound
    return Look(case=case, eye=Eye.TEACHER, rows=rows)


def teacher_ids(unit: Unit) -> frozenset[str]:
    """Cards of the actor as a teacher, today."""
    asked = (
        select(Teacher.id)
        .where(Teacher.account_id == unit.actor.account_id, Teacher.school_id == unit.actor.school_id)
        .where(or_(col(Teacher.last_on).is_(None), col(Teacher.last_on) >= unit.today))
    )
    return frozenset(unit.session.exec(asked))


def taught_cases(unit: Unit) -> tuple[Case, ...]:
    """Cases in which a teacher gives a row, by code."""
    own = teacher_ids(unit)
    by_plan = (
        select(Plan.case_id)
        .where(PlanRow.plan_id == Plan.id, PlanRowTeacher.row_id == PlanRow.id)
        .where(col(Plan.approved_at).is_not(None), col(PlanRowTeacher.teacher_id).in_(own))
    )
    by_time = (
        select(TimetableVersion.case_id)
        .where(TimetableEntry.version_id == TimetableVersion.id)
        .where(TimetableVersion.state == VersionState.PUBLISHED, col(TimetableEntry.teacher_id).in_(own))
    )
    asked = select(Case).where(or_(col(Case.id).in_(by_plan), col(Case.id).in_(by_time)))
    return tuple(
        unit.session.exec(asked.where(Case.state != State.ENDED_EARLY).order_by(col(Case.code), col(Case.id)))
    )
