"""People of a school, their roles and links."""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import MANAGING
from models.person import Role

_ROUTES = (
    "GET /people",
    "GET /people/new",
    "POST /people",
    "GET /people/{account_id}",
    "POST /people/{account_id}",
    "POST /people/{account_id}/roles",
    "GET /people/{account_id}/disable",
    "POST /people/{account_id}/disable",
    "POST /people/{account_id}/enable",
    "GET /people/{account_id}/end",
    "POST /people/{account_id}/end",
    "GET /people/{account_id}/reset",
    "POST /people/{account_id}/reset",
    "GET /roles/{grant_id}/end",
    "POST /roles/{grant_id}/end",
    "POST /roles/{grant_id}/invite",
)
RULES: tuple[Rule, ...] = (
    *lines(_ROUTES, MANAGING, Relation.SCHOOL),
    *lines(_ROUTES, [Role.ADMINISTRATOR], Relation.INSTALLATION),
)
