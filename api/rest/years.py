"""School years: terms, days off, moved days; the next year opened from this one."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit, WriteUnit
from api.rest.answers import Once, Paged, Tags, changed, listing, made, single
from api.rest.routing import creates, lists, reads, section, writes
from api.rest.shapes import SAMPLE_ID, Day, Grade, Id, Link, Page, Record, Sent, links, shape, text
from api.services.desk import expect
from api.services.schools import registers, years
from api.services.schools.year_draft import DaysOff, YearDraft
from api.services.unit import Unit
from models.year import OffKind, Year
from scheduler.calendar.year import MovedDay, Term
from scheduler.terms import Weekday

router = section("years")


class TermItem(Sent):
    title: Annotated[str, text(60, "1 четверть")]
    first_on: Day
    last_on: Day


class BreakItem(Sent):
    """Days without lessons, both ends included. grades: whom they are for; none: everybody."""

    title: Annotated[str, text(100, "Осенние каникулы")]
    kind: OffKind = OffKind.VACATION
    first_on: Day
    last_on: Day
    grades: Annotated[tuple[Grade, ...], Field(min_length=1, max_length=11)] | None = None


class MovedItem(Sent):
    """A date on which the timetable of another weekday holds."""

    on: Day
    as_day: Weekday


class YearSent(Sent):
    """A whole year, all its parts at once."""

    title: Annotated[str, text(20, "2026/27")]
    first_on: Day
    last_on: Day
    terms: Annotated[tuple[TermItem, ...], Field(min_length=1, max_length=12)]
    breaks: Annotated[tuple[BreakItem, ...], Field(max_length=100)] = ()
    moved: Annotated[tuple[MovedItem, ...], Field(max_length=60)] = ()


class YearLine(Record):
    """to_check: opened from the year before; nobody has confirmed its dates yet."""

    school_id: str = Field(examples=[SAMPLE_ID])
    title: str = Field(examples=["2026/27"])
    first_on: date
    last_on: date
    to_check: bool


class YearTold(YearLine):
    terms: tuple[TermItem, ...]
    breaks: tuple[BreakItem, ...]
    moved: tuple[MovedItem, ...]


def _links(row: Year) -> dict[str, Link]:
    at = f"/years/{row.id}"
    return links(this=at, school=f"/schools/{row.school_id}", next_year=f"{at}/next")


def _line(row: Year) -> YearLine:
    return shape(YearLine, row, _links(row))


def _whole(unit: Unit, year_id: str) -> tuple[YearTold, Year]:
    row, draft = years.read_year(unit, year_id)
    terms = tuple(TermItem(title=term.title, **_span(term.first, term.last)) for term in draft.terms)
    breaks = tuple(
        BreakItem(
            title=entry.title, kind=entry.kind, **_span(entry.first, entry.last),
            grades=tuple(sorted(entry.grades)) if entry.grades else None,
        )
        for entry in draft.off
    )  # fmt: skip
    moved = tuple(MovedItem(on=entry.on.isoformat(), as_day=entry.as_day) for entry in draft.moved)
    return shape(YearTold, row, _links(row), terms=terms, breaks=breaks, moved=moved), row


def _span(first: date, last: date) -> dict[str, str]:
    return {"first_on": first.isoformat(), "last_on": last.isoformat()}


def _draft(sent: YearSent) -> YearDraft:
    return YearDraft(
        title=sent.title, first_on=sent.first_on, last_on=sent.last_on,
        terms=tuple(Term(title=item.title, first=item.first_on, last=item.last_on) for item in sent.terms),
        off=tuple(
            DaysOff(
                title=item.title, kind=item.kind, first=item.first_on, last=item.last_on,
                grades=frozenset(item.grades) if item.grades else None,
            )
            for item in sent.breaks
        ),
        moved=tuple(MovedDay(on=item.on, as_day=item.as_day) for item in sent.moved),
    )  # fmt: skip


@lists(router, "/schools/{school_id}/years", Page[YearLine])
def list_years(request: Request, unit: ReadUnit, paging: Paged, school_id: Id) -> Response:
    return listing(request, paging, registers.years_of(unit, school_id), _line, Page[YearLine])


@creates(router, "/schools/{school_id}/years", YearTold)
def add_year(unit: WriteUnit, once: Once, school_id: Id, sent: YearSent) -> Response:
    """A new year with all its parts."""
    return once(sent, lambda: made(*_whole(unit, years.add_year(unit, school_id, _draft(sent)).id)))


@reads(router, "/years/{year_id}", YearTold)
def get_year(request: Request, unit: ReadUnit, year_id: Id) -> Response:
    return single(request, *_whole(unit, year_id))


@writes(router, "PUT", "/years/{year_id}", YearTold)
def put_year(unit: WriteUnit, tags: Tags, year_id: Id, sent: YearSent) -> Response:
    """The year rewritten whole by a person who has looked at it: nothing is left to be checked."""
    years.write_year(unit, year_id, expect(unit, Year, year_id, tags).rev, _draft(sent))
    return changed(*_whole(unit, year_id))


@creates(router, "/years/{year_id}/next", YearTold)
def open_next_year(unit: WriteUnit, once: Once, year_id: Id) -> Response:
    """The year after this one, its dates a year on; everything is marked to be checked."""
    return once(None, lambda: made(*_whole(unit, years.open_next(unit, year_id).id)))
