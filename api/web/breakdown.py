"""Breakdowns end here: a plain page for the person, and for the log the kind and the place, never the text.

The text of an exception may carry what somebody wrote; the server around would print it with the whole trace.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.error_pages import broken


class CutOffError(Exception):
    """An answer broke off in its middle; the connection has to be closed."""


class Breakdown:
    """Answers 500 for whatever was raised; where an answer has begun, it is cut off."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            answer = broken(Request(scope), error)
            if started:
                raise CutOffError from None
            await answer(scope, receive, send)
