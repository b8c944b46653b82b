"""Printed papers, sets, templates and corrections of the actor's school."""

from __future__ import annotations

from api.access import Relation, Resolvers
from api.services.unit import Unit
from models.printing import IssuedPaper, NameForms, PrintSet


def issued_of_school(unit: Unit, issued_id: str) -> bool:
    row = unit.session.get(IssuedPaper, issued_id)
    return row is not None and row.school_id == unit.actor.school_id


def set_of_school(unit: Unit, set_id: str) -> bool:
    row = unit.session.get(PrintSet, set_id)
    return row is not None and row.school_id == unit.actor.school_id


def name_of_school(unit: Unit, name_id: str) -> bool:
    row = unit.session.get(NameForms, name_id)
    return row is not None and row.school_id == unit.actor.school_id


RESOLVERS: Resolvers = {
    (Relation.SCHOOL, "issued_id"): issued_of_school,
    (Relation.SCHOOL, "set_id"): set_of_school,
    (Relation.SCHOOL, "name_id"): name_of_school,
}
