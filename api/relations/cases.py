"""Cases and their papers: of the actor's school, of the actor's child, of the actor's class."""

from __future__ import annotations

from collections.abc import Callable

from api.access import Relation, Resolvers
from api.errors import Refusal
from api.services.cases.life import case_of
from api.services.cases.orderlist import order_of
from api.services.cases.orders import contract_of
from api.services.cases.pupils import guardian_of, pupil_of
from api.services.cases.seen import seen_case
from api.services.papers.filing import consent_of, paper_of
from api.services.unit import Unit


def reached(accessor: Callable[[Unit, str], object]) -> Callable[[Unit, str], bool]:
    """Whether the accessor hands the object to the actor."""

    def stands(unit: Unit, key: str) -> bool:
        try:
            accessor(unit, key)
        except Refusal:
            return False
        return True

    return stands


RESOLVERS: Resolvers = {
    (Relation.SCHOOL, "case_id"): reached(case_of),
    (Relation.SCHOOL, "paper_id"): reached(paper_of),
    (Relation.SCHOOL, "order_id"): reached(order_of),
    (Relation.SCHOOL, "contract_id"): reached(contract_of),
    (Relation.SCHOOL, "consent_id"): reached(consent_of),
    (Relation.SCHOOL, "pupil_id"): reached(pupil_of),
    (Relation.SCHOOL, "guardian_id"): reached(guardian_of),
    (Relation.CASE, "case_id"): reached(seen_case),
    (Relation.CLASS, "case_id"): reached(seen_case),
}
