"""One case with everything around it, for those who work with it. Nothing a medical paper says is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import col, select

from api.services.cases.basis import Basis
from api.services.cases.guards import why_not
from api.services.cases.life import case_of
from api.services.cases.loading import LASTING, load_one
from api.services.cases.watch import Attention, watch
from api.services.people.staff import Person, person
from api.services.unit import Unit
from api.services.words import CONSENT, GUARDIAN, PAPER
from models.case import Case, CaseMove, Guardian, GuardianKind, Pupil
from models.document import SENSITIVE, Consent, Contract, Order, OrderPupil, Paper, PaperKind, Purpose
from models.person import Account
from models.states import LAST, SAID, STEPS, Move, State, moves_from
from models.year import Year


class Standing(StrEnum):
    """Whether a paper counts on a day. OTHER_LEVEL: a ПМПК conclusion for another level of education (2.7)."""

    HOLDS = "holds"
    TO_COME = "to_come"
    LAPSED = "lapsed"
    OTHER_LEVEL = "other_level"
    ANNULLED = "annulled"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A paper by its days. elsewhere: it was handed in for an earlier case of the pupil and still counts."""

    id: str
    title: str
    first: date
    last: date | None
    standing: Standing
    sensitive: bool
    has_file: bool
    elsewhere: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanLine:
    """A line of an order or a contract; id: of the order or contract. ended: its last day where it ended early."""

    id: str
    number: str
    signed: date
    first: date
    last: date
    ended: date | None
    has_file: bool

    def holds(self, on: date) -> bool:
        return self.first <= on <= (self.ended or self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianLine:
    """Who speaks for the pupil. now: today is within its days."""

    id: str
    account_id: str
    name: str
    phone: str | None
    kind: str
    may_decide: bool
    first: date
    last: date | None
    now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentLine:
    """A consent; by: who gave it, where that is known."""

    id: str
    purpose: str
    given: date
    withdrawn: date | None
    by: str | None
    has_file: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveChoice:
    """A move of the table and what stands in its way today; none: it may be made."""

    move: Move
    said: str
    point: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLine:
    """A move made."""

    number: int
    said: str
    state: str
    point: str
    on: date
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSheet:
    """Everything about a case but what its medical papers say. due: the clock's day, while it runs."""

    id: str
    code: str
    rev: int
    pupil_id: str
    surname: str
    given_names: str
    class_title: str
    year_id: str
    year: str
    state: State
    said: str
    since: date
    closed: bool
    due: date | None
    deputy: Person | None
    class_teacher: Person | None
    choices: tuple[MoveChoice, ...]
    attention: tuple[Attention, ...]
    papers: tuple[PaperLine, ...]
    orders: tuple[SpanLine, ...]
    contracts: tuple[SpanLine, ...]
    guardians: tuple[GuardianLine, ...]
    consents: tuple[ConsentLine, ...]
    history: tuple[MoveLine, ...]

    @property
    def pupil(self) -> str:
        return f"{self.surname} {self.given_names}"


def case_sheet(unit: Unit, case_id: str) -> CaseSheet:
    """A case of the actor's school."""
    case = case_of(unit, case_id)
    basis, state = load_one(unit.session, case), State(case.state)
    pupil = unit.session.get_one(Pupil, case.pupil_id)
    return CaseSheet(
        id=case.id, code=case.code, rev=case.rev, pupil_id=pupil.id, surname=pupil.surname,
        given_names=pupil.given_names, class_title=case.class_title, year_id=case.year_id,
        year=unit.session.get_one(Year, case.year_id).title, state=state, said=SAID[state],
        since=case.state_since, closed=state in LAST, due=basis.clock_due(),
        deputy=person(unit, case.deputy_id), class_teacher=person(unit, case.class_teacher_id),
        choices=_choices(basis, unit.today), attention=tuple(watch(basis, unit.today)),
        papers=_papers(unit, case), orders=_orders(unit, case), contracts=_contracts(unit, case),
        guardians=guardians_of(unit, pupil.id), consents=consents_of(unit, pupil.id),
        history=_history(unit, case),
    )  # fmt: skip


def _choices(basis: Basis, today: date) -> tuple[MoveChoice, ...]:
    return tuple(
        MoveChoice(
            move=move, said=STEPS[move].said, point=STEPS[move].point, reasons=why_not(basis, move, today)
        )
        for move in moves_from(basis.state)
    )


def _papers(unit: Unit, case: Case) -> tuple[PaperLine, ...]:
    asked = (
        select(Paper)
        .join(Case, col(Paper.case_id) == col(Case.id))
        .where(Case.pupil_id == case.pupil_id)
        .order_by(col(Paper.valid_from), col(Paper.id))
    )
    return tuple(
        _paper(paper, case, unit.today)
        for paper in unit.session.exec(asked)
        if paper.case_id == case.id or (paper.kind in LASTING and paper.annulled_on is None)
    )


def _paper(paper: Paper, case: Case, today: date) -> PaperLine:
    return PaperLine(
        id=paper.id, title=PAPER[PaperKind(paper.kind)], first=paper.valid_from, last=paper.valid_to,
        standing=standing_of(paper, case, today), sensitive=paper.kind in SENSITIVE,
        has_file=paper.file_id is not None, elsewhere=paper.case_id != case.id,
    )  # fmt: skip


def standing_of(paper: Paper, case: Case, today: date) -> Standing:
    """Whether a paper counts for a case on a day."""
    if paper.annulled_on is not None:
        return Standing.ANNULLED
    if paper.valid_to is not None and paper.valid_to < today:
        return Standing.LAPSED
    if paper.level is not None and paper.level != case.level:
        return Standing.OTHER_LEVEL
    return Standing.HOLDS if paper.valid_from <= today else Standing.TO_COME


def _orders(unit: Unit, case: Case) -> tuple[SpanLine, ...]:
    asked = (
        select(OrderPupil, Order)
        .where(OrderPupil.order_id == Order.id, OrderPupil.case_id == case.id)
        .order_by(col(OrderPupil.first_on), col(OrderPupil.id))
    )
    return tuple(
        SpanLine(
            id=order.id, number=order.number, signed=order.issued_on, first=line.first_on,
            last=line.last_on, ended=line.ended_on, has_file=order.file_id is not None,
        )
        for line, order in unit.session.exec(asked)
    )  # fmt: skip


def _contracts(unit: Unit, case: Case) -> tuple[SpanLine, ...]:
    asked = select(Contract).where(Contract.case_id == case.id)
    return tuple(
        SpanLine(
            id=row.id, number=row.number, signed=row.signed_on, first=row.first_on, last=row.last_on,
            ended=row.ended_on, has_file=row.file_id is not None,
        )
        for row in unit.session.exec(asked.order_by(col(Contract.first_on), col(Contract.id)))
    )  # fmt: skip


def guardians_of(unit: Unit, pupil_id: str) -> tuple[GuardianLine, ...]:
    """Who speaks or spoke for a pupil; the caller has made sure that the pupil is the school's."""
    asked = (
        select(Guardian, Account)
        .where(Guardian.account_id == Account.id, Guardian.pupil_id == pupil_id)
        .order_by(col(Guardian.first_on), col(Guardian.id))
    )
    return tuple(
        GuardianLine(
            id=row.id, account_id=account.id, name=account.name, phone=account.phone,
            kind=GUARDIAN[GuardianKind(row.kind)], may_decide=row.may_decide, first=row.first_on,
            last=row.last_on, now=row.first_on <= unit.today <= (row.last_on or date.max),
        )
        for row, account in unit.session.exec(asked)
    )  # fmt: skip


def consents_of(unit: Unit, pupil_id: str) -> tuple[ConsentLine, ...]:
    """Consents for a pupil, withdrawn ones too; the caller has made sure that the pupil is the school's."""
    by = {line.id: line.name for line in guardians_of(unit, pupil_id)}
    asked = select(Consent).where(Consent.pupil_id == pupil_id)
    return tuple(
        ConsentLine(
            id=row.id, purpose=CONSENT[Purpose(row.purpose)], given=row.given_on,
            withdrawn=row.withdrawn_on, by=by.get(row.guardian_id or ""), has_file=row.file_id is not None,
        )
        for row in unit.session.exec(asked.order_by(col(Consent.given_on), col(Consent.id)))
    )  # fmt: skip


def _history(unit: Unit, case: Case) -> tuple[MoveLine, ...]:
    asked = (
        select(CaseMove, Account.name)
        .where(CaseMove.account_id == Account.id, CaseMove.case_id == case.id)
        .order_by(col(CaseMove.number))
    )
    return tuple(
        MoveLine(
            number=row.number, said=STEPS[Move(row.move)].said, state=SAID[State(row.to_state)],
            point=STEPS[Move(row.move)].point, on=row.on_date, at=row.at, by=name,
        )
        for row, name in unit.session.exec(asked)
    )  # fmt: skip
