"""Cases and what needs attention."""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import DESK, EVERYBODY

RULES: tuple[Rule, ...] = (
    *lines(["GET /"], EVERYBODY, Relation.SELF),
    *lines(["GET /cases"], DESK, Relation.SCHOOL),
)
