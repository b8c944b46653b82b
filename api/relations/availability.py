"""Teachers of the actor's school, and of partners, of whom only free and busy is shown; the actor as a teacher; hours
that teachers and families have told."""

from __future__ import annotations

from api.access import Relation, Resolvers
from api.errors import NotFound
from api.relations.cases import reached
from api.services.families.seen import family_of
from api.services.teachers.seen import teacher_seen
from api.services.teachers.windows import window_of
from api.services.unit import Unit
from models.family import FamilyWindow


def hours_of_teacher(unit: Unit, hours_id: str) -> None:
    if teacher_seen(unit, window_of(unit, hours_id).teacher_id).foreign:
        raise NotFound


def hours_of_family(unit: Unit, window_id: str) -> None:
    row = unit.session.get(FamilyWindow, window_id)
    if row is None:
        raise NotFound
    family_of(unit, row.case_id)


RESOLVERS: Resolvers = {
    (Relation.SCHOOL, "teacher_id"): reached(teacher_seen),
    (Relation.SELF, "teacher_id"): reached(teacher_seen),
    (Relation.SCHOOL, "hours_id"): reached(hours_of_teacher),
    (Relation.SELF, "hours_id"): reached(hours_of_teacher),
    (Relation.SCHOOL, "window_id"): reached(hours_of_family),
    (Relation.CASE, "window_id"): reached(hours_of_family),
}
