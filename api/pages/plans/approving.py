"""The director's page: what was agreed, by whom, under which code; the password once more, then approval."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api import entrance
from api.deps import Here, Place, Presence, ReadUnit, acting
from api.errors import Conflict, Invalid
from api.installation import Installation
from api.pages.frame import PLANS, frame
from api.pages.plans.answering import bound_in
from api.pages.plans.reading import status_of
from api.services.plans.acts import approve
from api.services.plans.seen import plan_at_desk
from api.services.plans.store import WAITING
from api.services.plans.views import PlanView, view_of
from api.services.unit import Unit
from api.web.forms import Form, Sent, attempt, done, form_of
from api.web.rendering import page
from models.base import new_id
from models.plan import PlanState

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovePage:
    """hindrance: why it cannot be approved now, in a sentence; None: it can."""

    view: PlanView
    form: Form
    declined: bool
    hindrance: str | None


@router.api_route("/plans/{plan_id}/approve", methods=["GET", "HEAD"])
def approve_page(place: Place, here: Here, unit: ReadUnit, plan_id: str) -> Response:
    seen = plan_at_desk(unit, plan_id)
    if seen.plan.state not in WAITING:
        return RedirectResponse(f"/plans/{plan_id}", 303)
    return _page(place, here, unit, plan_id, form_of(request=new_id()))


def _page(place: Installation, here: Presence, unit: Unit, plan_id: str, form: Form) -> Response:
    view = view_of(unit, plan_at_desk(unit, plan_id))
    content = ApprovePage(
        view=view, form=form, declined=view.version.state == PlanState.DECLINED,
        hindrance=_hindrance(unit, view),
    )  # fmt: skip
    return page(
        "plan_approve.html", frame(place, here, "Утвердить план", PLANS.href), content, status_of(form)
    )


def _hindrance(unit: Unit, view: PlanView) -> str | None:
    if view.version.state == PlanState.OFFERED:
        return "Родитель ещё не ответил. Молчание — не согласие: дождитесь ответа или внесите его."
    if view.offered_by == unit.actor.account_id:
        return "План отправили родителю вы сами. Утвердить его должен другой человек."
    return None


@router.post("/plans/{plan_id}/approve")
def approve_plan(place: Place, here: Here, plan_id: str, form: Sent) -> Response:
    """The password is judged outside the transaction that approves."""
    refused = entrance.prove_password(place, here.token, form.values.get("password", ""))
    if refused is not None:
        return _shown_again(place, here, plan_id, form.refused(Invalid({"password": [refused.sentence]})))
    made = _acting(place, here, lambda unit: approve(unit, plan_id, bound_in(form), form.said("reason")))
    if isinstance(made, Invalid | Conflict):
        return _shown_again(place, here, plan_id, form.refused(made))
    return done(f"/plans/{plan_id}", "saved")


def _acting(place: Installation, here: Presence, act: Callable[[Unit], object]) -> object:
    with contextmanager(acting)(place, here) as (door, live):
        unit = place.unit(door, live)
        return attempt(unit, lambda: act(unit))


def _shown_again(place: Installation, here: Presence, plan_id: str, form: Form) -> Response:
    """The page with what was typed; the password is not sent back."""
    with contextmanager(acting)(place, here) as (door, live):
        return _page(place, here, place.unit(door, live), plan_id, form)
