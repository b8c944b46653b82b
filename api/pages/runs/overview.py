"""«Расписание»: asking for a run, runs that go on, variants of the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from api.deps import ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.runs.showing import Choices, OnStage, Stage
from api.services.cases.orderlist import years_of
from api.services.registry.problems import Point, Unposed
from api.services.runs.limits import RunLimits
from api.services.runs.posing import given_for
from api.services.runs.problems import (
    Given,
    NoDataError,
    uploaded_problem,
)
from api.services.runs.purposes import Aim
from api.services.runs.running import PURPOSE, Order, runs, start_run
from api.services.runs.variants import removed_variant, variants
from api.services.runs.watching import Watched, names_of, told, variant_score
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from models.timetable import Run, RunPurpose, Variant
from models.year import Year

router = APIRouter()
SECONDS = {"30": "полминуты", "60": "1 минуту", "120": "2 минуты", "300": "5 минут", "600": "10 минут"}
BUDGETS = {
    "0": "ни одного",
    "2": "не больше 2",
    "5": "не больше 5",
    "10": "не больше 10",
    "all": "сравнить 0, 2 и 5",
}
SEVERAL = (0, 2, 5)
CHOOSE = "Выберите из списка."
NO_YEAR = "Сначала заведите учебный год."


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantLine:
    id: str
    name: str
    number: int
    author: str
    at: str
    score: str
    unplaced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPage:
    """removed: id of a variant that has just been removed and can be brought back. points: why there is no problem."""

    year: str
    form: Form
    points: tuple[Point, ...]
    purposes: Choices
    seconds: Choices
    budgets: Choices
    bases: Choices
    runs: tuple[tuple[Watched, str], ...]
    variants: tuple[VariantLine, ...]
    removed: str


@router.api_route("/timetables", methods=["GET", "HEAD"])
def overview(stage: OnStage, unit: ReadUnit, said: str = "", removed: str = "", base: str = "") -> Response:
    year = next(iter(years_of(unit)), None)
    form = form_of(
        first_on=soonest(unit.today, year), last_on=year.last_on if year else None, seconds=60, changes=5,
        purpose=RunPurpose.IMPROVE if base else RunPurpose.FULL, base_id=base,
    )  # fmt: skip
    return _show(stage, unit, form, said=said, removed=removed)


async def sent_problem(request: Request) -> bytes:
    """The file of the form; empty where none was chosen."""
    file = (await request.form()).get("file")
    if not isinstance(file, UploadFile):
        return b""
    try:
        return await file.read() if file.filename else b""
    finally:
        await file.close()


SentProblem = Annotated[bytes, Depends(sent_problem)]


@router.post("/timetables/runs")
def start(stage: OnStage, unit: WriteUnit, sent: Sent, file: SentProblem) -> Response:
    made = attempt(unit, lambda: _start(unit, sent, file, stage.place.settings.runs))
    if isinstance(made, Invalid | Conflict):
        points = made.points if isinstance(made, Unposed | NoDataError) else ()
        return _show(stage, unit, sent.refused(made), made.status, points=points)
    if len(made) == 1:
        return done(f"/runs/{made[0].id}", "begun")
    return done(f"/timetables/choice?{urlencode([('run', run.id) for run in made])}", "begun")


def _start(unit: Unit, sent: Form, file: bytes, limits: RunLimits) -> list[Run]:
    year = next(iter(years_of(unit)), None)
    if year is None:
        raise Conflict(NO_YEAR)
    reader = Reader(sent)
    first, last = reader.day("first_on"), reader.day("last_on")
    purpose = reader.among("purpose", frozenset(PURPOSE), CHOOSE)
    seconds = reader.among("seconds", SECONDS, CHOOSE)
    budget = reader.among("changes", BUDGETS, CHOOSE)
    reader.check()
    given = _given(unit, year, file, (first, last), limits, sent.said("base_id") if purpose != "full" else "")
    return [
        start_run(
            unit, year.id, given, _order(sent, (first, last), RunPurpose(purpose), seconds, number), limits
        )
        for number in (SEVERAL if budget == "all" and purpose in ("few", "join") else (_number(budget),))
    ]


def _given(
    unit: Unit, year: Year, file: bytes, days: tuple[date, date], limits: RunLimits, base_id: str
) -> Given:
    """The problem of the file; without one that of the school's data; where these hold no lesson yet, that of the
    variant to go out from. Data that contradict each other are told, never passed over."""
    if file:
        return uploaded_problem(file, limits)
    return given_for(unit, year.id, days, limits, base_id or None)


def _order(sent: Form, days: tuple[date, date], purpose: RunPurpose, seconds: str, changes: int) -> Order:
    few = purpose in (RunPurpose.FEW, RunPurpose.JOIN)
    base = (sent.said("base_id") or None) if purpose != RunPurpose.FULL else None
    return Order(
        first_on=days[0], last_on=days[1], aim=Aim(purpose=purpose, changes=changes if few else 0),
        seconds=int(seconds), base_id=base,
    )  # fmt: skip


def _number(budget: str) -> int:
    return int(budget) if budget.isdigit() else 0


def _show(
    stage: Stage,
    unit: Unit,
    form: Form,
    status: int = 200,
    said: str = "",
    removed: str = "",
    points: tuple[Point, ...] = (),
) -> Response:
    year = next(iter(years_of(unit)), None)
    kept = variants(unit, year.id) if year else ()
    content = OverviewPage(
        year=year.title if year else "", form=form, points=points,
        purposes=tuple((str(key), title) for key, title in PURPOSE.items()),
        seconds=tuple(SECONDS.items()), budgets=tuple(BUDGETS.items()),
        bases=tuple((row.id, f"{row.number}. {row.name}") for row in kept),
        runs=_runs(stage, unit, year) if year else (),
        variants=_lines(stage, unit, kept), removed=removed if removed_variant(unit, removed) else "",
    )  # fmt: skip
    return stage.show("overview.html", "Расписание", content, status, said)


def _runs(stage: Stage, unit: Unit, year: Year) -> tuple[tuple[Watched, str], ...]:
    """The latest runs, each with when it was asked for."""
    found = (told(unit.session, run) for run in runs(unit, year.id))
    return tuple((run, stage.moment(run.created_at)) for run in found)


def _lines(stage: Stage, unit: Unit, kept: Sequence[Variant]) -> tuple[VariantLine, ...]:
    names = names_of(unit.session, (row.account_id for row in kept))
    return tuple(
        VariantLine(
            id=row.id, name=row.name, number=row.number, author=names[row.account_id],
            at=stage.moment(row.created_at), score=variant_score(row), unplaced=row.unplaced,
        )
        for row in kept
    )  # fmt: skip


def soonest(today: date, year: Year | None) -> date | None:
    """The Monday that comes next, or the first day of a year that has not begun."""
    if year is None or today < year.first_on:
        return year.first_on if year else None
    return min(today + timedelta(days=7 - today.weekday()), year.last_on)
