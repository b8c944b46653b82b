"""Publishing: what changes, what stands in the way, who is told what; then everything chosen together or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Acting, ReadUnit
from api.errors import Conflict, Invalid
from api.pages.agreement.showing import OnStage, Stage, seen_in, status_of
from api.services import once
from api.services.agreement.timetable.publishing import ToPublish
from api.services.agreement.timetable.review import Review, publish_and_tell, review
from api.services.unit import Unit
from api.web.forms import Form, Sent, attempt, done, form_of
from models.base import new_id

router = APIRouter()
NONE_CHOSEN = "Отметьте хотя бы одно расписание."
TWICE = "Эта страница уже отправлена: то, что было отмечено, опубликовано. Посмотрите, что осталось."


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPage:
    """chosen: versions that are ticked. people: how many would be told something."""

    review: Review
    chosen: frozenset[str]
    people: int
    form: Form


@router.api_route("/publishing", methods=["GET", "HEAD"])
def publishing(stage: OnStage, unit: ReadUnit, said: str = "") -> Response:
    return _show(stage, unit, form_of(request=new_id()), said=said)


def _show(stage: Stage, unit: Unit, form: Form, sent: bool = False, said: str = "") -> Response:
    found = review(unit, stage.address)
    sound = (one.version.id for one in found.candidates if not one.faults)
    content = PublishPage(
        review=found, chosen=frozenset(form.several("version") if sent else sound), form=form,
        people=len({each.letter.account_id for one in found.candidates for each in one.letters}),
    )  # fmt: skip
    return stage.show("publish.html", "Опубликовать", content, status_of(form), said)


@router.post("/publishing")
def publish_chosen(stage: OnStage, act: Acting, form: Sent) -> Response:
    """Publishes once for one page that was shown, however often it is sent."""
    door, live = act
    unit = stage.place.unit(door, live)

    def written() -> once.Answer:
        publish_and_tell(unit, _chosen(form), stage.address)
        return once.Answer(status=303, body="")

    key = form.said("request") or new_id()
    asked = once.Asked(key=key, route="publishing", content=repr(sorted(_content(form))))
    made = attempt(unit, lambda: once.perform(door, unit.actor, asked, written))
    if isinstance(made, Invalid | Conflict):
        told = Conflict(TWICE) if made.args == (once.OTHER,) else made
        again = replace(form.refused(told), values={**form.values, "request": new_id()})
        return _show(stage, unit, again, sent=True)
    return done("/publishing", "published")


def _content(form: Form) -> Iterator[tuple[str, tuple[str, ...]]]:
    """All that makes a request what it is, but the token of the session."""
    return ((name, told) for name, told in form.lists.items() if name != "csrf")


def _chosen(form: Form) -> tuple[ToPublish, ...]:
    chosen = form.several("version")
    if not chosen:
        raise Invalid({"version": [NONE_CHOSEN]})
    return tuple(ToPublish(version_id=key, seen=seen_in(form.said(f"seen-{key}"))) for key in chosen)
