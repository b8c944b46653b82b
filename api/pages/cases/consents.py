"""Consents: one for one purpose, on a page with nothing else; given, withdrawn, the file behind one."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Place, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.cases.files import CheckedFile, handed, keep
from api.pages.cases.showing import Choices, OnStage, Stage
from api.services.cases.pupils import pupil_of
from api.services.cases.sheet import guardians_of
from api.services.papers.attachments import fetch
from api.services.papers.filing import ConsentDraft, consent_of, give_consent, withdraw_consent
from api.services.unit import Unit
from api.services.words import CONSENT
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from models.case import Pupil
from models.document import Consent, Purpose

router = APIRouter()

PURPOSES = tuple((purpose.value, title) for purpose, title in CONSENT.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsentPage:
    pupil: Pupil
    purposes: Choices
    guardians: Choices
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentPage:
    consent: Consent
    pupil: Pupil
    purpose: str
    form: Form


@router.api_route("/pupils/{pupil_id}/consents/new", methods=["GET", "HEAD"])
def new_consent(stage: OnStage, unit: ReadUnit, pupil_id: str) -> Response:
    return _new(stage, unit, pupil_of(unit, pupil_id), form_of(given_on=unit.today))


@router.post("/pupils/{pupil_id}/consents")
def give(stage: OnStage, unit: WriteUnit, pupil_id: str, sent: Sent) -> Response:
    made = attempt(unit, lambda: give_consent(unit, pupil_id, _draft(unit, pupil_id, sent)))
    if isinstance(made, Invalid | Conflict):
        return _new(stage, unit, pupil_of(unit, pupil_id), sent.refused(made), made.status)
    return done(f"/pupils/{pupil_id}", "added")


def _draft(unit: Unit, pupil_id: str, sent: Form) -> ConsentDraft:
    reader = Reader(sent)
    words = frozenset(purpose.value for purpose in Purpose)
    purpose = reader.among("purpose", words, "Выберите, на что дано согласие.")
    known = frozenset(line.id for line in guardians_of(unit, pupil_id)) | {""}
    draft = ConsentDraft(
        purpose=Purpose(purpose) if purpose in words else Purpose.DATA,
        given_on=reader.day("given_on"),
        guardian_id=reader.among("guardian_id", known, "Выберите, кто дал согласие.") or None,
    )
    reader.check()
    return draft


def _new(stage: Stage, unit: Unit, pupil: Pupil, form: Form, status: int = 200) -> Response:
    guardians = tuple((line.id, f"{line.name} ({line.kind})") for line in guardians_of(unit, pupil.id))
    content = NewConsentPage(pupil=pupil, purposes=PURPOSES, guardians=guardians, form=form)
    return stage.show("consent_new.html", "Согласие родителя", content, status)


@router.api_route("/consents/{consent_id}", methods=["GET", "HEAD"])
def consent(stage: OnStage, unit: ReadUnit, consent_id: str, said: str = "") -> Response:
    return _show(stage, unit, consent_id, form_of(on=unit.today), said=said)


def _show(
    stage: Stage, unit: Unit, consent_id: str, form: Form, status: int = 200, said: str = ""
) -> Response:
    row = consent_of(unit, consent_id)
    content = ConsentPage(
        consent=row, pupil=pupil_of(unit, row.pupil_id), purpose=CONSENT[Purpose(row.purpose)], form=form
    )
    return stage.show("consent.html", "Согласие", content, status, said)


@router.post("/consents/{consent_id}/withdraw")
def withdraw(stage: OnStage, unit: WriteUnit, consent_id: str, sent: Sent) -> Response:
    def act() -> Consent:
        reader = Reader(sent)
        rev, on = reader.number("rev"), reader.day("on")
        reader.check()
        return withdraw_consent(unit, consent_id, rev, on)

    refused = attempt(unit, act)
    if isinstance(refused, Invalid | Conflict):
        return _show(stage, unit, consent_id, sent.refused(refused), refused.status)
    return done(f"/consents/{consent_id}", "ended")


@router.post("/consents/{consent_id}/file")
def keep_file(
    place: Place, stage: OnStage, file: CheckedFile, unit: WriteUnit, consent_id: str, sent: Sent
) -> Response:
    refused = keep(place, unit, consent_of(unit, consent_id), file, sent)
    if refused is not None:
        return _show(stage, unit, consent_id, sent.refused(refused), refused.status)
    return done(f"/consents/{consent_id}", "saved")


@router.get("/consents/{consent_id}/file")
def hand_out(place: Place, unit: WriteUnit, consent_id: str) -> Response:
    return handed(fetch(unit, place.files, consent_of(unit, consent_id)))
