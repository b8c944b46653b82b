"""Pupils, who speaks for them, and consents given for them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit, WriteUnit
from api.rest.answers import Once, Paged, Tags, changed, listing, made, single
from api.rest.routing import creates, lists, reads, section, writes
from api.rest.shapes import (
    PLAIN,
    SAMPLE_ID,
    Day,
    Flag,
    Id,
    Instant,
    Page,
    Record,
    Ref,
    Sent,
    links,
    shape,
    text,
)  # fmt: skip
from api.services.cases import pupils, registers
from api.services.desk import expect
from api.services.papers import filing
from models.case import Guardian, GuardianKind, Pupil
from models.document import Consent, Purpose

router = section("pupils")


class PupilSent(Sent):
    """given_names: first name and patronymic."""

    surname: Annotated[str, text(100, "Иванов")]
    given_names: Annotated[str, text(100, "Пётр Сергеевич")]
    birth_on: Day


class PupilTold(Record):
    surname: str = Field(examples=["Иванов"])
    given_names: str = Field(examples=["Пётр Сергеевич"])
    birth_on: date


class GuardianSent(Sent):
    """Days inclusive. may_decide: answers count; else reading only."""

    account_id: Ref
    kind: GuardianKind
    first_on: Day
    last_on: Day | None = None
    may_decide: Flag = True


class GuardianEnd(Sent):
    last_on: Day


class GuardianTold(Record):
    account_id: str = Field(examples=[SAMPLE_ID])
    pupil_id: str = Field(examples=[SAMPLE_ID])
    kind: GuardianKind
    may_decide: bool
    first_on: date
    last_on: date | None


class ConsentSent(Sent):
    """guardian_id: who gave it, when known by account."""

    purpose: Purpose
    given_on: Day
    guardian_id: Ref | None = None


class ConsentEnd(Sent):
    on: Day = Field(description="the first day without the consent")


class ConsentTold(Record):
    pupil_id: str = Field(examples=[SAMPLE_ID])
    guardian_id: str | None
    purpose: Purpose
    given_on: date
    withdrawn_on: date | None
    received_at: Instant


def _pupil(row: Pupil) -> PupilTold:
    at = f"/pupils/{row.id}"
    to = links(
        this=at, guardians=f"{at}/guardians", consents=f"{at}/consents", cases=f"/cases?pupil_id={row.id}"
    )
    return shape(PupilTold, row, to)


def _guardian(row: Guardian) -> GuardianTold:
    at = f"/guardians/{row.id}"
    return shape(GuardianTold, row, links(this=at, pupil=f"/pupils/{row.pupil_id}", end=f"{at}/end"))


def _consent(row: Consent) -> ConsentTold:
    at = f"/consents/{row.id}"
    return shape(ConsentTold, row, links(this=at, pupil=f"/pupils/{row.pupil_id}", withdraw=f"{at}/withdraw"))


@lists(router, "/pupils", Page[PupilTold])
def list_pupils(
    request: Request, unit: ReadUnit, paging: Paged,
    q: Annotated[str, Query(max_length=100, pattern=PLAIN, description="part of a name")] = "",
) -> Response:  # fmt: skip
    return listing(request, paging, registers.pupils_of_school(unit, q), _pupil, Page[PupilTold])


@creates(router, "/pupils", PupilTold)
def add_pupil(unit: WriteUnit, once: Once, sent: PupilSent) -> Response:
    def act() -> Response:
        row = pupils.add_pupil(unit, pupils.PupilDraft(**sent.model_dump()))
        return made(_pupil(row), row)

    return once(sent, act)


@reads(router, "/pupils/{pupil_id}", PupilTold)
def get_pupil(request: Request, unit: ReadUnit, pupil_id: Id) -> Response:
    row = pupils.pupil_of(unit, pupil_id)
    return single(request, _pupil(row), row)


@writes(router, "PUT", "/pupils/{pupil_id}", PupilTold)
def put_pupil(unit: WriteUnit, tags: Tags, pupil_id: Id, sent: PupilSent) -> Response:
    rev = expect(unit, Pupil, pupil_id, tags).rev
    row = pupils.change_pupil(unit, pupil_id, rev, pupils.PupilDraft(**sent.model_dump()))
    return changed(_pupil(row), row)


@lists(router, "/pupils/{pupil_id}/guardians", Page[GuardianTold])
def list_guardians(request: Request, unit: ReadUnit, paging: Paged, pupil_id: Id) -> Response:
    """Everybody who speaks or spoke for the pupil."""
    return listing(request, paging, registers.guardians_of(unit, pupil_id), _guardian, Page[GuardianTold])


@creates(router, "/pupils/{pupil_id}/guardians", GuardianTold)
def add_guardian(unit: WriteUnit, once: Once, pupil_id: Id, sent: GuardianSent) -> Response:
    """An account speaks for the pupil from a day on."""

    def act() -> Response:
        row = pupils.add_guardian(unit, pupil_id, pupils.GuardianDraft(**sent.model_dump()))
        return made(_guardian(row), row)

    return once(sent, act)


@reads(router, "/guardians/{guardian_id}", GuardianTold)
def get_guardian(request: Request, unit: ReadUnit, guardian_id: Id) -> Response:
    row = registers.guardian_of(unit, guardian_id)
    return single(request, _guardian(row), row)


@writes(router, "POST", "/guardians/{guardian_id}/end", GuardianTold)
def end_guardian(unit: WriteUnit, tags: Tags, guardian_id: Id, sent: GuardianEnd) -> Response:
    """Sets the last day somebody speaks for the pupil."""
    rev = expect(unit, Guardian, guardian_id, tags).rev
    row = pupils.end_guardian(unit, guardian_id, rev, sent.last_on)
    return changed(_guardian(row), row)


@lists(router, "/pupils/{pupil_id}/consents", Page[ConsentTold])
def list_consents(request: Request, unit: ReadUnit, paging: Paged, pupil_id: Id) -> Response:
    return listing(request, paging, registers.consents_of(unit, pupil_id), _consent, Page[ConsentTold])


@creates(router, "/pupils/{pupil_id}/consents", ConsentTold)
def give_consent(unit: WriteUnit, once: Once, pupil_id: Id, sent: ConsentSent) -> Response:
    """A consent for one purpose."""

    def act() -> Response:
        row = filing.give_consent(unit, pupil_id, filing.ConsentDraft(**sent.model_dump()))
        return made(_consent(row), row)

    return once(sent, act)


@reads(router, "/consents/{consent_id}", ConsentTold)
def get_consent(request: Request, unit: ReadUnit, consent_id: Id) -> Response:
    row = registers.consent_of(unit, consent_id)
    return single(request, _consent(row), row)


@writes(router, "POST", "/consents/{consent_id}/withdraw", ConsentTold)
def withdraw_consent(unit: WriteUnit, tags: Tags, consent_id: Id, sent: ConsentEnd) -> Response:
    row = filing.withdraw_consent(unit, consent_id, expect(unit, Consent, consent_id, tags).rev, sent.on)
    return changed(_consent(row), row)
