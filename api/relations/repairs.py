"""Plans of make-ups of the actor's school or child; lessons the actor was asked to take over."""

from __future__ import annotations

from sqlmodel import select

from api.access import Relation, Resolvers
from api.relations.cases import reached
from api.services.days.repairs.making_up import plan_of
from api.services.unit import Unit
from models.repair import SubstituteAsked
from models.staff import Teacher


def asked_of(unit: Unit, call_id: str) -> bool:
    asked = select(SubstituteAsked.id).where(
        SubstituteAsked.call_id == call_id, SubstituteAsked.teacher_id == Teacher.id,
        Teacher.account_id == unit.actor.account_id,
    )  # fmt: skip
    return unit.session.exec(asked).first() is not None


RESOLVERS: Resolvers = {
    (Relation.SCHOOL, "makeup_id"): reached(plan_of),
    (Relation.CASE, "makeup_id"): reached(plan_of),
    (Relation.SELF, "call_id"): asked_of,
}
