"""«Чего не хватает»: what the records of the school's cases, or of the own class, lack today."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import ReadUnit
from api.pages.frame import RECORDS
from api.pages.records.showing import OnStage
from api.services.records.missing import Lacking, lacking

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class LackingPage:
    """total: results that are not there, over all cases."""

    entries: tuple[Lacking, ...]
    total: int


@router.api_route("/records", methods=["GET", "HEAD"])
def overview(stage: OnStage, unit: ReadUnit) -> Response:
    entries = lacking(unit)
    total = sum(len(part.rows) for entry in entries for part in entry.unmarked)
    content = LackingPage(entries=entries, total=total)
    return stage.show("lacking.html", "Записи: чего не хватает", content, RECORDS.href)
