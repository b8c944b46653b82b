"""Sheets of the school as tables: the timesheet, hours, the load in the network, counts, results."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit
from api.rest.answers import single
from api.rest.routing import reads, section
from api.rest.shapes import Plain, Told, links
from api.services.reports.choice import SHEETS
from exports.reports.table import Sheet, Value

router = section("reports")
Month = Annotated[
    str | None, Query(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$", description="default: the latest that has begun")
]
Cell = str | int | None


class ColumnTold(Plain):
    """group: the heading over several columns."""

    title: str
    group: str | None


class SheetTold(Told):
    """Rows as they stand in the workbook. Hours are exact fractions as text (`17/2`), days as `2026-09-14`; totals:
    numbers of rows that are sums, from 0."""

    title: str
    above: tuple[str, ...]
    columns: tuple[ColumnTold, ...]
    rows: tuple[tuple[Cell, ...], ...] = Field(examples=[[["5 А", 2, "17/2"]]])
    totals: tuple[int, ...]


def _cell(value: Value) -> Cell:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Fraction) else value


def _told(key: str, sheet: Sheet) -> SheetTold:
    groups = {
        column: title for first, last, title in sheet.groups for column in range(first, last + 1)
    }  # fmt: skip
    return SheetTold(
        title=sheet.title, above=sheet.above,
        columns=tuple(
            ColumnTold(title=column.title, group=groups.get(number)) for number, column in enumerate(sheet.columns)
        ),
        rows=tuple(tuple(_cell(value) for value in row) for row in sheet.rows), totals=tuple(sorted(sheet.totals)),
        links=links(this=f"/reports/{key}"),
    )  # fmt: skip


def _of_month(key: str) -> Callable[..., Response]:
    def report(request: Request, unit: ReadUnit, month: Month = None) -> Response:
        return single(request, _told(key, SHEETS[key].make(unit, month or "")))

    return report


def _of_year(key: str) -> Callable[..., Response]:
    def report(request: Request, unit: ReadUnit) -> Response:
        return single(request, _told(key, SHEETS[key].make(unit, "")))

    return report


for _key, _kind in SHEETS.items():
    _report = _of_month(_key) if _kind.monthly else _of_year(_key)
    _report.__name__, _report.__doc__ = f"report_{_key}", f"{_kind.title}: {_kind.about}."
    reads(router, f"/reports/{_key}", SheetTold)(_report)
