"""Records: of the actor's school, class or child; of rows a teacher gives."""

from __future__ import annotations

from api.access import Relation, Resolvers
from api.relations.cases import reached
from api.services.records.council import council_of
from api.services.records.looking import look
from api.services.unit import Unit

SECTIONS = frozenset({"books", "events", "consultations", "control", "council", "next", "final"})


def kind_of_entry(_unit: Unit, section: str) -> bool:
    """No object: the name of a kind of entry, the same for everybody."""
    return section in SECTIONS


RESOLVERS: Resolvers = {
    (Relation.SCHOOL, "council_id"): reached(council_of),
    (Relation.LESSONS, "case_id"): reached(look),
    **{
        (relation, "section"): kind_of_entry
        for relation in (Relation.SCHOOL, Relation.CLASS, Relation.LESSONS)
    },
}
