"""Signing in as a person does it: the page, the password, the code, the way out. On both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine

from api.app import create_app
from api.deps import routes_of
from api.installation import Installation
from models.person import Account, Role
from tests.api import place as world
from tests.api.services.world import new_world

SITE = {"origin": "https://school.example", "sec-fetch-site": "same-origin"}


@pytest.fixture
def where(database: Engine) -> Installation:
    return world.place(database, world.Clock())


@pytest.fixture
def client(where: Installation) -> Iterator[TestClient]:
    with TestClient(
        create_app(where), base_url="https://school.example", headers=SITE, follow_redirects=False,
        raise_server_exceptions=False,
    ) as made:  # fmt: skip
        yield made


@pytest.fixture
def deputy(where: Installation) -> Account:
    return world.person(where.engine, "zavuch", (Role.DEPUTY, world.school(where.engine)))


def token_in(page: str) -> str:
    return page.split('name="csrf" value="')[1].split('"')[0]


def enter(client: TestClient, login: str, password: str = world.PASSWORD) -> Response:
    return client.post("/signin", data={"login": login, "password": password})


def enter_with_code(client: TestClient, where: Installation, account: Account) -> None:
    """The first sign-in of a deputy: password, the key for the application, the first code."""
    assert enter(client, "zavuch").headers["location"] == "/signin/code"
    csrf = token_in(client.get("/signin/code").text)
    shown = client.post("/signin/app", data={"csrf": csrf})
    assert shown.status_code == 200
    done = client.post("/signin/code", data={"csrf": csrf, "code": world.code(where, account)})
    assert done.status_code == 200
    assert "Запасные коды" in done.text


@pytest.mark.usefixtures("deputy")
def test_whoever_is_not_signed_in_is_led_to_the_door(client: TestClient) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/signin")
    assert client.get("/cases").headers["location"] == "/signin"
    door = client.get("/signin")
    assert door.status_code == 200
    assert "<h1>Вход</h1>" in door.text


@pytest.mark.usefixtures("deputy")
def test_a_wrong_password_keeps_the_login_and_tells_no_more(client: TestClient) -> None:
    known, unknown = enter(client, "zavuch", "не тот пароль"), enter(client, "nobody", "не тот пароль")
    assert (known.status_code, unknown.status_code) == (400, 400)
    assert 'value="zavuch"' in known.text
    assert known.text.replace("zavuch", "nobody") == unknown.text
    assert "не тот пароль" not in known.text


def test_a_deputy_comes_in_with_password_and_code(
    client: TestClient, where: Installation, deputy: Account
) -> None:
    enter_with_code(client, where, deputy)
    start = client.get("/")
    assert start.status_code == 200
    assert "Что требует внимания" in start.text
    assert "Лебедева Ольга Игоревна" in start.text


@pytest.mark.usefixtures("deputy")
def test_the_password_alone_opens_nothing(client: TestClient) -> None:
    enter(client, "zavuch")
    assert client.get("/").headers["location"] == "/signin"
    assert client.get("/cases").headers["location"] == "/signin"


def test_a_wrong_code_is_told_and_asked_again(
    client: TestClient, where: Installation, deputy: Account
) -> None:
    enter(client, "zavuch")
    csrf = token_in(client.get("/signin/code").text)
    client.post("/signin/app", data={"csrf": csrf})
    answer = client.post("/signin/code", data={"csrf": csrf, "code": "000000"})
    assert answer.status_code == 400
    assert "Код не подошёл" in answer.text
    right = client.post(
        "/signin/code", data={"csrf": token_in(answer.text), "code": world.code(where, deputy)}
    )
    assert right.status_code == 200


def test_leaving_ends_the_session(client: TestClient, where: Installation, deputy: Account) -> None:
    enter_with_code(client, where, deputy)
    cookie = client.cookies["__Host-session"]
    csrf = token_in(client.get("/").text)
    assert client.post("/signout", data={"csrf": csrf}).headers["location"] == "/signin"
    client.cookies.set("__Host-session", cookie)
    assert client.get("/").headers["location"] == "/signin"


def test_a_form_without_its_token_or_from_elsewhere_changes_nothing(
    client: TestClient, where: Installation, deputy: Account
) -> None:
    enter_with_code(client, where, deputy)
    csrf = token_in(client.get("/").text)
    stale = client.post("/signout", data={"csrf": "x" * 64})
    foreign = client.post("/signout", data={"csrf": csrf}, headers={"origin": "https://elsewhere.example"})
    assert (stale.status_code, foreign.status_code) == (403, 403)
    assert client.get("/").status_code == 200


def test_a_teacher_sees_no_cases(client: TestClient, where: Installation) -> None:
    school = world.school(where.engine)
    world.person(where.engine, "uchitel", (Role.TEACHER, school))
    assert enter(client, "uchitel").headers["location"] == "/"
    refused = client.get("/cases")
    assert (refused.status_code, "Сюда нельзя" in refused.text) == (403, True)
    assert client.get("/").headers["location"] == "/lessons"


def test_missing_pages_and_breakdowns_are_plain_pages(
    client: TestClient, where: Installation, deputy: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = client.get("/nowhere")
    assert (missing.status_code, "Такой страницы нет" in missing.text) == (404, True)
    enter_with_code(client, where, deputy)

    def break_down(*_: object) -> None:
        raise RuntimeError("КАНАРЕЙКА")

    monkeypatch.setattr("api.pages.cases.listing.case_lines", break_down)
    broken = client.get("/cases")
    assert (broken.status_code, "Что-то сломалось" in broken.text) == (500, True)
    assert "КАНАРЕЙКА" not in broken.text


def test_every_route_of_the_service_is_in_the_policy(where: Installation) -> None:
    assert where.policy.unlisted(routes_of(create_app(where))) == ()


def test_static_files_are_served_with_headers(client: TestClient) -> None:
    for name in ("app.css", "built/pico.css", "built/htmx.js", "icon.svg"):
        answer = client.get(f"/static/{name}")
        assert (answer.status_code, answer.headers["x-content-type-options"]) == (200, "nosniff")


def test_the_start_page_tells_what_runs_out_and_the_list_finds_cases(
    client: TestClient, where: Installation
) -> None:
    small = new_world(where.engine)
    case_id = small.case()
    deputy = world.person(where.engine, "zavuch", (Role.DEPUTY, small.school_id))
    enter_with_code(client, where, deputy)
    start = client.get("/").text
    assert start.count("<li><div><span") > 0
    assert "К-01" in start
    everything = client.get("/cases").text
    assert "К-01" in everything
    assert f'href="/cases/{case_id}"' in everything
    assert "К-01" in client.get("/cases", params={"q": "к-01"}).text
    nothing = client.get("/cases", params={"q": "<script>"}).text
    assert "Таких дел нет" in nothing
    assert 'value="<script>' not in nothing
