"""One lesson at the desk: held, not given and why, given again, elsewhere or by screen, noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.deps import Acting, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.frame import TODAY
from api.pages.ledger.showing import OnStage, Stage
from api.pages.weeks.showing import acted, again, cause_in, key_in, to
from api.services.days.changes import hold, unhold
from api.services.days.desk import LessonKey
from api.services.days.notes import LONGEST, NoteDraft, write
from api.services.days.repairs.moving import move_to
from api.services.days.reports import give_again, not_given
from api.services.days.single import Single, single
from api.services.days.words import CAUSE
from api.services.entry.doors import Door
from api.services.entry.sessions import Live
from api.services.unit import Unit
from api.web.forms import Form, Sent, form_of
from models.base import new_id
from models.day import Cause

router = APIRouter()
PATH = f"{TODAY.href}/lesson"


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonPage:
    one: Single
    causes: tuple[tuple[str, str], ...]
    limits: dict[str, int]
    form: Form


@router.api_route(PATH, methods=["GET", "HEAD"])
def lesson(stage: OnStage, unit: WriteUnit, case: str = "", lesson: str = "", said: str = "") -> Response:
    """Limits of medical papers are read for places, and that leaves a row in the log."""
    return _show(stage, unit, form_of(case=case, lesson=lesson), said)


@router.post(PATH + "/hold")
def mark(stage: OnStage, act: Acting, form: Sent) -> Response:
    return _acted(stage, act, "hold", form, "saved", hold)


@router.post(PATH + "/unhold")
def unmark(stage: OnStage, act: Acting, form: Sent) -> Response:
    return _acted(stage, act, "unhold", form, "unheld", unhold)


@router.post(PATH + "/missed")
def missed(stage: OnStage, act: Acting, form: Sent) -> Response:
    return _acted(
        stage,
        act,
        "missed",
        form,
        "sent",
        lambda unit, key: not_given(unit, key, cause_in(form, tuple(Cause))),
    )


@router.post(PATH + "/again")
def give(stage: OnStage, act: Acting, form: Sent) -> Response:
    return _acted(stage, act, "again", form, "sent", give_again)


@router.post(PATH + "/move")
def move(stage: OnStage, act: Acting, form: Sent) -> Response:
    return _acted(stage, act, "move", form, "sent", lambda unit, key: move_to(unit, key, form.said("place")))


@router.post(PATH + "/note")
def note(stage: OnStage, act: Acting, form: Sent) -> Response:
    draft = NoteDraft(**{name: form.values.get(name) for name in LONGEST})
    return _acted(stage, act, "note", form, "saved", lambda unit, key: write(unit, key, draft))


def _acted(
    stage: Stage, act: tuple[Door, Live], route: str, form: Form, said: str,
    do: Callable[[Unit, LessonKey], object],
) -> Response:  # fmt: skip
    def written(unit: Unit) -> str:
        do(unit, key_in(form))
        return to(address_of(form.said("case"), form.said("lesson")), said)

    made = acted(stage, act, f"today/lesson/{route}", form, written)
    if isinstance(made, Invalid | Conflict):
        return _show(stage, stage.place.unit(*act), again(form, made))
    return made


def address_of(case_id: str, lesson_id: str) -> str:
    """Ids of lessons hold slashes."""
    return f"{PATH}?{urlencode({'case': case_id, 'lesson': lesson_id})}"


def _show(stage: Stage, unit: Unit, form: Form, said: str = "") -> Response:
    if not (form.said("case") and form.said("lesson")):
        return RedirectResponse(TODAY.href, 303)
    one = single(unit, form.said("case"), form.said("lesson"))
    if not (form.faults or form.refusal):
        form = form_of(
            request=new_id(), topic=one.topic, homework=one.homework, mark=one.mark, handover=one.handover
        )
    content = LessonPage(
        one=one, causes=tuple((cause.value, told.capitalize()) for cause, told in CAUSE.items()),
        limits=LONGEST, form=form,
    )  # fmt: skip
    return stage.show("lesson.html", one.line.subject, content, TODAY.href, said, form)
