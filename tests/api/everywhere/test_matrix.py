"""Every route, everybody, both databases: the application does what its table of routes says, and nothing more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi import FastAPI

from api.access import Allowed, Policy, Relation, lines
from api.app import create_app
from api.deps import Place, ReadUnit, routes_of
from models.engines import reading
from models.person import Account, Role
from tests.api.everywhere.cast import Scene, Stage
from tests.api.everywhere.makers import MAKERS, SHARED, Holder, make, missing
from tests.api.everywhere.walking import Due, due, faults, walking

TITLES = (
    "nobody", "administrator", "deputy", "director", "class teacher", "teacher", "specialist", "coordinator",
    "parent of the child", "parent of another child", "deputy of another school",
    "coordinator of another school", "class teacher of another school", "disabled deputy",
    "deputy whose role is over", "teacher on a known device", "deputy before the code",
)  # fmt: skip


def test_everybody_is_on_the_stage(scene: Scene) -> None:
    assert tuple(scene.people) == TITLES


@pytest.mark.parametrize("title", TITLES)
def test_every_route_does_what_its_line_says(scene: Scene, title: str) -> None:
    with walking(scene.stage, scene[title]) as walker:
        assert faults(walker) == []


def test_no_route_is_unlisted_and_no_line_is_idle(scene: Scene) -> None:
    routes = routes_of(create_app(scene.stage.where))
    assert scene.stage.where.policy.unlisted(routes) == ()
    assert scene.stage.where.policy.idle(routes) == ()


def test_each_name_has_something_behind_it_in_every_realm(scene: Scene) -> None:
    for name in MAKERS:
        told = [make(scene.stage, f"GET /x/{{{name}}}", name, Holder(realm)) for realm in scene.stage.realms]
        of_school = {"school_id": 2, "year_id": 2}  # two children go to one
        assert len(set(told)) == (1 if name in SHARED else of_school.get(name, 3)), name
        assert missing(name, told[0]) not in told


def test_a_name_without_a_maker_is_told_by_name(scene: Scene) -> None:
    with pytest.raises(AssertionError, match=r"GET /x/{moon_id}: write a maker for {moon_id}"):
        make(scene.stage, "GET /x/{moon_id}", "moon_id", Holder(scene.stage.child))


ROUTE, BOTH = "GET /planted/{account_id}", "GET /planted/{account_id}/{grant_id}"


def planted(scene: Scene, *careless: str) -> tuple[Stage, FastAPI]:
    """The application with two more pages, whose service asks nobody. careless: names nobody looks up."""
    where = scene.stage.where
    policy = Policy(
        public=where.policy.public,
        rules=(*where.policy.rules, *lines([ROUTE, BOTH], [Role.DEPUTY, Role.COORDINATOR], Relation.SCHOOL)),
    )
    resolvers = {
        key: (lambda *_: True) if key[1] in careless else value for key, value in where.resolvers.items()
    }
    made = replace(scene.stage, where=replace(where, policy=policy, resolvers=resolvers))
    app = create_app(made.where)

    @app.get("/planted/{account_id}/{grant_id}")
    @app.get("/planted/{account_id}")
    def page(place: Place, unit: ReadUnit, account_id: str) -> str:
        with reading(place.engine) as session:
            account = session.get(Account, account_id)
        return f"{unit.actor.role}: {account.name if account else 'no such account'}"

    return made, app


def test_a_page_behind_its_resolver_passes_the_walk(scene: Scene) -> None:
    made, app = planted(scene)
    for title in ("deputy", "coordinator", "deputy of another school", "parent of the child", "nobody"):
        with walking(made, scene[title], app) as walker:
            assert faults(walker, (ROUTE, BOTH)) == []


def test_a_resolver_that_lets_everybody_through_is_caught(scene: Scene) -> None:
    made, app = planted(scene, "account_id")
    with walking(made, scene["deputy"], app) as walker:
        found = faults(walker, (ROUTE,))
    about = f"deputy, {ROUTE}, of a child of another school"
    assert found == [
        f"{about}: {Due.MISSING} was due, came {Due.GRANTED} (200)",
        f"{about}: answers otherwise than for what does not exist",
    ]


def test_a_name_that_is_not_looked_up_beside_another_is_caught(scene: Scene) -> None:
    made, app = planted(scene, "grant_id")
    with walking(made, scene["deputy"], app) as walker:
        found = faults(walker, (BOTH,))
    assert found == [f"deputy, {BOTH}: grant_id of a child of another school beside own ones is let in"] * 2


def test_a_guard_that_sleeps_is_caught(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    made, app = planted(scene)
    monkeypatch.setattr("api.deps.decide", lambda *_: Allowed(None))
    for title in ("teacher", "deputy of another school", "parent of the child"):
        with walking(made, scene[title], app) as walker:
            assert faults(walker, (ROUTE,)) != []


def test_what_is_due_is_judged_without_the_resolvers(scene: Scene) -> None:
    made, _ = planted(scene)
    child, far = Holder(made.child), Holder(made.elsewhere)
    assert [due(made, scene["deputy"], ROUTE, holder) for holder in (child, far)] == [
        Due.GRANTED, Due.MISSING,
    ]  # fmt: skip
    assert due(made, scene["parent of the child"], ROUTE, child) == Due.FORBIDDEN
    assert due(made, scene["teacher on a known device"], "GET /", None) == Due.SIGN_IN
