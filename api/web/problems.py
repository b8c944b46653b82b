"""Refusals and breakdowns of the JSON API as problem details (RFC 9457). Nothing of the request is repeated."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from sqlalchemy.exc import DBAPIError, IntegrityError, TimeoutError  # noqa: A004
from starlette.exceptions import HTTPException

from api.errors import Conflict, Invalid, NotFound, Refusal, SignInNeeded, Stale, TooMany

log = structlog.get_logger("errors")

ROOT = "/api/v1"
MEDIA = "application/problem+json"
TITLE = {
    "malformed": "Запрос не разобран",
    "sign_in_needed": "Нужно войти",
    "forbidden": "Сюда нельзя",
    "not_found": "Такой записи нет",
    "no_such_method": "Так сюда не обращаются",
    "conflict": "Сейчас так нельзя",
    "stale": "Запись изменилась",
    "too_large": "Запрос слишком велик",
    "invalid": "Проверьте введённое",
    "condition_needed": "Нужен заголовок If-Match",
    "too_many": "Слишком часто",
    "broken": "Что-то сломалось",
    "busy": "Сервис занят",
    "refused": "Запрос отклонён",
}
CODE = {400: "malformed", 404: "not_found", 405: "no_such_method", 413: "too_large"}
BROKEN = "Ошибка записана, администратор её увидит. Ничего не изменено."
BUSY = "Сервис временно не может сохранить данные. Ничего не изменено. Повторите через минуту."
LATE = "Сервис не успел ответить. Сохранилось ли изменение, не известно: получите запись и посмотрите."
MEANWHILE = "Такая запись уже есть или её изменили одновременно с вами. Получите её снова и повторите."
SAID_BY_CODE = {
    "malformed": "Тело запроса не разобрано. Нужен JSON в UTF-8.",
    "no_such_method": "Этот адрес не знает такого метода. Посмотрите описание.",
    "too_large": "Тело запроса слишком велико. Отправьте меньше за раз.",
}
SENTENCE = {
    "missing": "Укажите значение.",
    "json_invalid": "Это не JSON.",
    "int_type": "Укажите целое число.",
    "int_parsing": "Укажите целое число.",
    "int_from_float": "Укажите целое число.",
    "bool_type": "Укажите true или false.",
    "string_type": "Укажите строку.",
    "string_unicode": "Строка содержит недопустимые знаки.",
    "string_pattern_mismatch": "Значение записано не так, как нужно. Посмотрите описание.",
    "day": "Укажите дату в виде 2026-09-01.",
    "list_type": "Укажите список.",
    "extra_forbidden": "Есть лишние поля. Посмотрите описание.",
}
WITH_LIMIT = {
    "string_too_long": ("max_length", "Не длиннее {} знаков."),
    "string_too_short": ("min_length", "Не короче {} знаков."),
    "too_long": ("max_length", "Не больше {} строк."),
    "too_short": ("min_length", "Не меньше {} строк."),
    "greater_than_equal": ("ge", "Укажите число не меньше {}."),
    "less_than_equal": ("le", "Укажите число не больше {}."),
    "enum": ("expected", "Выберите одно из: {}."),
    "literal_error": ("expected", "Выберите одно из: {}."),
}


def wanted(path: str) -> bool:
    """Whether an address is of the JSON API."""
    return path == ROOT or path.startswith(f"{ROOT}/")


def body_of(status: int, code: str, detail: str, faults: Mapping[str, Iterable[str]] | None = None) -> bytes:
    told: dict[str, Any] = {
        "type": f"urn:homelessons:problem:{code}", "title": TITLE[code], "status": status, "detail": detail,
        "code": code,
    }  # fmt: skip
    if faults is not None:
        told["faults"] = {field: list(sentences) for field, sentences in faults.items()}
    return json.dumps(told, ensure_ascii=False).encode()


def told(
    status: int, code: str, detail: str, faults: Mapping[str, Iterable[str]] | None = None, **headers: str
) -> Response:
    """A problem; underscores in names of headers stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(body_of(status, code, detail, faults), status, named, MEDIA)


def refused(_request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    code = refusal.code if refusal.code in TITLE else Refusal.code
    answer = told(
        refusal.status, code, refusal.sentence, refusal.faults if isinstance(refusal, Invalid) else None
    )
    if isinstance(refusal, SignInNeeded):
        answer.headers["www-authenticate"] = "Cookie"
    if isinstance(refusal, TooMany):
        answer.headers["retry-after"] = str(refusal.wait_s)
    if isinstance(refusal, Stale):
        answer.headers["etag"] = f'"{refusal.tag}"'
    return answer


def by_starlette(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = CODE.get(error.status_code, "refused")
    detail = NotFound().sentence if code == "not_found" else SAID_BY_CODE.get(code, "Посмотрите описание.")
    answer = told(error.status_code, code, detail)
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer


def malformed(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults: dict[str, list[str]] = {}
    places = [_place(fault) for fault in error.errors()]
    for place, fault in zip(places, error.errors(), strict=True):
        if fault["type"] == "too_short" and any(other.startswith(f"{place}.") for other in places):
            continue  # lines with faults are not counted; they are told of themselves
        sentences = faults.setdefault(place, [])
        sentence = _sentence(fault)
        if sentence not in sentences:
            sentences.append(sentence)
    return told(422, "invalid", Invalid({}).sentence, faults)


def _place(fault: Mapping[str, Any]) -> str:
    """`lines.0.first_on`. A name of ours only: a field nobody knows is told of at what it stands in."""
    parts = fault["loc"][1:]
    if fault["type"] == "extra_forbidden":
        parts = parts[:-1]
    if fault["type"] == "json_invalid" or not parts:
        return str(fault["loc"][0])
    return ".".join(str(part) for part in parts)


def _sentence(fault: Mapping[str, Any]) -> str:
    kind = fault["type"]
    if kind in WITH_LIMIT:
        name, sentence = WITH_LIMIT[kind]
        return sentence.format(str(fault["ctx"][name]).replace("'", "").replace(" or ", ", "))
    return SENTENCE.get(kind, "Это значение не подходит. Посмотрите описание.")


def database(_request: Request, error: Exception) -> Response:
    log.error("database", kind=type(error).__name__)
    if isinstance(error, IntegrityError):
        return told(Conflict.status, Conflict.code, MEANWHILE)
    if isinstance(error, DBAPIError | TimeoutError):
        return told(503, "busy", BUSY, retry_after="5")
    return told(500, "broken", BROKEN)


def broken(_request: Request, _error: Exception) -> Response:
    """The caller has written down what broke."""
    return told(500, "broken", BROKEN)
