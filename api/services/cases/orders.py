"""Orders (one may speak of many pupils) and contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import select

from api.errors import Conflict, Invalid, NotFound
from api.services.cases.basis import Basis, Span
from api.services.cases.guards import contract_faults, package_complete
from api.services.cases.life import case_of
from api.services.cases.loading import load_one
from api.services.desk import at_desk, locked, touch
from api.services.papers.filing import open_for_papers
from api.services.unit import Unit
from api.services.words import shown
from models.document import Contract, Order, OrderPupil
from models.person import Account
from models.year import Year


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDraft:
    """A pupil's line in an order; days inclusive, within the medical papers and the school year."""

    case_id: str
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDraft:
    """deputy_id: who is made responsible for plans and timetables (regulation 2.3)."""

    year_id: str
    number: str
    issued_on: date
    lines: tuple[LineDraft, ...]
    deputy_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractDraft:
    """Days inclusive, within the medical papers and the school year (2.4, 2.6)."""

    number: str
    signed_on: date
    first_on: date
    last_on: date


def issue_order(unit: Unit, draft: OrderDraft) -> Order:
    """One order with all its lines, or nothing: Invalid names the faults of each line as `lines.0`, `lines.1`..."""
    school_id = at_desk(unit)
    year = unit.session.get(Year, draft.year_id)
    if year is None or year.school_id != school_id:
        raise NotFound
    if draft.deputy_id is not None and unit.session.get(Account, draft.deputy_id) is None:
        raise NotFound
    _refuse_faults(unit, draft, year)
    order = Order(
        school_id=school_id, year_id=year.id, number=draft.number.strip(), issued_on=draft.issued_on,
        deputy_id=draft.deputy_id,
    )  # fmt: skip
    unit.session.add(order)
    unit.session.flush()
    unit.note("order.issue", "order", order.id, year=year.id, pupils=len(draft.lines))
    for line in draft.lines:
        row = OrderPupil(
            order_id=order.id, case_id=line.case_id, first_on=line.first_on, last_on=line.last_on
        )
        unit.session.add(row)
        unit.session.flush()
        unit.note("order.line", "case", line.case_id, order=order.id)
    return order


def _refuse_faults(unit: Unit, draft: OrderDraft, year: Year) -> None:
    faults = _number_faults(draft.number, "Укажите номер приказа.")
    if not faults and _same_order(unit, draft) is not None:
        faults["number"] = [f"Приказ № {draft.number} в этом учебном году уже внесён."]
    if draft.issued_on > unit.today:
        faults["issued_on"] = [f"Дата ещё не наступила. Сегодня {shown(unit.today)}."]
    if not draft.lines:
        faults["lines"] = ["Добавьте в приказ хотя бы одного ребёнка."]
    elif len({line.case_id for line in draft.lines}) < len(draft.lines):
        faults["lines"] = ["Ребёнок указан в приказе дважды."]
    for place, line in enumerate(draft.lines):
        told = _line_faults(unit, draft, line, year)
        if told:
            faults[f"lines.{place}"] = told
    if faults:
        raise Invalid(faults)


def _number_faults(number: str, missing: str) -> dict[str, list[str]]:
    if not number.strip():
        return {"number": [missing]}
    return {"number": ["Номер длиннее 60 знаков. Сократите его."]} if len(number.strip()) > 60 else {}


def _same_order(unit: Unit, draft: OrderDraft) -> Order | None:
    return unit.session.exec(
        select(Order).where(Order.year_id == draft.year_id, Order.number == draft.number.strip())
    ).first()


def _line_faults(unit: Unit, draft: OrderDraft, line: LineDraft, year: Year) -> list[str]:
    case = open_for_papers(unit, line.case_id)
    if case.year_id != year.id:
        return [f"Дело {case.code} — за другой учебный год."]
    basis = load_one(unit.session, case)
    span = Span(number=draft.number, first=line.first_on, last=line.last_on)
    return [*package_complete(basis, unit.today), *_span_faults(basis, span)]


def _span_faults(basis: Basis, span: Span) -> list[str]:
    if span.last < span.first:
        return ["Последний день раньше первого."]
    return list(contract_faults(basis, span))


def end_line(unit: Unit, order_id: str, case_id: str, rev: int, ended_on: date) -> OrderPupil:
    """The line of one pupil ends early; the order and the lines of the others stay. ended_on: its last day."""
    case = case_of(unit, case_id)
    asked = select(OrderPupil).where(OrderPupil.order_id == order_id, OrderPupil.case_id == case.id)
    found = unit.session.exec(asked).first()
    row = locked(unit, OrderPupil, found.id) if found is not None else None
    if row is None:
        raise NotFound
    if not row.first_on <= ended_on <= row.last_on:
        raise Invalid({"ended_on": [f"Укажите день от {shown(row.first_on)} до {shown(row.last_on)}."]})
    touch(row, rev)
    row.ended_on = ended_on
    unit.session.flush()
    unit.note("order.end_line", "case", case.id, order=order_id)
    return row


def contract_of(unit: Unit, contract_id: str) -> Contract:
    """A contract of a case of the actor's school; foreign and missing ones are not found alike."""
    at_desk(unit)
    row = unit.session.get(Contract, contract_id)
    if row is None:
        raise NotFound
    case_of(unit, row.case_id)
    return row


def end_contract(unit: Unit, contract_id: str, rev: int, ended_on: date) -> Contract:
    """The contract ends early. ended_on: its last day."""
    row = contract_of(unit, contract_id)
    row = locked(unit, Contract, contract_id) or row
    if not row.first_on <= ended_on <= row.last_on:
        raise Invalid({"ended_on": [f"Укажите день от {shown(row.first_on)} до {shown(row.last_on)}."]})
    touch(row, rev)
    row.ended_on = ended_on
    unit.session.flush()
    unit.note("contract.end", "contract", row.id, case=row.case_id)
    return row


def sign_contract(unit: Unit, case_id: str, draft: ContractDraft) -> Contract:
    """A contract with the family; Invalid where it goes beyond the medical papers or the school year."""
    case = open_for_papers(unit, case_id)
    faults = _number_faults(draft.number, "Укажите номер договора.")
    same = select(Contract).where(Contract.case_id == case.id, Contract.number == draft.number.strip())
    if unit.session.exec(same).first() is not None:
        raise Conflict(
            f"Договор № {draft.number} в этом деле уже есть. Откройте его или укажите другой номер."
        )
    span = Span(number=draft.number, first=draft.first_on, last=draft.last_on)
    told = _span_faults(load_one(unit.session, case), span)
    if told:
        faults["last_on"] = told
    if draft.signed_on > unit.today:
        faults["signed_on"] = [f"Дата ещё не наступила. Сегодня {shown(unit.today)}."]
    if faults:
        raise Invalid(faults)
    row = Contract(
        case_id=case.id, number=draft.number.strip(), signed_on=draft.signed_on, first_on=draft.first_on,
        last_on=draft.last_on,
    )  # fmt: skip
    unit.session.add(row)
    unit.session.flush()
    unit.note("contract.sign", "contract", row.id, case=case.id)
    return row
