"""From stored rows to the basis of cases: a fixed number of queries, however many cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

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
        select(Paper, Case.pupil_id)
        .where(Paper.case_id == Case.id, col(Case.pupil_id).in_(list(pupils)))
        .where(col(Paper.annulled_on).is_(None))
        .order_by(col(Paper.valid_from), col(Paper.id))
    )
    for paper, pupil_id in session.exec(asked):
        fact = PaperFact(
            id=paper.id, kind=PaperKind(paper.kind), first=paper.valid_from, last=paper.valid_to,
            level=Level(paper.level) if paper.level else None,
        )  # fmt: skip
        found[pupil_id].append((paper.case_id, fact))
    return found


def _orders(session: Session, ids: Iterable[str]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = defaultdict(list)
    asked = (
        select(OrderPupil, Order.number)
        .where(OrderPupil.order_id == Order.id, col(OrderPupil.case_id).in_(list(ids)))
        .order_by(col(OrderPupil.first_on), col(OrderPupil.id))
    )
    for line, number in session.exec(asked):
        found[line.case_id].append(
            Span(number=number, first=line.first_on, last=line.ended_on or line.last_on)
        )
    return found


def _contracts(session: Session, ids: Iterable[str]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = defaultdict(list)
    asked = (
        select(Contract)
        .where(col(Contract.case_id).in_(list(ids)))
        .order_by(col(Contract.first_on), col(Contract.id))
    )
    for row in session.exec(asked):
        found[row.case_id].append(
            Span(number=row.number, first=row.first_on, last=row.ended_on or row.last_on)
        )
    return found


def _consents(session: Session, pupils: Iterable[str]) -> dict[str, list[ConsentFact]]:
    found: dict[str, list[ConsentFact]] = defaultdict(list)
    asked = select(Consent).where(col(Consent.pupil_id).in_(list(pupils)))
    for row in session.exec(asked.order_by(col(Consent.given_on), col(Consent.id))):
        found[row.pupil_id].append(
            ConsentFact(purpose=Purpose(row.purpose), given=row.given_on, withdrawn=row.withdrawn_on)
        )
    return found


def _moves(session: Session, ids: Iterable[str]) -> dict[str, list[tuple[date, State]]]:
    found: dict[str, list[tuple[date, State]]] = defaultdict(list)
    asked = select(CaseMove).where(col(CaseMove.case_id).in_(list(ids))).order_by(col(CaseMove.number))
    for row in session.exec(asked):
        found[row.case_id].append((row.on_date, State(row.to_state)))
    return found


def _plans(session: Session, ids: Iterable[str]) -> dict[str, list[PlanFact]]:
    found: dict[str, list[PlanFact]] = defaultdict(list)
    asked = select(Plan).where(col(Plan.case_id).in_(list(ids))).order_by(col(Plan.number))
    for row in session.exec(asked):
        found[row.case_id].append(
            PlanFact(
                number=row.number, approved=row.state == PlanState.APPROVED, first=row.first_on, last=row.last_on
            )
        )  # fmt: skip
    return found
