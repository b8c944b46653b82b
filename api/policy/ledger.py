"""The deputy's day and its lessons, the hours ledger, and what nobody has marked."""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import DESK
from models.person import Role

RULES: tuple[Rule, ...] = (
    *lines(["GET /today", "GET /ledger", "GET /unmarked"], DESK, Relation.SCHOOL),
    *lines(
        [
            "GET /today/lesson",
            *(f"POST /today/lesson/{act}" for act in ("hold", "unhold", "missed", "again", "move", "note")),
            "GET /today/remote",
            "POST /today/remote",
        ],
        DESK,
        Relation.SCHOOL,
    ),
    *lines(["GET /cases/{case_id}/hours"], DESK, Relation.SCHOOL),
    *lines(["GET /unmarked", "GET /cases/{case_id}/hours"], [Role.CLASS_TEACHER], Relation.CLASS),
)
