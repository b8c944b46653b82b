"""Agreeing on a timetable: offered at the desk, answered by representatives, approved by the director."""

from __future__ import annotations

from api.access import Relation, Rule, lines
from models.person import Role

RULES: tuple[Rule, ...] = (
    *lines(
        ["GET /my/{version_id}", "POST /my/{version_id}/answer", "POST /my/{version_id}/withdraw"],
        [Role.PARENT],
        Relation.CASE,
    ),
)
