"""How the school plans: weeks of the cycle, the day, and by what the time on the way is estimated."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.data.stage import PLANNING, Around, OnStage, Stage
from api.services.travel.estimate import (
    PACES,
    STEPS,
    Pace,
    PlanningDraft,
    pace_of,
    planning_of,
    write_planning,
)
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from models.place import PlanningSettings
from scheduler.calendar.year import Parity
from scheduler.terms import clock

router = APIRouter(prefix=PLANNING.href)
MODES = {"walk": "пешком", "bus": "на автобусе", "car": "на машине", "own": "свои числа"}
SEASONS = {"warm": "тёплое время года", "cold": "зима"}
PARITY = {
    Parity.CALENDAR.value: "по календарю, каникулы тоже считаются",
    Parity.COUNT.value: "по дням учёбы: праздник не сбивает очередь",
}
CHOOSE = "Выберите из списка."


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningPage:
    around: Around
    rev: int
    form: Form
    modes: tuple[tuple[str, str], ...]
    seasons: tuple[tuple[str, str], ...]
    parity: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, str], ...]


@router.api_route("", methods=["GET", "HEAD"])
def overview(at: OnStage, unit: ReadUnit, said: str = "") -> Response:
    row = planning_of(unit)
    return _show(at, row.rev, _filled(row), said=said)


def _filled(row: PlanningSettings) -> Form:
    mode, season = pace_of(row)
    return form_of(
        title=row.title, cycle_weeks=row.cycle_weeks, parity=row.parity, step_min=row.step_min,
        day_start=clock(row.day_start_min), day_end=clock(row.day_end_min), mode=mode or "own",
        season=season or "warm", speed=f"{row.speed_mh / 1000:g}".replace(".", ","), detour=row.detour_percent,
        door=row.door_min, spare_unwanted=row.spare_unwanted,
    )  # fmt: skip


@router.post("")
def write(at: OnStage, unit: WriteUnit, sent: Sent) -> Response:
    made = attempt(unit, lambda: _write(unit, sent))
    if isinstance(made, Invalid | Conflict):
        return _show(at, planning_of(unit).rev, sent.refused(made), made.status)
    return done(PLANNING.href, "saved")


def _write(unit: Unit, sent: Form) -> None:
    reader = Reader(sent)
    mode = reader.among("mode", MODES, CHOOSE)
    season = reader.among("season", SEASONS, CHOOSE)
    pace = PACES.get((mode, season)) or _own_pace(reader)
    draft = PlanningDraft(
        title=sent.said("title"), cycle_weeks=reader.number("cycle_weeks"), parity=sent.said("parity"),
        step_min=reader.number("step_min"), day_start_min=reader.minutes("day_start"),
        day_end_min=reader.minutes("day_end"), pace=pace,
        spare_unwanted=sent.ticked("spare_unwanted"),
    )  # fmt: skip
    rev = reader.number("rev")
    reader.check()
    write_planning(unit, rev, draft)


def _own_pace(reader: Reader) -> Pace:
    told = reader.text("speed").replace(",", ".")
    try:
        speed = round(float(told) * 1000)
    except (ValueError, OverflowError):
        reader.faults["speed"] = ("Укажите скорость числом, например 4,5.",)
        speed = 0
    return Pace(speed, reader.number("detour"), reader.number("door"))


def _show(at: Stage, rev: int, form: Form, status: int = 200, said: str = "") -> Response:
    content = PlanningPage(
        around=at.around(PLANNING), rev=rev, form=form, modes=tuple(MODES.items()),
        seasons=tuple(SEASONS.items()), parity=tuple(PARITY.items()),
        steps=tuple((str(step), f"{step} минут") for step in STEPS),
    )  # fmt: skip
    return at.show("planning.html", "Настройки расчёта", content, status, said)
