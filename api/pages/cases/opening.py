"""«Завести дело»: a pupil, new or known, and what the parent's application says."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.cases.showing import NOBODY, PROGRAMME, Choices, OnStage, Stage, named
from api.services.cases.life import CaseDraft, open_case, open_for_new_pupil
from api.services.cases.orderlist import years_of
from api.services.cases.pupils import PupilDraft, pupils
from api.services.people.staff import in_roles
from api.services.unit import Unit
from api.services.words import shown
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from models.case import Case, Programme
from models.person import Role

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningPage:
    """years: none where the school has opened no year yet; without one no case can be opened."""

    form: Form
    years: Choices
    pupils: Choices
    programmes: Choices
    teachers: Choices
    deputies: Choices


@router.api_route("/cases/new", methods=["GET", "HEAD"])
def new_case(stage: OnStage, unit: ReadUnit, pupil_id: str = "") -> Response:
    deputy = unit.actor.account_id if unit.actor.role == Role.DEPUTY else ""
    form = form_of(pupil_id=pupil_id, applied_on=unit.today, deputy_id=deputy)
    return _show(stage, unit, form)


@router.post("/cases")
def open_it(stage: OnStage, unit: WriteUnit, sent: Sent) -> Response:
    made = attempt(unit, lambda: _open(unit, sent))
    if isinstance(made, Invalid | Conflict):
        return _show(stage, unit, sent.refused(made), made.status)
    return done(f"/cases/{made.id}", "added")


def _show(stage: Stage, unit: Unit, form: Form, status: int = 200) -> Response:
    content = OpeningPage(
        form=form,
        years=tuple((year.id, year.title) for year in years_of(unit)),
        pupils=tuple(
            (row.id, f"{row.surname} {row.given_names}, {shown(row.birth_on)}") for row in pupils(unit)
        ),
        programmes=tuple((word.value, title) for word, title in PROGRAMME.items()),
        teachers=named(in_roles(unit, [Role.CLASS_TEACHER])),
        deputies=named(in_roles(unit, [Role.DEPUTY])),
    )
    return stage.show("new.html", "Новое дело", content, status)


def _open(unit: Unit, sent: Form) -> Case:
    reader = Reader(sent)
    known = sent.said("pupil_id")
    pupil = None if known else _pupil(reader)
    draft = CaseDraft(
        pupil_id=known,
        year_id=reader.among("year_id", frozenset(year.id for year in years_of(unit)), NOBODY),
        class_title=reader.text("class_title"),
        grade=reader.number("grade"),
        programme=_programme(reader),
        applied_on=reader.day("applied_on"),
        deputy_id=reader.text_or_none("deputy_id"),
        class_teacher_id=reader.text_or_none("class_teacher_id"),
    )
    reader.check()
    return open_case(unit, draft) if pupil is None else open_for_new_pupil(unit, pupil, draft)


def _pupil(reader: Reader) -> PupilDraft:
    return PupilDraft(
        surname=reader.text("surname"),
        given_names=reader.text("given_names"),
        birth_on=reader.day("birth_on"),
    )


def _programme(reader: Reader) -> Programme:
    told = reader.among("programme", frozenset(word.value for word in Programme), "Выберите программу.")
    return Programme(told) if told in set(Programme) else Programme.GENERAL
