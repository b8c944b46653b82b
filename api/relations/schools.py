"""Schools: the actor's own, its years, agreements it is a side of."""

from __future__ import annotations

from api.access import Relation, Resolvers
from api.services.unit import Unit
from models.school import NetworkAgreement
from models.year import Year

STEPS = frozenset({"terms", "off", "moved", "pupils"})  # of opening a year


def own_school(unit: Unit, school_id: str) -> bool:
    return unit.actor.school_id == school_id


def year_of_school(unit: Unit, year_id: str) -> bool:
    year = unit.session.get(Year, year_id)
    return year is not None and year.school_id == unit.actor.school_id


def agreement_of_school(unit: Unit, agreement_id: str) -> bool:
    """As base or as partner."""
    row = unit.session.get(NetworkAgreement, agreement_id)
    return row is not None and unit.actor.school_id in (row.base_id, row.partner_id)


def step_of_opening(_unit: Unit, step: str) -> bool:
    """No object: the name of a step, the same for everybody."""
    return step in STEPS


RESOLVERS: Resolvers = {
    (Relation.SCHOOL, "school_id"): own_school,
    (Relation.SCHOOL, "year_id"): year_of_school,
    (Relation.SCHOOL, "agreement_id"): agreement_of_school,
    (Relation.SCHOOL, "step"): step_of_opening,
}
