"""Mending the dated year: substitutes and make-ups at the desk, calls to teachers, a family's one answer."""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import DESK
from models.person import Role

RULES: tuple[Rule, ...] = (
    *lines(
        [
            "GET /substitutions",
            "POST /substitutions/give",
            "POST /substitutions/ask",
            "GET /makeups",
            "POST /makeups",
            "GET /makeups/{makeup_id}",
            "POST /makeups/{makeup_id}/send",
            "POST /makeups/{makeup_id}/answer",
            "POST /makeups/{makeup_id}/drop",
            "GET /makeups/{makeup_id}/times",
            "POST /makeups/{makeup_id}/times",
        ],
        DESK,
        Relation.SCHOOL,
    ),
    *lines(["GET /calls"], [Role.TEACHER, Role.SPECIALIST], Relation.SCHOOL),
    *lines(
        ["POST /calls/{call_id}/accept", "POST /calls/{call_id}/decline"],
        [Role.TEACHER, Role.SPECIALIST],
        Relation.SELF,
    ),
    *lines(
        ["GET /my/makeups/{makeup_id}", "POST /my/makeups/{makeup_id}/answer"], [Role.PARENT], Relation.CASE
    ),
)
