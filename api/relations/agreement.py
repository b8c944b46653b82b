"""Versions of timetables: of the actor's school, or offered for a child the actor speaks for."""

from __future__ import annotations

from api.access import Relation, Resolvers
from api.errors import Refusal
from api.services.agreement.timetable.desk import seen_by_family
from api.services.unit import Unit
from models.agreement import Decision, TimetableVersion
from models.case import Case


def version_of_school(unit: Unit, version_id: str) -> bool:
    version = unit.session.get(TimetableVersion, version_id)
    case = unit.session.get(Case, version.case_id) if version else None
    return case is not None and case.school_id == unit.actor.school_id


def decision_of_school(unit: Unit, decision_id: str) -> bool:
    decision = unit.session.get(Decision, decision_id)
    return decision is not None and version_of_school(unit, decision.version_id)


def version_of_child(unit: Unit, version_id: str) -> bool:
    try:
        seen_by_family(unit, version_id)
    except Refusal:
        return False
    return True


RESOLVERS: Resolvers = {
    (Relation.SCHOOL, "version_id"): version_of_school,
    (Relation.SCHOOL, "decision_id"): decision_of_school,
    (Relation.CASE, "version_id"): version_of_child,
}
