"""Offering a version, a representative's own answer, answers that the school enters."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Here, Place, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.plans import looking
from api.pages.plans.parent import answer_page
from api.services.plans.acts import Bound, answer, enter_answer, offer, recall, withdraw
from api.services.plans.seen import plan_at_desk, plan_seen
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done
from models.plan import AnswerChannel

router = APIRouter()
TICK = {"read": ["Поставьте отметку, что вы прочитали план."]}
CHANNELS = {channel.value: channel.value for channel in AnswerChannel if channel != AnswerChannel.PAGE}


def bound_in(form: Form) -> Bound:
    read = Reader(form)
    return Bound(
        rev=read.number("rev"), digest=form.said("digest"), request=form.said("request")[:32] or None
    )


@router.post("/plans/{plan_id}/answer")
def give_answer(place: Place, here: Here, unit: WriteUnit, plan_id: str, form: Sent) -> Response:
    given = attempt(unit, lambda: _answer(unit, plan_id, form))
    if isinstance(given, Invalid | Conflict):
        return answer_page(place, here, unit, plan_seen(unit, plan_id), form.refused(given))
    return done(f"/plans/{plan_id}", "sent")


def _answer(unit: Unit, plan_id: str, form: Form) -> None:
    agrees = form.said("answer") == "agree"
    if agrees and not form.ticked("read"):
        raise Invalid(TICK)
    answer(unit, plan_id, bound_in(form), agrees, form.said("reason"))


@router.post("/plans/{plan_id}/withdraw")
def take_back(place: Place, here: Here, unit: WriteUnit, plan_id: str, form: Sent) -> Response:
    taken = attempt(unit, lambda: withdraw(unit, plan_id, bound_in(form)))
    if isinstance(taken, Invalid | Conflict):
        return answer_page(place, here, unit, plan_seen(unit, plan_id), form.refused(taken))
    return done(f"/plans/{plan_id}", "saved")


@router.post("/plans/{plan_id}/offer")
def send(place: Place, here: Here, unit: WriteUnit, plan_id: str, form: Sent) -> Response:
    seen = plan_at_desk(unit, plan_id)
    sent = attempt(unit, lambda: offer(unit, plan_id, Reader(form).number("rev")))
    if isinstance(sent, Invalid | Conflict):
        return looking.plan_page(place, here, unit, seen, looking.plan_form(seen).refused(sent))
    return done(f"/plans/{plan_id}", "sent")


@router.post("/plans/{plan_id}/recall")
def take_version_back(place: Place, here: Here, unit: WriteUnit, plan_id: str, form: Sent) -> Response:
    seen = plan_at_desk(unit, plan_id)
    taken = attempt(unit, lambda: recall(unit, plan_id, bound_in(form)))
    if isinstance(taken, Invalid | Conflict):
        return looking.plan_page(place, here, unit, seen, looking.plan_form(seen).refused(taken))
    return done(f"/plans/{plan_id}", "saved")


@router.post("/plans/{plan_id}/entered")
def enter(place: Place, here: Here, unit: WriteUnit, plan_id: str, form: Sent) -> Response:
    seen = plan_at_desk(unit, plan_id)
    entered = attempt(unit, lambda: _enter(unit, plan_id, form))
    if isinstance(entered, Invalid | Conflict):
        return looking.plan_page(place, here, unit, seen, form.refused(entered))
    return done(f"/plans/{plan_id}", "saved")


def _enter(unit: Unit, plan_id: str, form: Form) -> None:
    read = Reader(form)
    channel = read.among("channel", CHANNELS, "Укажите, как получен ответ.")
    told = read.among("answer", frozenset({"agree", "decline"}), "Укажите ответ.")
    read.check()
    enter_answer(
        unit, plan_id, bound_in(form), read.text("guardian_id"), told == "agree", AnswerChannel(channel),
        read.text("reason"), read.text("code"),
    )  # fmt: skip
