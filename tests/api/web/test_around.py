"""What stands around every request: the deadline answers for a hanging handler, headers are set, no path is logged."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.responses import PlainTextResponse, StreamingResponse
from fastapi.staticfiles import StaticFiles
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from api.web.access_log import AccessLog
from api.web.breakdown import Breakdown, CutOffError
from api.web.deadline import Deadline
from api.web.headers import CONTENT_SECURITY_POLICY, Headers


def app() -> FastAPI:
    made = FastAPI()

    @made.get("/quick/{token}")
    def quick(token: str) -> PlainTextResponse:
        return PlainTextResponse("quick" if token else "empty")

    @made.get("/hang")
    async def hang() -> PlainTextResponse:
        await asyncio.sleep(5)
        return PlainTextResponse("too late")

    @made.get("/stream")
    async def stream() -> StreamingResponse:
        async def parts() -> AsyncIterator[bytes]:
            yield b"one "
            await asyncio.sleep(0.3)
            yield b"two"

        return StreamingResponse(parts())

    @made.get("/cut")
    async def cut() -> StreamingResponse:
        async def parts() -> AsyncIterator[bytes]:
            yield b"one "
            raise RuntimeError("КАНАРЕЙКА")

        return StreamingResponse(parts())

    @made.get("/broken")
    def broken() -> PlainTextResponse:
        raise RuntimeError("КАНАРЕЙКА")

    return made


def test_a_handler_that_hangs_is_answered_for() -> None:
    client = TestClient(Deadline(app(), seconds=0.2))
    answer = client.get("/hang")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "Сервис не успел ответить" in answer.text


def test_what_is_quick_or_has_begun_is_left_alone() -> None:
    client = TestClient(Deadline(app(), seconds=0.2))
    assert client.get("/quick/t").text == "quick"
    assert client.get("/stream").text == "one two"


def test_unlimited_paths_may_take_their_time() -> None:
    slow = Deadline(app(), seconds=0.05, unlimited=("/hang",))
    # in a thread of its own: a browser of another test keeps a loop running in this one
    with ThreadPoolExecutor() as pool, pytest.raises(TimeoutError):
        pool.submit(lambda: asyncio.run(asyncio.wait_for(_ask(slow, "/hang"), 0.4))).result()


async def _ask(asked: Any, path: str) -> None:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        assert message["status"] != 503

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": [], "http_version": "1.1", "scheme": "http", "server": ("test", 80), "client": ("test", 1),
    }  # fmt: skip
    await asked(scope, receive, send)


def test_every_answer_has_its_headers() -> None:
    plain = TestClient(Headers(app(), tls=False)).get("/quick/t").headers
    assert plain["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert (plain["x-content-type-options"], plain["cache-control"]) == ("nosniff", "no-store")
    assert "strict-transport-security" not in plain
    assert "strict-transport-security" in TestClient(Headers(app(), tls=True)).get("/none").headers


def test_log_names_the_route_and_never_the_path() -> None:
    client = TestClient(AccessLog(app()), raise_server_exceptions=False)
    with capture_logs() as lines:
        client.get("/quick/SECRET-TOKEN")
        client.get("/nowhere/SECRET-TOKEN")
        client.get("/broken")
    told = [(line["method"], line["route"], line["status"]) for line in lines]
    assert told == [("GET", "/quick/{token}", 200), ("GET", "unknown", 404), ("GET", "/broken", 500)]
    assert "SECRET" not in str(lines)
    assert "КАНАРЕЙКА" not in str(lines)


def test_log_names_a_route_with_all_its_prefixes_and_a_mounted_folder_as_one() -> None:
    inner, outer = APIRouter(prefix="/inner"), APIRouter(prefix="/outer")

    @inner.get("/{token}")
    def told(token: str) -> PlainTextResponse:
        return PlainTextResponse(token)

    outer.include_router(inner)
    made = FastAPI()
    made.include_router(outer)
    made.mount("/files", StaticFiles(directory=Path(__file__).parent))
    client = TestClient(AccessLog(made))
    with capture_logs() as lines:
        client.get("/outer/inner/SECRET")
        client.get(f"/files/{Path(__file__).name}")
        client.get("/files/SECRET")
    told_lines = [(line["route"], line["status"]) for line in lines]
    assert told_lines == [("/outer/inner/{token}", 200), ("/files/{path}", 200), ("/files/{path}", 404)]


def test_a_breakdown_is_a_page_and_its_text_gets_into_no_log(caplog: pytest.LogCaptureFixture) -> None:
    whole = app()
    whole.add_middleware(Breakdown)
    whole.add_middleware(Headers, tls=False)
    client = TestClient(whole)
    with capture_logs() as lines:
        answer = client.get("/broken")
    assert (answer.status_code, "Что-то сломалось" in answer.text) == (500, True)
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert [(line["event"], line["kind"]) for line in lines] == [("broken", "RuntimeError")]
    assert lines[0]["places"][-1].startswith("test_around.py:")
    assert "КАНАРЕЙКА" not in answer.text + str(lines) + caplog.text


def test_an_answer_that_breaks_off_says_nothing_of_why() -> None:
    whole = app()
    whole.add_middleware(Breakdown)
    client = TestClient(whole)
    with pytest.raises(CutOffError) as caught:
        client.get("/cut")
    assert "КАНАРЕЙКА" not in "".join(traceback.format_exception(caught.value))
