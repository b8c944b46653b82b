"""Messages of the actor's school."""

from __future__ import annotations

from api.access import Relation, Resolvers
from api.services.unit import Unit
from models.message import Message


def message_of_school(unit: Unit, message_id: str) -> bool:
    message = unit.session.get(Message, message_id)
    return message is not None and message.school_id == unit.actor.school_id


RESOLVERS: Resolvers = {(Relation.SCHOOL, "message_id"): message_of_school}
