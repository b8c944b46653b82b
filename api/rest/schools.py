"""Schools of the network: what they are and have chosen, agreements, bells, hours by grade."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from fastapi import Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit, WriteUnit
from api.rest.answers import Once, Paged, Tags, changed, expect_digest, listing, made, single
from api.rest.routing import creates, lists, reads, section, writes
from api.rest.shapes import (
    SAMPLE_ID,
    Day,
    Flag,
    Grade,
    Id,
    Link,
    Minute,
    Page,
    Record,
    Ref,
    Sent,
    Told,
    Whole,
    links,
    shape,
    text,
)  # fmt: skip
from api.services.desk import expect, locked
from api.services.schools import network, registers
from api.services.schools.options import SchoolDraft, add_school, write_school
from api.services.unit import Unit
from models.school import NetworkAgreement, School, SchoolKind

router = section("schools")


class SchoolSent(Sent):
    """A school and its choices; all of them at once."""

    code: Annotated[str, text(40, "s100")]
    title: Annotated[str, text(300, "Школа № 100")]
    kind: SchoolKind = SchoolKind.BASE
    timezone: Annotated[str, text(60, "Asia/Yekaterinburg")] = "Asia/Yekaterinburg"
    week_days: Annotated[Whole, Field(ge=5, le=6)] = 5
    academic_hour_min: Annotated[Whole, Field(ge=20, le=45)] = 40
    pmpk_required: Flag = True
    clock_days: Annotated[Whole, Field(ge=1, le=30)] = 3
    clock_working_days: Flag = False
    consent_blocks: Flag = False
    medical_scans: Flag = False
    agreement_level: Annotated[Whole, Field(ge=0, le=2)] = 0


class SchoolTold(Record):
    code: str = Field(examples=["s100"])
    title: str = Field(examples=["Школа № 100"])
    kind: SchoolKind
    timezone: str = Field(examples=["Asia/Yekaterinburg"])
    week_days: int = Field(examples=[5])
    academic_hour_min: int = Field(examples=[40])
    pmpk_required: bool = Field(description="a package without the ПМПК conclusion is not complete")
    clock_days: int = Field(examples=[3], description="days to organise lessons in")
    clock_working_days: bool
    consent_blocks: bool = Field(description="without consent nothing goes on; else a warning")
    medical_scans: bool = Field(description="files of medical papers may be kept")
    agreement_level: int = Field(
        examples=[0],
        description="strength of an agreement that is approved without a reason; weaker ones need one",
    )


class AgreementSent(Sent):
    partner_id: Ref
    number: Annotated[str, text(60, "12-С")]
    signed_on: Day
    first_on: Day
    last_on: Day


class AgreementEnd(Sent):
    ended_on: Day = Field(description="the last day the agreement holds")


class AgreementTold(Record):
    base_id: str = Field(examples=[SAMPLE_ID])
    partner_id: str = Field(examples=[SAMPLE_ID])
    number: str = Field(examples=["12-С"])
    signed_on: date
    first_on: date
    last_on: date
    ended_on: date | None


class BellItem(Sent):
    """Minutes since midnight, half-open."""

    shift: Annotated[Whole, Field(ge=1, le=9, examples=[1])]
    number: Annotated[Whole, Field(ge=0, le=20, examples=[1])]
    start_min: Minute
    end_min: Minute


class BellsSent(Sent):
    bells: Annotated[tuple[BellItem, ...], Field(max_length=200)]


class BellsTold(Told):
    bells: tuple[BellItem, ...]


class HoursItem(Sent):
    """Hours a week as an exact fraction: hours_part / hours_over."""

    grade: Grade
    first_on: Day
    hours_part: Annotated[Whole, Field(ge=1, le=10_000, examples=[21])]
    hours_over: Annotated[Whole, Field(ge=1, le=10_000, examples=[2])] = 1
    source: Annotated[str, text(300, "Приказ № 5, приложение 1")]


class HoursSent(Sent):
    hours: Annotated[tuple[HoursItem, ...], Field(max_length=200)]


class HoursTold(Told):
    hours: tuple[HoursItem, ...]


def _school(row: School) -> SchoolTold:
    at = f"/schools/{row.id}"
    to = {name: f"{at}/{name}" for name in ("agreements", "bells", "hours", "norms", "retention", "years")}
    return shape(SchoolTold, row, links(this=at, schools="/schools", **to))


def _agreement(row: NetworkAgreement) -> AgreementTold:
    return shape(
        AgreementTold, row,
        links(this=f"/agreements/{row.id}", base=f"/schools/{row.base_id}", end=f"/agreements/{row.id}/end"),
    )  # fmt: skip


def _bells(unit: Unit, school_id: str) -> BellsTold:
    rows = registers.bells_of(unit, school_id)
    items = tuple(BellItem.model_validate(row, from_attributes=True) for row in rows)
    return BellsTold(bells=items, links=_of_school(school_id, "bells"))


def _hours(unit: Unit, school_id: str) -> HoursTold:
    items = tuple(
        HoursItem(
            grade=row.grade, first_on=row.first_on.isoformat(), hours_part=row.hours_part,
            hours_over=row.hours_over, source=row.source,
        )
        for row in registers.hours_of(unit, school_id)
    )  # fmt: skip
    return HoursTold(hours=items, links=_of_school(school_id, "hours"))


@lists(router, "/schools", Page[SchoolTold])
def list_schools(request: Request, unit: ReadUnit, paging: Paged) -> Response:
    """One's own school; every school for an administrator."""
    return listing(request, paging, registers.schools_seen(unit), _school, Page[SchoolTold])


@creates(router, "/schools", SchoolTold)
def add_a_school(unit: WriteUnit, once: Once, sent: SchoolSent) -> Response:
    """A new school of the network; for an administrator."""

    def act() -> Response:
        row = add_school(unit, SchoolDraft(**sent.model_dump()))
        return made(_school(row), row)

    return once(sent, act)


@reads(router, "/schools/{school_id}", SchoolTold)
def get_school(request: Request, unit: ReadUnit, school_id: Id) -> Response:
    row = registers.school_of(unit, school_id)
    return single(request, _school(row), row)


@writes(router, "PUT", "/schools/{school_id}", SchoolTold)
def put_school(unit: WriteUnit, tags: Tags, school_id: Id, sent: SchoolSent) -> Response:
    """Words and choices of a school, all at once."""
    rev = expect(unit, School, school_id, tags).rev
    row = write_school(unit, school_id, rev, SchoolDraft(**sent.model_dump()))
    return changed(_school(row), row)


@lists(router, "/schools/{school_id}/agreements", Page[AgreementTold])
def list_agreements(request: Request, unit: ReadUnit, paging: Paged, school_id: Id) -> Response:
    rows = registers.agreements_of(unit, school_id)
    return listing(request, paging, rows, _agreement, Page[AgreementTold])


@creates(router, "/schools/{school_id}/agreements", AgreementTold)
def add_agreement(unit: WriteUnit, once: Once, school_id: Id, sent: AgreementSent) -> Response:
    """An agreement on teaching together with a partner."""

    def act() -> Response:
        row = network.add_agreement(unit, school_id, network.AgreementDraft(**sent.model_dump()))
        return made(_agreement(row), row)

    return once(sent, act)


@reads(router, "/agreements/{agreement_id}", AgreementTold)
def get_agreement(request: Request, unit: ReadUnit, agreement_id: Id) -> Response:
    row = registers.agreement_of(unit, agreement_id)
    return single(request, _agreement(row), row)


@writes(router, "POST", "/agreements/{agreement_id}/end", AgreementTold)
def end_agreement(unit: WriteUnit, tags: Tags, agreement_id: Id, sent: AgreementEnd) -> Response:
    """The agreement ends early."""
    rev = expect(unit, NetworkAgreement, agreement_id, tags).rev
    row = network.end_agreement(unit, agreement_id, rev, sent.ended_on)
    return changed(_agreement(row), row)


@reads(router, "/schools/{school_id}/bells", BellsTold)
def get_bells(request: Request, unit: ReadUnit, school_id: Id) -> Response:
    return single(request, _bells(unit, school_id))


@writes(router, "PUT", "/schools/{school_id}/bells", BellsTold)
def put_bells(unit: WriteUnit, tags: Tags, school_id: Id, sent: BellsSent) -> Response:
    """All bells of a school anew."""
    locked(unit, School, school_id)
    expect_digest(_bells(unit, school_id), tags)
    network.write_bells(unit, school_id, [network.BellDraft(**bell.model_dump()) for bell in sent.bells])
    return changed(_bells(unit, school_id))


@reads(router, "/schools/{school_id}/hours", HoursTold)
def get_hours(request: Request, unit: ReadUnit, school_id: Id) -> Response:
    return single(request, _hours(unit, school_id))


@writes(router, "PUT", "/schools/{school_id}/hours", HoursTold)
def put_hours(unit: WriteUnit, tags: Tags, school_id: Id, sent: HoursSent) -> Response:
    """The hours table of a school anew."""
    locked(unit, School, school_id)
    expect_digest(_hours(unit, school_id), tags)
    network.write_hours(unit, school_id, [_norm(item) for item in sent.hours])
    return changed(_hours(unit, school_id))


def _norm(item: HoursItem) -> network.HoursDraft:
    hours = Fraction(item.hours_part, item.hours_over)
    return network.HoursDraft(grade=item.grade, first_on=item.first_on, hours=hours, source=item.source)


def _of_school(school_id: str, what: str) -> dict[str, Link]:
    return links(this=f"/schools/{school_id}/{what}", school=f"/schools/{school_id}")
