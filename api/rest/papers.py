"""Papers of a case and contracts. What a medical paper says is told by one address only, and its reading is logged."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit, WriteUnit
from api.rest.answers import Once, Paged, Tags, changed, listing, made, single
from api.rest.routing import creates, lists, reads, section, writes
from api.rest.shapes import SAMPLE_ID, Day, Id, Page, Record, Sent, Told, Whole, links, shape, text
from api.services.cases import orders, registers
from api.services.cases.life import papers_of
from api.services.desk import expect
from api.services.papers import filing, medical
from api.services.papers.medical import Medical, MedicalDraft, Why
from models.case import Level
from models.document import SENSITIVE, Contract, Paper, PaperKind

router = section("papers")
Limit = Annotated[Whole, Field(ge=1, le=1440)]
Reason = Annotated[Why, Query(description="what it is read for; written into the log")]


class PaperSent(Sent):
    """A paper that says nothing of health. Days of validity inclusive, valid_to none: no day named."""

    kind: PaperKind
    number: Annotated[str, text(60, "15")] | None = None
    issuer: Annotated[str, text(300, "Иванова Мария Павловна")] | None = None
    issued_on: Day | None = None
    valid_from: Day
    valid_to: Day | None = None


class MedicalSent(Sent):
    """A paper of doctors, of the ПМПК, or an ИПРА: requisites and limits, never a diagnosis.

    max_day_min: minutes of lessons a day; ends_by_min: no lesson after this minute of the day.
    """

    kind: PaperKind
    number: Annotated[str, text(60, "17")]
    issuer: Annotated[str, text(300, "Городская поликлиника № 1")]
    issued_on: Day
    valid_from: Day
    valid_to: Day | None = None
    level: Level | None = None
    max_day_min: Limit | None = None
    ends_by_min: Limit | None = None
    limits: Annotated[str, text(500, "не больше двух уроков подряд")] | None = None


class PaperTold(Record):
    """number, issuer and issued_on are none for medical papers: see the link `medical`."""

    case_id: str = Field(examples=[SAMPLE_ID])
    kind: PaperKind
    number: str | None = Field(examples=["15"])
    issuer: str | None
    issued_on: date | None
    valid_from: date
    valid_to: date | None
    level: Level | None
    filed: bool = Field(description="whether a file is kept")
    annulled_on: date | None


class MedicalTold(Told):
    """rev is of what the paper says; the paper itself has its own."""

    paper_id: str = Field(examples=[SAMPLE_ID])
    kind: PaperKind
    number: str = Field(examples=["17"])
    issuer: str = Field(examples=["Городская поликлиника № 1"])
    issued_on: date
    valid_from: date
    valid_to: date | None
    max_day_min: int | None
    ends_by_min: int | None
    limits: str | None
    rev: int = Field(examples=[1])


class ContractSent(Sent):
    """Days inclusive, within the medical papers and the school year."""

    number: Annotated[str, text(60, "7")]
    signed_on: Day
    first_on: Day
    last_on: Day


class ContractTold(Record):
    case_id: str = Field(examples=[SAMPLE_ID])
    number: str = Field(examples=["7"])
    signed_on: date
    first_on: date
    last_on: date
    ended_on: date | None


def _paper(row: Paper) -> PaperTold:
    at = f"/papers/{row.id}"
    says = f"{at}/medical" if row.kind in SENSITIVE else None
    to = links(this=at, case=f"/cases/{row.case_id}", annul=f"{at}/annul", medical=says)
    return shape(PaperTold, row, to, filed=row.file_id is not None)


def _medical(value: Medical) -> MedicalTold:
    paper = f"/papers/{value.paper_id}"
    return shape(MedicalTold, value, links(this=f"{paper}/medical", paper=paper))


def _contract(row: Contract) -> ContractTold:
    return shape(ContractTold, row, links(this=f"/contracts/{row.id}", case=f"/cases/{row.case_id}"))


@lists(router, "/cases/{case_id}/papers", Page[PaperTold])
def list_papers(request: Request, unit: ReadUnit, paging: Paged, case_id: Id) -> Response:
    """Every paper of the case, annulled ones too, without what medical ones say."""
    return listing(request, paging, papers_of(unit, case_id), _paper, Page[PaperTold])


@creates(router, "/cases/{case_id}/papers", PaperTold)
def file_paper(unit: WriteUnit, once: Once, case_id: Id, sent: PaperSent) -> Response:
    """A paper without data on health."""

    def act() -> Response:
        row = filing.file_paper(unit, case_id, filing.PaperDraft(**sent.model_dump()))
        return made(_paper(row), row)

    return once(sent, act)


@creates(router, "/cases/{case_id}/medical-papers", PaperTold)
def file_medical(unit: WriteUnit, once: Once, case_id: Id, sent: MedicalSent) -> Response:
    """A medical paper. What it says is not repeated in the answer."""

    def act() -> Response:
        row = medical.file_medical(unit, case_id, MedicalDraft(**sent.model_dump()))
        return made(_paper(row), row)

    return once(sent, act)


@reads(router, "/papers/{paper_id}", PaperTold)
def get_paper(request: Request, unit: ReadUnit, paper_id: Id) -> Response:
    row = filing.paper_of(unit, paper_id)
    return single(request, _paper(row), row)


@writes(router, "POST", "/papers/{paper_id}/annul", PaperTold)
def annul_paper(unit: WriteUnit, tags: Tags, paper_id: Id) -> Response:
    """The paper counts no more; it stays in the file."""
    row = filing.annul_paper(unit, paper_id, expect(unit, Paper, paper_id, tags).rev)
    return changed(_paper(row), row)


@reads(router, "/papers/{paper_id}/medical", MedicalTold)
def read_medical(request: Request, unit: WriteUnit, paper_id: Id, why: Reason) -> Response:
    """What a medical paper says. Each reading is written into the log with its reason, before anything is told."""
    value = medical.read_medical(unit, paper_id, why)
    return single(request, _medical(value), value)


@writes(router, "PUT", "/papers/{paper_id}/medical", PaperTold)
def put_medical(unit: WriteUnit, tags: Tags, paper_id: Id, sent: MedicalSent) -> Response:
    """What a medical paper says, corrected; kind and days stay. `If-Match` is of what was read."""
    rev = medical.expect_medical(unit, paper_id, tags)
    medical.change_medical(unit, paper_id, rev, MedicalDraft(**sent.model_dump()))
    row = filing.paper_of(unit, paper_id)
    return changed(_paper(row), row)


@lists(router, "/cases/{case_id}/contracts", Page[ContractTold])
def list_contracts(request: Request, unit: ReadUnit, paging: Paged, case_id: Id) -> Response:
    return listing(request, paging, registers.contracts_of(unit, case_id), _contract, Page[ContractTold])


@creates(router, "/cases/{case_id}/contracts", ContractTold)
def sign_contract(unit: WriteUnit, once: Once, case_id: Id, sent: ContractSent) -> Response:
    """A contract with the family."""

    def act() -> Response:
        row = orders.sign_contract(unit, case_id, orders.ContractDraft(**sent.model_dump()))
        return made(_contract(row), row)

    return once(sent, act)


@reads(router, "/contracts/{contract_id}", ContractTold)
def get_contract(request: Request, unit: ReadUnit, contract_id: Id) -> Response:
    row = registers.contract_of(unit, contract_id)
    return single(request, _contract(row), row)
