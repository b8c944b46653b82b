"""Which plans an actor sees: of cases of the school at the desk; offered ones of a child one speaks for."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from api.errors import NotFound
from api.services.desk import DESK, locked
from api.services.unit import Unit
from models.case import Case, Guardian
from models.person import Role
from models.plan import Plan, PlanState


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A plan, its case, and as whom a representative sees it (None: from the desk of the school)."""

    plan: Plan
    case: Case
    guardian: Guardian | None = None


def plan_seen(unit: Unit, plan_id: str) -> Seen:
    """The plan as the actor stands to it today; foreign and missing ones are not found alike."""
    plan = unit.session.get(Plan, plan_id)
    if plan is None:
        raise NotFound
    case, guardian = case_seen(unit, plan.case_id)
    if guardian is not None and plan.state == PlanState.DRAFT:
        raise NotFound
    return Seen(plan=plan, case=case, guardian=guardian)


def case_seen(unit: Unit, case_id: str) -> tuple[Case, Guardian | None]:
    """A case of the school at the desk, or of a child the actor speaks for today."""
    case = unit.session.get(Case, case_id)
    if case is None:
        raise NotFound
    if unit.actor.role in DESK and unit.actor.school_id == case.school_id:
        return case, None
    guardian = guardian_of(unit, case) if unit.actor.role == Role.PARENT else None
    if guardian is None:
        raise NotFound
    return case, guardian


def guardian_of(unit: Unit, case: Case) -> Guardian | None:
    """As whom the actor speaks for the child today: a representative who may decide before one who reads only."""
    asked = _in_force(unit).where(Guardian.account_id == unit.actor.account_id)
    found = unit.session.exec(asked.where(Guardian.pupil_id == case.pupil_id)).all()
    return min(found, key=lambda row: not row.may_decide, default=None)


def deciding(unit: Unit, case: Case) -> tuple[Guardian, ...]:
    """Everybody whose answer counts today."""
    asked = _in_force(unit).where(Guardian.pupil_id == case.pupil_id, col(Guardian.may_decide).is_(True))
    return tuple(unit.session.exec(asked.order_by(col(Guardian.first_on), col(Guardian.id))))


def plan_at_desk(unit: Unit, plan_id: str) -> Seen:
    """A plan of the actor's school, for who works with it there."""
    seen = plan_seen(unit, plan_id)
    if seen.guardian is not None:
        raise NotFound
    return seen


def held(unit: Unit, seen: Seen) -> Seen:
    """The same with case and plan locked, the case first, and the relation asked for once more behind the lock."""
    case = locked(unit, Case, seen.case.id)
    plan = locked(unit, Plan, seen.plan.id)
    if case is None or plan is None:
        raise NotFound
    guardian = guardian_of(unit, case) if seen.guardian else None
    if (guardian is None) != (seen.guardian is None):
        raise NotFound
    return Seen(plan=plan, case=case, guardian=guardian)


def _in_force(unit: Unit) -> SelectOfScalar[Guardian]:
    return select(Guardian).where(
        col(Guardian.first_on) <= unit.today,
        or_(col(Guardian.last_on).is_(None), col(Guardian.last_on) >= unit.today),
    )
