"""School years that come with the program, as drafts for a school to take: each date with its source and certainty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from api.services.schools.year_draft import DaysOff, Part, YearDraft
from models.year import OffKind
from scheduler.calendar.published import Span, published_codes, published_year
from scheduler.calendar.year import Term
from scheduler.norms import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Where a date is from, and how certain it is."""

    source: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedYear:
    """A draft with the source of each part. gaps: what was looked for and not found, as Russian sentences."""

    draft: YearDraft
    seen: Mapping[Part, Seen]
    gaps: tuple[str, ...]

    @property
    def unsure(self) -> frozenset[Part]:
        """Parts whose text nobody has seen: a school confirms them."""
        return frozenset(part for part, seen in self.seen.items() if seen.mark != Mark.SEEN)


@cache
def offered_year(code: str) -> OfferedYear:
    """A year of `published_codes()`. Raises BadFileError for another code."""
    year = published_year(code)
    terms = {Term(title=each.title, first=each.first, last=each.last): each for each in year.term}
    off = {_days_off(each): each for each in year.breaks}
    first, last = min(term.first for term in terms), max(term.last for term in terms)
    draft = YearDraft(
        title=f"{first.year}/{last.year % 100:02d}", first_on=first, last_on=last,
        terms=tuple(terms), off=tuple(off),
    )  # fmt: skip
    seen: dict[Part, Seen] = {part: _seen(span) for part, span in terms.items()}
    seen.update({part: _seen(span) for part, span in off.items()})
    gaps = tuple(f"{gap.text[0].upper()}{gap.text[1:]} ({gap.seen})." for gap in year.gap)
    return OfferedYear(draft=draft, seen=seen, gaps=gaps)


def _seen(span: Span) -> Seen:
    return Seen(source=span.seen, mark=span.mark)


def _days_off(span: Span) -> DaysOff:
    kind = OffKind.VACATION if span.staffed else OffKind.DAY_OFF
    return DaysOff(title=span.title, kind=kind, first=span.first, last=span.last, grades=span.grades)


def seen_of(part: Part) -> Seen | None:
    """The source of a date a school has taken over unchanged; None for its own."""
    years = (offered_year(code) for code in published_codes())
    return next((year.seen[part] for year in years if part in year.seen), None)
