"""Weighty steps: reviewed with the person and the day, done once, stale ones refused, sessions ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from models.engines import reading
from models.person import Account, Grant, Role
from tests.api import place as world
from tests.api.pages.site import Site, csrf, heading, site_of

NAME = "Петров Иван Ильич"


@pytest.fixture
def site(database: Engine) -> Iterator[Site]:
    with site_of(database) as made:
        yield made


@pytest.fixture
def deputy(site: Site) -> TestClient:
    return site.signed_in(site.deputy, Role.DEPUTY)


@pytest.fixture
def teacher(site: Site) -> Account:
    return world.person(site.engine, "petrov", (Role.TEACHER, site.home), name=NAME)


def lives(browser: TestClient) -> bool:
    return browser.get("/me").status_code == 200


@pytest.mark.parametrize("step", ["disable", "reset"])
def test_a_step_that_takes_effect_at_once_is_reviewed_and_proven(
    site: Site, deputy: TestClient, teacher: Account, step: str
) -> None:
    victim, path = site.signed_in(teacher, Role.TEACHER), f"/people/{teacher.id}/{step}"
    review = deputy.get(path).text
    assert (f"{NAME}: " in review, "01.09.2026" in review) == (True, True)
    form = csrf(deputy) | {"rev": "1"}
    assert (deputy.post(path, data=form).status_code, lives(victim)) == (422, True)
    stale = deputy.post(path, data=form | {"rev": "7", "proof": world.PASSWORD})
    assert (stale.status_code, lives(victim)) == (409, True)
    done = deputy.post(path, data=form)  # proven a moment ago
    assert (done.status_code, lives(victim)) == (303, False)
    kept = world.row(site.engine, teacher)
    assert (kept.disabled_at is not None, kept.password_hash == "!") == (step == "disable", step == "reset")


def test_looking_at_a_review_changes_nothing(site: Site, deputy: TestClient, teacher: Account) -> None:
    key = site.grant(teacher, Role.TEACHER).id
    before = site.log()
    for path in (f"/people/{teacher.id}/{step}" for step in ("disable", "reset", "end")):
        assert (deputy.get(path).status_code, deputy.head(path).status_code) == (200, 200)
    assert deputy.get(f"/roles/{key}/end", params={"last_on": "2026-09-01"}).status_code == 200
    assert site.log() == before
    assert world.row(site.engine, teacher) == teacher


def test_a_closed_record_is_opened_again(site: Site, deputy: TestClient, teacher: Account) -> None:
    form = csrf(deputy) | {"proof": world.PASSWORD}
    assert deputy.post(f"/people/{teacher.id}/disable", data=form | {"rev": "1"}).status_code == 303
    assert "Открыть запись" in deputy.get(f"/people/{teacher.id}").text
    assert deputy.post(f"/people/{teacher.id}/enable", data=form | {"rev": "1"}).status_code == 409
    assert deputy.post(f"/people/{teacher.id}/enable", data=form | {"rev": "2"}).status_code == 303
    assert world.row(site.engine, teacher).disabled_at is None


def test_the_last_day_of_a_record_is_set_and_taken_back(
    site: Site, deputy: TestClient, teacher: Account
) -> None:
    path = f"/people/{teacher.id}/end"
    review = deputy.get(path, params={"last_on": "2026-12-31"}).text
    assert f"{NAME}: запись действует по 31.12.2026 включительно." in review
    assert 'name="last_on" value="2026-12-31"' in review
    form = csrf(deputy) | {"rev": "1", "last_on": "2026-12-31"}
    assert deputy.post(path, data=form).status_code == 303
    assert world.row(site.engine, teacher).ends_on == date(2026, 12, 31)
    assert "Последний день записи — 31.12.2026." in deputy.get(f"/people/{teacher.id}").text
    assert "без последнего дня" in deputy.get(path).text
    assert deputy.post(path, data=form | {"rev": "2", "last_on": ""}).status_code == 303
    assert world.row(site.engine, teacher).ends_on is None


def test_a_role_ends_on_its_day_and_a_past_day_ends_sessions_now(
    site: Site, deputy: TestClient, teacher: Account
) -> None:
    key = site.grant(teacher, Role.TEACHER).id
    path, victim = f"/roles/{key}/end", site.signed_in(teacher, Role.TEACHER)
    review = deputy.get(path, params={"last_on": "2026-09-01"}).text
    assert f"{NAME}: роль «учитель, СОШ s100» действует по 01.09.2026 включительно." in review
    assert heading(review) == "Последний день роли"
    form = csrf(deputy) | {"last_on": "2026-09-01", "rev": "1"}
    assert (deputy.post(path, data=form).status_code, lives(victim)) == (303, True)
    assert deputy.post(path, data=form).status_code == 409
    site.clock.on(days=1)
    deputy = site.signed_in(site.deputy, Role.DEPUTY)
    assert "Этот день прошёл" in deputy.get(path, params={"last_on": "2026-09-01"}).text
    assert not lives(victim)
    with reading(site.engine) as session:
        assert session.get_one(Grant, key).last_on == date(2026, 9, 1)
    assert "Сейчас ролей нет" in deputy.get(f"/people/{teacher.id}").text


@pytest.mark.parametrize("day", ["31.02.2026", "скоро", "2026-13-01"])
def test_a_day_that_is_none_is_told_in_words(
    site: Site, deputy: TestClient, teacher: Account, day: str
) -> None:
    answer = deputy.get(f"/people/{teacher.id}/end", params={"last_on": day})
    assert (answer.status_code, "Укажите дату" in answer.text) == (422, True)
    assert world.row(site.engine, teacher) == teacher


def test_a_role_cannot_end_before_it_began(site: Site, deputy: TestClient, teacher: Account) -> None:
    path = f"/roles/{site.grant(teacher, Role.TEACHER).id}/end"
    refused = deputy.post(path, data=csrf(deputy) | {"last_on": "2026-08-31", "rev": "1"})
    assert (refused.status_code, "Последний день раньше первого." in refused.text) == (422, True)


def test_a_director_changes_the_deputy_and_nobody_resets_themselves(site: Site) -> None:
    director = site.signed_in(site.director, Role.DIRECTOR)
    form = csrf(director) | {"rev": "1", "proof": world.PASSWORD}
    assert director.post(f"/people/{site.deputy.id}/reset", data=form).status_code == 303
    admin = site.person("admin", Role.ADMINISTRATOR, name="Юдин Лев Ильич")
    browser = site.signed_in(admin, Role.ADMINISTRATOR)
    assert "Сбросить вход" not in browser.get(f"/people/{admin.id}").text


def test_the_last_administrator_is_not_closed(site: Site) -> None:
    admin = world.person(site.engine, "admin", (Role.ADMINISTRATOR, None))
    browser = site.signed_in(admin, Role.ADMINISTRATOR)
    form = csrf(browser) | {"rev": "1", "proof": world.PASSWORD}
    refused = browser.post(f"/people/{admin.id}/disable", data=form)
    assert (refused.status_code, "Это последний администратор" in refused.text) == (409, True)
    assert world.row(site.engine, admin).disabled_at is None
