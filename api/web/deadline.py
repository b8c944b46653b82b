"""The service's own deadline: whatever the database does, an answer comes within ten seconds."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web import problems

DEADLINE_SECONDS = 10.0
BODY = (
    '<!doctype html><html lang="ru"><meta charset="utf-8"><title>Сервис занят</title>'
    "<h1>Сервис не успел ответить</h1>"
    "<p>Сохранилось ли изменение, сейчас не известно. Вернитесь на страницу и посмотрите; "
    "если изменения нет, повторите через минуту.</p></html>"
).encode()
PROBLEM = problems.body_of(503, "busy", problems.LATE)


class Deadline:
    """Answers 503 when nothing has been sent by the deadline. Paths in `unlimited` (streams) are left alone."""

    def __init__(
        self, app: ASGIApp, seconds: float = DEADLINE_SECONDS, unlimited: tuple[str, ...] = ()
    ) -> None:
        self.app, self.seconds, self.unlimited = app, seconds, unlimited

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(self.unlimited or ("\0",)):
            await self.app(scope, receive, send)
            return
        started = late = False

        async def watched(message: Message) -> None:
            nonlocal started
            if late:
                return
            started = True
            await send(message)

        task = asyncio.ensure_future(self.app(scope, receive, watched))
        done, _ = await asyncio.wait({task}, timeout=self.seconds)
        if done or started:
            await task
            return
        late = True
        task.add_done_callback(_forget)
        task.cancel()
        await _answer(scope["path"], send)


async def _answer(path: str, send: Send) -> None:
    media, body = (problems.MEDIA, PROBLEM) if problems.wanted(path) else ("text/html; charset=utf-8", BODY)
    headers = [
        (b"content-type", media.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"retry-after", b"5"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _forget(task: asyncio.Future[None]) -> None:
    """What a late request comes to is nobody's answer any more; its transaction has ended by itself."""
    if not task.cancelled():
        task.exception()
