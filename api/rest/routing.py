"""Routes of the JSON API: each says its shape, so that the description of the whole is made from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute

from api.rest.answers import if_none_match

BODY_BYTES = 128 * 1024
Function = TypeVar("Function", bound=Callable[..., Any])


def section(name: str) -> APIRouter:
    """The routes of one section."""
    return APIRouter(tags=[name], generate_unique_id_function=_operation)


def _operation(route: APIRoute) -> str:
    return route.name


def reads(
    router: APIRouter, path: str, kind: Any, conditional: bool = True
) -> Callable[[Function], Function]:
    """GET and HEAD of a path. conditional: a single record, which answers 304 to whoever holds it."""
    more = [Depends(if_none_match)] if conditional else []

    def add(function: Function) -> Function:
        router.add_api_route(path, function, methods=["GET"], response_model=kind, dependencies=more)
        router.add_api_route(path, function, methods=["HEAD"], include_in_schema=False)
        return function

    return add


def lists(router: APIRouter, path: str, kind: Any) -> Callable[[Function], Function]:
    """GET and HEAD of a list."""
    return reads(router, path, kind, conditional=False)


def writes(
    router: APIRouter, method: str, path: str, kind: Any, status: int = 200
) -> Callable[[Function], Function]:
    def add(function: Function) -> Function:
        router.add_api_route(
            path, function, methods=[method], response_model=kind, status_code=status,
            max_body_size=BODY_BYTES,
        )  # fmt: skip
        return function

    return add


def creates(router: APIRouter, path: str, kind: Any) -> Callable[[Function], Function]:
    """POST that makes a record."""
    return writes(router, "POST", path, kind, 201)
