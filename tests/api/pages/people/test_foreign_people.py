"""People of another school answer like people who do not exist; a hole planted in either wall is seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from api.policy import people, way_in
from api.services.people import accounts, directory, managing
from api.services.unit import Unit
from models.person import Account, Role
from tests.api import place as world
from tests.api.pages.site import Site, csrf, site_of

FORM = {
    "rev": "1", "name": "Взломанный Иван", "login": "broken-in", "role": "teacher", "first_on": "2026-09-01",
    "last_on": "2026-09-01", "proof": world.PASSWORD,
}  # fmt: skip


@pytest.fixture
def site(database: Engine) -> Iterator[Site]:
    with site_of(database) as made:
        yield made


def named_routes() -> list[str]:
    """Routes of the table that name a person or a role of somebody else."""
    routes = {rule.route for rule in (*people.RULES, *way_in.RULES)}
    return sorted(route for route in routes if "{account_id}" in route or "{grant_id}" in route)


def leaks(site: Site, role: Role) -> list[str]:
    """Routes that answer otherwise for a foreign person than for a missing one, as the role at this school."""
    mine = {Role.DEPUTY: site.deputy, Role.DIRECTOR: site.director}[role]
    foreign = world.person(site.engine, f"foreign-{role}", (Role.TEACHER, site.elsewhere), name="Чужой Олег")
    key = site.grant(foreign, Role.TEACHER).id
    browser, told = site.signed_in(mine, role), []
    for route in named_routes():
        method, _, path = route.partition(" ")
        answers = []
        for account_id, grant_id in ((foreign.id, key), ("0" * 32, "0" * 32)):
            where = path.replace("{account_id}", account_id).replace("{grant_id}", grant_id)
            answer = browser.request(method, where, data=csrf(browser) | FORM if method == "POST" else None)
            answers.append((answer.status_code, answer.content, sorted(answer.headers.items())))
        if answers[0] != answers[1] or answers[0][0] != 404:
            told.append(route)
    changed = world.row(site.engine, foreign) != foreign
    return [*told, *(["the row itself"] if changed else [])]


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.DIRECTOR])
def test_foreign_people_answer_like_missing_ones_on_every_route(site: Site, role: Role) -> None:
    assert len(named_routes()) == 14
    assert leaks(site, role) == []


def everybody(unit: Unit, account_id: str) -> Account:
    """The bug: an accessor that forgets the school."""
    return unit.session.get_one(Account, account_id)


def test_an_accessor_that_forgets_the_school_is_seen(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (managing, accounts, directory):
        monkeypatch.setattr(module, "visible", everybody)
    monkeypatch.setattr("api.relations.people.visible", everybody)
    assert "GET /people/{account_id}" in leaks(site, Role.DEPUTY)


def test_the_services_hold_when_every_relation_is_waved_through(site: Site) -> None:
    waved = replace(site.where, resolvers=dict.fromkeys(site.where.resolvers, lambda *_: True))
    assert leaks(replace(site, where=waved), Role.DEPUTY) == []


def test_the_table_holds_when_the_services_forget_the_school(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (managing, accounts, directory):
        monkeypatch.setattr(module, "visible", everybody)
    assert leaks(site, Role.DEPUTY) == []


def test_roles_at_another_school_are_not_told(site: Site) -> None:
    both = world.person(
        site.engine, "both", (Role.TEACHER, site.home), (Role.SPECIALIST, site.elsewhere), name="Двойной Олег"
    )
    browser = site.signed_in(site.deputy, Role.DEPUTY)
    for path in ("/people?q=Двойной", f"/people/{both.id}"):
        page = browser.get(path).text
        assert ("учитель" in page, "СОШ s7" in page, '<td data-title="Роли">учитель; специалист' in page) == (
            True,
            False,
            False,
        )
    assert site.grant(both, Role.SPECIALIST).id not in browser.get(f"/people/{both.id}").text
    assert browser.get("/people?q=Двойной&role=specialist").text.count("Таких людей нет") == 1
