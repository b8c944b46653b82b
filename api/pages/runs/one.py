"""One run: how far it is, what it has found, the board as it stands, and what can be asked of it."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.deps import ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.runs.boards import Board, board, values_of
from api.pages.runs.curve import Curve, curve_of
from api.pages.runs.showing import OnStage, Stage, span_said
from api.services.board.drafts import open_draft
from api.services.runs.running import ask_cancel, ask_more, ask_stop
from api.services.runs.variants import keep_variant
from api.services.runs.watching import Watched, best_of, watched
from api.services.unit import Unit
from api.web.forms import Form, Sent, attempt, done, form_of
from api.web.rendering import environment

router = APIRouter()
DEFAULT_NAME = "Вариант от {at}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """What changes while a run goes on."""

    run: Watched
    spent: str
    whole: str
    curve: Curve | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    now: Now
    board: Board | None
    form: Form
    at: str


@router.api_route("/runs/{run_id}", methods=["GET", "HEAD"])
def one(stage: OnStage, unit: ReadUnit, run_id: str, said: str = "", page: int = 1) -> Response:
    return _show(stage, unit, run_id, None, said=said, number=page)


@router.api_route("/runs/{run_id}/board", methods=["GET", "HEAD"])
def best_board(unit: ReadUnit, run_id: str) -> Response:
    """The board alone, for a page that is open already."""
    now, shown = now_of(watched(unit, run_id)), _board(unit, run_id, 1)
    text = environment().get_template("runs/best.html").render(now=now, board=shown)
    return Response(text, media_type="text/html; charset=utf-8")


@router.post("/runs/{run_id}/stop")
def stop(stage: OnStage, unit: WriteUnit, run_id: str) -> Response:
    return _answer(stage, unit, run_id, attempt(unit, lambda: ask_stop(unit, run_id)))


@router.post("/runs/{run_id}/cancel")
def cancel(stage: OnStage, unit: WriteUnit, run_id: str) -> Response:
    return _answer(stage, unit, run_id, attempt(unit, lambda: ask_cancel(unit, run_id)))


@router.post("/runs/{run_id}/more")
def more(stage: OnStage, unit: WriteUnit, run_id: str) -> Response:
    limits = stage.place.settings.runs
    return _answer(stage, unit, run_id, attempt(unit, lambda: ask_more(unit, run_id, limits)))


@router.post("/runs/{run_id}/keep")
def keep(stage: OnStage, unit: WriteUnit, run_id: str, sent: Sent) -> Response:
    made = attempt(unit, lambda: keep_variant(unit, run_id, sent.said("name")))
    if isinstance(made, Invalid | Conflict):
        return _show(stage, unit, run_id, sent.refused(made), made.status)
    if sent.said("then") == "board":
        return RedirectResponse(f"/boards/{open_draft(unit, made.id).id}", 303)
    return done(f"/variants/{made.id}", "kept")


def now_of(run: Watched) -> Now:
    axis = max(float(run.spent_s), 1.0) if not run.going else float(run.seconds)
    return Now(
        run=run, spent=span_said(run.spent_s), whole=span_said(run.seconds), curve=curve_of(run.curve, axis)
    )


def _answer(stage: Stage, unit: Unit, run_id: str, made: object) -> Response:
    if isinstance(made, Invalid | Conflict):
        return _show(stage, unit, run_id, Form().refused(made), made.status)
    return done(f"/runs/{run_id}", "asked")


def _show(
    stage: Stage,
    unit: Unit,
    run_id: str,
    form: Form | None,
    status: int = 200,
    said: str = "",
    number: int = 1,
) -> Response:
    run = watched(unit, run_id)
    name = DEFAULT_NAME.format(at=stage.moment(run.best_at or run.created_at))
    content = RunPage(
        now=now_of(run), board=_board(unit, run_id, number), at=stage.moment(run.created_at),
        form=form if form is not None and form.values else _with_refusal(form_of(name=name), form),
    )  # fmt: skip
    return stage.show("run.html", "Расчёт", content, status, said)


def _with_refusal(filled: Form, form: Form | None) -> Form:
    return filled if form is None else Form(values=filled.values, refusal=form.refusal)


def _board(unit: Unit, run_id: str, number: int) -> Board | None:
    best = best_of(unit, run_id)
    if best is None:
        return None
    return board(values_of(*best), False, number, f"/runs/{run_id}")
