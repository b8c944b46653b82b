"""Invitation links over HTTP: shown once, looked at freely, spent once by the button, asked for again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from models.engines import reading, writing
from models.person import Account, Role
from models.session import Invitation
from tests.api.pages.site import Site, csrf, heading, site_of, title

MOTHER, TEACHER = "Кузнецова Мария Андреевна", "Петров Иван Ильич"
GOOD = {"password": "четыре ужа на крыше", "again": "четыре ужа на крыше"}


@pytest.fixture
def site(database: Engine) -> Iterator[Site]:
    with site_of(database) as made:
        yield made


@pytest.fixture
def mother(site: Site) -> Account:
    return site.person(None, Role.PARENT, name=MOTHER)


@pytest.fixture
def teacher(site: Site) -> Account:
    return site.person("petrov", Role.TEACHER, name=TEACHER)


def invite(site: Site, account: Account, role: Role, by: Role = Role.DEPUTY) -> tuple[str, str]:
    """(path of the link, page that shows it)."""
    browser = site.signed_in(site.deputy if by == Role.DEPUTY else site.director, by)
    answer = browser.post(f"/roles/{site.grant(account, role).id}/invite", data=csrf(browser))
    assert answer.status_code == 200, answer.text
    found = re.search(r"https://school\.example(/invitation/[\w-]{43})", answer.text)
    assert found is not None
    return found[1], answer.text


def test_a_link_is_shown_once_and_kept_nowhere(site: Site, mother: Account) -> None:
    path, page = invite(site, mother, Role.PARENT)
    token = path.removeprefix("/invitation/")
    assert page.count(path) == 2  # in the words for a messenger and in those for SMS
    assert 'src="data:image/svg+xml' in page
    assert (MOTHER in page, "Ссылка действует по 14.09.2026" in page) == (True, True)
    assert token not in site.told()
    with reading(site.engine) as session:
        assert token not in session.exec(select(Invitation)).one().model_dump_json()
    deputy = site.signed_in(site.deputy, Role.DEPUTY)
    assert token not in deputy.get(f"/people/{mother.id}").text + deputy.get("/people").text


def test_words_for_a_messenger_name_nobody_and_tell_staff_of_the_password(
    site: Site, mother: Account, teacher: Account
) -> None:
    letters = [
        invite(site, account, role)[1].split('id="letter">')[1].split("</p>")[0]
        for account, role in ((mother, Role.PARENT), (teacher, Role.TEACHER))
    ]
    assert ["придумаете себе пароль" in letter for letter in letters] == [False, True]
    assert [word for word in (MOTHER + TEACHER).split() if word in "".join(letters)] == []
    assert all(re.search(r"\nhttps://\S+\n", letter) for letter in letters)


def test_four_screens_tell_apart_what_a_link_is_good_for(site: Site, mother: Account) -> None:
    first, _ = invite(site, mother, Role.PARENT)
    second, _ = invite(site, mother, Role.PARENT)
    visitor = site.browser()
    told = {"open": heading(visitor.get(second).text), "revoked": heading(visitor.get(first).text)}
    told["unknown"] = heading(visitor.get("/invitation/never-made").text)
    site.clock.on(days=14)
    told["expired"] = heading(visitor.get(second).text)
    third, _ = invite(site, mother, Role.PARENT)
    assert visitor.post(third).status_code == 303
    told["spent"] = heading(site.browser().get(third).text)
    assert told == {
        "open": "Вас приглашают войти",
        "revoked": "Ссылка больше не действует",
        "unknown": "Ссылка больше не действует",
        "expired": "Срок ссылки вышел",
        "spent": "По этой ссылке уже вошли",
    }
    again = visitor.get(third).text
    assert "На этом устройстве вход открыт" in again  # a parent taps the same link every morning
    assert "Попросить новую ссылку" not in again


def test_titles_and_first_words_name_nobody(site: Site, mother: Account, teacher: Account) -> None:
    for account, role in ((mother, Role.PARENT), (teacher, Role.TEACHER)):
        path, _ = invite(site, account, role)
        answer = site.browser().get(path)
        assert title(answer.text) == "Приглашение · Уроки дома"
        assert [word for word in account.name.split() if word in answer.text] == []
        assert (answer.headers["x-robots-tag"], answer.headers["cache-control"]) == (
            "noindex, nofollow",
            "no-store",
        )


def test_previews_and_scanners_spend_nothing(site: Site, mother: Account) -> None:
    path, _ = invite(site, mother, Role.PARENT)
    before = site.log()
    for _ in range(3):
        assert (site.browser().get(path).status_code, site.browser().head(path).status_code) == (200, 200)
    scanner = site.browser()
    scanner.headers.pop("origin")
    scanner.headers.pop("sec-fetch-site")
    assert scanner.post(path).status_code == 403  # presses buttons, says not where it comes from
    assert site.log() == before
    assert heading(site.browser().get(path).text) == "Вас приглашают войти"


def test_a_parent_comes_in_by_one_tap_and_no_second_one(site: Site, mother: Account) -> None:
    path, _ = invite(site, mother, Role.PARENT)
    phone, thief = site.browser(), site.browser()
    answer = phone.post(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert MOTHER in phone.get("/").text
    late = thief.post(path)
    assert (late.status_code, heading(late.text)) == (410, "По этой ссылке уже вошли")
    assert "set-cookie" not in late.headers


def test_staff_set_a_good_password_before_the_link_is_spent(site: Site, teacher: Account) -> None:
    path, _ = invite(site, teacher, Role.TEACHER)
    browser = site.browser()
    assert 'value="petrov"' in browser.get(path).text
    for sent, said in (
        ({}, "Пароль короче 10 знаков"),
        ({"password": "petrov petrov", "again": "petrov petrov"}, "В пароле есть ваш логин"),
        (GOOD | {"again": "четыре ежа на крыше"}, "Пароли не совпали"),
    ):
        refused = browser.post(path, data=sent)
        assert (refused.status_code, said in refused.text) == (422, True)
        assert [value for value in sent.values() if value in refused.text] == []
    answer = browser.post(path, data=GOOD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    elsewhere = site.browser().post("/signin", data={"login": "petrov", "password": GOOD["password"]})
    assert elsewhere.headers["location"] == "/"


def test_a_deputy_sets_a_password_and_goes_on_to_the_code(site: Site) -> None:
    fresh = site.person("zavuch2", Role.DEPUTY, name="Юдина Яна Львовна")
    path, _ = invite(site, fresh, Role.DEPUTY, by=Role.DIRECTOR)
    browser = site.browser()
    assert browser.post(path, data=GOOD).headers["location"] == "/signin/code"
    shown = browser.post("/signin/app", data=csrf(browser, "/signin/code"))
    assert 'src="data:image/svg+xml' in shown.text
    assert browser.get("/people").headers["location"] == "/signin"


def standing(site: Site, name: str) -> str:
    page = site.signed_in(site.deputy, Role.DEPUTY).get("/people", params={"q": name}).text
    return re.sub(r"<[^>]+>", "", page.split('data-title="Вход">')[1].split("</td>")[0])


def test_whoever_holds_a_dead_link_asks_for_another(site: Site, mother: Account) -> None:
    path, _ = invite(site, mother, Role.PARENT)
    phone = site.browser()
    assert phone.post(path).status_code == 303
    site.clock.on(days=20)
    assert standing(site, MOTHER) == "Вход открыт"
    for _ in range(2):
        asked = site.browser().post(f"{path}/again")
        assert (asked.status_code, heading(asked.text)) == (200, "Школа увидит вашу просьбу")
    assert asked.text == site.browser().post("/invitation/never-made/again").text
    assert standing(site, MOTHER) == "Просит новую ссылку"
    assert site.log().count("invitation.ask") == 1  # one wish stands until it is answered
    assert "Кузнецова" in site.signed_in(site.deputy, Role.DEPUTY).get("/people?show=asks").text
    new, _ = invite(site, mother, Role.PARENT)
    assert standing(site, MOTHER) == "Вход открыт"
    assert site.browser().post(new).status_code == 303
    assert phone.get("/").status_code == 200  # the old telephone stays in until somebody ends it


def test_asking_ends_no_link_that_is_good(site: Site, mother: Account) -> None:
    path, _ = invite(site, mother, Role.PARENT)
    assert site.browser().post(f"{path}/again").status_code == 200
    assert "invitation.ask" not in site.log()
    assert site.browser().post(path).status_code == 303


def test_asking_again_and_again_is_slowed_down(site: Site, mother: Account) -> None:
    old, _ = invite(site, mother, Role.PARENT)
    invite(site, mother, Role.PARENT)
    browser = site.browser()
    told = [browser.post(f"{old}/again").status_code for _ in range(6)]
    assert told == [200] * 5 + [429]
    assert browser.post(f"{old}/again").headers["retry-after"] == "1"


def test_nobody_who_may_not_is_invited(site: Site, teacher: Account) -> None:
    key = site.grant(teacher, Role.TEACHER).id
    deputy = site.signed_in(site.deputy, Role.DEPUTY)
    for change, said in (
        ({"login": None, "password_hash": None}, "Сначала задайте сотруднику логин."),
        (
            {"login": "petrov", "password_hash": "!", "ends_on": date(2026, 8, 31)},
            "Эта роль уже закончилась.",
        ),
    ):
        with writing(site.engine) as session:
            session.get_one(Account, teacher.id).sqlmodel_update(change)
        refused = deputy.post(f"/roles/{key}/invite", data=csrf(deputy))
        assert (refused.status_code, said in refused.text) == (422, True)
    assert "invitation.send" not in site.log()


def test_a_role_that_has_not_begun_is_invited_on_its_day(site: Site, teacher: Account) -> None:
    deputy = site.signed_in(site.deputy, Role.DEPUTY)
    form = csrf(deputy) | {"role": "specialist", "first_on": "2026-10-01"}
    assert deputy.post(f"/people/{teacher.id}/roles", data=form).status_code == 303
    key = site.grant(teacher, Role.SPECIALIST).id
    assert f"/roles/{key}/invite" not in deputy.get(f"/people/{teacher.id}").text
    refused = deputy.post(f"/roles/{key}/invite", data=csrf(deputy))
    assert (refused.status_code, "Роль начнётся 01.10.2026." in refused.text) == (422, True)


def test_a_teacher_invites_nobody(site: Site, teacher: Account, mother: Account) -> None:
    browser: TestClient = site.signed_in(teacher, Role.TEACHER)
    answer = browser.post(f"/roles/{site.grant(mother, Role.PARENT).id}/invite", data=csrf(browser))
    assert answer.status_code == 403
