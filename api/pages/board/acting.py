"""Acting on a board: each form is one step of the draft; what is refused comes back on the board with its reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.deps import WriteUnit
from api.errors import Conflict, Invalid
from api.pages.board.asking import Asked, target_of, when_of
from api.pages.board.hand import hand_of
from api.pages.board.showing import THEN, Showing, refused_of
from api.pages.runs.showing import OnStage, Stage
from api.pages.runs.variant import show_refused
from api.services.board import acts
from api.services.board.drafts import (
    Seen,
    draft_of,
    keep_draft,
    look,
    open_draft,
    redo,
    solve_on,
    take_step,
    undo,
)
from api.services.board.held import Held
from api.services.board.overrides import Why, in_spite
from api.services.board.state import Change, Key, PinKind
from api.services.unit import Unit
from api.web.forms import Form, Sent, attempt, done
from models.timetable import Run, RunPurpose, Variant

router = APIRouter()
NO_TIME = "Выберите время из предложенных."
PARTS = ("view", "who", "day", "week", "pick", "alone", "by", "on", "page", "dense")
Act = Callable[[Held, Asked, Key], Change]


@router.post("/variants/{variant_id}/board")
def begin(stage: OnStage, unit: WriteUnit, variant_id: str) -> Response:
    """The actor's draft of a variant."""
    made = attempt(unit, lambda: open_draft(unit, variant_id))
    if isinstance(made, Invalid | Conflict):
        return show_refused(stage, unit, variant_id, made)
    return RedirectResponse(f"/boards/{made.id}", 303)


@router.post("/boards/{draft_id}/put")
def put(stage: OnStage, unit: WriteUnit, draft_id: str, sent: Sent) -> Response:
    """The lesson in hand to a start."""
    return _step(stage, unit, draft_id, sent, lambda held, asked, key: _put(held, asked, key, sent))


@router.post("/boards/{draft_id}/override")
def override(stage: OnStage, unit: WriteUnit, draft_id: str, sent: Sent) -> Response:
    """The same where a rule of usage stands against it: it is let go, with a reason."""
    why = Why(reason=sent.said("reason"), words=sent.said("words"))

    def act(held: Held, asked: Asked, key: Key) -> Change:
        return in_spite(held, lambda loose: _put(loose, asked, key, sent), why)

    return _step(stage, unit, draft_id, sent, act)


@router.post("/boards/{draft_id}/out")
def out(stage: OnStage, unit: WriteUnit, draft_id: str, sent: Sent) -> Response:
    act: Act = lambda held, asked, key: acts.take_out(held, key, not asked.alone)  # noqa: E731
    return _step(stage, unit, draft_id, sent, act)


@router.post("/boards/{draft_id}/swap")
def swap(stage: OnStage, unit: WriteUnit, draft_id: str, sent: Sent) -> Response:
    def act(held: Held, asked: Asked, key: Key) -> Change:
        other = Asked(pick=sent.said("with")).key(held.state.problem)
        if other is None:
            raise Conflict(acts.GONE)
        return acts.swap(held, key, other, not asked.alone)

    return _step(stage, unit, draft_id, sent, act)


@router.post("/boards/{draft_id}/teacher")
def teacher(stage: OnStage, unit: WriteUnit, draft_id: str, sent: Sent) -> Response:
    def act(held: Held, _asked: Asked, key: Key) -> Change:
        chosen = Asked(by=sent.said("teacher")).teacher_id(held.state.problem)
        return acts.change_teacher(held, key[0], chosen or "")

    return _step(stage, unit, draft_id, sent, act)


@router.post("/boards/{draft_id}/pins")
def pins(stage: OnStage, unit: WriteUnit, draft_id: str, sent: Sent) -> Response:
    kinds = frozenset(kind for kind in PinKind if kind in sent.several("pin"))
    act: Act = lambda held, asked, key: acts.set_pins(held, key, not asked.alone, kinds)  # noqa: E731
    return _step(stage, unit, draft_id, sent, act, in_hand=True)


@router.post("/boards/{draft_id}/undo")
def step_back(stage: OnStage, unit: WriteUnit, draft_id: str, sent: Sent) -> Response:
    return _turn(stage, unit, draft_id, sent, undo)


@router.post("/boards/{draft_id}/redo")
def step_again(stage: OnStage, unit: WriteUnit, draft_id: str, sent: Sent) -> Response:
    return _turn(stage, unit, draft_id, sent, redo)


@router.post("/boards/{draft_id}/keep")
def keep(stage: OnStage, unit: WriteUnit, draft_id: str, sent: Sent) -> Response:
    """The draft as a variant; where the form asks for it, a run goes on from there."""
    seen, name, then = seen_of(sent), sent.said("name"), sent.said("then")
    made: Variant | Run | Invalid | Conflict
    if then in THEN:
        limits = stage.place.settings.runs
        made = attempt(unit, lambda: solve_on(unit, draft_id, seen, name, RunPurpose(then), limits))
    else:
        made = attempt(unit, lambda: keep_draft(unit, draft_id, seen, name))
    if isinstance(made, Invalid):
        showing = _showing(stage, unit, draft_id, sent)
        return replace(showing, form=sent.refused(made)).page(made.status)
    if isinstance(made, Conflict):
        return _refused(stage, unit, draft_id, sent, made)
    return (
        done(f"/runs/{made.id}", "begun") if isinstance(made, Run) else done(f"/variants/{made.id}", "kept")
    )


def seen_of(sent: Form) -> Seen:
    """What the form was drawn from; a form without it has seen nothing."""
    rev = sent.said("rev")
    known = rev.isascii() and rev.isdigit() and len(rev) <= 9
    return Seen(rev=int(rev) if known else 0, step_id=sent.said("seen"))


def asked_of(sent: Form) -> Asked:
    return Asked(**{name: sent.said(name) for name in PARTS})


def _put(held: Held, asked: Asked, key: Key, sent: Form) -> Change:
    hand = hand_of(held, asked, ())
    problem = held.state.problem
    chosen = replace(asked, by=hand.by, on=hand.on) if hand else asked
    to = target_of(sent.said("to"), chosen.teacher_id(problem) or "", chosen.on_week(problem) or "")
    if to is None or hand is None:
        raise Conflict(NO_TIME)
    if hand.standing:
        series = not asked.alone
        return acts.move(held, key, series, replace(to, week="") if series else to)
    return acts.place(held, key[0], not asked.alone, to)


def _step(stage: Stage, unit: Unit, draft_id: str, sent: Form, act: Act, in_hand: bool = False) -> Response:
    asked = asked_of(sent)

    def taken(held: Held) -> Change:
        key = asked.key(held.state.problem)
        if key is None:
            raise Conflict(acts.GONE)
        return act(held, asked, key)

    made = attempt(unit, lambda: take_step(unit, draft_id, seen_of(sent), taken))
    if isinstance(made, Invalid | Conflict):
        return _refused(stage, unit, draft_id, sent, made)
    return _back(draft_id, asked, in_hand)


def _turn(stage: Stage, unit: Unit, draft_id: str, sent: Form, act: Callable[..., object]) -> Response:
    made = attempt(unit, lambda: act(unit, draft_id, seen_of(sent)))
    if isinstance(made, Invalid | Conflict):
        return _refused(stage, unit, draft_id, sent, made)
    return _back(draft_id, asked_of(sent), False)


def _back(draft_id: str, asked: Asked, in_hand: bool) -> Response:
    where = asked.link() if in_hand else asked.free()
    return RedirectResponse(f"/boards/{draft_id}{where}#{'hand' if in_hand else 'board'}", 303)


def _showing(stage: Stage, unit: Unit, draft_id: str, sent: Form) -> Showing:
    return Showing(stage=stage, unit=unit, draft_id=draft_id, asked=asked_of(sent))


def _refused(stage: Stage, unit: Unit, draft_id: str, sent: Form, error: Invalid | Conflict) -> Response:
    """The board as it is now, with what was asked for, why it was not done, and what to do instead."""
    draft_of(unit, draft_id)
    showing = _showing(stage, unit, draft_id, sent)
    desk = look(unit, draft_id)
    refused = refused_of(showing, desk, error, sent.said("to"), _mine(desk.held, showing.asked, sent))
    return showing.page(error.status, refused)


def _mine(held: Held, asked: Asked, sent: Form) -> str:
    """What was asked for, in words: `Математика, К-17 → вт 10:00`."""
    hand = hand_of(held, asked, ())
    when = when_of(sent.said("to"))
    if hand is None:
        return ""
    return f"{hand.title} → {when}" if when else hand.title
