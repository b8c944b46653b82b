"""Signing in, invitation links, one's own account."""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import EVERYBODY, STAFF

PUBLIC = frozenset(
    {
        "GET /signin",
        "POST /signin",
        "GET /invitation/{token}",
        "POST /invitation/{token}",
        "POST /invitation/{token}/again",
        "GET /static/{path}",
    }
)
RULES: tuple[Rule, ...] = (
    *lines(
        ["GET /signin/code", "POST /signin/code", "POST /signin/app"], EVERYBODY, Relation.SELF, pending=True
    ),
    *lines(["POST /signout"], EVERYBODY, Relation.SELF, device=True, pending=True),
    *lines(
        ["GET /me", "POST /me/sessions/{sign_in_id}/end", "POST /me/sessions/end"], EVERYBODY, Relation.SELF
    ),
    *lines(["POST /me/role/{grant_id}", "POST /me/password", "POST /me/proof"], STAFF, Relation.SELF),
)
