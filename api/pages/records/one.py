"""«Записи»: everything recorded of one case, as far as the one who looks may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import ReadUnit
from api.pages.frame import CASES
from api.pages.records.showing import OnStage, Stage
from api.services.records.looking import Eye
from api.services.records.sheet import RecordsSheet, records_sheet
from api.services.records.words import (
    ATTENDANCE,
    CONSULTED,
    CONTROL,
    COUNCIL,
    END_PAPER,
    EVENT,
    FORM,
    OUTCOME,
    RHYTHM,
    SCALE,
    WAY,
)
from api.services.unit import Unit
from api.web.forms import Form

router = APIRouter()

WORDS: dict[str, dict[str, str]] = {
    name: {word.value: said for word, said in words.items()}
    for name, words in (
        ("attendance", ATTENDANCE), ("consulted", CONSULTED), ("control", CONTROL), ("council", COUNCIL),
        ("end_paper", END_PAPER), ("event", EVENT), ("form", FORM), ("outcome", OUTCOME), ("rhythm", RHYTHM),
        ("scale", SCALE), ("way", WAY),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsPage:
    """form: of the small forms of the page, with what was refused. desk, staff: what one may enter."""

    sheet: RecordsSheet
    words: dict[str, dict[str, str]]
    form: Form
    today: date
    desk: bool
    staff: bool
    parent: bool


@router.api_route("/cases/{case_id}/records", methods=["GET", "HEAD"])
def records(stage: OnStage, unit: ReadUnit, case_id: str, said: str = "") -> Response:
    return show_records(stage, unit, case_id, Form(), said=said)


def show_records(
    stage: Stage, unit: Unit, case_id: str, form: Form, status: int = 200, said: str = ""
) -> Response:
    """The whole page. form: what was refused of its small forms."""
    sheet = records_sheet(unit, case_id)
    content = RecordsPage(
        sheet=sheet, words=WORDS, form=form, today=unit.today, desk=sheet.eye == Eye.DESK,
        staff=sheet.eye in (Eye.DESK, Eye.CLASS), parent=sheet.eye == Eye.PARENT,
    )  # fmt: skip
    title = "Записи об учёбе" if sheet.eye == Eye.PARENT else f"Записи: дело {sheet.code}"
    return stage.show("case.html", title, content, CASES.href, status, said)
