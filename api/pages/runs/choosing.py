"""Runs that differ in the number of changes alone, side by side: how many changes buy how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.deps import ReadUnit
from api.pages.runs.showing import OnStage
from api.services.runs.watching import Watched, watched

router = APIRouter()
MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicePage:
    """here: the address of the page itself. points: of the best so far of each run, None before the first."""

    runs: tuple[Watched, ...]
    points: tuple[int | None, ...]
    going: bool
    here: str


@router.api_route("/timetables/choice", methods=["GET", "HEAD"])
def choice(
    stage: OnStage, unit: ReadUnit, run: Annotated[list[str] | None, Query()] = None, said: str = ""
) -> Response:
    """The runs of the query, those with the fewest changes first."""
    ids = list(dict.fromkeys(run or ()))[:MOST]
    found = sorted((watched(unit, each) for each in ids), key=lambda each: each.allowed or 0)
    content = ChoicePage(
        runs=tuple(found), points=tuple(each.curve[-1][2] if each.curve else None for each in found),
        going=any(each.going for each in found),
        here="/timetables/choice?" + "&".join(f"run={each.id}" for each in found),
    )  # fmt: skip
    return stage.show("choice.html", "Сколько менять", content, said=said)
