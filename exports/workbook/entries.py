"""Rows of a table as values: example, empty and total rows left out, every cell read by its column's kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from exports.workbook.cellvalues import Raw, shown, span_of_times
from exports.workbook.faults import WrongCellError
from exports.workbook.findings import Findings
from exports.workbook.grid import Table
from exports.workbook.layout import MARK
from exports.workbook.texts import fold

_TOTAL = re.compile(r"(итого|всего)\b")


@dataclass(slots=True, kw_only=True)
class Entry:
    """A row. `raw` field -> cell, `values` field -> what it says (absent: empty), `bad`: fields with a fault."""

    table: Table
    row: int
    raw: dict[str, Raw]
    classes: dict[int, Raw] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)

    def wrong(self, findings: Findings, name: str, wrong: WrongCellError) -> None:
        """Notes a fault of a field."""
        self.bad.add(name)
        findings.at_cell(self.table, self.row, self.table.sheet.column(name), self.raw.get(name), wrong)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A row of totals; `above` is how many rows of people's stand before it."""

    row: int
    raw: dict[str, Raw]
    above: int


def read_entries(table: Table, findings: Findings) -> tuple[list[Entry], list[Total]]:
    """Rows with their values, and the rows of totals."""
    if table.sheet.vertical:
        return [_vertical(table, findings)], []
    entries: list[Entry] = []
    totals: list[Total] = []
    above: dict[str, Raw] = {}
    for entry in _rows(table):
        if _is_total(entry):
            totals.append(Total(row=entry.row, raw=entry.raw, above=len(entries)))
            continue
        _fill_down(entry, above)
        _split_times(entry)
        _read_cells(entry, findings)
        entries.append(entry)
    return entries, totals


def _rows(table: Table) -> Iterator[Entry]:
    for number, cells in table.body():
        raw = {name: cells[at] for name, at in table.at.items() if at in cells and shown(cells[at])}
        classes = {at: cells[at] for at in table.classes if at in cells and shown(cells[at])}
        mark = fold(shown(raw.pop(MARK, "")))
        if (raw or classes) and not mark.startswith("пример"):
            yield Entry(table=table, row=number, raw=raw, classes=classes)


def _is_total(entry: Entry) -> bool:
    return any(isinstance(raw, str) and _TOTAL.match(fold(raw)) for raw in entry.raw.values())


def _fill_down(entry: Entry, above: dict[str, Raw]) -> None:
    """Empty cells of `down` columns repeat the last value, until a column further left begins something new."""
    fresh = False
    for column in entry.table.sheet.columns:
        if not column.down:
            continue
        name = column.field
        if name in entry.raw:
            fresh = fresh or shown(entry.raw[name]) != shown(above.get(name, ""))
            above[name] = entry.raw[name]
        elif fresh:
            above.pop(name, None)
        elif name in above:
            entry.raw[name] = above[name]


def _split_times(entry: Entry) -> None:
    """«с 9 до 17» in the cell of the start says both ends."""
    start = entry.raw.get("start_min")
    if isinstance(start, str) and "end_min" not in entry.raw and (both := span_of_times(start)):
        entry.raw["start_min"], entry.raw["end_min"] = both


def _vertical(table: Table, findings: Findings) -> Entry:
    """Titles stand in one column; the value is beside them."""
    raw = {name: table.grid.rows[row][table.header] for name, row in table.at.items() if _has(table, row)}
    entry = Entry(table=table, row=0, raw=raw)
    _read_cells(entry, findings)
    return entry


def _has(table: Table, row: int) -> bool:
    return bool(shown(table.grid.rows[row].get(table.header, "")))


def _read_cells(entry: Entry, findings: Findings) -> None:
    for column in entry.table.sheet.columns:
        if column.field in entry.table.at and column.field != MARK:
            _read_cell(entry, column.field, findings)
        elif column.required:
            entry.bad.add(column.field)  # the column is missing: said once, for the whole sheet


def _read_cell(entry: Entry, name: str, findings: Findings) -> None:
    column = entry.table.sheet.column(name)
    raw = entry.raw.get(name)
    if raw is None:
        if column.required:
            entry.wrong(findings, name, WrongCellError(column.kind.allowed))
        return
    try:
        entry.values[name] = column.kind.read(raw)
    except WrongCellError as wrong:
        entry.wrong(findings, name, wrong)
