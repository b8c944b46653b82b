"""Printed papers: made at the desk; whether a version's code is in force anybody may ask."""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import DESK

PUBLIC = frozenset({"GET /v/{code}"})
RULES: tuple[Rule, ...] = lines(
    [
        "GET /cases/{case_id}/print",
        "POST /cases/{case_id}/print",
        "GET /orders/{order_id}/print",
        "POST /orders/{order_id}/print",
        "GET /issued/{issued_id}/file",
        "GET /print",
        "POST /print/sets",
        "GET /print/sets/{set_id}",
        "POST /print/sets/{set_id}/cancel",
        "GET /print/sets/{set_id}/documents.zip",
    ],
    DESK,
    Relation.SCHOOL,
)
