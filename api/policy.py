"""The table of routes: who may ask for what. A route that is not here is refused to everybody and fails the tests."""

from __future__ import annotations

from api.access import Policy, Relation, Rule, lines
from models.person import Role

STAFF = frozenset(Role) - {Role.PARENT}
MANAGING = frozenset({Role.DEPUTY, Role.DIRECTOR, Role.COORDINATOR})

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
SIGN_IN: tuple[Rule, ...] = (
    *lines(["GET /signin/code", "POST /signin/code", "POST /signin/app"], Role, Relation.SELF, pending=True),
    *lines(["POST /signout"], Role, Relation.SELF, device=True, pending=True),
    *lines(["GET /me", "POST /me/sessions/{sign_in_id}/end", "POST /me/sessions/end"], Role, Relation.SELF),
    *lines(["POST /me/role/{grant_id}", "POST /me/password", "POST /me/proof"], STAFF, Relation.SELF),
)
PEOPLE: tuple[Rule, ...] = (
    *lines(
        [
            "GET /people",
            "GET /people/new",
            "POST /people",
            "GET /people/{account_id}",
            "POST /people/{account_id}",
            "POST /people/{account_id}/roles",
            "POST /people/{account_id}/disable",
            "POST /people/{account_id}/enable",
            "POST /people/{account_id}/end",
            "POST /people/{account_id}/reset",
            "POST /roles/{grant_id}/end",
            "POST /roles/{grant_id}/invite",
        ],
        MANAGING,
        Relation.SCHOOL,
    ),
)


CASES: tuple[Rule, ...] = (
    *lines(["GET /"], Role, Relation.SELF),
    *lines(["GET /cases"], {Role.DEPUTY, Role.DIRECTOR}, Relation.SCHOOL),
)


def for_administrators(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The same routes for the administrator, whatever the school."""
    return lines([rule.route for rule in rules], [Role.ADMINISTRATOR], Relation.INSTALLATION)


POLICY = Policy(public=PUBLIC, rules=(*SIGN_IN, *CASES, *PEOPLE, *for_administrators(PEOPLE)))
