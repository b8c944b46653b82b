"""Drafts on variants: the board where lessons are moved by hand."""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import DESK

_ROUTES = (
    "POST /variants/{variant_id}/board",
    "GET /boards/{draft_id}",
    "GET /boards/{draft_id}/starts",
    "GET /boards/{draft_id}/taken",
    "POST /boards/{draft_id}/put",
    "POST /boards/{draft_id}/override",
    "POST /boards/{draft_id}/out",
    "POST /boards/{draft_id}/swap",
    "POST /boards/{draft_id}/teacher",
    "POST /boards/{draft_id}/pins",
    "POST /boards/{draft_id}/undo",
    "POST /boards/{draft_id}/redo",
    "POST /boards/{draft_id}/keep",
)
RULES: tuple[Rule, ...] = (*lines(_ROUTES, DESK, Relation.SCHOOL),)
