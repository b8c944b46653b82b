"""The family's two weeks, and a report of illness in two or three taps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Acting, ReadUnit
from api.errors import Conflict, Invalid
from api.pages.frame import MY_CHILD
from api.pages.weeks.showing import OnStage, Stage, acted, again, cause_in, on_day, span_said, to
from api.services.days.absences import AbsenceDraft
from api.services.days.family import FamilyWeeks, ReportChoices, family_weeks, report_choices
from api.services.days.receipts import causes_of_child
from api.services.days.reports import report
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, form_of
from models.base import new_id
from models.day import OF_CHILD, Cause

router = APIRouter(prefix="/days/{case_id}")
DAY = timedelta(days=1)
WHICH = "Нажмите одну из кнопок: сегодня, несколько дней или отдельные уроки."
NONE = "Отметьте хотя бы один урок."


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPage:
    """away: absences with their days in words."""

    weeks: FamilyWeeks
    away: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    choices: ReportChoices
    away: tuple[tuple[str, str], ...]
    causes: tuple[tuple[str, str], ...]
    form: Form
    today: date
    tomorrow: str


@router.api_route("", methods=["GET", "HEAD"])
def week(stage: OnStage, unit: ReadUnit, case_id: str, said: str = "") -> Response:
    weeks = family_weeks(unit, case_id)
    content = WeekPage(
        weeks=weeks, away=tuple((row.id, span_said(row.first_on, row.last_on)) for row in weeks.away)
    )
    return stage.show("family.html", "Неделя", MY_CHILD.href, content, said=said)


@router.api_route("/ill", methods=["GET", "HEAD"])
def ask(stage: OnStage, unit: ReadUnit, case_id: str) -> Response:
    form = form_of(request=new_id(), cause=Cause.CHILD_ILL, first_on=unit.today, last_on=unit.today + DAY)
    return _show(stage, unit, case_id, form)


@router.post("/ill")
def tell(stage: OnStage, act: Acting, case_id: str, form: Sent) -> Response:
    def write(unit: Unit) -> str:
        told = report(unit, _draft(unit, case_id, form))
        return to(f"/absences/{told.absence.id}", "sent")

    made = acted(stage, act, "days/ill", form, write)
    if isinstance(made, Invalid | Conflict):
        return _show(stage, stage.place.unit(*act), case_id, again(form, made))
    return made


def _draft(unit: Unit, case_id: str, form: Form) -> AbsenceDraft:
    """what: which button was pressed."""
    what, cause = form.said("what"), cause_in(form, OF_CHILD)
    first, last, lessons = unit.today, unit.today, form.several("lesson")
    if what == "tomorrow":
        first = last = unit.today + DAY
    elif what == "days":
        reader = Reader(form)
        first, until = reader.day("first_on"), reader.day_or_none("last_on")
        reader.check()
        return AbsenceDraft(case_id=case_id, cause=cause, first_on=first, last_on=until)
    elif what == "lessons":
        return _of_lessons(unit, case_id, cause, lessons)
    elif what != "today":
        raise Invalid({"what": [WHICH]})
    return AbsenceDraft(case_id=case_id, cause=cause, first_on=first, last_on=last)


def _of_lessons(unit: Unit, case_id: str, cause: Cause, lessons: tuple[str, ...]) -> AbsenceDraft:
    """The span of the lessons that were ticked; what is not to be chosen is refused by the service."""
    if not lessons:
        raise Invalid({"lessons": [NONE]})
    near = report_choices(unit, case_id).near
    days = [line.on for day in near for line in day.lines if line.id in lessons]
    first, last = min(days, default=unit.today), max(days, default=unit.today)
    return AbsenceDraft(case_id=case_id, cause=cause, first_on=first, last_on=last, lessons=lessons)


def _show(stage: Stage, unit: Unit, case_id: str, form: Form) -> Response:
    choices = report_choices(unit, case_id)
    content = ReportPage(
        choices=choices, away=tuple((row.id, span_said(row.first_on, row.last_on)) for row in choices.away),
        causes=causes_of_child(), form=form, today=unit.today, tomorrow=on_day(unit.today + DAY),
    )  # fmt: skip
    return stage.show("report.html", "Ребёнок не сможет заниматься", MY_CHILD.href, content, form)
