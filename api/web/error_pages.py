"""Refusals and breakdowns as pages: what happened, what was kept, what to do. No code words, nothing of the request."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import DBAPIError, SQLAlchemyError, TimeoutError  # noqa: A004
from starlette.exceptions import HTTPException

from api.deps import STALE_FORM
from api.errors import Invalid, NotFound, Refusal, SignInNeeded, TooMany
from api.web import problems
from api.web.rendering import Frame, page

log = structlog.get_logger("errors")

Handler = Callable[[Request, Exception], Response]

HEADING = {
    401: "Нужно войти",
    403: "Сюда нельзя",
    404: "Такой страницы нет",
    405: "Так эта страница не открывается",
    408: "Слишком долго",
    409: "Запись изменилась",
    413: "Файл слишком большой",
    422: "Проверьте введённое",
    429: "Слишком часто",
    500: "Что-то сломалось",
    503: "Сервис занят",
}
BROKEN = ("Ошибка записана, администратор её увидит.", "Ничего не изменено. Вернитесь и повторите.")
UNSAVED = "Отправленное не сохранено."
BUSY = ("Сервис временно не может сохранить данные. Ничего не изменено. Повторите через минуту.",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    heading: str
    sentences: tuple[str, ...]
    back: str = "/"
    back_title: str = "На начальную страницу"


def install(app: FastAPI) -> None:
    """Sets the handlers of an application."""
    app.add_exception_handler(Refusal, _by_path(_refused, problems.refused))
    app.add_exception_handler(HTTPException, _by_path(_by_starlette, problems.by_starlette))
    app.add_exception_handler(RequestValidationError, _by_path(_malformed, problems.malformed))
    app.add_exception_handler(SQLAlchemyError, _by_path(_database, problems.database))
    app.add_exception_handler(Exception, broken)


def _by_path(page: Handler, problem: Handler) -> Handler:
    """Under the address of the JSON API the same is told as problem details."""

    def handle(request: Request, error: Exception) -> Response:
        return (problem if problems.wanted(request.url.path) else page)(request, error)

    return handle


def told(status: int, *sentences: str, unsaved: bool = False) -> Response:
    """unsaved: a form came too late to be saved; the page says so, and the browser keeps what was typed."""
    heading = HEADING.get(status, HEADING[500])
    content = ErrorPage(heading=heading, sentences=sentences)
    if unsaved:
        content = replace(content, sentences=(*sentences, UNSAVED))
    if status == 401:
        content = replace(content, back="/signin", back_title="Войти")
    return page("error.html", Frame(title=heading, unsaved=unsaved), content, status)


def _refused(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    if isinstance(refusal, SignInNeeded) and request.method in ("GET", "HEAD"):
        return RedirectResponse("/signin", 303)
    sentences = [refusal.sentence]
    if isinstance(refusal, Invalid):
        sentences += [sentence for field in refusal.faults.values() for sentence in field]
    unsaved = isinstance(refusal, SignInNeeded) or refusal.sentence == STALE_FORM
    answer = told(refusal.status, *sentences, unsaved=unsaved)
    if isinstance(refusal, TooMany):
        answer.headers["retry-after"] = str(refusal.wait_s)
    return answer


def _by_starlette(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentence = NotFound().sentence if error.status_code == 404 else "Вернитесь на начальную страницу."
    return told(error.status_code, sentence)


def _malformed(_request: Request, _error: Exception) -> Response:
    """What came is not what the form sends; it is not repeated: a password may stand in it."""
    return told(422, "Форма пришла не целиком. Вернитесь, заполните её и отправьте ещё раз.")


def _database(_request: Request, error: Exception) -> Response:
    log.error("database", kind=type(error).__name__)
    if isinstance(error, DBAPIError | TimeoutError):
        answer = told(503, *BUSY)
        answer.headers["retry-after"] = "5"
        return answer
    return told(500, *BROKEN)


def broken(request: Request, error: Exception) -> Response:
    """A fault of the program: for the log its kind and place, not its text, which may carry what somebody wrote."""
    log.error("broken", kind=type(error).__name__, places=_places_of(error))
    return _by_path(lambda _asked, _error: told(500, *BROKEN), problems.broken)(request, error)


def _places_of(error: Exception) -> list[str]:
    """`file:line function` of the innermost calls."""
    frames = traceback.extract_tb(error.__traceback__)[-5:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
