"""«Сегодня всё дистанционно»: which lessons of a day can go by screen, in one act with what becomes of the others."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Acting, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.frame import TODAY
from api.pages.ledger.day import day_in, day_said
from api.pages.ledger.showing import OnStage, Stage
from api.pages.weeks.showing import acted, again, to
from api.services.days.repairs.remote_day import RemoteDay, remote_day, turn
from api.services.unit import Unit
from api.web.forms import Form, Sent, form_of
from models.base import new_id

router = APIRouter()
PATH = f"{TODAY.href}/remote"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemotePage:
    """said: the day in words. ticked: names of lessons that are chosen; at first all that can go by screen."""

    day: RemoteDay
    said: str
    of_class: str
    ticked: tuple[str, ...]
    form: Form


@router.api_route(PATH, methods=["GET", "HEAD"])
def ask(stage: OnStage, unit: WriteUnit, on: str = "", of_class: str = "") -> Response:
    """Limits of medical papers are read here, and that leaves a row in the log."""
    form = form_of(request=new_id(), on=day_in(on) or unit.today, of_class=of_class[:40], rest="cancel")
    return _show(stage, unit, form)


@router.post(PATH)
def act_on(stage: OnStage, act: Acting, form: Sent) -> Response:
    def write(unit: Unit) -> str:
        on = day_in(form.said("on")) or unit.today
        done = turn(
            unit, on, form.several("turn"), form.several("seen"), cancel_rest=form.said("rest") == "cancel"
        )
        return to(f"{TODAY.href}?on={on.isoformat()}", "some" if done.left else "sent")

    made = acted(stage, act, "today/remote", form, write)
    if isinstance(made, Invalid | Conflict):
        return _show(stage, stage.place.unit(*act), again(form, made))
    return made


def _show(stage: Stage, unit: Unit, form: Form) -> Response:
    on = day_in(form.said("on")) or unit.today
    day = remote_day(unit, max(on, unit.today), form.said("of_class"))
    able = tuple(each.name for each in day.turns if not each.why)
    content = RemotePage(
        day=day, said=day_said(day.on), of_class=form.said("of_class"), form=form,
        ticked=form.several("turn") if form.said("csrf") else able,
    )  # fmt: skip
    return stage.show("remote.html", "Дистанционный день", content, TODAY.href, form=form)
