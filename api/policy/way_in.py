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
_OWN = (
    "GET /me",
    "GET /me/sessions/end",
    "POST /me/sessions/end",
    "POST /me/sessions/{sign_in_id}/end",
)
_OWN_OF_STAFF = ("GET /me/session", "POST /me/role/{grant_id}", "POST /me/password", "POST /me/codes")
RULES: tuple[Rule, ...] = (
    *lines(
        ["GET /signin/code", "POST /signin/code", "POST /signin/app"], EVERYBODY, Relation.SELF, pending=True
    ),
    *lines(["POST /signout"], EVERYBODY, Relation.SELF, device=True, pending=True),
    *lines(_OWN, EVERYBODY, Relation.SELF),
    *lines(_OWN_OF_STAFF, STAFF, Relation.SELF),
)
