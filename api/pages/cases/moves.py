"""Moves of a case. What cannot be taken back is looked at once more: whom it is about, from which day, what ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.deps import ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.cases.one import show_case
from api.pages.cases.showing import OnStage, Stage
from api.services.cases.life import make_move
from api.services.cases.sheet import CaseSheet, case_sheet
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from models.states import STEPS, Move

router = APIRouter()

REVIEWED = (Move.EXPIRE, Move.END_EARLY, Move.FINISH)
NO_MOVE = "Выберите действие."
HEADING = {
    Move.EXPIRE: "Вернуть ребёнка к занятиям с классом?",
    Move.END_EARLY: "Прекратить обучение досрочно?",
    Move.FINISH: "Завершить учебный год?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosePage:
    """The review of a weighty move. on: its day; None where what was typed is no day."""

    sheet: CaseSheet
    move: Move
    heading: str
    said: str
    point: str
    on: date | None
    form: Form
    ends_papers: bool
    for_good: bool


@router.post("/cases/{case_id}/moves")
def move(stage: OnStage, unit: WriteUnit, case_id: str, sent: Sent) -> Response:
    if sent.said("move") in REVIEWED:
        asked = f"move={Move(sent.said('move'))}&on={_day_of(sent) or ''}"
        return RedirectResponse(f"/cases/{case_id}/close?{asked}", 303)
    refused = attempt(unit, lambda: _make(unit, case_id, sent))
    if isinstance(refused, Invalid | Conflict):
        return show_case(stage, unit, case_id, sent.refused(refused), status=refused.status)
    return done(f"/cases/{case_id}", "ended")


@router.api_route("/cases/{case_id}/close", methods=["GET", "HEAD"])
def review(stage: OnStage, unit: ReadUnit, case_id: str, move: str = "", on: str = "") -> Response:
    if move not in REVIEWED:
        return RedirectResponse(f"/cases/{case_id}", 303)
    rev = case_sheet(unit, case_id).rev
    return _review(stage, unit, case_id, form_of(move=move, on=on or unit.today, rev=rev))


@router.post("/cases/{case_id}/close")
def close(stage: OnStage, unit: WriteUnit, case_id: str, sent: Sent) -> Response:
    if sent.said("move") not in REVIEWED:
        return RedirectResponse(f"/cases/{case_id}", 303)
    refused = attempt(unit, lambda: _make(unit, case_id, sent))
    if isinstance(refused, Invalid | Conflict):
        return _review(stage, unit, case_id, sent.refused(refused), refused.status)
    return done(f"/cases/{case_id}", "ended")


def _make(unit: Unit, case_id: str, sent: Form) -> None:
    reader = Reader(sent)
    told = reader.among("move", frozenset(move.value for move in Move), NO_MOVE)
    rev, on = reader.number("rev"), reader.day("on")
    reader.check()
    make_move(unit, case_id, rev, Move(told), on)


def _review(stage: Stage, unit: Unit, case_id: str, form: Form, status: int = 200) -> Response:
    sheet, chosen = case_sheet(unit, case_id), Move(form.said("move"))
    content = ClosePage(
        sheet=sheet, move=chosen, heading=HEADING[chosen], said=STEPS[chosen].said, point=STEPS[chosen].point,
        on=_day_of(form), form=form, ends_papers=chosen != Move.FINISH, for_good=chosen != Move.EXPIRE,
    )  # fmt: skip
    return stage.show("close.html", f"Дело {sheet.code}", content, status)


def _day_of(form: Form) -> date | None:
    return Reader(form).day_or_none("on")
