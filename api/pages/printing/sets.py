"""«Печать»: papers of a class or the whole school in one go, how far each set is, its parcel."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Acting, Place, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.cases.showing import Choices, OnStage, Stage
from api.pages.doing import acted, again
from api.pages.frame import PRINTING
from api.services.printing.preparing import OF_CASE
from api.services.printing.sets import (
    SetDraft,
    SetSeen,
    ask_set,
    cancel_set,
    classes_of,
    current_year,
    parcel_of,
    seen,
    set_of,
    sets_seen,
)
from api.services.unit import Unit
from api.web.forms import Form, Sent, attempt, done, form_of
from api.web.papermaking import LAYOUTS, layout_of, origin_of
from exports.document import forms
from exports.document.forms import TITLE
from models.base import new_id
from models.printing import PrintLayout, SetState

router = APIRouter()
SCHOOL, CLASS, CASE = "school", "class ", "case "
STATE = {
    SetState.WAITING: "ждёт очереди",
    SetState.RUNNING: "печатается",
    SetState.DONE: "готово",
    SetState.CANCELLED: "отменено",
    SetState.FAILED: "не удалось",
}
HEADERS = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cache-control": "no-store",
    "content-disposition": 'attachment; filename="documents.zip"',
}
NO_YEAR = "Учебного года ещё нет. Заведите его: Школа → Учебные годы."


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintingPage:
    """scopes: what may be printed in one go. told: states in words."""

    form: Form
    scopes: Choices
    forms: Choices
    layouts: Choices
    sets: tuple[SetSeen, ...]
    told: dict[SetState, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPage:
    one: SetSeen
    said: str
    titles: tuple[str, ...]
    refusal: str | None


@router.api_route("/print", methods=["GET", "HEAD"])
def overview(stage: OnStage, unit: ReadUnit, case_id: str = "") -> Response:
    scope = f"{CASE}{case_id}" if case_id else SCHOOL
    form = form_of(request=new_id(), scope=scope, layout="pdf")
    return _show(stage, unit, replace(form, lists={"form": tuple(each.value for each in OF_CASE)}))


@router.post("/print/sets")
def ask(request: Request, place: Place, stage: OnStage, act: Acting, unit: WriteUnit, sent: Sent) -> Response:
    def write(unit: Unit) -> str:
        return f"/print/sets/{ask_set(unit, _draft(unit, sent), origin_of(request, place)).id}?said=asked"

    made = acted(place, act, "print/sets", sent, write)
    if isinstance(made, Invalid | Conflict):
        return _show(stage, unit, again(sent, made), made.status)
    return made


def _draft(unit: Unit, sent: Form) -> SetDraft:
    year, scope = current_year(unit), sent.values.get("scope", "")
    if year is None:
        raise Conflict(NO_YEAR)
    title = scope.removeprefix(CLASS) if scope.startswith(CLASS) else None
    case_id = scope.removeprefix(CASE) if scope.startswith(CASE) else None
    if scope != SCHOOL and title not in classes_of(unit, year.id) and case_id is None:
        raise Invalid({"scope": ["Выберите, что печатать."]})
    known = {form.value for form in OF_CASE}
    return SetDraft(
        year_id=year.id, case_id=case_id, class_title=title,
        forms=tuple(forms.Form(word) for word in sent.several("form") if word in known),
        layout=layout_of(sent.said("layout")) or PrintLayout.PDF,
    )  # fmt: skip


def _show(stage: Stage, unit: Unit, form: Form, status: int = 200) -> Response:
    year = current_year(unit)
    classes = classes_of(unit, year.id) if year else ()
    scopes: list[tuple[str, str]] = [
        (SCHOOL, "вся школа"),
        *((f"{CLASS}{each}", f"класс {each}") for each in classes),
    ]
    chosen = form.values.get("scope", "")
    if chosen.startswith(CASE):
        scopes.insert(0, (chosen, "одно дело"))
    content = PrintingPage(
        form=form, scopes=tuple(scopes), forms=tuple((each.value, TITLE[each]) for each in OF_CASE),
        layouts=LAYOUTS, sets=sets_seen(unit), told=STATE,
    )  # fmt: skip
    return stage.show("printing.html", "Печать", content, status, path=PRINTING.href)


@router.api_route("/print/sets/{set_id}", methods=["GET", "HEAD"])
def one(stage: OnStage, unit: ReadUnit, set_id: str, said: str = "") -> Response:
    return _one(stage, unit, set_id, said=said)


def _one(
    stage: Stage, unit: Unit, set_id: str, refused: Conflict | Invalid | None = None, said: str = ""
) -> Response:
    told = seen(unit, set_of(unit, set_id))
    content = SetPage(
        one=told, said=STATE[told.state], titles=tuple(TITLE[form] for form in told.forms),
        refusal=refused.sentence if refused else None,
    )  # fmt: skip
    status = refused.status if refused else 200
    return stage.show("print_set.html", "Комплект документов", content, status, said, PRINTING.href)


@router.post("/print/sets/{set_id}/cancel")
def cancel(stage: OnStage, unit: WriteUnit, set_id: str) -> Response:
    refused = attempt(unit, lambda: cancel_set(unit, set_id))
    if isinstance(refused, Conflict | Invalid):
        return _one(stage, unit, set_id, refused)
    return done(f"/print/sets/{set_id}", "asked")


@router.get("/print/sets/{set_id}/documents.zip")
def parcel(place: Place, unit: WriteUnit, set_id: str) -> Response:
    return Response(parcel_of(unit, place.files, set_id), media_type="application/zip", headers=HEADERS)
