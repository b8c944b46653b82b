"""Periods results are given for: quarters or trimesters as the school's year has them, half-years, the year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from models.record import PeriodKind, Rhythm
from scheduler.calendar.year import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days inclusive. number: within its kind, from 1."""

    kind: PeriodKind
    number: int
    title: str
    first: date
    last: date

    @property
    def key(self) -> str:
        """`term-1`."""
        return f"{self.kind.value}-{self.number}"

    def meets(self, first: date, last: date) -> bool:
        return first <= self.last and self.first <= last


def periods_of(terms: Iterable[Term]) -> tuple[Period, ...]:
    """In the order they end in, the year last. Two terms are half-years; an odd number of terms has none."""
    told = sorted(terms, key=lambda term: term.first)
    made = []
    if len(told) != 2:
        made += [
            Period(kind=PeriodKind.TERM, number=n, title=term.title, first=term.first, last=term.last)
            for n, term in enumerate(told, 1)
        ]
    if len(told) % 2 == 0:
        middle = len(told) // 2
        made += [_half(n, part) for n, part in enumerate((told[:middle], told[middle:]), 1)]
    made.append(
        Period(kind=PeriodKind.YEAR, number=1, title="год", first=told[0].first, last=told[-1].last),
    )
    return tuple(sorted(made, key=lambda period: (period.last, list(PeriodKind).index(period.kind))))


def _half(number: int, part: Sequence[Term]) -> Period:
    title = f"{number} полугодие"
    return Period(kind=PeriodKind.HALF, number=number, title=title, first=part[0].first, last=part[-1].last)


def asked(periods: Iterable[Period], rhythm: Rhythm) -> tuple[Period, ...]:
    """Periods a row of a rhythm has a result in: where the year has no such parts, in those it has."""
    told = tuple(periods)
    if rhythm == Rhythm.NONE:
        return ()
    kinds = {PeriodKind.YEAR}
    if rhythm != Rhythm.YEAR:
        wanted = PeriodKind(rhythm.value)
        other = PeriodKind.HALF if wanted == PeriodKind.TERM else PeriodKind.TERM
        kinds.add(wanted if any(period.kind == wanted for period in told) else other)
    return tuple(period for period in told if period.kind in kinds)


def by_key(periods: Iterable[Period], key: str) -> Period | None:
    return next((period for period in periods if period.key == key), None)


def usual(periods: Sequence[Period], today: date) -> Period:
    """The one whose results are due: the last that has ended, before that the first; a term before its half-year."""
    over = [period for period in periods if period.last < today]
    return next((period for period in reversed(over) if period.last == over[-1].last), periods[0])
