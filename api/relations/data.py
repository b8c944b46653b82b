"""Places of the actor's school, and those of partners one goes to."""

from __future__ import annotations

from sqlmodel import select

from api.access import Relation, Resolvers
from api.services.teachers.seen import partners
from api.services.unit import Unit
from models.place import Place


def place_of_school(unit: Unit, place_id: str) -> bool:
    asked = select(Place.school_id).where(Place.id == place_id)
    return unit.session.exec(asked).first() == unit.actor.school_id


def place_one_goes_to(unit: Unit, to_id: str) -> bool:
    asked = select(Place.school_id).where(Place.id == to_id)
    return unit.session.exec(asked).first() in {unit.actor.school_id, *partners(unit)}


RESOLVERS: Resolvers = {
    (Relation.SCHOOL, "place_id"): place_of_school,
    (Relation.SCHOOL, "to_id"): place_one_goes_to,
}
