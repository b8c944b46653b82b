"""Cases of the demo service: twelve that run since September, and two that have only begun.

Papers, orders and contracts are filed on the days a school would have filed them, through the same services.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from api.demo.registry import demo_registry
from api.demo.service.hands import Hand
from api.demo.service.people import Table, source
from api.demo.service.school import YEAR
from api.services.cases.life import CaseDraft, make_move, open_case
from api.services.cases.orders import ContractDraft, LineDraft, OrderDraft, issue_order, sign_contract
from api.services.papers.filing import ConsentDraft, PaperDraft, file_paper, give_consent
from api.services.papers.medical import MedicalDraft, file_medical
from models.case import Case, Programme
from models.document import PaperKind, Purpose
from models.states import Move
from scheduler.registry.values import PupilEntry
from scheduler.terms import Needs

APPLIED = date(2026, 8, 25)
ORDERED = date(2026, 8, 27)
PROGRAMME = {
    Needs.GENERAL: Programme.GENERAL,
    Needs.OVZ: Programme.ADAPTED,
    Needs.SIPR: Programme.INDIVIDUAL,
}
UNTIL_RUNNING = (Move.ORDER, Move.CONTRACT, Move.PLAN, Move.SCHEDULE)


@dataclass(frozen=True, slots=True)
class Desk:
    """The deputy's hand, the year, and today."""

    deputy: Hand
    year_id: str
    today: date


def running(desk: Desk, pupils: dict[str, str]) -> dict[str, str]:
    """The twelve cases of the timetable, running; ids by code."""
    entries = {entry.id: entry for entry in demo_registry().pupils}
    told = {entry["case"]: entry for entry in source()["children"]}
    cases = {code: _opened(desk, entries[code], pupil_id) for code, pupil_id in sorted(pupils.items())}
    ends = {code: _medical_until(desk, told[code]) for code in cases}
    for code, case_id in cases.items():
        with desk.deputy.on(APPLIED) as unit:
            for purpose in (Purpose.DATA, Purpose.HEALTH):
                give_consent(unit, pupils[code], ConsentDraft(purpose=purpose, given_on=APPLIED))
        _package(desk, case_id, APPLIED, ends[code])
        _move(desk, case_id, Move.COMPLETE, APPLIED)
    _ordered(desk, cases, ends)
    for case_id in cases.values():
        for move in UNTIL_RUNNING:
            _move(desk, case_id, move, ORDERED)
        _move(desk, case_id, Move.START, YEAR[0])
    return cases


def begun(desk: Desk, children: Iterable[tuple[Table, str]]) -> None:
    """Cases of which only papers have come; the package of one is whole since yesterday."""
    on = desk.today - timedelta(days=1)
    for entry, pupil_id in children:
        with desk.deputy.on(on) as unit:
            draft = CaseDraft(
                pupil_id=pupil_id,
                year_id=desk.year_id,
                class_title=entry["class"],
                grade=entry["grade"],
                programme=Programme.GENERAL,
                applied_on=on,
                deputy_id=desk.deputy.account_id,
            )
            case_id = open_case(unit, draft).id
            kinds = frozenset(PaperKind(kind) for kind in entry["papers"])
        _package(desk, case_id, on, YEAR[1], kinds)
        if PaperKind.PMPK in kinds:
            _move(desk, case_id, Move.COMPLETE, on)


def _opened(desk: Desk, entry: PupilEntry, pupil_id: str) -> str:
    with desk.deputy.on(APPLIED) as unit:
        draft = CaseDraft(
            pupil_id=pupil_id,
            year_id=desk.year_id,
            class_title=entry.class_title,
            grade=entry.grade,
            programme=PROGRAMME[entry.needs],
            applied_on=APPLIED,
            deputy_id=desk.deputy.account_id,
        )
        case = open_case(unit, draft)
        assert case.code == entry.id
        return case.id


def _medical_until(desk: Desk, entry: Table) -> date:
    days = entry.get("until")
    return YEAR[1] if days is None else min(desk.today + timedelta(days=days), YEAR[1])


def _package(
    desk: Desk, case_id: str, on: date, until: date, kinds: frozenset[PaperKind] = frozenset(PaperKind)
) -> None:
    with desk.deputy.on(on) as unit:
        file_paper(unit, case_id, PaperDraft(kind=PaperKind.APPLICATION, issued_on=on, valid_from=on))
        for kind, issuer, last in (
            (PaperKind.MEDICAL, "Вымышленская поликлиника", until),
            (PaperKind.PMPK, "Вымышленская комиссия", None),
        ):
            if kind in kinds:
                draft = MedicalDraft(
                    kind=kind, number="Д-1", issuer=issuer, issued_on=on, valid_from=on, valid_to=last
                )
                file_medical(unit, case_id, draft)


def _ordered(desk: Desk, cases: dict[str, str], ends: dict[str, date]) -> None:
    """One order over all of them, and a contract with each family."""
    with desk.deputy.on(ORDERED) as unit:
        lines = tuple(LineDraft(case_id=cases[code], first_on=YEAR[0], last_on=ends[code]) for code in cases)
        draft = OrderDraft(
            year_id=desk.year_id,
            number="1-д",
            issued_on=ORDERED,
            lines=lines,
            deputy_id=desk.deputy.account_id,
        )
        issue_order(unit, draft)
        for number, (code, case_id) in enumerate(cases.items(), 1):
            contract = ContractDraft(
                number=f"{number}-д", signed_on=ORDERED, first_on=YEAR[0], last_on=ends[code]
            )
            sign_contract(unit, case_id, contract)


def _move(desk: Desk, case_id: str, move: Move, on: date) -> None:
    with desk.deputy.on(on) as unit:
        make_move(unit, case_id, unit.session.get_one(Case, case_id).rev, move)
