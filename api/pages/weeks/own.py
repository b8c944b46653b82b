"""A teacher's week on the phone: today first, «провёл» with undo, notes, what did not take place, being away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.deps import Acting, ReadUnit
from api.errors import Conflict, Invalid, NotFound
from api.pages.frame import MY_LESSONS
from api.pages.weeks.showing import OnStage, Stage, acted, again, cause_in, key_in, span_said, to
from api.services.days.absences import AbsenceDraft
from api.services.days.changes import BY_TEACHER, hold, unhold
from api.services.days.notes import LONGEST, NoteDraft, write
from api.services.days.own import OneLesson, OwnWeeks, own_lesson, own_weeks
from api.services.days.reports import not_given, report
from api.services.days.words import CAUSE
from api.services.entry.doors import Door
from api.services.entry.sessions import Live
from api.services.teachers.seen import own_teacher
from api.services.travel.late import tell_late
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, form_of
from models.base import new_id
from models.day import OF_TEACHER, Cause
from models.session import SessionKind

router = APIRouter(prefix=MY_LESSONS.href)
DAY = timedelta(days=1)
MISSED = tuple(cause for cause in BY_TEACHER if cause not in OF_TEACHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """whole: signed in with a password; on a device's 30 days lessons are only shown and marked."""

    weeks: OwnWeeks
    away: tuple[tuple[str, str], ...]
    form: Form
    whole: bool
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OnePage:
    one: OneLesson
    causes: tuple[tuple[str, str], ...]
    limits: dict[str, int]
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayPage:
    causes: tuple[tuple[str, str], ...]
    form: Form
    back: str
    action: str


@router.api_route("", methods=["GET", "HEAD"])
def weeks(stage: OnStage, unit: ReadUnit, said: str = "") -> Response:
    return _show(stage, unit, form_of(request=new_id()), said)


@router.post("/hold")
def mark(stage: OnStage, act: Acting, form: Sent) -> Response:
    return _marked(stage, act, form, "held", lambda unit: hold(unit, key_in(form)))


@router.post("/unhold")
def unmark(stage: OnStage, act: Acting, form: Sent) -> Response:
    return _marked(stage, act, form, "unheld", lambda unit: unhold(unit, key_in(form)))


def _marked(
    stage: Stage, act: tuple[Door, Live], form: Form, said: str, write: Callable[[Unit], object]
) -> Response:
    def written(unit: Unit) -> str:
        write(unit)
        return to(MY_LESSONS.href, said)

    made = acted(stage, act, f"lessons/{said}", form, written)
    if isinstance(made, Invalid | Conflict):
        return _show(stage, stage.place.unit(*act), again(form, made))
    return made


def _show(stage: Stage, unit: Unit, form: Form, said: str = "") -> Response:
    found = own_weeks(unit)
    live = stage.here.live
    content = OwnPage(
        weeks=found, away=tuple((row.id, span_said(row.first_on, row.last_on)) for row in found.away),
        form=form, whole=live is not None and live.kind != SessionKind.DEVICE, today=unit.today,
    )  # fmt: skip
    return stage.show("own.html", MY_LESSONS.title, MY_LESSONS.href, content, form, said)


@router.api_route("/one", methods=["GET", "HEAD"])
def one(stage: OnStage, unit: ReadUnit, case: str = "", lesson: str = "", said: str = "") -> Response:
    return _one(stage, unit, form_of(case=case, lesson=lesson), said)


@router.post("/note")
def note(stage: OnStage, act: Acting, form: Sent) -> Response:
    def written(unit: Unit) -> str:
        write(unit, key_in(form), NoteDraft(**{name: form.values.get(name) for name in LONGEST}))
        return to(address_of(form), "saved")

    return _written(stage, act, "lessons/note", form, written)


@router.post("/late")
def late(stage: OnStage, act: Acting, form: Sent) -> Response:
    def written(unit: Unit) -> str:
        reader = Reader(form)
        minutes = reader.number("late")
        reader.check()
        tell_late(unit, key_in(form), minutes)
        return to(address_of(form), "saved")

    return _written(stage, act, "lessons/late", form, written)


@router.post("/missed")
def missed(stage: OnStage, act: Acting, form: Sent) -> Response:
    def written(unit: Unit) -> str:
        not_given(unit, key_in(form), cause_in(form, MISSED))
        return to(MY_LESSONS.href, "ended")

    return _written(stage, act, "lessons/missed", form, written)


def _written(
    stage: Stage, act: tuple[Door, Live], route: str, form: Form, written: Callable[[Unit], str]
) -> Response:
    made = acted(stage, act, route, form, written)
    if isinstance(made, Invalid | Conflict):
        return _one(stage, stage.place.unit(*act), again(form, made))
    return made


def address_of(form: Form) -> str:
    """The page of the lesson a form speaks of: ids of lessons hold slashes."""
    return f"{MY_LESSONS.href}/one?{urlencode({'case': form.said('case'), 'lesson': form.said('lesson')})}"


def _one(stage: Stage, unit: Unit, form: Form, said: str = "") -> Response:
    if not (form.said("case") and form.said("lesson")):
        return RedirectResponse(MY_LESSONS.href, 303)
    found = own_lesson(unit, form.said("case"), form.said("lesson"))
    if not (form.faults or form.refusal):
        form = form_of(
            request=new_id(),
            topic=found.topic,
            homework=found.homework,
            mark=found.mark,
            handover=found.handover,
            late=found.late or None,
        )
    content = OnePage(
        one=found, causes=tuple((cause.value, CAUSE[cause].capitalize()) for cause in MISSED), limits=LONGEST,
        form=form,
    )  # fmt: skip
    return stage.show("one.html", found.lesson.line.subject, MY_LESSONS.href, content, form, said)


@router.api_route("/away", methods=["GET", "HEAD"])
def ask(stage: OnStage, unit: ReadUnit) -> Response:
    form = form_of(request=new_id(), cause=Cause.TEACHER_ILL, first_on=unit.today, last_on=unit.today)
    return _away(stage, form)


@router.post("/away")
def tell(stage: OnStage, act: Acting, form: Sent) -> Response:
    def written(unit: Unit) -> str:
        teacher = own_teacher(unit)
        draft = draft_of_teacher(teacher.id if teacher else "", form)
        if teacher is None:
            raise NotFound
        told = report(unit, draft)
        return to(f"/away/{told.absence.id}", "sent")

    made = acted(stage, act, "lessons/away", form, written)
    if isinstance(made, Invalid | Conflict):
        return _away(stage, again(form, made))
    return made


def _away(stage: Stage, form: Form) -> Response:
    content = AwayPage(
        causes=causes_of_teacher(), form=form, back=MY_LESSONS.href, action=f"{MY_LESSONS.href}/away"
    )
    return stage.show("away.html", "Меня не будет", MY_LESSONS.href, content, form)


def causes_of_teacher() -> tuple[tuple[str, str], ...]:
    return tuple((cause.value, CAUSE[cause].capitalize()) for cause in OF_TEACHER)


def draft_of_teacher(teacher_id: str, form: Form) -> AbsenceDraft:
    """Days of a teacher's absence; no last day: until it is said."""
    cause, reader = cause_in(form, OF_TEACHER), Reader(form)
    first, last = reader.day("first_on"), reader.day_or_none("last_on")
    reader.check()
    return AbsenceDraft(teacher_id=teacher_id, cause=cause, first_on=first, last_on=last)
