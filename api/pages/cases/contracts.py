"""Contracts with families: made within the medical papers and the year, ended early, the file behind one."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Place, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.cases.files import CheckedFile, handed, keep
from api.pages.cases.showing import OnStage, Stage
from api.services.cases.life import case_of
from api.services.cases.orderlist import candidates
from api.services.cases.orders import ContractDraft, contract_of, end_contract, sign_contract
from api.services.papers.attachments import fetch
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from models.case import Case
from models.document import Contract

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContractPage:
    case_id: str
    code: str
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractPage:
    contract: Contract
    code: str
    form: Form


@router.api_route("/cases/{case_id}/contracts/new", methods=["GET", "HEAD"])
def new_contract(stage: OnStage, unit: ReadUnit, case_id: str) -> Response:
    case = case_of(unit, case_id)
    allowed = next((entry for entry in candidates(unit, case.year_id) if entry.case_id == case.id), None)
    first, last = (allowed.first, allowed.last) if allowed else (None, None)
    return _new(stage, case, form_of(signed_on=unit.today, first_on=first, last_on=last))


@router.post("/cases/{case_id}/contracts")
def sign(stage: OnStage, unit: WriteUnit, case_id: str, sent: Sent) -> Response:
    def act() -> Contract:
        reader = Reader(sent)
        draft = ContractDraft(
            number=reader.text("number"), signed_on=reader.day("signed_on"), first_on=reader.day("first_on"),
            last_on=reader.day("last_on"),
        )  # fmt: skip
        reader.check()
        return sign_contract(unit, case_id, draft)

    refused = attempt(unit, act)
    if isinstance(refused, Invalid | Conflict):
        return _new(stage, case_of(unit, case_id), sent.refused(refused), refused.status)
    return done(f"/cases/{case_id}", "added")


def _new(stage: Stage, case: Case, form: Form, status: int = 200) -> Response:
    content = NewContractPage(case_id=case.id, code=case.code, form=form)
    return stage.show("contract_new.html", f"Договор: дело {case.code}", content, status)


@router.api_route("/contracts/{contract_id}", methods=["GET", "HEAD"])
def contract(stage: OnStage, unit: ReadUnit, contract_id: str, said: str = "") -> Response:
    return _show(stage, unit, contract_id, form_of(ended_on=unit.today), said=said)


def _show(
    stage: Stage, unit: Unit, contract_id: str, form: Form, status: int = 200, said: str = ""
) -> Response:
    row = contract_of(unit, contract_id)
    code = case_of(unit, row.case_id).code
    content = ContractPage(contract=row, code=code, form=form)
    return stage.show("contract.html", f"Договор: дело {code}", content, status, said)


@router.post("/contracts/{contract_id}/end")
def end(stage: OnStage, unit: WriteUnit, contract_id: str, sent: Sent) -> Response:
    def act() -> Contract:
        reader = Reader(sent)
        rev, ended_on = reader.number("rev"), reader.day("ended_on")
        reader.check()
        return end_contract(unit, contract_id, rev, ended_on)

    refused = attempt(unit, act)
    if isinstance(refused, Invalid | Conflict):
        return _show(stage, unit, contract_id, sent.refused(refused), refused.status)
    return done(f"/contracts/{contract_id}", "ended")


@router.post("/contracts/{contract_id}/file")
def keep_file(
    place: Place, stage: OnStage, file: CheckedFile, unit: WriteUnit, contract_id: str, sent: Sent
) -> Response:
    refused = keep(place, unit, contract_of(unit, contract_id), file, sent)
    if refused is not None:
        return _show(stage, unit, contract_id, sent.refused(refused), refused.status)
    return done(f"/contracts/{contract_id}", "saved")


@router.get("/contracts/{contract_id}/file")
def hand_out(place: Place, unit: WriteUnit, contract_id: str) -> Response:
    return handed(fetch(unit, place.files, contract_of(unit, contract_id)))
