"""Places of the actor's school."""

from __future__ import annotations

from sqlmodel import select

from api.access import Relation, Resolvers
from api.services.unit import Unit
from models.place import Place


def place_of_school(unit: Unit, place_id: str) -> bool:
    asked = select(Place.school_id).where(Place.id == place_id)
    return unit.session.exec(asked).first() == unit.actor.school_id


RESOLVERS: Resolvers = {(Relation.SCHOOL, "place_id"): place_of_school}
