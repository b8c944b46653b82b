"""Which version of a plan counts on a range of dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from api.services.registry.scope import Scope
from models.plan import Plan, PlanState

IN_FORCE = (PlanState.APPROVED, PlanState.SUPERSEDED)  # a superseded one held until its last day
ON_THE_WAY = (PlanState.DRAFT, PlanState.OFFERED, PlanState.AGREED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChoice:
    """plan: the version that counts. approved: the director has approved it."""

    plan: Plan
    approved: bool


def plans_in_force(session: Session, cases: Sequence[str], scope: Scope) -> dict[str, PlanChoice]:
    """By case id; a case without a version that counts is absent."""
    found: dict[str, list[Plan]] = defaultdict(list)
    asked = select(Plan).where(col(Plan.case_id).in_(cases)).order_by(col(Plan.number))
    for plan in session.exec(asked):
        found[plan.case_id].append(plan)
    chosen = {case_id: choice(plans, scope) for case_id, plans in found.items()}
    return {case_id: plan for case_id, plan in chosen.items() if plan is not None}


def choice(plans: Iterable[Plan], scope: Scope) -> PlanChoice | None:
    """The version in force on the first day of the range, else the first one that comes into force inside it.

    With drafts a newer version that nobody has declined goes before it, once it has begun.
    """
    touching = [plan for plan in plans if plan.first_on <= scope.last and plan.last_on >= scope.first]
    held = [plan for plan in touching if plan.state in IN_FORCE]
    best = min(held, key=lambda plan: (max(plan.first_on, scope.first), -plan.number), default=None)
    if scope.drafts:
        begun = max(best.first_on, scope.first) if best else scope.last
        newer = [plan for plan in touching if plan.state in ON_THE_WAY and plan.first_on <= begun]
        newest = max(newer, key=lambda plan: plan.number, default=None)
        if newest is not None and (best is None or newest.number > best.number):
            return PlanChoice(plan=newest, approved=False)
    return PlanChoice(plan=best, approved=True) if best else None
