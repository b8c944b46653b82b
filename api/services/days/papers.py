"""Days on which papers let a case have lessons: its medical paper, its line in an order, its contract.

Each of the three ends lessons where it ends (regulation 2.4, 2.6–2.8), and lets them go on where the next one
begins. Before the first paper of a kind nothing is refused: it may be entered late, and a case that has none of a
kind is not ended by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import func, literal, select, union_all
from sqlmodel import Session, col

from models.document import Contract, OrderPupil, Paper, PaperKind
from scheduler.russian import day_said

Span = tuple[date, date]  # both inclusive
DAY = date.resolution


@dataclass(frozen=True, slots=True)
class Cover:
    """spans: days by kind of paper, in order of their first days; kinds a case does not have are absent."""

    spans: Mapping[str, tuple[Span, ...]]

    def ended(self, on: date) -> date | None:
        """The last day before `on` that every kind still held, where one of them holds no more; None: lessons go on."""
        ends = [last for last in (_ended(spans, on) for spans in self.spans.values()) if last is not None]
        return min(ends, default=None)

    def within(self, first: date, last: date) -> tuple[Span, ...]:
        """The parts of first..last on which lessons may be held, in order."""
        told = [span for spans in self.spans.values() for span in spans]
        edges = {first, *(begin for begin, _ in told), *(end + DAY for _, end in told)}
        cuts = [*sorted(edge for edge in edges if first <= edge <= last), last + DAY]
        parts: list[Span] = []
        for begin, after in pairwise(cuts):
            if self.ended(begin) is not None:
                continue
            if parts and parts[-1][1] + DAY == begin:
                begin = parts.pop()[0]
            parts.append((begin, after - DAY))
        return tuple(parts)


NO_PAPERS = Cover({})


def _ended(spans: tuple[Span, ...], on: date) -> date | None:
    before = None
    for first, last in spans:
        if first <= on <= last:
            return None
        if last < on and (before is None or before < last):
            before = last
    return before


def why_ended(last: date) -> str:
    return f"документы действовали по {day_said(last)}"


def covers_of(session: Session, case_ids: Collection[str]) -> dict[str, Cover]:
    """By case. One query, however many."""
    found: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for case_id, kind, first, last in session.execute(_asked(case_ids)):
        if first <= last:
            found[case_id][kind].append((first, last))
    return {
        case_id: Cover({kind: tuple(sorted(spans)) for kind, spans in kinds.items()})
        for case_id, kinds in found.items()
    }


def _asked(case_ids: Collection[str]) -> Any:
    medical = select(
        col(Paper.case_id), literal("paper"), col(Paper.valid_from), col(Paper.valid_to)
    ).where(
        col(Paper.case_id).in_(case_ids), col(Paper.kind) == PaperKind.MEDICAL,
        col(Paper.annulled_on).is_(None), col(Paper.valid_to).is_not(None),
    )  # fmt: skip
    orders, contracts = (
        select(
            col(kind.case_id), literal(word), col(kind.first_on),
            func.coalesce(col(kind.ended_on), col(kind.last_on)),
        ).where(col(kind.case_id).in_(case_ids))
        for kind, word in ((OrderPupil, "order"), (Contract, "contract"))
    )  # fmt: skip
    return union_all(medical, orders, contracts)
