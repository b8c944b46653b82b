"""Bodies of requests: gathered whole before the deadline begins to run, refused with a sentence when too big.

A slow line then costs no database time, and a file that is too big is answered rather than cut off.
"""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.error_pages import told

MOST = 5 * 1024 * 1024 + 64 * 1024  # the largest file, and the fields beside it
DRAINED = 64 * 1024 * 1024  # read and thrown away, so that the browser shows the answer
PATIENCE_S = 120.0
TOO_BIG = "Файл больше 5 МБ, он не сохранён. Уменьшите его, например отсканируйте в чёрно-белом виде."
TOO_SLOW = "Данные шли слишком долго и не сохранены. Проверьте связь и отправьте ещё раз."


class Bodies:
    """Hands on requests with their whole body; answers 413 or 408 by itself."""

    def __init__(self, app: ASGIApp, most: int = MOST, patience_s: float = PATIENCE_S) -> None:
        self.app, self.most, self.patience_s = app, most, patience_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            body, size = await asyncio.wait_for(_gathered(receive, self.most), self.patience_s)
        except ClientDisconnect:
            return  # half a form is none, and nobody waits for an answer
        except TimeoutError:
            await told(408, TOO_SLOW)(scope, receive, send)
            return
        if size > self.most:
            await told(413, TOO_BIG)(scope, receive, send)
            return
        await self.app(scope, _replaying(body, receive), send)


async def _gathered(receive: Receive, most: int) -> tuple[bytes, int]:
    """The body, and how much came; of one that is too big nothing is kept. Raises ClientDisconnect."""
    parts: list[bytes] = []
    size = 0
    while size <= DRAINED:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part = message.get("body", b"")
        size += len(part)
        if size > most:
            parts.clear()
        else:
            parts.append(part)
        if not message.get("more_body", False):
            break
    return b"".join(parts), size


def _replaying(body: bytes, receive: Receive) -> Receive:
    """The body in one message, then whatever the server says next (that the browser has gone)."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
