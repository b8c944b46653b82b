"""School years that come with the program: dates with a mark and a source each, for a school to take and change.

A year says what is uncertain about itself (`doubts`); nothing here is law, every school decides its own dates.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scheduler.calendar.year import Break, SchoolYear, Term
from scheduler.errors import BadFileError, Fault
from scheduler.norms import Mark
from scheduler.terms import Weekday

FOLDER = Path(__file__).parent / "years"
FIVE_DAYS = (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI)

Text = Annotated[str, Field(min_length=1)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(_Frozen):
    """A term or a break with its source; grades None: everybody. staffed: the staff works while pupils do not."""

    title: Text
    first: date
    last: date
    grades: frozenset[Annotated[int, Field(ge=1, le=11)]] | None = None
    staffed: bool = True
    mark: Mark
    seen: Text


class Gap(_Frozen):
    """What was looked for and not found."""

    text: Text
    seen: Text


class PublishedYear(_Frozen):
    """Dates of a year as sources give them."""

    code: Text
    title: Text
    term: Annotated[tuple[Span, ...], Field(min_length=1)]
    breaks: tuple[Span, ...] = Field(default=(), alias="break")
    gap: tuple[Gap, ...] = ()

    def for_school(self, school: str, days: tuple[Weekday, ...] = FIVE_DAYS) -> SchoolYear:
        """The year as one school's own."""
        return SchoolYear(
            school=school,
            title=self.title,
            terms=tuple(Term(title=each.title, first=each.first, last=each.last) for each in self.term),
            days=days,
            breaks=tuple(
                Break(title=each.title, first=each.first, last=each.last, grades=each.grades)
                for each in self.breaks
            ),
        )

    @property
    def doubts(self) -> tuple[str, ...]:
        """One Russian sentence for every gap and every break whose text was not seen (mark other than V)."""
        told = [f"{each.text[0].upper()}{each.text[1:]} ({each.seen})." for each in self.gap]
        for each in self.breaks:
            if each.mark != Mark.SEEN:
                told.append(f"{each.title}, {_dates(each)}: дата не подтверждена ({each.seen}).")
        return tuple(told)


def _dates(span: Span) -> str:
    if span.first == span.last:
        return f"{span.first:%d.%m.%Y}"
    return f"{span.first:%d.%m.%Y}–{span.last:%d.%m.%Y}"


def published_codes() -> tuple[str, ...]:
    """Codes of the years that come with the program, the latest first."""
    return tuple(sorted((each.stem for each in FOLDER.glob("*.toml")), reverse=True))


@cache
def published_year(code: str = "2026_27") -> PublishedYear:
    """The year of that code. Raises BadFileError for a year that is not there or a file at fault."""
    path = FOLDER / f"{code}.toml"
    known = published_codes()
    if code not in known:
        raise BadFileError("years", [Fault("code", repr(code), f"one of {', '.join(known)}")])
    try:
        return PublishedYear.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        faults = [
            Fault(".".join(map(str, item["loc"])), repr(item["input"]), item["msg"])
            for item in error.errors(include_url=False)
        ]
        raise BadFileError(path.name, faults) from None


def school_year_2026(school: str, days: tuple[Weekday, ...] = FIVE_DAYS) -> SchoolYear:
    """2026/27 as one school's own year, to change with dataclasses.replace."""
    return published_year("2026_27").for_school(school, days)
