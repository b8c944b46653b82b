"""The outbox: looked after at the desk of its school."""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import DESK

RULES: tuple[Rule, ...] = lines(
    [
        "GET /outbox",
        "POST /outbox/{message_id}/go",
        "POST /outbox/{message_id}/hand",
        "POST /outbox/{message_id}/drop",
    ],
    DESK,
    Relation.SCHOOL,
)
