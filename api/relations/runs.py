"""Runs and variants of the actor's school."""

from __future__ import annotations

from sqlmodel import select

from api.access import Relation, Resolvers
from api.services.unit import Unit
from models.timetable import Run, Variant


def run_of_school(unit: Unit, run_id: str) -> bool:
    asked = select(Run.school_id).where(Run.id == run_id)
    return unit.session.exec(asked).first() == unit.actor.school_id


def variant_of_school(unit: Unit, variant_id: str) -> bool:
    asked = select(Variant.school_id).where(Variant.id == variant_id)
    return unit.session.exec(asked).first() == unit.actor.school_id


RESOLVERS: Resolvers = {
    (Relation.SCHOOL, "run_id"): run_of_school,
    (Relation.SCHOOL, "variant_id"): variant_of_school,
}
