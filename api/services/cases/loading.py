"""From stored rows to the basis of cases: a fixed number of queries, however many cases.

Columns are asked for, not objects: hundreds of cases have thousands of rows, and each is looked at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from api.services.cases.basis import Basis, ConsentFact, Options, PaperFact, PlanFact, Span, YearFacts
from api.services.schools.year_draft import school_year, work_calendar
from api.services.schools.years import draft_of
from models.case import Case, CaseMove, Level
from models.document import Consent, Contract, Order, OrderPupil, Paper, PaperKind, Purpose
from models.plan import Plan, PlanState
from models.school import School
from models.states import State
from models.year import Year

LASTING = (PaperKind.PMPK, PaperKind.IPRA)  # count in later cases of the pupil, too (regulation 2.7)


def load(session: Session, cases: Sequence[Case]) -> dict[str, Basis]:
    """The basis of each case by its id. The cases are of one school."""
    if not cases:
        return {}
    school = session.get_one(School, cases[0].school_id)
    options = Options(
        pmpk_required=school.pmpk_required, clock_days=school.clock_days,
        clock_working_days=school.clock_working_days, consent_blocks=school.consent_blocks,
    )  # fmt: skip
    years = {key: _year(session, school, key) for key in {case.year_id for case in cases}}
    rows = _rows(session, cases)
    return {case.id: _basis(case, options, years[case.year_id], rows) for case in cases}


def load_one(session: Session, case: Case) -> Basis:
    return load(session, [case])[case.id]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of many cases, by case or pupil."""

    papers: Mapping[str, list[tuple[str, PaperFact]]]
    orders: Mapping[str, list[Span]]
    contracts: Mapping[str, list[Span]]
    consents: Mapping[str, list[ConsentFact]]
    moves: Mapping[str, list[tuple[date, State]]]
    plans: Mapping[str, list[PlanFact]]


def _rows(session: Session, cases: Sequence[Case]) -> _Rows:
    session.flush()
    ids = [case.id for case in cases]
    pupils = [case.pupil_id for case in cases]
    return _Rows(
        _papers(session, pupils), _orders(session, ids), _contracts(session, ids),
        _consents(session, pupils), _moves(session, ids), _plans(session, ids),
    )  # fmt: skip


def _year(session: Session, school: School, key: str) -> YearFacts:
    year = session.get_one(Year, key)
    draft = draft_of(session, year)
    return YearFacts(
        title=year.title, first=year.first_on, last=year.last_on,
        lessons=school_year(draft, school), work=work_calendar(draft, school),
    )  # fmt: skip


def _basis(case: Case, options: Options, year: YearFacts, rows: _Rows) -> Basis:
    papers = (
        fact for owner, fact in rows.papers.get(case.pupil_id, []) if owner == case.id or fact.kind in LASTING
    )
    return Basis(
        case_id=case.id, code=case.code, grade=case.grade, level=case.level, state=State(case.state),
        state_since=case.state_since, clock_on=case.clock_on, options=options, year=year,
        papers=tuple(papers),
        orders=tuple(rows.orders.get(case.id, [])),
        contracts=tuple(rows.contracts.get(case.id, [])),
        consents=tuple(rows.consents.get(case.pupil_id, [])),
        states=tuple(rows.moves.get(case.id, [])),
        plans=tuple(rows.plans.get(case.id, [])),
    )  # fmt: skip


def _papers(session: Session, pupils: Iterable[str]) -> dict[str, list[tuple[str, PaperFact]]]:
    found: dict[str, list[tuple[str, PaperFact]]] = defaultdict(list)
    asked = (
        columns(
            col(Case.pupil_id), col(Paper.case_id), col(Paper.id), col(Paper.kind), col(Paper.valid_from),
            col(Paper.valid_to), col(Paper.level),
        )
        .where(col(Paper.case_id) == Case.id, col(Case.pupil_id).in_(list(pupils)))
        .where(col(Paper.annulled_on).is_(None))
        .order_by(col(Paper.valid_from), col(Paper.id))
    )  # fmt: skip
    for pupil_id, case_id, key, kind, first, last, level in session.connection().execute(asked):
        fact = PaperFact(
            id=key, kind=PaperKind(kind), first=first, last=last, level=Level(level) if level else None
        )
        found[pupil_id].append((case_id, fact))
    return found


def _orders(session: Session, ids: Iterable[str]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = defaultdict(list)
    last = func.coalesce(col(OrderPupil.ended_on), col(OrderPupil.last_on))
    asked = (
        columns(col(OrderPupil.case_id), col(Order.number), col(OrderPupil.first_on), last)
        .where(col(OrderPupil.order_id) == Order.id, col(OrderPupil.case_id).in_(list(ids)))
        .order_by(col(OrderPupil.first_on), col(OrderPupil.id))
    )
    for case_id, number, first, until in session.connection().execute(asked):
        found[case_id].append(Span(number=number, first=first, last=until))
    return found


def _contracts(session: Session, ids: Iterable[str]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = defaultdict(list)
    last = func.coalesce(col(Contract.ended_on), col(Contract.last_on))
    asked = (
        columns(col(Contract.case_id), col(Contract.number), col(Contract.first_on), last)
        .where(col(Contract.case_id).in_(list(ids)))
        .order_by(col(Contract.first_on), col(Contract.id))
    )
    for case_id, number, first, until in session.connection().execute(asked):
        found[case_id].append(Span(number=number, first=first, last=until))
    return found


def _consents(session: Session, pupils: Iterable[str]) -> dict[str, list[ConsentFact]]:
    found: dict[str, list[ConsentFact]] = defaultdict(list)
    asked = (
        columns(col(Consent.pupil_id), col(Consent.purpose), col(Consent.given_on), col(Consent.withdrawn_on))
        .where(col(Consent.pupil_id).in_(list(pupils)))
        .order_by(col(Consent.given_on), col(Consent.id))
    )
    for pupil_id, purpose, given, withdrawn in session.connection().execute(asked):
        found[pupil_id].append(ConsentFact(purpose=Purpose(purpose), given=given, withdrawn=withdrawn))
    return found


def _moves(session: Session, ids: Iterable[str]) -> dict[str, list[tuple[date, State]]]:
    found: dict[str, list[tuple[date, State]]] = defaultdict(list)
    asked = (
        columns(col(CaseMove.case_id), col(CaseMove.on_date), col(CaseMove.to_state))
        .where(col(CaseMove.case_id).in_(list(ids)))
        .order_by(col(CaseMove.number))
    )
    for case_id, on_date, state in session.connection().execute(asked):
        found[case_id].append((on_date, State(state)))
    return found


def _plans(session: Session, ids: Iterable[str]) -> dict[str, list[PlanFact]]:
    found: dict[str, list[PlanFact]] = defaultdict(list)
    asked = (
        columns(col(Plan.case_id), col(Plan.number), col(Plan.state), col(Plan.first_on), col(Plan.last_on))
        .where(col(Plan.case_id).in_(list(ids)))
        .order_by(col(Plan.number))
    )
    for case_id, number, state, first, last in session.connection().execute(asked):
        approved = state == PlanState.APPROVED
        found[case_id].append(PlanFact(number=number, approved=approved, first=first, last=last))
    return found
