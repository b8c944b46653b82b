"""Bodies: whole before the handler, refused with a sentence when too big or too slow."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse
from fastapi.testclient import TestClient
from starlette.types import Message

from api.web.bodies import Bodies

MOST = 1000


def app() -> FastAPI:
    made = FastAPI()

    @made.post("/size")
    async def size(request: Request) -> PlainTextResponse:
        return PlainTextResponse(str(len(await request.body())))

    return made


def client(most: int = MOST) -> TestClient:
    return TestClient(Bodies(app(), most=most))


def in_parts(count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield b"x" * 100


def test_a_body_up_to_the_limit_comes_whole() -> None:
    assert client().post("/size", content=b"x" * MOST).text == "1000"
    assert client().post("/size", content=in_parts(10)).text == "1000"
    assert client().post("/size").text == "0"


def test_a_bigger_body_is_answered_with_a_sentence_however_it_comes() -> None:
    for content in (b"x" * (MOST + 1), in_parts(11)):
        answer = client().post("/size", content=content)
        assert (answer.status_code, "больше 5 МБ" in answer.text) == (413, True)


def answered(*messages: Message) -> list[Message]:
    """What is sent to a browser that sends these, the last one over and over."""
    sent: list[Message] = []
    left = list(messages)

    async def receive() -> Message:
        await asyncio.sleep(0.02)
        return left.pop(0) if len(left) > 1 else left[0]

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/size", "headers": [], "query_string": b""}
    asyncio.run(Bodies(app(), patience_s=0.2)(scope, receive, send))
    return sent


PART: Message = {"type": "http.request", "body": b"x", "more_body": True}


def test_half_a_form_is_none() -> None:
    assert answered(PART, {"type": "http.disconnect"}) == []


def test_a_body_that_never_ends_is_given_up() -> None:
    sent = answered(PART)
    assert sent[0]["status"] == 408
    assert "слишком долго" in b"".join(part.get("body", b"") for part in sent[1:]).decode()
