"""Records of a case, to be read: results, books, events, consultations, notes of control. They are made on pages."""

from __future__ import annotations

from datetime import date

from fastapi import Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit
from api.rest.answers import Paged, listing
from api.rest.routing import lists, section
from api.rest.shapes import SAMPLE_ID, Id, Link, Page, Record, links, shape
from api.services.cases.life import case_of
from api.services.records.journal import entries
from api.services.records.marks import results_of
from models.record import (
    Attendance,
    BookLoan,
    CaseEvent,
    Consultation,
    Consulted,
    ControlNote,
    ControlPart,
    EventKind,
    MarkSign,
    PeriodKind,
    RowResult,
)
from scheduler.terms import LessonForm

router = section("records")


class ResultTold(Record):
    """A result of a plan row in a period; mark or words. number: of the period within the year, from 1."""

    case_id: str = Field(examples=[SAMPLE_ID])
    row_key: str = Field(examples=["math"])
    subject: str = Field(examples=["Математика"])
    period: PeriodKind
    number: int = Field(examples=[1])
    mark: MarkSign | None
    words: str | None
    given_on: date


class BookTold(Record):
    """A book lent; returned_on none: not yet."""

    case_id: str = Field(examples=[SAMPLE_ID])
    title: str
    copy_number: str | None
    lent_on: date
    due_on: date | None
    returned_on: date | None


class EventTold(Record):
    """An event or a club offered; on_date: of the event, the first of a club."""

    case_id: str = Field(examples=[SAMPLE_ID])
    kind: EventKind
    title: str
    form: LessonForm
    offered_on: date
    on_date: date
    attendance: Attendance


class ConsultationTold(Record):
    case_id: str = Field(examples=[SAMPLE_ID])
    on_date: date
    minutes: int = Field(examples=[30])
    whom: Consulted
    form: LessonForm
    by_name: str
    topic: str


class ControlTold(Record):
    """A dated note of control: of lessons by the class teacher, of the plan by the desk."""

    case_id: str = Field(examples=[SAMPLE_ID])
    part: ControlPart
    on_date: date
    fine: bool
    note: str | None


def _to(case_id: str, name: str) -> dict[str, Link]:
    """The list it stands in, and the case."""
    return links(this=f"/cases/{case_id}/{name}", case=f"/cases/{case_id}")


def _result(row: RowResult) -> ResultTold:
    return shape(ResultTold, row, _to(row.case_id, "results"))


def _book(row: BookLoan) -> BookTold:
    return shape(BookTold, row, _to(row.case_id, "books"))


def _event(row: CaseEvent) -> EventTold:
    return shape(EventTold, row, _to(row.case_id, "events"))


def _consultation(row: Consultation) -> ConsultationTold:
    return shape(ConsultationTold, row, _to(row.case_id, "consultations"))


def _control(row: ControlNote) -> ControlTold:
    return shape(ControlTold, row, _to(row.case_id, "control-notes"))


@lists(router, "/cases/{case_id}/results", Page[ResultTold])
def list_results(request: Request, unit: ReadUnit, paging: Paged, case_id: Id) -> Response:
    """Results of every row and period, in the order they were first given."""
    found = results_of(unit.session, [case_of(unit, case_id).id])
    return listing(request, paging, found, _result, Page[ResultTold])


@lists(router, "/cases/{case_id}/books", Page[BookTold])
def list_books(request: Request, unit: ReadUnit, paging: Paged, case_id: Id) -> Response:
    return listing(request, paging, entries(unit, BookLoan, case_id), _book, Page[BookTold])


@lists(router, "/cases/{case_id}/events", Page[EventTold])
def list_events(request: Request, unit: ReadUnit, paging: Paged, case_id: Id) -> Response:
    return listing(request, paging, entries(unit, CaseEvent, case_id), _event, Page[EventTold])


@lists(router, "/cases/{case_id}/consultations", Page[ConsultationTold])
def list_consultations(request: Request, unit: ReadUnit, paging: Paged, case_id: Id) -> Response:
    found = entries(unit, Consultation, case_id)
    return listing(request, paging, found, _consultation, Page[ConsultationTold])


@lists(router, "/cases/{case_id}/control-notes", Page[ControlTold])
def list_control_notes(request: Request, unit: ReadUnit, paging: Paged, case_id: Id) -> Response:
    return listing(request, paging, entries(unit, ControlNote, case_id), _control, Page[ControlTold])
