"""The receipt of an absence: what was cancelled, who was told; «можно возобновить», one lesson back, all of it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Acting, ReadUnit
from api.errors import Conflict, Invalid
from api.pages.agreement.showing import moment
from api.pages.frame import CASES, MY_CHILD, MY_LESSONS, TEACHERS
from api.pages.weeks.showing import OnStage, Stage, acted, again, key_in, on_day, span_said, to
from api.services.days.receipts import Receipt, child_absence, receipt_of, teacher_absence
from api.services.days.reports import give_again, resume, withdraw
from api.services.desk import DESK
from api.services.entry.doors import Door
from api.services.entry.sessions import Live
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, form_of
from models.base import new_id
from models.day import Absence
from models.person import Role

router = APIRouter()
Finder = Callable[[Unit, str], Absence]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPage:
    """layout: the page around. at: the path of the absence. days: its days in words. back_to: where it came from."""

    layout: str
    at: str
    receipt: Receipt
    days: str
    told_at: str
    form: Form
    gives_again: bool
    back_to: str
    back_said: str
    titles: dict[str, str]


@router.api_route("/absences/{absence_id}", methods=["GET", "HEAD"])
def child(stage: OnStage, unit: ReadUnit, absence_id: str, said: str = "") -> Response:
    return _show(stage, unit, child_absence(unit, absence_id), None, said)


@router.api_route("/away/{away_id}", methods=["GET", "HEAD"])
def teacher(stage: OnStage, unit: ReadUnit, away_id: str, said: str = "") -> Response:
    return _show(stage, unit, teacher_absence(unit, away_id), None, said)


@router.post("/absences/{absence_id}/resume")
def resume_child(stage: OnStage, act: Acting, absence_id: str, form: Sent) -> Response:
    return _done(stage, act, child_absence, absence_id, form, partial(_resume, form))


@router.post("/away/{away_id}/resume")
def resume_teacher(stage: OnStage, act: Acting, away_id: str, form: Sent) -> Response:
    return _done(stage, act, teacher_absence, away_id, form, partial(_resume, form))


@router.post("/absences/{absence_id}/withdraw")
def withdraw_child(stage: OnStage, act: Acting, absence_id: str, form: Sent) -> Response:
    return _done(stage, act, child_absence, absence_id, form, withdraw)


@router.post("/away/{away_id}/withdraw")
def withdraw_teacher(stage: OnStage, act: Acting, away_id: str, form: Sent) -> Response:
    return _done(stage, act, teacher_absence, away_id, form, withdraw)


@router.post("/absences/{absence_id}/again")
def again_child(stage: OnStage, act: Acting, absence_id: str, form: Sent) -> Response:
    return _done(stage, act, child_absence, absence_id, form, partial(_give_again, form))


@router.post("/away/{away_id}/again")
def again_teacher(stage: OnStage, act: Acting, away_id: str, form: Sent) -> Response:
    return _done(stage, act, teacher_absence, away_id, form, partial(_give_again, form))


def _resume(form: Form, unit: Unit, absence_id: str) -> object:
    reader = Reader(form)
    on = reader.day("on")
    reader.check()
    return resume(unit, absence_id, on)


def _give_again(form: Form, unit: Unit, absence_id: str) -> object:
    return give_again(unit, key_in(form), absence_id)


def _done(
    stage: Stage, act: tuple[Door, Live], find: Finder, key: str, form: Form,
    write: Callable[[Unit, str], object],
) -> Response:  # fmt: skip
    unit = stage.place.unit(*act)
    absence = find(unit, key)

    def written(unit: Unit) -> str:
        write(unit, absence.id)
        return to(_at(absence), "saved")

    made = acted(stage, act, _at(absence), form, written)
    if isinstance(made, Invalid | Conflict):
        return _show(stage, unit, absence, again(form, made))
    return made


def _at(absence: Absence) -> str:
    return f"/{'absences' if absence.case_id else 'away'}/{absence.id}"


def _show(stage: Stage, unit: Unit, absence: Absence, form: Form | None, said: str = "") -> Response:
    found, role = receipt_of(unit, absence), unit.actor.role
    shown = form or form_of(request=new_id(), on=found.resumes_on)
    back_to, back_said, section = _back(found, role)
    content = ReceiptPage(
        layout="base.html" if role in (*DESK, Role.COORDINATOR) else "agreement/light.html", at=_at(absence),
        receipt=found, days=span_said(found.line.first_on, found.line.last_on), told_at=moment(found.line.at),
        form=shown, gives_again=found.may and (role in DESK or (role == Role.PARENT and absence.case_id is not None)),
        back_to=back_to, back_said=back_said,
        titles={line.id: on_day(line.on) for line in (*found.gone, *found.back)},
    )  # fmt: skip
    return stage.show("receipt.html", "Сообщение принято", section, content, shown, said)


def _back(found: Receipt, role: Role) -> tuple[str, str, str]:
    """Where to go back to, how it is called, the section of the page."""
    if role == Role.PARENT:
        return f"/days/{found.case_id}", "Неделя", MY_CHILD.href
    if found.case_id is not None:
        return f"/cases/{found.case_id}/absences", "Отсутствия ученика", CASES.href
    if role in (*DESK, Role.COORDINATOR):
        return f"/teachers/{found.teacher_id}/absences", "Отсутствия учителя", TEACHERS.href
    return MY_LESSONS.href, MY_LESSONS.title, MY_LESSONS.href
