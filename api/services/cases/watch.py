"""What a case needs somebody to see to: clocks running out, papers ending, papers and consents missing.

Pure: a basis and a day in, warnings out. Warnings come 30, 14 and 3 days ahead (a choice of the product).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from api.services.cases.basis import DAY, Basis, Span
from api.services.cases.guards import contract_faults
from api.services.words import CONSENT, PAPER, shown
from models.document import PaperKind
from models.states import AFTER_ORDER, OVER, PREPARING, STARTED, State
from scheduler.russian import counted


class Severity(StrEnum):
    """In order of urgency: past, within 3 days, within 14, within 30."""

    OVERDUE = "overdue"
    URGENT = "urgent"
    SOON = "soon"
    NOTICE = "notice"


class Topic(StrEnum):
    CLOCK = "clock"
    PACKAGE = "package"
    MEDICAL = "medical"
    PMPK = "pmpk"
    ORDER = "order"
    CONTRACT = "contract"
    CONSENT = "consent"
    YEAR = "year"
    AGREEMENT = "agreement"


LEADS = ((3, Severity.URGENT), (14, Severity.SOON), (30, Severity.NOTICE))
URGENCY = list(Severity)
CONTRACTED = AFTER_ORDER - {State.ORDERED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """One thing to see to. on: the day it is about. case_id None: about the school. The sentence names no person."""

    topic: Topic
    severity: Severity
    on: date
    sentence: str
    case_id: str | None = None
    code: str | None = None


def severity_of(on: date, today: date) -> Severity | None:
    """How urgent a day is; None when it is more than 30 days ahead."""
    left = (on - today).days
    if left < 0:
        return Severity.OVERDUE
    return next((severity for lead, severity in LEADS if left <= lead), None)


def left_until(on: date, today: date) -> str:
    """`осталось 2 дня`, `сегодня последний день`."""
    left = (on - today).days
    return f"осталось {counted(left, 'день', 'дня', 'дней')}" if left else "сегодня последний день"


def in_order(found: Sequence[Attention]) -> list[Attention]:
    """The most urgent first, then by day and code."""
    return sorted(
        found, key=lambda entry: (URGENCY.index(entry.severity), entry.on, entry.code or "", entry.topic)
    )


def watch(basis: Basis, today: date) -> list[Attention]:
    """Everything about one case on a day."""
    if basis.state in OVER:
        return []
    if today > basis.year.last:
        said = f"учебный год закончился {shown(basis.year.last)}. Завершите дело."
        return [_told(basis, Topic.YEAR, Severity.OVERDUE, basis.year.last, said)]
    watchers = (_clock, _package, _medical, _pmpk, _orders, _contracts, _consents)
    return in_order([entry for watcher in watchers for entry in watcher(basis, today)])


def _told(basis: Basis, topic: Topic, severity: Severity, on: date, said: str) -> Attention:
    return Attention(
        topic=topic, severity=severity, on=on, sentence=f"{basis.code}: {said}", case_id=basis.case_id,
        code=basis.code,
    )  # fmt: skip


def _clock(basis: Basis, today: date) -> Iterator[Attention]:
    due = basis.clock_due()
    severity = severity_of(due, today) if due else None
    if due is None or severity is None:
        return
    if severity == Severity.OVERDUE:
        said = f"обучение нужно было организовать до {shown(due)} (п. 2.5)."
    else:
        said = f"обучение нужно организовать до {shown(due)}, {left_until(due, today)} (п. 2.5)."
    yield _told(basis, Topic.CLOCK, severity, due, said)


def _package(basis: Basis, today: date) -> Iterator[Attention]:
    lacking = basis.lacking(today) if basis.state in (State.APPLIED, *PREPARING) else ()
    if lacking:
        said = f"не хватает документов: {', '.join(PAPER[kind] for kind in lacking)} (п. 2.2)."
        yield _told(basis, Topic.PACKAGE, Severity.SOON, basis.state_since, said)


def _medical(basis: Basis, today: date) -> Iterator[Attention]:
    if basis.state in STARTED:
        yield from _paper(basis, today, Topic.MEDICAL, PaperKind.MEDICAL, basis.medical_until(today))


def _pmpk(basis: Basis, today: date) -> Iterator[Attention]:
    if basis.state in STARTED and basis.needs_pmpk():
        yield from _paper(basis, today, Topic.PMPK, PaperKind.PMPK, basis.pmpk_until(today))


def _paper(
    basis: Basis, today: date, topic: Topic, kind: PaperKind, until: date | None
) -> Iterator[Attention]:
    title = PAPER[kind]
    if until is None:
        ends = [paper.last for paper in basis.fitting(kind) if paper.last is not None and paper.last < today]
        said = f"{title} не действует: ребёнок учится с классом (п. 2.8). Внесите новое или закройте дело."
        yield _told(basis, topic, Severity.OVERDUE, max(ends, default=basis.state_since), said)
        return
    severity = severity_of(until, today) if until < basis.year.last else None
    if severity is not None:
        said = f"{title} действует до {shown(until)}, {left_until(until, today)}. Попросите новое (п. 2.7)."
        yield _told(basis, topic, severity, until, said)


def _orders(basis: Basis, today: date) -> Iterator[Attention]:
    if basis.state in AFTER_ORDER:
        yield from _spans(basis, today, Topic.ORDER, basis.orders, "приказ")


def _contracts(basis: Basis, today: date) -> Iterator[Attention]:
    if basis.state in CONTRACTED:
        yield from _spans(basis, today, Topic.CONTRACT, basis.contracts, "договор")


def _spans(
    basis: Basis, today: date, topic: Topic, spans: tuple[Span, ...], title: str
) -> Iterator[Attention]:
    """Spans beyond the papers; spans that end before the papers do."""
    for span in spans:
        faults = list(contract_faults(basis, span)) if span.last >= today else []
        if faults:
            yield _told(basis, topic, Severity.URGENT, span.last, f"{title} {faults[0]} Исправьте срок.")
    end = max((span.last for span in spans), default=None)
    if end is None or end < today:
        yield _told(basis, topic, Severity.OVERDUE, end or basis.state_since, f"нет действующего: {title}.")
        return
    papers_until = min(basis.medical_until(end) or end, basis.year.last)
    severity = severity_of(end, today)
    if end < papers_until and severity is not None:
        said = (
            f"{title} действует до {shown(end)}, {left_until(end, today)}. "
            f"Документы позволяют продлить с {shown(end + DAY)}."
        )
        yield _told(basis, topic, severity, end, said)


def _consents(basis: Basis, today: date) -> Iterator[Attention]:
    severity = Severity.URGENT if basis.options.consent_blocks else Severity.SOON
    for purpose in basis.without_consent(today):
        said = f"нет согласия {CONSENT[purpose]}. Получите его у родителя."
        yield _told(basis, Topic.CONSENT, severity, today, said)
