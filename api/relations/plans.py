"""Plans and cases: of the actor's school, or of a child the actor speaks for."""

from __future__ import annotations

from sqlmodel import select

from api.access import Relation, Resolvers
from api.errors import Refusal
from api.services.plans.seen import case_seen, plan_seen
from api.services.unit import Unit
from models.case import Case
from models.plan import Plan, PlanRow


def plan_of_school(unit: Unit, plan_id: str) -> bool:
    """Whoever works with it is asked by the service; here only the school counts."""
    plan = unit.session.get(Plan, plan_id)
    return plan is not None and case_of_school(unit, plan.case_id)


def case_of_school(unit: Unit, case_id: str) -> bool:
    case = unit.session.get(Case, case_id)
    return case is not None and case.school_id == unit.actor.school_id


def row_of_school(unit: Unit, row_key: str) -> bool:
    """A row, in whatever version, of a case of the school."""
    asked = (
        select(Case.school_id)
        .where(PlanRow.plan_id == Plan.id, Plan.case_id == Case.id, PlanRow.key == row_key)
        .where(Case.school_id == unit.actor.school_id)
    )
    return unit.session.exec(asked).first() is not None


def plan_of_child(unit: Unit, plan_id: str) -> bool:
    """An offered version for a child the actor speaks for today."""
    try:
        return plan_seen(unit, plan_id).guardian is not None
    except Refusal:
        return False


def case_of_child(unit: Unit, case_id: str) -> bool:
    try:
        return case_seen(unit, case_id)[1] is not None
    except Refusal:
        return False


RESOLVERS: Resolvers = {
    (Relation.SCHOOL, "plan_id"): plan_of_school,
    (Relation.SCHOOL, "case_id"): case_of_school,
    (Relation.SCHOOL, "row_key"): row_of_school,
    (Relation.CASE, "plan_id"): plan_of_child,
    (Relation.CASE, "case_id"): case_of_child,
}
