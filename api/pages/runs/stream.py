"""Progress of a run as server-sent events: the part of the page that changes, `better` when the board has changed,
`over` at the end. Closing the page ends the stream and nothing else."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from api.deps import Here, Place, Presence, ReadUnit
from api.installation import Installation
from api.pages.runs.one import now_of
from api.services.runs.running import run_of
from api.services.runs.watching import Watched
from api.web.live import LOOK_SECONDS, MOST_SECONDS, run_now
from api.web.rendering import environment

router = APIRouter()
BOARD_SECONDS = 3.0  # between two boards drawn while one looks


@router.get("/events/runs/{run_id}")
def events(place: Place, here: Here, unit: ReadUnit, run_id: str) -> StreamingResponse:
    run_of(unit, run_id)
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_told(place, here, run_id), media_type="text/event-stream", headers=headers)


@dataclass
class _Seen:
    """What has been sent already."""

    text: str = ""
    board_at: datetime | None = None
    drawn: float = 0.0


async def _told(place: Installation, here: Presence, run_id: str) -> AsyncIterator[str]:
    seen, until = _Seen(), time.monotonic() + MOST_SECONDS
    first = True
    while time.monotonic() < until:
        run = await run_in_threadpool(run_now, place, here, run_id)
        if run is None:
            return  # signed out meanwhile
        if first:
            seen.board_at, first = run.best_at, False
        for message in _news(run, seen):
            yield message
        if not run.going:
            yield "event: over\ndata: over\n\n"
            return
        await asyncio.sleep(LOOK_SECONDS)


def _news(run: Watched, seen: _Seen) -> list[str]:
    text = environment().get_template("runs/now.html").render(now=now_of(run))
    news = []
    if text != seen.text:
        news.append("".join(f"data: {line}\n" for line in text.splitlines() if line.strip()) + "\n")
        seen.text = text
    at = time.monotonic()
    if run.best_at != seen.board_at and at - seen.drawn >= BOARD_SECONDS:
        seen.board_at, seen.drawn = run.best_at, at
        news.append("event: better\ndata: better\n\n")
    return news
