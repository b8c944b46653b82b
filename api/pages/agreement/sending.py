"""From a variant to families: who gets what, until when they answer, and the offers themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.agreement.showing import OnStage, Stage, status_of
from api.services.agreement.timetable.sending import Family, Sending, families, send
from api.services.agreement.timetable.shelf import zone_of
from api.services.runs.running import problem_text_of, variant_of
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of

router = APIRouter()
DAYS_TO_ANSWER = 3
AT = "20:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingPage:
    """families: with something to answer first; chosen: cases that are ticked."""

    id: str
    name: str
    families: tuple[Family, ...]
    chosen: frozenset[str]
    form: Form


@router.api_route("/variants/{variant_id}/offer", methods=["GET", "HEAD"])
def sending(stage: OnStage, unit: ReadUnit, variant_id: str) -> Response:
    kept = problem_text_of(unit, variant_of(unit, variant_id).problem_id)
    monday = unit.today + timedelta(days=7 - unit.today.weekday())
    first = min(max(monday, kept.first_on), kept.last_on)
    form = form_of(
        first_on=first,
        last_on=kept.last_on,
        until_on=unit.today + timedelta(days=DAYS_TO_ANSWER),
        until_at=AT,
    )
    return _show(stage, unit, variant_id, form, (first, kept.last_on))


def _show(
    stage: Stage, unit: Unit, variant_id: str, form: Form, days: tuple[date, date], sent: bool = False
) -> Response:
    row, found = variant_of(unit, variant_id), families(unit, variant_id, *days)
    concerned = (family.case_id for family in found if family.concerned)
    content = SendingPage(
        id=row.id, name=row.name, families=found, form=form,
        chosen=frozenset(form.several("cases") if sent else concerned),
    )  # fmt: skip
    return stage.show("sending.html", "Разослать семьям", content, status_of(form))


@router.post("/variants/{variant_id}/offer")
def offers(stage: OnStage, unit: WriteUnit, variant_id: str, form: Sent) -> Response:
    made = attempt(unit, lambda: send(unit, variant_id, _chosen(unit, form), stage.address))
    if isinstance(made, Invalid | Conflict):
        kept = problem_text_of(unit, variant_of(unit, variant_id).problem_id)
        reader = Reader(form)
        days = (
            reader.day_or_none("first_on") or kept.first_on,
            reader.day_or_none("last_on") or kept.last_on,
        )
        return _show(stage, unit, variant_id, form.refused(made), days, sent=True)
    return done("/agreement", "sent")


def _chosen(unit: Unit, form: Form) -> Sending:
    reader = Reader(form)
    first, last, on = reader.day("first_on"), reader.day("last_on"), reader.day("until_on")
    minutes = reader.minutes("until_at")
    reader.check()
    until = datetime.combine(on, time(minutes // 60, minutes % 60), zone_of(unit))
    return Sending(case_ids=form.several("cases"), first_on=first, last_on=last, answer_until=until)
