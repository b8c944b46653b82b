"""Two variants side by side."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import ReadUnit
from api.pages.runs.showing import Choices, OnStage
from api.services.cases.orderlist import years_of
from api.services.runs.comparing import Comparison, compare
from api.services.runs.variants import variants
from api.services.unit import Unit
from api.web.forms import Form, form_of

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """found: None until two variants are chosen."""

    form: Form
    choices: Choices
    found: Comparison | None


@router.api_route("/compare", methods=["GET", "HEAD"])
def side_by_side(stage: OnStage, unit: ReadUnit, first: str = "", second: str = "") -> Response:
    found = compare(unit, first, second) if first and second else None
    content = ComparePage(form=form_of(first=first, second=second), choices=_choices(unit), found=found)
    return stage.show("compare.html", "Сравнение вариантов", content)


def _choices(unit: Unit) -> Choices:
    return tuple(
        (row.id, f"{row.number}. {row.name}")
        for year in years_of(unit)[:1]
        for row in variants(unit, year.id)
    )
