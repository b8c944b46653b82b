"""Plans: made and offered at the desk, answered by representatives, approved by the director."""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import DESK
from models.person import Role

RULES: tuple[Rule, ...] = (
    *lines(
        [
            "GET /plans",
            "GET /cases/{case_id}/plan",
            "POST /cases/{case_id}/plan",
            "GET /plans/{plan_id}",
            "GET /plans/{plan_id}/edit",
            "POST /plans/{plan_id}/edit",
            "POST /plans/{plan_id}/preview",
            "GET /plans/{plan_id}/rows/{row_key}",
            "POST /plans/{plan_id}/rows/{row_key}",
            "POST /plans/{plan_id}/rows/{row_key}/share",
            "POST /plans/{plan_id}/remove",
            "POST /plans/{plan_id}/next",
            "GET /plans/{plan_id}/change",
            "POST /plans/{plan_id}/offer",
            "POST /plans/{plan_id}/recall",
            "POST /plans/{plan_id}/entered",
        ],
        DESK,
        Relation.SCHOOL,
    ),
    *lines(
        ["GET /plans/{plan_id}/approve", "POST /plans/{plan_id}/approve"], [Role.DIRECTOR], Relation.SCHOOL
    ),
    *lines(["GET /plans"], [Role.PARENT], Relation.SELF),
    *lines(
        [
            "GET /cases/{case_id}/plan",
            "GET /plans/{plan_id}",
            "POST /plans/{plan_id}/answer",
            "POST /plans/{plan_id}/withdraw",
        ],
        [Role.PARENT],
        Relation.CASE,
    ),
)
