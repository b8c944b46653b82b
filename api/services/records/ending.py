"""The end of a year and of a level: moving to the next class, the final attestation and the paper issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import select

from api.errors import Conflict, Invalid
from api.services.desk import touch
from api.services.records.looking import Eye, Look, held_look, look
from api.services.records.plain import only_faults, text_faults
from api.services.records.rules import EndRule, end_rule
from api.services.unit import Unit
from api.services.words import shown
from models.case import Case, Programme
from models.record import EndPaper, FinalAttestation, FinalWay, NextClass, Outcome

NO_END = "Этот класс не завершает уровень образования: итоговой аттестации нет."


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalDraft:
    """rev: of what was shown, 0 for none. number, issued_on: of the paper; both or neither."""

    rev: int = 0
    way: FinalWay
    passed: bool
    held_on: date
    document: EndPaper
    number: str | None = None
    issued_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextDraft:
    """rev: of what was shown, 0 for none. debts, debts_until: where the move is conditional (273-ФЗ art. 58)."""

    rev: int = 0
    outcome: Outcome
    order_number: str
    order_on: date
    debts: str | None = None
    debts_until: date | None = None


def end_rule_of(case: Case, on: date) -> EndRule | None:
    """What may be held and issued at the end; None where the grade ends no level."""
    return end_rule(Programme(case.programme), case.grade, on)


def final_of(unit: Unit, case_id: str) -> FinalAttestation | None:
    seen = look(unit, case_id)
    return _final(unit, seen) if seen.eye != Eye.TEACHER else None


def _final(unit: Unit, seen: Look) -> FinalAttestation | None:
    asked = select(FinalAttestation).where(FinalAttestation.case_id == seen.case.id)
    return unit.session.exec(asked).first()


def next_of(unit: Unit, case_id: str) -> NextClass | None:
    seen = look(unit, case_id)
    return _next(unit, seen) if seen.eye != Eye.TEACHER else None


def _next(unit: Unit, seen: Look) -> NextClass | None:
    return unit.session.exec(select(NextClass).where(NextClass.case_id == seen.case.id)).first()


def write_final(unit: Unit, case_id: str, draft: FinalDraft) -> FinalAttestation:
    """The final attestation, or a change of it. Invalid for what the programme does not have."""
    seen = held_look(unit, case_id, Eye.DESK)
    rule = end_rule_of(seen.case, draft.held_on)
    if rule is None:
        raise Conflict(NO_END)
    faults = _final_faults(unit, rule, draft)
    if faults:
        raise Invalid(faults)
    row = _final(unit, seen)
    values: dict[str, Any] = {
        "way": draft.way, "passed": draft.passed, "held_on": draft.held_on, "document": draft.document,
        "number": draft.number, "issued_on": draft.issued_on,
    }  # fmt: skip
    if row is None:
        row = FinalAttestation(case_id=case_id, **values)
        unit.session.add(row)
    else:
        touch(row, draft.rev)
        for name, value in values.items():
            setattr(row, name, value)
    unit.session.flush()
    unit.note("final.write", "final_attestation", row.id, case=case_id, issued=draft.number is not None)
    return row


def _final_faults(unit: Unit, rule: EndRule, draft: FinalDraft) -> dict[str, tuple[str, ...]]:
    wrong_paper = draft.document not in rule.documents
    failed = draft.document == EndPaper.CERTIFICATE and not draft.passed
    both = (draft.number is None) == (draft.issued_on is None)
    return only_faults({
        "way": () if draft.way in rule.ways else ("Для этой программы такой формы нет. Выберите другую.",),
        "document": ("Для этой программы такой документ не выдают.",) if wrong_paper
        else ("Аттестат выдают, когда итоговая аттестация пройдена. Выберите справку.",) if failed else (),
        "held_on": _future(unit, draft.held_on),
        "number": text_faults(draft.number, 60) if both else ("Укажите и номер, и дату выдачи документа.",),
        "issued_on": _future(unit, draft.issued_on)
        or (("Документ выдают не раньше аттестации.",)
            if draft.issued_on and draft.issued_on < draft.held_on else ()),
    })  # fmt: skip


def _future(unit: Unit, on: date | None) -> tuple[str, ...]:
    late = on is not None and on > unit.today
    return (f"Дата ещё не наступила. Сегодня {shown(unit.today)}.",) if late else ()


def write_next(unit: Unit, case_id: str, draft: NextDraft) -> NextClass:
    """The order on the next class, or a change of it."""
    seen = held_look(unit, case_id, Eye.DESK)
    conditional = draft.outcome == Outcome.CONDITIONAL
    missing = "Назовите предметы с долгом." if conditional else ""
    faults = only_faults({
        "order_number": text_faults(draft.order_number, 60, "Укажите номер приказа."),
        "order_on": _future(unit, draft.order_on),
        "debts": text_faults(draft.debts, 500, missing) if conditional or not draft.debts
        else ("Долги указывают только при условном переводе.",),
        "debts_until": ("Укажите, до какого дня долг сдают.",)
        if conditional and (draft.debts_until is None or draft.debts_until <= draft.order_on) else (),
    })  # fmt: skip
    if faults:
        raise Invalid(faults)
    row = _next(unit, seen)
    values: dict[str, Any] = {
        "outcome": draft.outcome, "order_number": draft.order_number.strip(), "order_on": draft.order_on,
        "debts": draft.debts if conditional else None, "debts_until": draft.debts_until if conditional else None,
    }  # fmt: skip
    if row is None:
        row = NextClass(case_id=case_id, **values)
        unit.session.add(row)
    else:
        touch(row, draft.rev)
        for name, value in values.items():
            setattr(row, name, value)
    unit.session.flush()
    unit.note("next_class.write", "next_class", row.id, case=case_id, outcome=draft.outcome)
    return row
