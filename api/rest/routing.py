"""Routes of the JSON API: each says its shape, so that the description of the whole is made from them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from starlette.types import Message, Receive

from api.rest.answers import if_none_match
from api.rest.shapes import ROOT

BODY_BYTES = 128 * 1024
Function = TypeVar("Function", bound=Callable[..., Any])


class Limited(APIRoute):
    """A route that reads no more of a body than `BODY_BYTES`, whatever its length is said to be."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def limited(request: Request) -> Response:
            return await handle(Request(request.scope, _counted(request.receive)))

        return limited


def _counted(receive: Receive) -> Receive:
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > BODY_BYTES:
            raise HTTPException(413)
        return message

    return counted


def section(name: str) -> APIRouter:
    """The routes of one section."""
    return APIRouter(prefix=ROOT, tags=[name], generate_unique_id_function=_operation, route_class=Limited)


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
        )  # fmt: skip
        return function

    return add


def creates(router: APIRouter, path: str, kind: Any) -> Callable[[Function], Function]:
    """POST that makes a record."""
    return writes(router, "POST", path, kind, 201)
