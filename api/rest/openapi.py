"""The description of the JSON API: made from the routes, with every problem they may answer.

Told to signed-in staff only: nobody else has a use for it, and a map of all routes is the first thing a stranger
tries for (trust.md, F15).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response

from api import cookies
from api.deps import HEADER, Place
from api.rest.answers import JSON, tags_in
from api.rest.shapes import ROOT
from api.web import problems

ABOUT = """Timetables of children who study at home. Sessions are those of the pages: sign in there, send the cookie.

Every request that changes something carries the token of `GET /api/v1/me` in `x-csrf-token`. A change of a record
carries its `ETag` in `If-Match`. A POST that makes a record may carry an `Idempotency-Key`: the same request sent
again gets the same answer and acts once. Dates are ISO 8601, both ends of a span included; instants are in UTC.
Records of others answer exactly like records that do not exist."""
DETAIL = {
    "malformed": problems.SAID_BY_CODE["malformed"],
    "sign_in_needed": "Войдите, чтобы продолжить.",
    "forbidden": "Эта страница не для вашей роли. Вернитесь на начальную страницу.",
    "not_found": "Такой записи нет. Вернитесь к списку и выберите запись заново.",
    "conflict": "Дело К-01: «заявление принято». Из этого состояния нельзя начать обучение.",
    "stale": "Запись изменили, пока вы её смотрели. Получите её снова и повторите.",
    "too_large": problems.SAID_BY_CODE["too_large"],
    "invalid": "Проверьте отмеченные поля.",
    "condition_needed": "Получите запись и повторите её ETag в заголовке If-Match.",
    "broken": problems.BROKEN,
    "busy": problems.BUSY,
}
STATUS = {
    "malformed": 400, "sign_in_needed": 401, "forbidden": 403, "not_found": 404, "conflict": 409, "stale": 412,
    "too_large": 413, "invalid": 422, "condition_needed": 428, "broken": 500, "busy": 503,
}  # fmt: skip
PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. `detail` is the sentence for a person; `code` is for programs.",
    "required": ["type", "title", "status", "detail", "code"],
    "additionalProperties": False,
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"enum": sorted(problems.TITLE)},
        "faults": {
            "type": "object",
            "description": "field, with dots into lists → what is wrong with it",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "reasons": {"type": "array", "items": {"type": "string"}, "description": "all that closes a start"},
        "rules": {
            "type": "array",
            "items": {"type": "string"},
            "description": "codes of what closes a start",
        },
        "theirs": {"type": "array", "items": {"type": "object"}, "description": "steps others did meanwhile"},
        "undone": {
            "type": "array",
            "items": {"type": "object"},
            "description": "seen steps undone meanwhile",
        },
        "rev": {"type": "integer", "description": "of the draft now"},
        "seen": {"type": "string", "description": "id of the draft's last step now"},
    },
}
TEXT_HEADER = {"schema": {"type": "string"}}
ETAG = {"ETag": {"description": "revision of the record", **TEXT_HEADER}}


def description(routes: APIRouter) -> APIRouter:
    """The route that tells the description of the others."""
    router = APIRouter(prefix=ROOT)

    @cache
    def written(cookie: str) -> tuple[str, str]:
        body = json.dumps(describe(routes, cookie), ensure_ascii=False)
        return body, f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'

    @router.api_route("/openapi.json", methods=["GET", "HEAD"], include_in_schema=False)
    def openapi(request: Request, place: Place) -> Response:
        body, tag = written(cookies.name_of(place.settings, cookies.SESSION))
        if tag.strip('"') in tags_in(request.headers.get("if-none-match", "")):
            return Response(None, 304, {"etag": tag})
        return Response(body, 200, {"etag": tag}, JSON)

    return router


def describe(routes: APIRouter, cookie: str) -> dict[str, Any]:
    """OpenAPI 3.1. cookie: the name of the session's cookie."""
    told = get_openapi(
        title="Уроки дома", version="1", description=ABOUT, routes=routes.routes, servers=[{"url": "/"}]
    )
    for methods in told["paths"].values():
        for method, operation in methods.items():
            _complete(method, operation)
    schemas = told["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = PROBLEM
    told["components"]["responses"] = {code: _problem(code) for code in STATUS}
    told["components"]["securitySchemes"] = {
        "session": {"type": "apiKey", "in": "cookie", "name": cookie},
        "csrf": {"type": "apiKey", "in": "header", "name": HEADER},
    }
    return told


def _complete(method: str, operation: dict[str, Any]) -> None:
    """What FastAPI does not know of an operation: who may ask, its headers, its problems."""
    for entry in operation.get("parameters", ()):
        entry["schema"] = _without_null(entry["schema"])
    headers = {entry["name"]: entry for entry in operation.get("parameters", ()) if entry["in"] == "header"}
    operation["security"] = [{"session": []}] if method == "get" else [{"session": [], "csrf": []}]
    answers = {
        status: answer for status, answer in operation["responses"].items() if status.startswith("2")
    }  # fmt: skip
    for status, answer in answers.items():
        answer["headers"] = _headers_of(method, status, headers)
    if "If-None-Match" in headers:
        answers["304"] = {"description": "Not Modified", "headers": ETAG}
    if "If-Match" in headers:
        headers["If-Match"]["required"] = True
    for code in _codes(operation, method, headers):
        answers[str(STATUS[code])] = {"$ref": f"#/components/responses/{code}"}
    operation["responses"] = dict(sorted(answers.items()))


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is there or not; it is never null."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    rest = {name: value for name, value in schema.items() if name not in ("anyOf", "title", "description")}
    return {**kinds[0], **rest} if len(kinds) == 1 else rest | {"anyOf": kinds} if kinds else rest


def _headers_of(method: str, status: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Headers of a success: a list has its links, every other answer its ETag."""
    if method == "get" and "If-None-Match" not in asked:
        return {"Link": {"description": "RFC 8288: first, prev, next, last", **TEXT_HEADER}}
    made = {"Location": {"description": "where the new record is", **TEXT_HEADER}} if status == "201" else {}
    return {**ETAG, **made}


def _codes(operation: dict[str, Any], method: str, headers: dict[str, Any]) -> Iterator[str]:
    """Codes of the problems an operation may answer with."""
    yield from ("sign_in_needed", "forbidden", "broken", "busy")
    places = {entry["in"] for entry in operation.get("parameters", ())}
    named = any(
        entry["name"].endswith("_id") and entry["required"] for entry in operation.get("parameters", ())
    )
    if "path" in places or named or method != "get":
        yield "not_found"
    if "query" in places or method != "get":
        yield "invalid"
    if "requestBody" in operation:
        yield from ("malformed", "too_large")
    if method != "get":
        yield "conflict"
    if "If-Match" in headers:
        yield from ("stale", "condition_needed")


def _problem(code: str) -> dict[str, Any]:
    status = STATUS[code]
    faults = {"number": ["Укажите значение."]} if code == "invalid" else None
    example = json.loads(problems.body_of(status, code, DETAIL[code], faults))
    schema = {"$ref": "#/components/schemas/Problem"}
    told: dict[str, Any] = {
        "description": problems.TITLE[code],
        "content": {problems.MEDIA: {"schema": schema, "example": example}},
    }
    if code == "busy":
        told["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    if code == "stale":
        told["headers"] = ETAG
    return told
