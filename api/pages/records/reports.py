"""«Отчёты»: a month of the school drawn as charts, and its sheets to download."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response
from markupsafe import Markup

from api.deps import ReadUnit
from api.errors import NotFound
from api.pages.frame import REPORTS
from api.pages.records.showing import OnStage
from api.services.cases.registers import CaseFilter, case_register
from api.services.reports.month import Month, charts_of, months_of, taught
from api.services.reports.sheets import counts, lessons_log, network_load, timesheet
from api.services.unit import Unit
from exports.chart import bars_svg
from exports.reports import (
    Sheet,
    counts_sheet,
    csv_of,
    log_sheet,
    network_sheet,
    timesheet_sheet,
    workbook_of,
)

router = APIRouter()

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsPage:
    """charts: SVG, made by our own function from escaped values. cases: to choose a log of."""

    months: tuple[Month, ...]
    month: Month | None
    charts: tuple[Markup, ...]
    cases: tuple[tuple[str, str], ...]


def _month(unit: Unit, asked: str) -> Month | None:
    """The month asked for, else the latest."""
    months = months_of(unit)
    return next((month for month in months if month.key == asked), months[0] if months else None)


@router.api_route("/reports", methods=["GET", "HEAD"])
def reports(stage: OnStage, unit: ReadUnit, month: str = "") -> Response:
    chosen = _month(unit, month)
    found = case_register(unit, CaseFilter())
    content = ReportsPage(
        months=months_of(unit), month=chosen,
        charts=tuple(Markup(bars_svg(chart)) for chart in charts_of(unit, taught(unit, chosen)))
        if chosen else (),
        cases=tuple((case.id, f"{case.code}: {pupil.surname} {pupil.given_names}") for case, pupil in found),
    )  # fmt: skip
    return stage.show("reports.html", "Отчёты", content, REPORTS.href)


@router.api_route("/reports/timesheet.xlsx", methods=["GET", "HEAD"])
def timesheet_file(unit: ReadUnit, month: str = "") -> Response:
    chosen = _must(_month(unit, month))
    sheet = timesheet_sheet(timesheet(unit, taught(unit, chosen)))
    return _book(sheet, f"timesheet-{chosen.key}.xlsx")


@router.api_route("/reports/network.xlsx", methods=["GET", "HEAD"])
def network_file(unit: ReadUnit, month: str = "") -> Response:
    chosen = _must(_month(unit, month))
    return _book(network_sheet(network_load(unit, taught(unit, chosen))), f"network-{chosen.key}.xlsx")


@router.api_route("/reports/counts.xlsx", methods=["GET", "HEAD"])
def counts_file(unit: ReadUnit, month: str = "") -> Response:
    chosen = _must(_month(unit, month))
    return _book(counts_sheet(counts(unit, taught(unit, chosen))), f"counts-{chosen.key}.xlsx")


@router.api_route("/cases/{case_id}/log.xlsx", methods=["GET", "HEAD"])
def log_file(unit: ReadUnit, case_id: str, month: str = "") -> Response:
    chosen = _must(_month(unit, month))
    return _book(log_sheet(lessons_log(unit, case_id, chosen)), f"lessons-{chosen.key}.xlsx")


@router.api_route("/cases/{case_id}/log.csv", methods=["GET", "HEAD"])
def log_table(unit: ReadUnit, case_id: str, month: str = "") -> Response:
    chosen = _must(_month(unit, month))
    return _handed(csv_of(log_sheet(lessons_log(unit, case_id, chosen))), CSV, f"lessons-{chosen.key}.csv")


def _must(month: Month | None) -> Month:
    if month is None:
        raise NotFound
    return month


def _book(sheet: Sheet, name: str) -> Response:
    return _handed(workbook_of([sheet], sheet.title), XLSX, name)


def _handed(data: bytes, media: str, name: str) -> Response:
    """Saved, never shown inside a page of ours."""
    headers = {"content-disposition": f'attachment; filename="{name}"', "content-security-policy": "sandbox"}
    return Response(data, media_type=media, headers=headers)
