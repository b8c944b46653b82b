"""Drafts of the actor's school."""

from __future__ import annotations

from sqlmodel import select

from api.access import Relation, Resolvers
from api.services.unit import Unit
from models.timetable import Draft


def draft_of_school(unit: Unit, draft_id: str) -> bool:
    asked = select(Draft.school_id).where(Draft.id == draft_id)
    return unit.session.exec(asked).first() == unit.actor.school_id


RESOLVERS: Resolvers = {(Relation.SCHOOL, "draft_id"): draft_of_school}
