"""Runs of the solver: asked for, watched with server-sent events, stopped, kept as variants."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import Field

from api.deps import Here, Place, ReadUnit, WriteUnit
from api.rest.answers import Once, Paged, changed, listing, made, single
from api.rest.routing import creates, lists, reads, section, writes
from api.rest.shapes import KEY, SAMPLE_ID, Day, Id, Instant, Page, Plain, Ref, Sent, Told, links, text
from api.rest.variants import VariantTold, variant_told
from api.services.runs import running
from api.services.runs.posing import given_for
from api.services.runs.purposes import Aim
from api.services.runs.running import aim_of, ask_cancel, ask_more, ask_stop, run_of, start_run
from api.services.runs.variants import keep_variant
from api.services.runs.watching import Watched, told
from api.services.unit import Unit
from api.web.live import LOOK_SECONDS, MOST_SECONDS, run_now
from models.timetable import Run, RunPurpose, RunState

router = section("runs")


class RunSent(Sent):
    """A problem is made of the school's own data for the days. base_id: the variant to go out from; changes: how
    many lessons of the others may leave their time, for `few` and `join`."""

    year_id: Ref
    first_on: Day
    last_on: Day
    purpose: RunPurpose = RunPurpose.FULL
    base_id: Ref | None = None
    changes: Annotated[int, Field(strict=True, ge=0, le=1000, examples=[5])] = 0
    seconds: Annotated[int, Field(strict=True, ge=1, le=3600, examples=[60])] = 60
    seed: Annotated[int, Field(strict=True, ge=1, le=1_000_000_000, examples=[1])] = 1


class NameSent(Sent):
    name: Annotated[str, text(100, "Осень, без окон")]


class Point(Plain):
    """A better timetable on the way. points: less is better."""

    seconds: float = Field(examples=[1.5])
    unplaced: int = Field(examples=[2])
    points: int = Field(examples=[1240])


class RunTold(Told):
    """score: units of each goal of the best so far, `changes` among them where they are limited; none before the
    first. ahead: runs that come first."""

    id: str = Field(examples=[SAMPLE_ID])
    year_id: str = Field(examples=[SAMPLE_ID])
    state: RunState
    purpose: RunPurpose
    changes: int = Field(description="lessons of the others that may leave their time")
    base_id: str | None
    first_on: date
    last_on: date
    created_at: Instant
    seed: int = Field(examples=[1])
    seconds: int = Field(examples=[60], description="it may take")
    spent_s: int = Field(examples=[12], description="it has taken")
    ahead: int
    score: dict[str, int] | None
    bound: int | None = Field(description="lessons without a time that nobody can avoid")
    curve: tuple[Point, ...]
    fault: str | None = Field(description="a sentence where it went wrong")


class Progress(Plain):
    """One event: the run as it stands. The last one is sent when it has ended."""

    state: RunState
    going: bool
    spent_s: int = Field(examples=[12])
    ahead: int
    curve: tuple[Point, ...]
    said: str = Field(examples=["размещено всё, минут в дороге 35"], description="the score in short")


def run_told(unit: Unit, run: Run) -> RunTold:
    seen, aim = told(unit.session, run), aim_of(run)
    at = f"/runs/{run.id}"
    base = f"/variants/{run.base_id}" if run.base_id else None
    to = links(
        this=at, events=f"{at}/events", stop=f"{at}/stop", cancel=f"{at}/cancel", more=f"{at}/more",
        variants=f"{at}/variants", base=base, year=f"/years/{run.year_id}",
    )  # fmt: skip
    return RunTold(
        id=run.id, year_id=run.year_id, state=RunState(run.state), purpose=aim.purpose, changes=aim.changes,
        base_id=run.base_id, first_on=seen.first_on, last_on=seen.last_on, created_at=run.created_at,
        seed=run.seed, seconds=run.seconds, spent_s=seen.spent_s, ahead=seen.ahead,
        score=json.loads(run.score) if run.score else None, bound=run.bound, curve=_curve(seen), fault=run.fault,
        links=to,
    )  # fmt: skip


def _curve(seen: Watched) -> tuple[Point, ...]:
    return tuple(Point(seconds=at, unplaced=unplaced, points=points) for at, unplaced, points in seen.curve)


@lists(router, "/runs", Page[RunTold])
def list_runs(
    request: Request, unit: ReadUnit, paging: Paged, year_id: Annotated[str, Query(pattern=KEY)]
) -> Response:
    """The latest runs of a year, those that go on first."""
    found = running.runs(unit, year_id, most=200)
    return listing(request, paging, found, lambda run: run_told(unit, run), Page[RunTold])


@creates(router, "/runs", RunTold)
def ask_for_run(place: Place, unit: WriteUnit, once: Once, sent: RunSent) -> Response:
    """A run in the queue."""

    def act() -> Response:
        limits, days = place.settings.runs, (sent.first_on, sent.last_on)
        given = given_for(unit, sent.year_id, days, limits, sent.base_id)
        order = running.Order(
            first_on=days[0], last_on=days[1], aim=Aim(purpose=sent.purpose, changes=sent.changes),
            seconds=sent.seconds, seed=sent.seed, base_id=sent.base_id,
        )  # fmt: skip
        return made(run_told(unit, start_run(unit, sent.year_id, given, order, limits)))

    return once(sent, act)


@reads(router, "/runs/{run_id}", RunTold)
def get_run(request: Request, unit: ReadUnit, run_id: Id) -> Response:
    return single(request, run_told(unit, run_of(unit, run_id)))


@writes(router, "POST", "/runs/{run_id}/stop", RunTold)
def stop_run(unit: WriteUnit, run_id: Id) -> Response:
    """It ends with the best so far."""
    return changed(run_told(unit, ask_stop(unit, run_id)))


@writes(router, "POST", "/runs/{run_id}/cancel", RunTold)
def cancel_run(unit: WriteUnit, run_id: Id) -> Response:
    """It ends and gives nothing."""
    return changed(run_told(unit, ask_cancel(unit, run_id)))


@writes(router, "POST", "/runs/{run_id}/more", RunTold)
def give_more(place: Place, unit: WriteUnit, run_id: Id) -> Response:
    """Two minutes more, from where it is or has come to."""
    return changed(run_told(unit, ask_more(unit, run_id, place.settings.runs)))


@creates(router, "/runs/{run_id}/variants", VariantTold)
def keep_best(unit: WriteUnit, once: Once, run_id: Id, sent: NameSent) -> Response:
    """The best so far as a variant."""

    def act() -> Response:
        row = keep_variant(unit, run_id, sent.name)
        return made(variant_told(row), row)

    return once(sent, act)


def _known(unit: ReadUnit, run_id: Id) -> str:
    return run_of(unit, run_id).id


@router.get("/runs/{run_id}/events", response_class=EventSourceResponse)
async def watch_run(
    place: Place, here: Here, run_id: Id, _known: Annotated[str, Depends(_known)]
) -> AsyncIterator[ServerSentEvent]:
    """`progress` whenever the run has changed, `over` at its end. Going away ends the stream and nothing else."""
    until, last = time.monotonic() + MOST_SECONDS, None
    while time.monotonic() < until:
        run = await run_in_threadpool(run_now, place, here, run_id)
        if run is None:
            return  # signed out meanwhile
        news = _progress(run)
        if news != last or not run.going:
            last = news
            yield ServerSentEvent(data=news, event="progress" if run.going else "over")
        if not run.going:
            return
        await asyncio.sleep(LOOK_SECONDS)


def _progress(run: Watched) -> Progress:
    return Progress(
        state=run.code,
        going=run.going,
        spent_s=run.spent_s,
        ahead=run.ahead,
        curve=_curve(run),
        said=run.short,
    )
