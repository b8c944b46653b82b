"""The director: everything that is open on one page, several approved at once, the password given again."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api import entrance
from api.deps import ReadUnit, acting
from api.errors import Conflict, Invalid
from api.pages.agreement.showing import OnStage, Stage, seen_in, status_of
from api.services.agreement.timetable.approving import ToApprove, approve
from api.services.agreement.timetable.overview import Open, to_approve
from api.services.entry.sessions import Live
from api.services.unit import Unit
from api.web.forms import Form, Sent, attempt, done, form_of

router = APIRouter()
NONE_CHOSEN = "Отметьте хотя бы одно расписание."


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovePage:
    """lines: what may be approved, what waits for a decision first. chosen: versions that are ticked."""

    lines: tuple[Open, ...]
    chosen: frozenset[str]
    form: Form


@router.api_route("/approvals", methods=["GET", "HEAD"])
def approvals(stage: OnStage, unit: ReadUnit, said: str = "") -> Response:
    return _show(stage, unit, form_of(), said)


def _show(stage: Stage, unit: Unit, form: Form, said: str = "") -> Response:
    content = ApprovePage(lines=to_approve(unit), chosen=frozenset(form.several("version")), form=form)
    return stage.show("approve.html", "Утвердить расписания", content, status_of(form), said)


@router.post("/approvals")
def approve_chosen(stage: OnStage, form: Sent) -> Response:
    """The password is judged outside the transaction that approves."""
    refused = entrance.prove_password(stage.place, stage.here.token, form.values.get("password", ""))
    if refused is not None:
        return _shown_again(stage, form.refused(Invalid({"password": [refused.sentence]})))
    with contextmanager(acting)(stage.place, stage.here) as (door, live):
        unit = stage.place.unit(door, live)
        made = attempt(unit, lambda: _approve(unit, live, form))
    if isinstance(made, Invalid | Conflict):
        return _shown_again(stage, form.refused(made))
    return done("/approvals", "saved")


def _shown_again(stage: Stage, form: Form) -> Response:
    """The page with what was typed; the password is not sent back."""
    with contextmanager(acting)(stage.place, stage.here) as (door, live):
        return _show(stage, stage.place.unit(door, live), form)


def _approve(unit: Unit, live: Live, form: Form) -> object:
    chosen = form.several("version")
    if not chosen:
        raise Invalid({"version": [NONE_CHOSEN]})
    entries = tuple(
        ToApprove(
            version_id=key, seen=seen_in(form.said(f"seen-{key}")), reason=form.said(f"reason-{key}")[:1000]
        )
        for key in chosen
    )
    return approve(unit, entries, live.sign_in.password_at)
