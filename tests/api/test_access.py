"""The table of routes: default deny, no route unlisted, foreign like missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.access import Allowed, Denied, Policy, Relation, Rule, Seen, decide, lines
from api.policy import POLICY
from api.relations import RESOLVERS
from api.relations.resolving import unresolved
from api.services.unit import Actor
from models.person import Role
from models.session import SessionKind

TABLE = Policy(
    public=frozenset({"GET /signin"}),
    rules=(
        *lines(["GET /cases", "GET /cases/{case_id}"], [Role.DEPUTY], Relation.SCHOOL),
        *lines(["GET /cases/{case_id}"], [Role.PARENT], Relation.CASE),
        *lines(["GET /week"], [Role.TEACHER], Relation.LESSONS, device=True),
        *lines(["POST /signin/code"], Role, Relation.SELF, pending=True),
    ),
)


def seen(role: Role, kind: SessionKind = SessionKind.STAFF) -> Seen:
    return Seen(kind, Actor(account_id="a" * 32, role=role, school_id="s" * 32))


def told(route: str, who: Seen | None, related: bool = True, policy: Policy = TABLE) -> int:
    """200, or the status of the refusal."""
    decision = decide(policy, route, who, lambda _relation, _actor: related)
    return decision.refusal.status if isinstance(decision, Denied) else 200


@pytest.mark.parametrize(
    ("route", "who", "related", "status"),
    [
        ("GET /signin", None, False, 200),
        ("HEAD /signin", None, False, 200),
        ("POST /signin", None, False, 401),
        ("GET /cases", None, True, 401),
        ("GET /cases", seen(Role.DEPUTY), True, 200),
        ("HEAD /cases", seen(Role.DEPUTY), True, 200),
        ("DELETE /cases", seen(Role.DEPUTY), True, 403),
        ("GET /cases", seen(Role.PARENT), True, 403),
        ("GET /cases/{case_id}", seen(Role.PARENT), True, 200),
        ("GET /cases/{case_id}", seen(Role.PARENT), False, 404),
        ("GET /unheard-of", seen(Role.ADMINISTRATOR), True, 403),
        ("GET /week", seen(Role.TEACHER, SessionKind.DEVICE), True, 200),
        ("GET /cases", seen(Role.DEPUTY, SessionKind.DEVICE), True, 401),
        ("GET /week", Seen(SessionKind.PENDING, None), True, 401),
        ("POST /signin/code", Seen(SessionKind.PENDING, None), False, 200),
    ],
)
def test_what_is_not_allowed_is_refused(route: str, who: Seen | None, related: bool, status: int) -> None:
    assert told(route, who, related) == status


def test_each_line_is_judged_by_its_own_relation() -> None:
    decision = decide(
        TABLE, "GET /cases/{case_id}", seen(Role.PARENT), lambda relation, _actor: relation == Relation.SCHOOL
    )
    assert isinstance(decision, Denied)
    allowed = decide(
        TABLE, "GET /cases/{case_id}", seen(Role.DEPUTY), lambda relation, _actor: relation == Relation.SCHOOL
    )
    assert allowed == Allowed(TABLE.rules[1])


def test_an_unlisted_route_is_found() -> None:
    routes = ["GET /signin", "HEAD /signin", "GET /cases", "HEAD /openapi.json", "POST /cases"]
    assert TABLE.unlisted(routes) == ("HEAD /openapi.json", "POST /cases")


def test_a_line_without_its_route_is_found() -> None:
    assert TABLE.idle(["HEAD /cases", "GET /week", "POST /signin/code"]) == (
        "GET /cases/{case_id}",
        "GET /signin",
    )


def test_a_name_nobody_can_look_up_is_found() -> None:
    assert unresolved(TABLE, {}) == (
        "GET /cases/{case_id}: case of case_id",
        "GET /cases/{case_id}: school of case_id",
    )
    assert unresolved(TABLE, {(Relation.CASE, "case_id"): bool}) == (
        "GET /cases/{case_id}: school of case_id",
    )


def test_the_services_own_table_is_sound() -> None:
    assert POLICY.twice() == ()
    assert unresolved(POLICY, RESOLVERS) == ()
    assert replace(POLICY, public=POLICY.public | {"GET /people"}).twice() == ("GET /people",)


def test_papers_and_people_of_cases_are_the_desks_alone() -> None:
    """Said once more by hand: the walk over all routes proves that the service does what its table says."""
    of_cases = {"consents", "contracts", "council", "guardians", "orders", "papers", "pupils"}
    desk = frozenset({Role.DEPUTY, Role.DIRECTOR})
    mine = [
        rule
        for rule in POLICY.rules
        if of_cases & set(rule.route.replace("/api/v1", "").split("/")[1:2]) or "/medical" in rule.route
    ]
    assert len(mine) > 40
    assert {(rule.roles, rule.relation) for rule in mine} == {(desk, Relation.SCHOOL)}


def test_no_line_lets_a_device_do_more_than_lessons_and_leaving() -> None:
    strong = [rule.route for rule in POLICY.rules if rule.device and rule.relation != Relation.LESSONS]
    own = ["GET /lessons", "POST /lessons/hold", "POST /lessons/unhold"]  # the teacher's, and nothing else
    assert sorted(strong) == sorted(["POST /signout", *own])


def test_before_the_code_nothing_is_open_but_the_code_and_leaving() -> None:
    early: list[Rule] = [rule for rule in POLICY.rules if rule.pending]
    assert [rule.route for rule in early] == [
        "GET /signin/code", "POST /signin/code", "POST /signin/app", "POST /signout",
    ]  # fmt: skip
