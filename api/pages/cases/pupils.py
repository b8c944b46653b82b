"""A pupil, and who speaks for them: several parents with dates; whose answers count, who only reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.cases.showing import Choices, OnStage, Stage, capital, named, school_of
from api.services.cases.caselist import CaseLink, cases_of_pupil
from api.services.cases.pupils import (
    GuardianDraft,
    PupilDraft,
    add_guardian,
    change_pupil,
    end_guardian,
    guardian_of,
    pupil_of,
)
from api.services.cases.sheet import ConsentLine, GuardianLine, consents_of, guardians_of
from api.services.people.accounts import PersonDraft, RoleDraft, add_person
from api.services.people.staff import in_roles
from api.services.unit import Unit
from api.services.words import GUARDIAN
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from models.case import Guardian, GuardianKind, Pupil
from models.person import Role

router = APIRouter()

KINDS = tuple((kind.value, capital(title)) for kind, title in GUARDIAN.items())
ONE_OF_TWO = "Выберите человека из списка или укажите имя нового, не то и другое."


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilPage:
    pupil: Pupil
    form: Form
    cases: tuple[CaseLink, ...]
    guardians: tuple[GuardianLine, ...]
    consents: tuple[ConsentLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGuardianPage:
    """people: parents known to the school."""

    pupil: Pupil
    people: Choices
    kinds: Choices
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianPage:
    pupil: Pupil
    guardian: GuardianLine
    rev: int
    form: Form


@router.api_route("/pupils/{pupil_id}", methods=["GET", "HEAD"])
def pupil(stage: OnStage, unit: ReadUnit, pupil_id: str, said: str = "") -> Response:
    row = pupil_of(unit, pupil_id)
    form = form_of(surname=row.surname, given_names=row.given_names, birth_on=row.birth_on)
    return _show(stage, unit, pupil_id, form, said=said)


def _show(stage: Stage, unit: Unit, pupil_id: str, form: Form, status: int = 200, said: str = "") -> Response:
    content = PupilPage(
        pupil=pupil_of(unit, pupil_id), form=form, cases=cases_of_pupil(unit, pupil_id),
        guardians=guardians_of(unit, pupil_id), consents=consents_of(unit, pupil_id),
    )  # fmt: skip
    return stage.show("pupil.html", "Ученик", content, status, said)


@router.post("/pupils/{pupil_id}")
def change(stage: OnStage, unit: WriteUnit, pupil_id: str, sent: Sent) -> Response:
    def act() -> Pupil:
        reader = Reader(sent)
        rev = reader.number("rev")
        draft = PupilDraft(
            surname=reader.text("surname"), given_names=reader.text("given_names"),
            birth_on=reader.day("birth_on"),
        )  # fmt: skip
        reader.check()
        return change_pupil(unit, pupil_id, rev, draft)

    refused = attempt(unit, act)
    if isinstance(refused, Invalid | Conflict):
        return _show(stage, unit, pupil_id, sent.refused(refused), refused.status)
    return done(f"/pupils/{pupil_id}", "saved")


@router.api_route("/pupils/{pupil_id}/guardians/new", methods=["GET", "HEAD"])
def new_guardian(stage: OnStage, unit: ReadUnit, pupil_id: str) -> Response:
    return _new(stage, unit, pupil_id, form_of(first_on=unit.today, may_decide=True))


@router.post("/pupils/{pupil_id}/guardians")
def add(stage: OnStage, unit: WriteUnit, pupil_id: str, sent: Sent) -> Response:
    made = attempt(unit, lambda: _add(unit, pupil_id, sent))
    if isinstance(made, Invalid | Conflict):
        return _new(stage, unit, pupil_id, sent.refused(made), made.status)
    return done(f"/pupils/{pupil_id}", "added")


def _add(unit: Unit, pupil_id: str, sent: Form) -> Guardian:
    reader = Reader(sent)
    words = frozenset(kind.value for kind in GuardianKind)
    kind = reader.among("kind", words, "Выберите, кем человек приходится ребёнку.")
    known = frozenset(person.id for person in in_roles(unit, [Role.PARENT])) | {""}
    account_id = reader.among("account_id", known, ONE_OF_TWO)
    first_on, last_on = reader.day("first_on"), reader.day_or_none("last_on")
    if account_id and sent.said("name"):
        reader.faults["account_id"] = (ONE_OF_TWO,)
    reader.check()
    draft = GuardianDraft(
        account_id=account_id or _newcomer(unit, reader, first_on), kind=GuardianKind(kind),
        first_on=first_on, last_on=last_on, may_decide=sent.ticked("may_decide"),
    )  # fmt: skip
    return add_guardian(unit, pupil_id, draft)


def _newcomer(unit: Unit, reader: Reader, first_on: date) -> str:
    """A new account with the role of a parent; it comes in by an invitation link."""
    person = PersonDraft(
        name=reader.text("name"), email=reader.text_or_none("email"), phone=reader.text_or_none("phone")
    )
    role = RoleDraft(role=Role.PARENT, school_id=school_of(unit), first_on=first_on)
    return add_person(unit, person, role)[0].id


def _new(stage: Stage, unit: Unit, pupil_id: str, form: Form, status: int = 200) -> Response:
    content = NewGuardianPage(
        pupil=pupil_of(unit, pupil_id), people=named(in_roles(unit, [Role.PARENT])), kinds=KINDS, form=form
    )
    return stage.show("guardian_new.html", "Представитель ребёнка", content, status)


@router.api_route("/guardians/{guardian_id}", methods=["GET", "HEAD"])
def guardian(stage: OnStage, unit: ReadUnit, guardian_id: str) -> Response:
    return _guardian(stage, unit, guardian_id, form_of(last_on=unit.today))


def _guardian(stage: Stage, unit: Unit, guardian_id: str, form: Form, status: int = 200) -> Response:
    row = guardian_of(unit, guardian_id)
    line = next(line for line in guardians_of(unit, row.pupil_id) if line.id == row.id)
    content = GuardianPage(pupil=pupil_of(unit, row.pupil_id), guardian=line, rev=row.rev, form=form)
    return stage.show("guardian.html", "Представитель ребёнка", content, status)


@router.post("/guardians/{guardian_id}/end")
def end(stage: OnStage, unit: WriteUnit, guardian_id: str, sent: Sent) -> Response:
    def act() -> Guardian:
        reader = Reader(sent)
        rev, last_on = reader.number("rev"), reader.day("last_on")
        reader.check()
        return end_guardian(unit, guardian_id, rev, last_on)

    refused = attempt(unit, act)
    if isinstance(refused, Invalid | Conflict):
        return _guardian(stage, unit, guardian_id, sent.refused(refused), refused.status)
    return done(f"/pupils/{refused.pupil_id}", "ended")
