"""«Отчёты»: a month of the school drawn as charts, and its sheets to download as Excel, CSV and PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from markupsafe import Markup

from api.deps import Here, Place, ReadUnit
from api.entrance import found
from api.errors import Conflict, NotFound
from api.pages.frame import REPORTS
from api.pages.records.showing import OnStage
from api.services.cases.registers import CaseFilter, case_register
from api.services.reports.choice import SHEETS, month_of, printed_month
from api.services.reports.month import Month, charts_of, months_of, taught
from api.services.reports.sheets import lessons_log
from api.services.unit import Unit
from exports.chart import bars_svg
from exports.document.apart import printed
from exports.reports import Sheet, csv_of, log_sheet, workbook_of
from exports.reports.printed import report_blocks
from models.engines import reading

router = APIRouter()

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"
NOT_PRINTED = "Отчёт не удалось напечатать. Повторите через минуту."


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A sheet to take home. xlsx, csv: its addresses."""

    title: str
    about: str
    xlsx: str
    csv: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartShown:
    """drawing: SVG, made by our own function from escaped values."""

    heading: str
    drawing: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsPage:
    """cases: to choose a log of."""

    months: tuple[Month, ...]
    month: Month | None
    charts: tuple[ChartShown, ...]
    of_month: tuple[SheetLine, ...]
    of_year: tuple[SheetLine, ...]
    cases: tuple[tuple[str, str], ...]


@router.api_route("/reports", methods=["GET", "HEAD"])
def reports(stage: OnStage, unit: ReadUnit, month: str = "") -> Response:
    chosen = month_of(unit, month)
    found = case_register(unit, CaseFilter())
    content = ReportsPage(
        months=months_of(unit), month=chosen,
        charts=tuple(
            ChartShown(heading=chart.heading, drawing=Markup(bars_svg(chart)))
            for chart in charts_of(unit, taught(unit, chosen))
        ) if chosen else (),
        of_month=_lines(chosen, monthly=True), of_year=_lines(chosen, monthly=False),
        cases=tuple((case.id, f"{case.code}: {pupil.surname} {pupil.given_names}") for case, pupil in found),
    )  # fmt: skip
    return stage.show("reports.html", "Отчёты", content, REPORTS.href)


def _lines(month: Month | None, monthly: bool) -> tuple[SheetLine, ...]:
    asked = f"?month={month.key}" if month and monthly else ""
    return tuple(
        SheetLine(
            title=kind.title, about=kind.about, xlsx=f"/reports/{key}.xlsx{asked}", csv=f"/reports/{key}.csv{asked}"
        )
        for key, kind in SHEETS.items()
        if kind.monthly == monthly
    )  # fmt: skip


def _book(key: str) -> Callable[[Unit, str], Response]:
    def download(unit: ReadUnit, month: str = "") -> Response:
        return _xlsx(SHEETS[key].make(unit, month), _named(unit, key, month))

    return download


def _table(key: str) -> Callable[[Unit, str], Response]:
    def download(unit: ReadUnit, month: str = "") -> Response:
        return _handed(csv_of(SHEETS[key].make(unit, month)), CSV, f"{_named(unit, key, month)}.csv")

    return download


def _named(unit: Unit, key: str, month: str) -> str:
    """`timesheet-2026-10`, `quarters`."""
    chosen = month_of(unit, month) if SHEETS[key].monthly else None
    return f"{key}-{chosen.key}" if chosen else key


for _key in SHEETS:
    router.add_api_route(f"/reports/{_key}.xlsx", _book(_key), methods=["GET", "HEAD"])
    router.add_api_route(f"/reports/{_key}.csv", _table(_key), methods=["GET", "HEAD"])


def month_printed(place: Place, here: Here, month: str = "") -> tuple[Month, bytes]:
    """Read, then printed apart: no transaction waits for the printer."""
    with reading(place.engine) as session:
        unit = place.unit(place.door(session, here.at), found(here.live))
        chosen, told = printed_month(unit, month)
    made = printed(report_blocks(told))
    if made is None:
        raise Conflict(NOT_PRINTED)
    return chosen, made


@router.api_route("/reports/month.pdf", methods=["GET", "HEAD"])
def month_file(made: Annotated[tuple[Month, bytes], Depends(month_printed)]) -> Response:
    month, content = made
    return _handed(content, PDF, f"month-{month.key}.pdf")


@router.api_route("/cases/{case_id}/log.xlsx", methods=["GET", "HEAD"])
def log_file(unit: ReadUnit, case_id: str, month: str = "") -> Response:
    sheet, name = _log(unit, case_id, month)
    return _xlsx(sheet, name)


@router.api_route("/cases/{case_id}/log.csv", methods=["GET", "HEAD"])
def log_table(unit: ReadUnit, case_id: str, month: str = "") -> Response:
    sheet, name = _log(unit, case_id, month)
    return _handed(csv_of(sheet), CSV, f"{name}.csv")


def _log(unit: Unit, case_id: str, month: str) -> tuple[Sheet, str]:
    chosen = month_of(unit, month)
    if chosen is None:
        raise NotFound
    return log_sheet(lessons_log(unit, case_id, chosen)), f"lessons-{chosen.key}"


def _xlsx(sheet: Sheet, name: str) -> Response:
    return _handed(workbook_of([sheet], sheet.title), XLSX, f"{name}.xlsx")


def _handed(data: bytes, media: str, name: str) -> Response:
    """Saved, never shown inside a page of ours."""
    headers = {"content-disposition": f'attachment; filename="{name}"', "content-security-policy": "sandbox"}
    return Response(data, media_type=media, headers=headers)
