"""«Документы на печать» of a case: its forms, what is missing for some, what was given out before."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.deps import Acting, Here, Place, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.installation import Installation
from api.pages.cases.files import handed
from api.pages.cases.showing import Choices, OnStage, Stage
from api.pages.doing import again as anew
from api.pages.doing import did
from api.services.entry.doors import Door
from api.services.entry.sessions import Live
from api.services.papers.medical import Why
from api.services.printing.issuing import IssuedLine, fetch_issued, issue, issued_for_case, subject_of
from api.services.printing.preparing import REQUISITES, choices, prepare
from api.services.unit import Unit
from api.web.forms import Form, Sent, form_of
from api.web.papermaking import LAYOUTS, Ready, layout_of, origin_of, ready
from exports.document import forms
from exports.document.forms import TITLE
from models.base import new_id

router = APIRouter()
WHYS = ((Why.ORDER.value, "оформить документы"), (Why.CHECK.value, "проверить внесённое"))
CHOOSE = "Выберите форму и вид файла."


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLine:
    """requisites: the form has lines for requisites of medical papers."""

    key: str
    title: str
    why_not: str
    requisites: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePrintPage:
    """speakers: for whom a paper may be made."""

    case_id: str
    code: str
    pupil: str
    form: Form
    lines: tuple[FormLine, ...]
    speakers: Choices
    layouts: Choices
    whys: Choices
    issued: tuple[IssuedLine, ...]


@router.api_route("/cases/{case_id}/print", methods=["GET", "HEAD"])
def papers(stage: OnStage, unit: ReadUnit, case_id: str) -> Response:
    return _show(stage, unit, case_id, form_of(request=new_id()))


def made_of_case(
    request: Request, place: Place, here: Here, case_id: str, sent: Sent
) -> Ready | Conflict | Invalid:
    """Stands before the writing unit: nobody waits for the printer."""
    told, _, kind = sent.said("pick").partition(".")  # `plan.pdf`: of the button that was pressed
    form, layout = _form_of(told), layout_of(kind)
    if form is None or layout is None:
        return Invalid({"pick": [CHOOSE]})
    requisites = sent.ticked("requisites") and form in REQUISITES
    guardian, origin = sent.said("guardian_id") or None, origin_of(request, place)
    return ready(
        place,
        here,
        layout,
        lambda unit: prepare(unit, case_id, form, origin, guardian, requisites),
        requisites,
    )


MadeOfCase = Annotated[Ready | Conflict | Invalid, Depends(made_of_case)]


@router.post("/cases/{case_id}/print")
def make(
    place: Place, stage: OnStage, made: MadeOfCase, act: Acting, unit: WriteUnit, case_id: str, sent: Sent
) -> Response:
    told = written(place, act, made, sent)
    if isinstance(told, Response):
        return told
    return _show(stage, unit, case_id, anew(sent, told), told.status)


def written(
    place: Installation, act: tuple[Door, Live], made: Ready | Conflict | Invalid, sent: Form
) -> Response | Conflict | Invalid:
    """Writes a paper down and hands it out; what was refused comes back. The same paper asked for twice from one page
    is given out once: its bytes say whether it is the same."""
    if not isinstance(made, Ready):
        return made

    def write(unit: Unit) -> str:
        return issue(unit, place.files, made.prepared, made.template, made.layout, made.content).id

    digest = sha256(made.content).hexdigest()
    about = f"{made.prepared.case_id or made.prepared.order_id}/{made.prepared.form}/{made.layout}"
    shown = sent.said("request")
    told = did(place, act, "print", f"{shown}/{about}/{digest}" if shown else "", about, write)
    if not isinstance(told, str):
        return told
    why = Why.ORDER if made.prepared.medical else None
    return handed(fetch_issued(place.unit(*act), place.files, told, why))


def _form_of(told: str) -> forms.Form | None:
    return forms.Form(told) if told in set(forms.Form) else None


def _show(stage: Stage, unit: Unit, case_id: str, form: Form, status: int = 200) -> Response:
    about = subject_of(unit, case_id)
    content = CasePrintPage(
        case_id=case_id, code=about.code, pupil=about.pupil, form=form,
        lines=tuple(
            FormLine(
                key=choice.form.value, title=TITLE[choice.form], why_not=choice.why_not,
                requisites=choice.form in REQUISITES,
            )
            for choice in choices(unit, case_id)
        ),
        speakers=about.speakers, layouts=LAYOUTS, whys=WHYS, issued=issued_for_case(unit, case_id),
    )  # fmt: skip
    return stage.show("print.html", f"Документы на печать: дело {about.code}", content, status)


@router.get("/issued/{issued_id}/file")
def again(place: Place, unit: WriteUnit, issued_id: str, why: str = "") -> Response:
    """The very file that was given out. why: asked for where it holds requisites of medical papers."""
    return handed(fetch_issued(unit, place.files, issued_id, Why(why) if why in set(Why) else None))
