"""Agreeing on a timetable: offered at the desk, answered by representatives, approved by the director."""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import DESK
from models.person import Role

# a link to one version opens it and lets nobody in
PUBLIC = frozenset({"GET /look/{link_token}", "POST /look/{link_token}/again"})
RULES: tuple[Rule, ...] = (
    *lines(
        [
            "GET /variants/{variant_id}/offer",
            "POST /variants/{variant_id}/offer",
            "GET /agreement",
            "GET /publishing",
            "POST /publishing",
            "GET /agreement/{version_id}",
            "POST /agreement/{version_id}/recall",
            "POST /agreement/{version_id}/remind",
            "POST /agreement/{version_id}/entered",
            "GET /agreement/{version_id}/text",
            "POST /agreement/{version_id}/signed",
            "GET /decisions/{decision_id}/signature",
            "GET /decisions/{decision_id}/file",
            "POST /decisions/{decision_id}/file",
        ],
        DESK,
        Relation.SCHOOL,
    ),
    *lines(["GET /approvals", "POST /approvals"], [Role.DIRECTOR], Relation.SCHOOL),
    *lines(
        [
            "GET /my/{version_id}",
            "GET /my/{version_id}/text",
            "GET /my/{version_id}/times",
            "POST /my/{version_id}/times",
            "POST /my/{version_id}/answer",
            "POST /my/{version_id}/code",
            "POST /my/{version_id}/withdraw",
        ],
        [Role.PARENT],
        Relation.CASE,
    ),
)
