"""A report to be printed: charts and tables as blocks for the printer of papers (`exports.document.reading`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from exports.chart import Bars, bars_svg
from exports.chart.bars import described
from exports.reports.table import Sheet, Value
from exports.words import number_said, printable

Block = dict[str, Any]
A4 = {"width": 210, "height": 297, "left": 20, "right": 15, "top": 15, "bottom": 15}
WIDTH_MM = 165.0
TEXT, SMALL, TITLE = 10.0, 8.5, 14.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedReport:
    """lines: under the title. foot: at the bottom of every page."""

    title: str
    lines: tuple[str, ...]
    charts: tuple[Bars, ...]
    sheets: tuple[Sheet, ...]
    foot: str = ""


def report_blocks(report: PrintedReport) -> Block:
    """What the printer prints."""
    return {
        "page": A4, "foot": printable(report.foot), "head": "", "blocks": list(_blocks(report)),
    }  # fmt: skip


def _blocks(report: PrintedReport) -> Iterator[Block]:
    yield _paragraph(report.title, TITLE, bold=True)
    for line in report.lines:
        yield _paragraph(line, TEXT)
    for chart in report.charts:
        yield _gap()
        yield _paragraph(chart.heading, TEXT, bold=True)
        yield _picture(chart)
    for sheet in report.sheets:
        yield _gap()
        yield _paragraph(sheet.title, TEXT, bold=True)
        for line in sheet.above:
            yield _paragraph(line, SMALL)
        yield _table(sheet)
        for line in (*sheet.below, *sheet.signatures):
            yield _gap()
            yield _paragraph(line, SMALL)


def _paragraph(text: str, size: float, bold: bool = False, align: str = "left") -> Block:
    run = {"text": printable(text), "bold": bold, "italic": False, "under": False, "size": size}
    return {"kind": "p", "align": align, "indent": 0.0, "left": 0.0, "spacing": 1.0, "runs": [run]}


def _gap() -> Block:
    return {"kind": "p", "align": "left", "indent": 0.0, "left": 0.0, "spacing": 1.0, "runs": []}


def _picture(chart: Bars) -> Block:
    run = {"image": list(bars_svg(chart).encode("utf-8")), "width": WIDTH_MM, "alt": described(chart)}
    return {**_gap(), "runs": [run]}


def _table(sheet: Sheet) -> Block:
    head = [_cell(column.title, bold=True, align="center") for column in sheet.columns]
    rows = [
        [_cell(_said(value), bold=number in sheet.totals, align=_side(value)) for value in row]
        for number, row in enumerate(sheet.rows)
    ]
    return {
        "kind": "table", "widths": [column.width for column in sheet.columns], "rows": [head, *rows], "head": 1,
        "framed": True,
    }  # fmt: skip


def _cell(text: str, bold: bool, align: str) -> Block:
    return {"span": 1, "paragraphs": [_paragraph(text, SMALL, bold, align)] if text else []}


def _side(value: Value) -> str:
    return "left" if isinstance(value, str) else "center"


def _said(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return number_said(value) if isinstance(value, Fraction | int) else value
