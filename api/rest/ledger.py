"""The hours ledger: of a case by rows and quarters, of the school by cases."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from fastapi import Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit
from api.rest.answers import Paged, listing
from api.rest.routing import lists, section
from api.rest.shapes import Id, Page, Plain, Told, links
from api.services.days.hours import CaseLine, case_ledger, school_ledger
from api.services.days.ledger import Figures, Ledger, RowLedger
from scheduler.ledger import Amount

router = section("ledger")


class AmountTold(Plain):
    """lessons: how many; minutes: real ones; hours: academic, of the plan; paid: paid hours. Exact fractions."""

    lessons: int
    minutes: int
    hours: str = Field(examples=["17/2"])
    paid: str = Field(examples=["8"])


class FiguresTold(Plain):
    """planned + over = held + unmarked + made_up + arranged + owed + excused. owed, excused: by cause.

    due: academic hours that the plan asks of the days, null: no plan says; lacking: what will lack of them."""

    planned: AmountTold
    held: AmountTold
    unmarked: AmountTold
    cancelled: AmountTold
    made_up: AmountTold
    arranged: AmountTold
    over: AmountTold
    ahead: AmountTold
    owed: dict[str, AmountTold]
    excused: dict[str, AmountTold]
    due: str | None
    lacking: str | None


class PartTold(Plain):
    """A quarter of the year."""

    title: str
    first_on: date
    last_on: date
    figures: FiguresTold


class RowLedgerTold(Told):
    """A row of the plan. lapsed: lessons that papers or a suspension took."""

    row: str
    subject: str
    year: FiguresTold
    parts: list[PartTold]
    lapsed: int


class CaseLedgerTold(Told):
    """A case in the school's overview."""

    case_id: str
    code: str
    year: FiguresTold


def _amount(one: Amount) -> AmountTold:
    return AmountTold(
        lessons=one.lessons, minutes=one.minutes, hours=str(one.hours), paid=str(one.paid)
    )  # fmt: skip


def _fraction(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _figures(told: Figures) -> FiguresTold:
    found = told.found
    return FiguresTold(
        planned=_amount(found.planned), held=_amount(found.held), unmarked=_amount(found.unmarked),
        cancelled=_amount(found.cancelled), made_up=_amount(found.made_up),
        arranged=_amount(found.arranged), over=_amount(found.over), ahead=_amount(found.ahead),
        owed={cause: _amount(one) for cause, one in found.owed.items()},
        excused={cause: _amount(one) for cause, one in found.excused.items()},
        due=_fraction(told.due), lacking=_fraction(told.lacking),
    )  # fmt: skip


@lists(router, "/ledger", Page[CaseLedgerTold])
def list_ledger(request: Request, unit: ReadUnit, paging: Paged) -> Response:
    """Cases of the year, who is owed most first."""
    found = school_ledger(unit)

    def told(line: CaseLine) -> CaseLedgerTold:
        case = line.found.case
        return CaseLedgerTold(
            case_id=case.id, code=case.code, year=_figures(line.found.total),
            links=links(self=f"/cases/{case.id}/ledger", case=f"/cases/{case.id}"),
        )  # fmt: skip

    return listing(request, paging, found[1] if found else (), told, Page[CaseLedgerTold])


@lists(router, "/cases/{case_id}/ledger", Page[RowLedgerTold])
def list_ledger_of_case(request: Request, unit: ReadUnit, paging: Paged, case_id: Id) -> Response:
    """Rows of one case's year, with its quarters."""
    book, found, _ = case_ledger(unit, case_id)
    return listing(request, paging, found.rows, lambda row: _row(row, book, case_id), Page[RowLedgerTold])


def _row(row: RowLedger, book: Ledger, case_id: str) -> RowLedgerTold:
    return RowLedgerTold(
        row=row.key, subject=row.subject, year=_figures(row.year), lapsed=row.lapsed,
        parts=[
            PartTold(title=each.title, first_on=each.first, last_on=each.last, figures=_figures(part))
            for each, part in zip(book.periods, row.parts, strict=True)
        ],
        links=links(case=f"/cases/{case_id}"),
    )  # fmt: skip
