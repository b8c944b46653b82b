"""What a case rests on: papers, orders, contracts, consents and the school's options, as frozen values.

Everything that watches dates (guards, warnings, the outlook) asks this value and nothing else; it carries no
requisites and no limits of medical papers. Days are inclusive at both ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from api.services.schools.workdays import WorkCalendar
from models.case import Level
from models.document import PaperKind, Purpose
from models.states import PREPARING, State
from scheduler.calendar.year import SchoolYear

DAY = timedelta(days=1)
NEEDED = (Purpose.DATA, Purpose.HEALTH)  # consents every case needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days a line of an order or a contract holds; `last` is the real last day where it ended early."""

    number: str
    first: date
    last: date

    def holds(self, on: date) -> bool:
        return self.first <= on <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFact:
    """A paper that counts. level: of a ПМПК conclusion."""

    id: str
    kind: PaperKind
    first: date
    last: date | None
    level: Level | None

    def lapsed(self, on: date) -> bool:
        return self.last is not None and self.last < on

    def holds(self, on: date) -> bool:
        return self.first <= on and not self.lapsed(on)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFact:
    """withdrawn: the first day without it."""

    purpose: Purpose
    given: date
    withdrawn: date | None

    def holds(self, on: date) -> bool:
        return self.given <= on and (self.withdrawn is None or on < self.withdrawn)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFact:
    """A version of the plan: its number, whether it is approved, its days."""

    number: int
    approved: bool
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFacts:
    """The bounds of the school year, its days with lessons and the working days of the staff."""

    title: str
    first: date
    last: date
    lessons: SchoolYear
    work: WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Choices of the school."""

    pmpk_required: bool
    clock_days: int
    clock_working_days: bool
    consent_blocks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """One case. states: (since, state) in the order of the moves made."""

    case_id: str
    code: str
    grade: int
    level: Level
    state: State
    state_since: date
    clock_on: date | None
    options: Options
    year: YearFacts
    papers: tuple[PaperFact, ...] = ()
    orders: tuple[Span, ...] = ()
    contracts: tuple[Span, ...] = ()
    consents: tuple[ConsentFact, ...] = ()
    states: tuple[tuple[date, State], ...] = ()
    plans: tuple[PlanFact, ...] = ()

    def of(self, kind: PaperKind) -> tuple[PaperFact, ...]:
        return tuple(paper for paper in self.papers if paper.kind == kind)

    def fitting(self, kind: PaperKind) -> tuple[PaperFact, ...]:
        """Papers of a kind that may count for this case: a ПМПК conclusion only for its level (regulation 2.7)."""
        return tuple(paper for paper in self.of(kind) if paper.level in (None, self.level))

    def medical_until(self, on: date) -> date | None:
        """The last day of the unbroken cover by medical papers from a day on; None when the day has none."""
        until = None
        day = on
        while (ends := [paper.last for paper in self.of(PaperKind.MEDICAL) if paper.holds(day)]) != []:
            until = max(end for end in ends if end is not None)
            day = until + DAY
        return until

    def medical_covers(self, first: date, last: date) -> bool:
        """True when no day of the span is without a medical paper."""
        until = self.medical_until(first)
        return until is not None and until >= last

    def pmpk_until(self, on: date) -> date | None:
        """The last day a ПМПК conclusion holds from a day on; the year's last day when it names none."""
        ends = [paper.last or self.year.last for paper in self.fitting(PaperKind.PMPK) if paper.holds(on)]
        return max(ends, default=None)

    def needs_pmpk(self) -> bool:
        return self.options.pmpk_required

    def lacking(self, on: date) -> tuple[PaperKind, ...]:
        """Papers the package still lacks; a paper whose days are yet to come counts, a lapsed one does not."""
        asked = max(on, self.year.first)
        needed = [PaperKind.APPLICATION, PaperKind.MEDICAL] + [PaperKind.PMPK] * self.needs_pmpk()
        return tuple(
            kind for kind in needed if all(paper.lapsed(asked) for paper in self.fitting(kind))
        )  # fmt: skip

    def without_consent(self, on: date) -> tuple[Purpose, ...]:
        """Purposes nobody has consented to on the day."""
        held = {consent.purpose for consent in self.consents if consent.holds(on)}
        return tuple(purpose for purpose in NEEDED if purpose not in held)

    def order_on(self, on: date) -> Span | None:
        return _latest(self.orders, on)

    def contract_on(self, on: date) -> Span | None:
        return _latest(self.contracts, on)

    def state_on(self, on: date) -> State | None:
        """The state on a day by the moves made; None before the first."""
        return next((state for since, state in reversed(self.states) if since <= on), None)

    def clock_due(self) -> date | None:
        """The day lessons should be organised by (regulation 2.5), while they are being prepared."""
        if self.clock_on is None or self.state not in PREPARING:
            return None
        if self.options.clock_working_days:
            return self.year.work.after(self.clock_on, self.options.clock_days)
        return self.clock_on + timedelta(days=self.options.clock_days)


def _latest(spans: tuple[Span, ...], on: date) -> Span | None:
    held = [span for span in spans if span.holds(on)]
    return max(held, key=lambda span: span.last, default=None)
