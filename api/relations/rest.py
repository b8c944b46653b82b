"""What paths of the JSON API name: records of the actor's school, found by the accessors of the services."""

from __future__ import annotations

from collections.abc import Callable

from api.access import ObjectResolver, Relation, Resolvers
from api.errors import Refusal
from api.services.cases.life import case_of
from api.services.cases.pupils import pupil_of
from api.services.cases.registers import consent_of, contract_of, guardian_of, move_of, order_of
from api.services.papers.filing import paper_of
from api.services.schools.registers import agreement_of, school_of, year_of
from api.services.unit import Unit


def _answers(find: Callable[[Unit, str], object]) -> ObjectResolver:
    """True where the accessor finds the record for the actor."""

    def stands(unit: Unit, key: str) -> bool:
        try:
            find(unit, key)
        except Refusal:
            return False
        return True

    return stands


RESOLVERS: Resolvers = {
    (Relation.SCHOOL, name): _answers(find)
    for name, find in (
        ("school_id", school_of),
        ("agreement_id", agreement_of),
        ("year_id", year_of),
        ("case_id", case_of),
        ("move_id", move_of),
        ("pupil_id", pupil_of),
        ("guardian_id", guardian_of),
        ("consent_id", consent_of),
        ("paper_id", paper_of),
        ("contract_id", contract_of),
        ("order_id", order_of),
    )
}
