"""Each kind of refusal and breakdown as problem details: what it says, what it never repeats. On both databases."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, OperationalError, TimeoutError  # noqa: A004
from structlog.testing import capture_logs

from api.errors import TooMany
from api.web.deadline import Deadline
from models.person import Role
from tests.api.rest.site import MISSING, Asker, Site, site

CANARY = "КАНАРЕЙКА-G40"
PUPIL = {"surname": "Иванов", "given_names": "Пётр", "birth_on": "2015-03-02"}


@pytest.fixture
def school(database: Engine) -> Site:
    return site(database)


@pytest.fixture
def deputy(school: Site) -> Asker:
    return school.asker()


def problem(answer: Response, status: int, code: str) -> dict[str, Any]:
    """The problem, once it is sure that it is one of the kind."""
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert (answer.status_code, told["status"], told["code"]) == (status, status, code), told
    assert told["type"] == f"urn:homelessons:problem:{code}"
    assert set(told) <= {"type", "title", "status", "detail", "code", "faults"}
    assert told["title"]
    assert told["detail"].endswith(".")
    return told


def test_what_is_not_there_and_methods_nobody_knows(school: Site, deputy: Asker) -> None:
    for path in ("/nothing", f"/cases/{MISSING}", "/cases/x", "/cases/%00", ""):
        told = problem(deputy.call("GET", path), 404, "not_found")
        assert told["detail"] == "Такой записи нет. Вернитесь к списку и выберите запись заново."
    known = deputy.call("DELETE", "/cases")
    assert "фак" not in problem(known, 405, "no_such_method")["detail"]
    assert known.headers["allow"]
    assert school.asker(Role.ADMINISTRATOR).call("GET", "/schools/%00").status_code == 404


def test_pages_keep_their_pages(school: Site) -> None:
    visitor = school.visitor()
    page = visitor.get("/nothing")
    assert (page.status_code, "<h1>" in page.text) == (404, True)
    assert visitor.get("/api/v10").headers["content-type"].startswith("text/html")
    assert visitor.get("/cases").headers["location"] == "/signin"


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, {name: ["Укажите значение."] for name in PUPIL}),
        (PUPIL | {CANARY: 1}, {"body": ["Есть лишние поля. Посмотрите описание."]}),
        (PUPIL | {"surname": ""}, {"surname": ["Не короче 1 знаков."]}),
        (PUPIL | {"surname": CANARY * 9}, {"surname": ["Не длиннее 100 знаков."]}),
        (PUPIL | {"surname": " "}, {"surname": ["Укажите фамилию."]}),
        (PUPIL | {"surname": 5}, {"surname": ["Укажите строку."]}),
        (
            PUPIL | {"surname": f"{CANARY}\0"},
            {"surname": ["Значение записано не так, как нужно. Посмотрите описание."]},
        ),
        (PUPIL | {"birth_on": "02.03.2015"}, {"birth_on": ["Укажите дату в виде 2026-09-01."]}),
        (PUPIL | {"birth_on": "2015-02-30"}, {"birth_on": ["Укажите дату в виде 2026-09-01."]}),
        (PUPIL | {"birth_on": 1425254400}, {"birth_on": ["Укажите дату в виде 2026-09-01."]}),
        (
            PUPIL | {"birth_on": "1950-01-01"},
            {"birth_on": ["Проверьте дату рождения: ученику должно быть от 4 до 25 лет."]},
        ),
        ([CANARY], {"body": ["Это значение не подходит. Посмотрите описание."]}),
        (None, {"body": ["Укажите значение."]}),
    ],
)
def test_faults_stand_beside_their_fields_and_repeat_nothing(
    deputy: Asker, body: Any, faults: dict[str, list[str]]
) -> None:
    answer = deputy.call("POST", "/pupils", body)
    assert problem(answer, 422, "invalid")["faults"] == faults
    assert CANARY not in answer.text


def test_faults_of_lists_tell_the_line(school: Site, deputy: Asker) -> None:
    line = {"case_id": MISSING, "first_on": "2026-09-01", "last_on": CANARY}
    order = {"year_id": school.world.year_id, "number": "1", "issued_on": "2026-09-01", "lines": [line, {}]}
    told = problem(deputy.call("POST", "/orders", order), 422, "invalid")
    assert told["faults"] == {
        "lines.0.last_on": ["Укажите дату в виде 2026-09-01."],
        **{f"lines.1.{name}": ["Укажите значение."] for name in ("case_id", "first_on", "last_on")},
    }
    words = problem(deputy.call("GET", "/cases?state=lost&page=0&per_page=201&grade=x"), 422, "invalid")[
        "faults"
    ]
    assert words.keys() == {"state", "page", "per_page", "grade"}
    assert words["page"] == ["Укажите число не меньше 1."]
    assert words["per_page"] == ["Укажите число не больше 200."]
    assert words["state"][0].startswith("Выберите одно из: applied, complete, ordered")


def test_bodies_that_are_no_json_or_too_large(deputy: Asker) -> None:
    at = "/api/v1/pupils"
    sent = {"content-type": "application/json"}
    assert problem(deputy.post(at, content="{", headers=sent), 422, "invalid")["faults"] == {
        "body": ["Это не JSON."]
    }
    problem(deputy.post(at, content=b'{"surname": "\xff"}', headers=sent), 400, "malformed")
    problem(deputy.post(at, content="[" * 100_000, headers=sent), 400, "malformed")
    problem(deputy.post(at, content="surname=x"), 422, "invalid")
    half = json.dumps(PUPIL)[:-1] + ', "given_names": "\\ud800"}'
    told = problem(deputy.post(at, content=half, headers=sent), 422, "invalid")
    assert told["faults"] == {"given_names": ["Строка содержит недопустимые знаки."]}
    large = b" " * 140_000
    problem(deputy.post(at, content=large, headers=sent), 413, "too_large")
    problem(deputy.post(at, content=iter([large]), headers=sent), 413, "too_large")


def test_whoever_may_not_or_comes_from_elsewhere(school: Site, deputy: Asker) -> None:
    problem(school.asker(Role.TEACHER).call("GET", "/cases"), 403, "forbidden")
    foreign = {"origin": "https://elsewhere.example"}
    problem(deputy.call("POST", "/pupils", PUPIL, **foreign), 403, "forbidden")
    problem(deputy.call("POST", "/pupils", PUPIL, x_csrf_token="x" * 64), 403, "forbidden")
    assert deputy.got("/pupils")["total"] == 0


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (OperationalError(CANARY, {}, Exception(CANARY)), 503, "busy"),
        (TimeoutError(CANARY), 503, "busy"),
        (IntegrityError(CANARY, {}, Exception(CANARY)), 409, "conflict"),
        (TooMany("Слишком часто. Подождите.", 7), 429, "too_many"),
        (RuntimeError(CANARY), 500, "broken"),
    ],
)
def test_breakdowns_say_what_to_do_and_no_more(
    deputy: Asker, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, code: str
) -> None:
    def break_down(*_: object) -> None:
        raise error

    monkeypatch.setattr("api.rest.pupils.pupils.add_pupil", break_down)
    with capture_logs() as lines:
        answer = deputy.call("POST", "/pupils", PUPIL)
    problem(answer, status, code)
    assert answer.headers.get("retry-after") == {503: "5", 429: "7"}.get(status)
    assert CANARY not in answer.text + str(lines)


def test_the_deadline_speaks_json_under_its_address() -> None:
    app = FastAPI()

    @app.get("/{path:path}")
    async def hang(path: str) -> None:
        await asyncio.sleep(5 if path else 6)

    client = TestClient(Deadline(app, seconds=0.1))
    late = client.get("/api/v1/cases")
    assert problem(late, 503, "busy")["detail"].startswith("Сервис не успел ответить.")
    assert late.headers["retry-after"] == "5"
    assert client.get("/api/v1x").headers["content-type"].startswith("text/html")
