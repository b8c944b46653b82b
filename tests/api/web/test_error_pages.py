"""What a page says when the database does not answer, and what it keeps to itself."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from sqlalchemy.exc import InvalidRequestError, OperationalError, SQLAlchemyError, TimeoutError  # noqa: A004
from starlette.testclient import TestClient

from api.web import error_pages

CANARY = "КАНАРЕЙКА"


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (OperationalError(CANARY, {}, Exception(CANARY)), 503, "Повторите через минуту."),
        (TimeoutError(CANARY), 503, "Повторите через минуту."),  # no connection was free in time
        (InvalidRequestError(CANARY), 500, "Ошибка записана"),
    ],
)
def test_a_database_that_does_not_answer_is_told_of(error: SQLAlchemyError, status: int, said: str) -> None:
    app = FastAPI()
    error_pages.install(app)

    @app.get("/")
    def fail() -> None:
        raise error

    answer = TestClient(app, raise_server_exceptions=False).get("/")
    assert answer.status_code == status
    assert answer.headers.get("retry-after") == ("5" if status == 503 else None)
    assert said in answer.text
    assert CANARY not in answer.text
