"""One's own account: sessions, password, roles, recovery codes; those of others are not found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from api.services.entry import codes
from models.engines import reading, writing
from models.person import Account, Role
from models.session import SessionKind, SignIn
from tests.api import place as world
from tests.api.pages.site import Site, csrf, site_of

NEW = "четыре ужа на крыше"
CHANGE = {"old": world.PASSWORD, "new": NEW, "again": NEW}


@pytest.fixture
def site(database: Engine) -> Iterator[Site]:
    with site_of(database) as made:
        yield made


@pytest.fixture
def teacher(site: Site) -> Account:
    return world.person(
        site.engine,
        "petrov",
        (Role.TEACHER, site.home),
        (Role.SPECIALIST, site.elsewhere),
        name="Петров Иван",
    )


def keys(site: Site, account: Account) -> list[str]:
    """Sessions of somebody in force, the oldest first."""
    with reading(site.engine) as session:
        asked = select(SignIn).where(SignIn.account_id == account.id, SignIn.revoked_at == None)  # noqa: E711
        rows = session.exec(asked).all()
    return [row.id for row in sorted(rows, key=lambda row: row.created_at)]


def lives(browser: TestClient) -> bool:
    return browser.get("/me").status_code == 200


def test_the_name_in_the_bar_leads_to_ones_own_data(site: Site, teacher: Account) -> None:
    browser = site.signed_in(teacher, Role.TEACHER)
    assert '<a class="me" href="/me">Петров Иван' in browser.get("/time").text
    page = browser.get("/me").text
    assert ("petrov" in page, "Это устройство" in page, "сегодня в 11:00" in page) == (True, True, True)


def test_one_session_of_ones_own_is_ended(site: Site, teacher: Account) -> None:
    phone = site.signed_in(teacher, Role.TEACHER)
    site.clock.on(minutes=1)
    desk = site.signed_in(teacher, Role.TEACHER)
    answer = desk.post(f"/me/sessions/{keys(site, teacher)[0]}/end", data=csrf(desk))
    assert answer.headers["location"] == "/me?said=left"
    assert (lives(phone), lives(desk)) == (False, True)
    answer = desk.post(f"/me/sessions/{keys(site, teacher)[0]}/end", data=csrf(desk))
    assert (answer.headers["location"], lives(desk)) == ("/signin?said=left", False)


def test_sessions_and_roles_of_others_are_not_found(site: Site, teacher: Account) -> None:
    other = site.signed_in(site.deputy, Role.DEPUTY)
    browser = site.signed_in(teacher, Role.TEACHER)
    theirs = [
        f"/me/sessions/{keys(site, site.deputy)[0]}/end",
        f"/me/role/{site.grant(site.deputy, Role.DEPUTY).id}",
    ]
    missing = [f"/me/sessions/{'0' * 32}/end", f"/me/role/{'0' * 32}"]
    for foreign, nobody in zip(theirs, missing, strict=True):
        told = [browser.post(path, data=csrf(browser)) for path in (foreign, nobody)]
        assert [answer.status_code for answer in told] == [404, 404]
        assert told[0].content == told[1].content
    assert lives(other)


def test_every_session_is_ended_after_a_review(site: Site, teacher: Account) -> None:
    phone, desk = site.signed_in(teacher, Role.TEACHER), site.signed_in(teacher, Role.SPECIALIST)
    review = desk.get("/me/sessions/end").text
    assert "Петров Иван: сегодня, 01.09.2026, закончатся все входы, этот тоже." in review
    assert (lives(phone), lives(desk)) == (True, True)
    answer = desk.post("/me/sessions/end", data=csrf(desk))
    assert (answer.headers["location"], "Вход закончен." in desk.get("/signin?said=left").text) == (
        "/signin?said=left",
        True,
    )
    assert (lives(phone), lives(desk)) == (False, False)


def test_the_password_is_changed_with_the_old_one(site: Site, teacher: Account) -> None:
    other, desk = site.signed_in(teacher, Role.TEACHER), site.signed_in(teacher, Role.TEACHER)
    before = desk.cookies["__Host-session"]
    answer = desk.post("/me/password", data=csrf(desk) | CHANGE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/me?said=password")
    assert desk.cookies["__Host-session"] != before
    assert (lives(desk), lives(other)) == (True, False)
    assert (
        site.browser().post("/signin", data={"login": "petrov", "password": NEW}).headers["location"] == "/"
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"old": "не тот пароль"}, "Пароль не подошёл"),
        ({"old": ""}, "Пароль не подошёл"),
        ({"again": "другой пароль"}, "Пароли не совпали"),
        ({"new": "petrov", "again": "petrov"}, "Пароль короче 10 знаков"),
    ],
)
def test_a_refused_password_changes_nothing_and_is_not_repeated(
    site: Site, teacher: Account, change: dict[str, str], said: str
) -> None:
    desk = site.signed_in(teacher, Role.TEACHER)
    refused = desk.post("/me/password", data=csrf(desk) | CHANGE | change)
    assert (refused.status_code, said in refused.text) == (422, True)
    assert [
        word for word in (*(CHANGE | change).values(),) if word and f'value="{word}"' in refused.text
    ] == []
    assert world.row(site.engine, teacher).password_hash == world.HASH
    assert lives(desk)


def test_guessing_the_old_password_is_slowed_down(site: Site, teacher: Account) -> None:
    desk = site.signed_in(teacher, Role.TEACHER)
    wrong = csrf(desk) | CHANGE | {"old": "не тот пароль"}
    told = [desk.post("/me/password", data=wrong).text for _ in range(6)]
    assert ["Слишком много попыток" in page for page in told] == [False] * 5 + [True]
    right = desk.post("/me/password", data=csrf(desk) | CHANGE)
    assert "Слишком много попыток" in right.text


def test_another_role_of_ones_own_is_taken(site: Site, teacher: Account) -> None:
    desk = site.signed_in(teacher, Role.TEACHER)
    assert "Работать в этой роли" in desk.get("/me").text
    answer = desk.post(f"/me/role/{site.grant(teacher, Role.SPECIALIST).id}", data=csrf(desk))
    assert answer.headers["location"] == "/?said=role"
    page = desk.get("/me").text
    assert "специалист, СОШ s7" in page.split('class="me"')[1].split("</a>")[0]


def test_the_deputys_role_needs_a_sign_in_with_a_code(site: Site) -> None:
    both = world.person(site.engine, "both", (Role.TEACHER, site.home), (Role.DEPUTY, site.home))
    desk = site.signed_in(both, Role.TEACHER)
    answer = desk.post(f"/me/role/{site.grant(both, Role.DEPUTY).id}", data=csrf(desk))
    assert (answer.status_code, "нужен вход с кодом" in answer.text) == (403, True)


def test_new_recovery_codes_are_shown_once_and_the_old_ones_are_void(site: Site) -> None:
    with writing(site.engine) as session:
        door = site.where.door(session)
        account = session.get_one(Account, site.deputy.id)
        codes.enrolment(door, account)
        account.totp_since = door.at
        old = codes.new_recovery_codes(door, account)[0].get_secret_value()
    desk = site.signed_in(site.deputy, Role.DEPUTY)
    form = csrf(desk)
    assert desk.post("/me/codes", data=form).status_code == 422
    page = desk.post("/me/codes", data=form | {"proof": world.PASSWORD}).text
    made = [part.split("</li>")[0] for part in page.split('class="secret"')[1].split("<li>")[1:]]
    assert (len(set(made)), old in made) == (10, False)
    assert (made[0] in site.told(), "code.recovery" in site.log()) == (False, True)
    with writing(site.engine) as session:
        door, account = site.where.door(session), session.get_one(Account, site.deputy.id)
        assert [codes.proves(door, account, code) for code in (old, made[0], made[0])] == [False, True, False]


def test_who_has_no_code_has_no_recovery_codes(site: Site, teacher: Account) -> None:
    desk = site.signed_in(teacher, Role.TEACHER)
    assert "Запасные коды" not in desk.get("/me").text
    assert desk.post("/me/codes", data=csrf(desk) | {"proof": world.PASSWORD}).status_code == 403


def test_a_parent_sees_their_own_sessions_and_no_password(site: Site) -> None:
    mother = site.person(None, Role.PARENT, name="Кузнецова Мария Андреевна")
    phone = site.signed_in(mother, Role.PARENT)
    page = phone.get("/me").text
    assert ("по ссылке от школы" in page, "Сменить пароль" in page) == (True, False)
    assert 'name="session-left"' not in page
    assert phone.post("/me/password", data=csrf(phone) | CHANGE).status_code == 403
    assert phone.get("/me/session").status_code == 403
    assert "понадобится новая ссылка" in phone.get("/me/sessions/end").text


def test_the_page_knows_when_the_session_will_end(site: Site, teacher: Account) -> None:
    desk = site.signed_in(teacher, Role.TEACHER)
    assert 'name="session-left" content="1800"' in desk.get("/me").text
    site.clock.on(seconds=40)  # seen less than a minute ago: the sight is not written down anew
    assert desk.get("/me/session").json() == {"left_s": 1760}
    site.clock.on(minutes=20)
    assert desk.get("/me/session").json() == {"left_s": 1800}
    with writing(site.engine) as session:
        row = session.exec(select(SignIn)).one()
        row.ends_at = site.clock() + timedelta(minutes=5)  # twelve hours are nearly over
    assert desk.get("/me/session").json() == {"left_s": 300}


def test_a_form_that_comes_too_late_says_so_and_leads_to_the_door(site: Site, teacher: Account) -> None:
    desk = site.signed_in(teacher, Role.TEACHER)
    form = csrf(desk)
    site.clock.on(minutes=30)
    late = desk.post("/me/sessions/end", data=form)
    assert (late.status_code, 'name="unsaved"' in late.text) == (401, True)
    assert ("Отправленное не сохранено." in late.text, 'href="/signin"' in late.text) == (True, True)
    again = site.signed_in(teacher, Role.TEACHER)
    stale = again.post("/me/sessions/end", data=form)
    assert (stale.status_code, 'name="unsaved"' in stale.text) == (403, True)
    refused = again.get("/people")
    assert (refused.status_code, 'name="unsaved"' in refused.text) == (403, False)


@pytest.mark.usefixtures("teacher")
def test_thirty_days_of_lessons_do_not_stand_in_the_way_of_signing_in(site: Site) -> None:
    browser = site.browser()
    form = {"login": "petrov", "password": world.PASSWORD, "keep": "true"}
    assert browser.post("/signin", data=form).status_code == 303
    site.clock.on(minutes=31)
    assert browser.get("/").headers["location"] == "/signin"
    assert browser.get("/signin").status_code == 200
    with reading(site.engine) as session:
        kinds = {row.kind for row in session.exec(select(SignIn))}
    assert SessionKind.DEVICE in kinds
    assert site.clock() == datetime(2026, 9, 1, 6, 31, tzinfo=UTC)
