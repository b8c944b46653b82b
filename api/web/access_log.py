"""The log of requests: what was asked by its route, never by its path, so that no token and no name gets in."""

from __future__ import annotations

import time

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.deps import template_of
from api.errors import NotFound

UNKNOWN = "unknown"
log = structlog.get_logger("access")


class AccessLog:
    """One line per request: method, template of the route, status, milliseconds."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status, root = time.perf_counter(), 500, scope.get("root_path", "")

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            log.info(
                "request",
                method=scope["method"],
                route=_route_of(scope, root),
                status=status,
                ms=round(1000 * (time.perf_counter() - began), 1),
            )


def _route_of(scope: Scope, root: str) -> str:
    """The whole template; of a mounted folder its own path (what lies under it is a file's name)."""
    mounted = str(scope.get("root_path", ""))
    if scope.get("route") is None and mounted != root:
        return f"{mounted.removeprefix(root)}/{{path}}"
    try:
        return template_of(Request(scope))
    except NotFound:
        return UNKNOWN
