"""Publishing: what changes, what stands in the way, who is told what; then everything chosen together or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.agreement.showing import OnStage, Stage, seen_in, status_of
from api.services.agreement.timetable.publishing import ToPublish
from api.services.agreement.timetable.review import Review, publish_and_tell, review
from api.services.unit import Unit
from api.web.forms import Form, Sent, attempt, done, form_of

router = APIRouter()
NONE_CHOSEN = "Отметьте хотя бы одно расписание."


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPage:
    """chosen: versions that are ticked. people: how many would be told something."""

    review: Review
    chosen: frozenset[str]
    people: int
    form: Form


@router.api_route("/publishing", methods=["GET", "HEAD"])
def publishing(stage: OnStage, unit: ReadUnit, said: str = "") -> Response:
    return _show(stage, unit, form_of(), said=said)


def _show(stage: Stage, unit: Unit, form: Form, sent: bool = False, said: str = "") -> Response:
    found = review(unit, stage.address)
    sound = (one.version.id for one in found.candidates if not one.faults)
    content = PublishPage(
        review=found, chosen=frozenset(form.several("version") if sent else sound), form=form,
        people=len({each.letter.account_id for one in found.candidates for each in one.letters}),
    )  # fmt: skip
    return stage.show("publish.html", "Опубликовать", content, status_of(form), said)


@router.post("/publishing")
def publish_chosen(stage: OnStage, unit: WriteUnit, form: Sent) -> Response:
    made = attempt(unit, lambda: publish_and_tell(unit, _chosen(form), stage.address))
    if isinstance(made, Invalid | Conflict):
        return _show(stage, unit, form.refused(made), sent=True)
    return done("/publishing", "published")


def _chosen(form: Form) -> tuple[ToPublish, ...]:
    chosen = form.several("version")
    if not chosen:
        raise Invalid({"version": [NONE_CHOSEN]})
    return tuple(ToPublish(version_id=key, seen=seen_in(form.said(f"seen-{key}"))) for key in chosen)
