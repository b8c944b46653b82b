"""Adding and changing people through their pages: what is allowed, what is refused, what was typed stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from models.audit import verify
from models.engines import reading
from models.person import Account, Grant, Role
from tests.api import place as world
from tests.api.pages.site import Site, csrf, site_of

NEW = {"name": "Петров Иван Ильич", "login": "Petrov", "role": "teacher", "first_on": "2026-09-01"}


@pytest.fixture
def site(database: Engine) -> Iterator[Site]:
    with site_of(database) as made:
        yield made


@pytest.fixture
def deputy(site: Site) -> TestClient:
    return site.signed_in(site.deputy, Role.DEPUTY)


@pytest.fixture
def director(site: Site) -> TestClient:
    return site.signed_in(site.director, Role.DIRECTOR)


def found(site: Site, login: str) -> Account | None:
    with reading(site.engine) as session:
        return session.exec(select(Account).where(Account.login == login)).first()


def roles(site: Site, account: Account) -> list[tuple[str, str | None, str | None]]:
    with reading(site.engine) as session:
        asked = select(Grant).where(Grant.account_id == account.id).order_by(Grant.role)
        return [(grant.role, grant.school_id, grant.class_title) for grant in session.exec(asked)]


def test_a_teacher_is_added_with_a_first_role(site: Site, deputy: TestClient) -> None:
    answer = deputy.post("/people", data=csrf(deputy) | NEW)
    made = found(site, "petrov")
    assert made is not None
    assert (answer.status_code, answer.headers["location"]) == (303, f"/people/{made.id}?said=added")
    page = deputy.get(answer.headers["location"]).text
    assert "Добавлено." in page
    assert "Не приглашён" in page
    assert roles(site, made) == [("teacher", site.home, None)]
    assert "Петров" not in site.told()
    with reading(site.engine) as session:
        assert verify(session, world.KEYS.audit) == ()


def test_a_refused_person_keeps_what_was_typed_and_tells_every_fault(site: Site, deputy: TestClient) -> None:
    sent = NEW | {"name": "", "login": "zavuch", "email": "ivanova@school", "phone": "+7 900 000-00-00"}
    answer = deputy.post("/people", data=csrf(deputy) | sent | {"role": "class_teacher"})
    assert answer.status_code == 422
    for sentence in ("Укажите фамилию", "Такой логин занят", "Адрес почты записан", "Укажите класс"):
        assert answer.text.count(sentence) == 2  # on top and beside its field
    assert 'value="+7 900 000-00-00"' in answer.text
    assert 'value="class_teacher" selected' in answer.text
    assert "account.add" not in site.log()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"role": "deputy"}, "Выберите роль из списка."),
        ({"role": "parent"}, "Выберите роль из списка."),
        ({"role": "administrator"}, "Выберите роль из списка."),
        ({"role": ""}, "Выберите роль из списка."),
        ({"login": ""}, "Задайте логин"),
        ({"first_on": "вчера"}, "Укажите дату"),
        ({"last_on": "2026-08-31"}, "Последний день раньше первого."),
    ],
)
def test_what_a_deputy_may_not_give_is_refused(
    site: Site, deputy: TestClient, sent: dict[str, str], said: str
) -> None:
    answer = deputy.post("/people", data=csrf(deputy) | NEW | sent)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert found(site, "petrov") is None


def test_a_deputy_cannot_choose_another_school(site: Site, deputy: TestClient) -> None:
    deputy.post("/people", data=csrf(deputy) | NEW | {"school_id": site.elsewhere})
    made = found(site, "petrov")
    assert made is not None
    assert roles(site, made) == [("teacher", site.home, None)]


def test_an_administrator_chooses_the_school(site: Site) -> None:
    admin = site.signed_in(site.person("admin", Role.ADMINISTRATOR, name="Юдин Лев"), Role.ADMINISTRATOR)
    refused = admin.post("/people", data=csrf(admin) | NEW)
    assert (refused.status_code, "Выберите школу" in refused.text) == (422, True)
    assert admin.post("/people", data=csrf(admin) | NEW | {"school_id": site.elsewhere}).status_code == 303
    made = found(site, "petrov")
    assert made is not None
    assert roles(site, made) == [("teacher", site.elsewhere, None)]


def test_a_coordinator_adds_teachers_and_specialists_alone(site: Site) -> None:
    somebody = site.person("koord", Role.COORDINATOR, name="Юдин Лев Ильич")
    browser = site.signed_in(somebody, Role.COORDINATOR)
    told = {
        role: browser.post(
            "/people", data=csrf(browser) | NEW | {"login": f"l-{role}", "role": role, "class_title": "5 А"}
        ).status_code
        for role in Role
    }
    assert [role for role, status in told.items() if status == 303] == [Role.TEACHER, Role.SPECIALIST]


def test_giving_the_deputys_role_asks_for_ones_own_password(site: Site, director: TestClient) -> None:
    world.person(site.engine, "director2", (Role.DIRECTOR, site.home))
    form = csrf(director) | NEW | {"role": "deputy"}
    for proof, said in (({}, "Введите свой пароль"), ({"proof": "не тот пароль"}, "Пароль не подошёл")):
        refused = director.post("/people", data=form | proof)
        assert (refused.status_code, said in refused.text) == (422, True)
        assert "не тот пароль" not in refused.text
    assert found(site, "petrov") is None
    assert director.post("/people", data=form | {"proof": world.PASSWORD}).status_code == 303
    # for a quarter of an hour it is not asked for again
    again = form | {"login": "second"}
    site.clock.on(minutes=14)
    assert director.post("/people", data=again).status_code == 303
    site.clock.on(minutes=1)
    assert director.post("/people", data=again | {"login": "third"}).status_code == 422


def test_a_person_is_changed_and_a_stale_form_overwrites_nothing(site: Site, deputy: TestClient) -> None:
    teacher = site.person("petrov", Role.TEACHER, name="Петров Иван Ильич")
    path, form = f"/people/{teacher.id}", csrf(deputy) | {"name": "Петров-Водкин Иван", "login": "petrov"}
    answer = deputy.post(path, data=form | {"rev": "1", "email": "p@school.example"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}?said=saved")
    stale = deputy.post(path, data=form | {"rev": "1", "name": "Сидоров Пётр"})
    assert (stale.status_code, "Запись изменили, пока вы её правили" in stale.text) == (409, True)
    assert 'value="Сидоров Пётр"' in stale.text
    assert deputy.post(path, data=form | {"name": "Сидоров Пётр"}).status_code == 422  # without a revision
    kept = world.row(site.engine, teacher)
    assert (kept.name, kept.email, kept.rev) == ("Петров-Водкин Иван", "p@school.example", 2)


def test_staff_keep_a_login_and_parents_need_none(site: Site, deputy: TestClient) -> None:
    teacher = site.person("petrov", Role.TEACHER, name="Петров Иван Ильич")
    mother = site.person(None, Role.PARENT, name="Кузнецова Мария Андреевна")
    form = csrf(deputy) | {"name": "Новое Имя", "login": "", "rev": "1"}
    assert deputy.post(f"/people/{teacher.id}", data=form).status_code == 422
    assert deputy.post(f"/people/{mother.id}", data=form).status_code == 303
    assert (world.row(site.engine, teacher).login, world.row(site.engine, mother).login) == ("petrov", None)


def test_a_further_role_is_given_once(site: Site, deputy: TestClient) -> None:
    teacher = site.person("petrov", Role.TEACHER, name="Петров Иван Ильич")
    path = f"/people/{teacher.id}/roles"
    form = csrf(deputy) | {"role": "class_teacher", "class_title": "7 Б", "first_on": "2026-09-01"}
    assert deputy.post(path, data=form).headers["location"] == f"/people/{teacher.id}?said=added"
    again = deputy.post(path, data=form)
    assert (again.status_code, "Такая роль у человека уже есть" in again.text) == (409, True)
    assert 'value="7 Б"' in again.text
    assert roles(site, teacher) == [("class_teacher", site.home, "7 Б"), ("teacher", site.home, None)]


def test_a_deputy_reads_about_those_above_and_changes_nothing(site: Site, deputy: TestClient) -> None:
    page = deputy.get(f"/people/{site.director.id}").text
    assert "Эту запись меняет администратор" in page
    assert "Сохранить данные" not in page
    form = csrf(deputy) | {"rev": "1", "name": "Чужое Имя", "login": "x-y", "proof": world.PASSWORD}
    role = {"role": "teacher", "first_on": "2026-09-01"}
    told = [
        deputy.post(f"/people/{site.director.id}{step}", data=form | role).status_code
        for step in ("", "/roles", "/disable", "/enable", "/end", "/reset")
    ]
    key = site.grant(site.director, Role.DIRECTOR).id
    told += [deputy.post(f"/roles/{key}/{step}", data=form).status_code for step in ("end", "invite")]
    assert told == [403] * 8
    assert world.row(site.engine, site.director) == site.director


def test_without_the_token_of_the_form_nothing_changes(site: Site, deputy: TestClient) -> None:
    assert deputy.post("/people", data=NEW).status_code == 403
    assert (
        deputy.post(
            "/people", data=NEW | csrf(deputy), headers={"origin": "https://evil.example"}
        ).status_code
        == 403
    )
    assert found(site, "petrov") is None
