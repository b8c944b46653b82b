"""The list of people: who is there, who is found, who has not come in yet, who may look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from models.engines import writing
from models.person import Account, Grant, Role
from tests.api import place as world
from tests.api.pages.site import Site, csrf, site_of


@pytest.fixture
def site(database: Engine) -> Iterator[Site]:
    with site_of(database) as made:
        yield made


def names(page: str) -> list[str]:
    """Names of the lines, in order."""
    return [part.split('">')[1].split("</a>")[0] for part in page.split('<th scope="row"><a ')[1:]]


def test_the_list_holds_this_school_alone_with_roles(site: Site) -> None:
    site.person("petrov", Role.TEACHER, Role.CLASS_TEACHER, name="Петров Иван Ильич")
    site.person("foreign", Role.TEACHER, name="Чужой Олег Ильич", school=site.elsewhere)
    page = site.signed_in(site.deputy, Role.DEPUTY).get("/people").text
    assert names(page) == ["Лебедева Ольга Игоревна", "Петров Иван Ильич", "Седов Пётр Ильич"]
    assert "классный руководитель, 5 А" in page
    assert "Чужой" not in page


def test_an_administrator_sees_every_school_and_chooses_one(site: Site) -> None:
    admin = site.person("admin", Role.ADMINISTRATOR, name="Юдин Лев Ильич")
    site.person("foreign", Role.TEACHER, name="Чужой Олег Ильич", school=site.elsewhere)
    browser = site.signed_in(admin, Role.ADMINISTRATOR)
    everybody = browser.get("/people").text
    assert names(everybody)[2:] == ["Чужой Олег Ильич", "Юдин Лев Ильич"]
    assert "учитель (СОШ s7)" in everybody
    assert names(browser.get("/people", params={"school": site.elsewhere}).text) == ["Чужой Олег Ильич"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "ПЕТРОВ"}, ["Петров Иван Ильич"]),
        ({"q": "petr"}, ["Петров Иван Ильич"]),
        ({"q": "5 а"}, ["Белых Анна Львовна"]),
        ({"role": "teacher"}, ["Петров Иван Ильич"]),
        ({"role": "parent"}, []),
        ({"role": "unheard-of", "show": "nonsense"}, ["Белых Анна Львовна", "Лебедева Ольга Игоревна",
                                                     "Петров Иван Ильич", "Седов Пётр Ильич"]),
        ({"show": "waiting"}, ["Белых Анна Львовна", "Петров Иван Ильич"]),
        ({"show": "past"}, ["Ушедший Ян Ильич"]),
        ({"q": "Ушедший"}, []),
    ],
)  # fmt: skip
def test_people_are_found_by_name_login_class_role_and_standing(
    site: Site, asked: dict[str, str], found: list[str]
) -> None:
    site.person("petrov", Role.TEACHER, name="Петров Иван Ильич")
    site.person("belyh", Role.CLASS_TEACHER, name="Белых Анна Львовна")
    gone = site.person("gone", Role.TEACHER, name="Ушедший Ян Ильич")
    key = site.grant(gone, Role.TEACHER).id
    with writing(site.engine) as session:
        grant = session.get_one(Grant, key)
        grant.last_on = grant.first_on
    site.clock.on(days=1)
    page = site.signed_in(site.deputy, Role.DEPUTY).get("/people", params=asked)
    assert names(page.text) == found
    assert ("Таких людей нет" in page.text) == (not found)


def test_a_long_list_comes_in_pages_and_keeps_what_was_asked(site: Site) -> None:
    for number in range(51):
        site.person(f"t{number:02}", Role.TEACHER, name=f"Учителев {number:02}")
    browser = site.signed_in(site.deputy, Role.DEPUTY)
    first = browser.get("/people", params={"role": "teacher"}).text
    assert (len(names(first)), "Страница 1 из 2" in first) == (50, True)
    assert "/people?role=teacher&amp;page=2" in first
    assert names(browser.get("/people", params={"role": "teacher", "page": "2"}).text) == ["Учителев 50"]
    assert names(browser.get("/people", params={"role": "teacher", "page": "x"}).text) == names(first)


def test_how_somebody_stands_to_the_door_is_told_in_words(site: Site) -> None:
    teacher = site.person("petrov", Role.TEACHER, name="Петров Иван Ильич")
    browser = site.signed_in(site.deputy, Role.DEPUTY)

    def standing() -> str:
        page = browser.get("/people", params={"q": "Петров"}).text
        return page.split('data-title="Вход">')[1].split("</td>")[0]

    assert "Не приглашён" in standing()
    assert browser.post(
        f"/roles/{site.grant(teacher, Role.TEACHER).id}/invite", data=csrf(browser)
    ).is_success
    assert standing().endswith("Приглашение отправлено</span> по 14.09.2026")  # until 15.09. 11:00
    site.clock.on(days=14)
    browser = site.signed_in(site.deputy, Role.DEPUTY)
    assert "Срок приглашения вышел" in standing()
    with writing(site.engine) as session:
        session.get_one(Account, teacher.id).password_hash = world.HASH
    assert "Вход открыт" in standing()
    with writing(site.engine) as session:
        session.get_one(Account, teacher.id).disabled_at = site.clock()
    page = browser.get("/people", params={"q": "Петров", "show": "past"}).text
    assert "Запись закрыта" in page


MANAGING = {Role.DEPUTY, Role.DIRECTOR, Role.COORDINATOR, Role.ADMINISTRATOR}


@pytest.mark.parametrize("role", Role)
def test_who_may_look_and_finds_the_section_in_the_bar(site: Site, role: Role) -> None:
    account = site.person(None if role == Role.PARENT else "somebody", role, name="Некто Яна Ильинична")
    browser = site.signed_in(account, role)
    expected = 200 if role in MANAGING else 403
    for path in ("/people", "/people/new", f"/people/{account.id}"):
        assert browser.get(path).status_code == expected
        assert browser.head(path).status_code == expected
    grouped = role in MANAGING - {Role.ADMINISTRATOR}  # beside the other entries of its group
    bar = browser.get("/teachers" if grouped else "/", follow_redirects=True).text
    assert "<nav" in bar
    assert ('<a href="/people">' in bar) == (role in MANAGING)


def test_nobody_looks_without_signing_in(site: Site) -> None:
    for path in ("/people", "/people/new", f"/people/{site.deputy.id}", "/me", "/me/sessions/end"):
        answer = site.browser().get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/signin")
