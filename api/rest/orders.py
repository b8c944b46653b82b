"""Orders of the school and their lines, one per pupil."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit, WriteUnit
from api.rest.answers import Once, Paged, Tags, changed, listing, made, single
from api.rest.routing import creates, lists, reads, section, writes
from api.rest.shapes import KEY, SAMPLE_ID, Day, Id, Page, Record, Ref, Sent, links, shape, text
from api.services.cases import orders, registers
from api.services.desk import expect
from models.document import Order, OrderPupil

router = section("orders")


class LineSent(Sent):
    """A pupil's line; days inclusive."""

    case_id: Ref
    first_on: Day
    last_on: Day


class OrderSent(Sent):
    """deputy_id: who is made responsible for plans and timetables."""

    year_id: Ref
    number: Annotated[str, text(60, "45-о")]
    issued_on: Day
    lines: Annotated[tuple[LineSent, ...], Field(min_length=1, max_length=100)]
    deputy_id: Ref | None = None


class LineEnd(Sent):
    ended_on: Day = Field(description="the last day with lessons")


class OrderTold(Record):
    year_id: str = Field(examples=[SAMPLE_ID])
    number: str = Field(examples=["45-о"])
    issued_on: date
    deputy_id: str | None
    filed: bool = Field(description="whether a file is kept")


class LineTold(Record):
    order_id: str = Field(examples=[SAMPLE_ID])
    case_id: str = Field(examples=[SAMPLE_ID])
    first_on: date
    last_on: date
    ended_on: date | None


def _order(row: Order) -> OrderTold:
    at = f"/orders/{row.id}"
    to = links(this=at, lines=f"{at}/lines", year=f"/years/{row.year_id}")
    return shape(OrderTold, row, to, filed=row.file_id is not None)


def _line(row: OrderPupil) -> LineTold:
    order = f"/orders/{row.order_id}"
    at = f"{order}/lines/{row.case_id}"
    return shape(LineTold, row, links(this=at, order=order, case=f"/cases/{row.case_id}", end=f"{at}/end"))


@lists(router, "/orders", Page[OrderTold])
def list_orders(
    request: Request, unit: ReadUnit, paging: Paged,
    year_id: Annotated[str | None, Query(pattern=KEY)] = None,
) -> Response:  # fmt: skip
    return listing(request, paging, registers.orders_of_school(unit, year_id), _order, Page[OrderTold])


@creates(router, "/orders", OrderTold)
def issue_order(unit: WriteUnit, once: Once, sent: OrderSent) -> Response:
    """An order with all its lines, or nothing: faults of a line stand under `lines.0`, `lines.1`..."""

    def act() -> Response:
        lines = tuple(orders.LineDraft(**line.model_dump()) for line in sent.lines)
        told = sent.model_dump(exclude={"lines"})
        row = orders.issue_order(unit, orders.OrderDraft(**told, lines=lines))
        return made(_order(row), row)

    return once(sent, act)


@reads(router, "/orders/{order_id}", OrderTold)
def get_order(request: Request, unit: ReadUnit, order_id: Id) -> Response:
    row = registers.order_of(unit, order_id)
    return single(request, _order(row), row)


@lists(router, "/orders/{order_id}/lines", Page[LineTold])
def list_lines(request: Request, unit: ReadUnit, paging: Paged, order_id: Id) -> Response:
    return listing(request, paging, registers.lines_of(unit, order_id), _line, Page[LineTold])


@reads(router, "/orders/{order_id}/lines/{case_id}", LineTold)
def get_line(request: Request, unit: ReadUnit, order_id: Id, case_id: Id) -> Response:
    row = registers.line_of(unit, order_id, case_id)
    return single(request, _line(row), row)


@writes(router, "POST", "/orders/{order_id}/lines/{case_id}/end", LineTold)
def end_line(unit: WriteUnit, tags: Tags, order_id: Id, case_id: Id, sent: LineEnd) -> Response:
    """The line of one pupil ends early; the order and the lines of the others stay."""
    line = registers.line_of(unit, order_id, case_id)
    rev = expect(unit, OrderPupil, line.id, tags).rev
    row = orders.end_line(unit, order_id, case_id, rev, sent.ended_on)
    return changed(_line(row), row)
