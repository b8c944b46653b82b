"""Absences: of a child the actor speaks for, of the actor as a teacher, of cases and teachers of the school."""

from __future__ import annotations

from sqlmodel import select

from api.access import Relation, Resolvers
from api.relations.cases import reached
from api.services.days.receipts import child_absence, teacher_absence
from api.services.unit import Unit
from models.day import Absence
from models.staff import Teacher


def own_absence(unit: Unit, away_id: str) -> bool:
    asked = select(Teacher.account_id).where(Teacher.id == Absence.teacher_id, Absence.id == away_id)
    return unit.session.exec(asked).first() == unit.actor.account_id and reached(teacher_absence)(
        unit, away_id
    )


RESOLVERS: Resolvers = {
    (Relation.CASE, "absence_id"): reached(child_absence),
    (Relation.SCHOOL, "absence_id"): reached(child_absence),
    (Relation.SELF, "away_id"): own_absence,
    (Relation.SCHOOL, "away_id"): reached(teacher_absence),
}
