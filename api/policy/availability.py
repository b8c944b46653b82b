"""When people can: families' weeks, teachers' time, class timetables."""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import DESK
from models.person import Role

_FAMILY = (
    "GET /cases/{case_id}/family",
    "POST /cases/{case_id}/family",
    "POST /cases/{case_id}/family/remove",
)
RULES: tuple[Rule, ...] = (
    *lines([*_FAMILY, "POST /cases/{case_id}/family/limits"], DESK, Relation.SCHOOL),
    *lines(_FAMILY, [Role.PARENT], Relation.CASE),
)
