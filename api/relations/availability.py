"""Teachers: of the actor's school, and of partners with an agreement in force, of whom only free and busy is shown."""

from __future__ import annotations

from api.access import Relation, Resolvers
from api.relations.cases import reached
from api.services.teachers.seen import teacher_seen

RESOLVERS: Resolvers = {(Relation.SCHOOL, "teacher_id"): reached(teacher_seen)}
