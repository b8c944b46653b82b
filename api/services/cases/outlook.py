"""«Что будет 15 марта»: which papers hold on a day, and whether lessons may be held then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from api.services.cases.basis import Basis
from api.services.cases.guards import consent_given, contract_holds, order_holds, papers_hold
from api.services.cases.life import case_of
from api.services.cases.loading import load_one
from api.services.unit import Unit
from api.services.words import PAPER, shown
from models.states import OVER, PREPARING, SAID, TEACHING, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A paper, and whether it holds on the day. last None: no day named."""

    title: str
    first: date
    last: date | None
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """A case on a day. reasons: why no lessons may be held; none: they may."""

    case_id: str
    on: date
    holdings: tuple[Holding, ...]
    reasons: tuple[str, ...]

    @property
    def lessons(self) -> bool:
        return not self.reasons


def on_date(unit: Unit, case_id: str, on: date) -> Outlook:
    """The outlook of a case of the actor's school."""
    return outlook(load_one(unit.session, case_of(unit, case_id)), on, unit.today)


def outlook(basis: Basis, on: date, today: date) -> Outlook:
    return Outlook(
        case_id=basis.case_id,
        on=on,
        holdings=tuple(_holdings(basis, on)),
        reasons=why_no_lessons(basis, on, today),
    )


def why_no_lessons(basis: Basis, on: date, today: date) -> tuple[str, ...]:
    """Every reason why a lesson on the day cannot be held, whatever the timetable says."""
    return (*_day_off(basis, on), *_state(basis, on, today), *_papers(basis, on))


def _day_off(basis: Basis, on: date) -> Iterator[str]:
    if not basis.year.first <= on <= basis.year.last:
        yield f"{shown(on)} вне учебного года {shown(basis.year.first)}–{shown(basis.year.last)}."
    elif basis.year.lessons.timetable_day(on, basis.grade) is None:
        off = basis.year.lessons.off(on, basis.grade)
        yield f"{shown(on)} — {f'«{off.title}»' if off else 'день без уроков'}."


def _state(basis: Basis, on: date, today: date) -> Iterator[str]:
    """A day that has been is judged by the state it had, a day to come by today's state and the papers."""
    state = basis.state if on >= today else basis.state_on(on)
    if state in TEACHING or (on > today and state in PREPARING):
        return
    if state in OVER or state == State.SUSPENDED:
        yield f"Дело {basis.code}: {SAID[state]}."
    else:
        yield f"Дело {basis.code}: обучение ещё не начато."


def _papers(basis: Basis, on: date) -> Iterator[str]:
    for guard in (papers_hold, order_holds, contract_holds, consent_given):
        yield from guard(basis, on)


def _holdings(basis: Basis, on: date) -> Iterator[Holding]:
    for paper in basis.papers:
        counts = paper.holds(on) and paper in basis.fitting(paper.kind)
        yield Holding(title=PAPER[paper.kind], first=paper.first, last=paper.last, holds=counts)
    for title, spans in (("приказ", basis.orders), ("договор", basis.contracts)):
        for span in spans:
            yield Holding(
                title=f"{title} № {span.number}", first=span.first, last=span.last, holds=span.holds(on)
            )
