"""From an upload's bytes to plain sheets: parsed by a child process that cannot take more than it is given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from exports import limited
from exports.workbook.archive import BROKEN, RefusedError, check_first_bytes
from exports.workbook.cellvalues import Raw, Serial
from exports.workbook.faults import BadWorkbookError, Fault
from exports.workbook.grid import Grid

COMMAND = limited.command("exports.workbook.child")
SECONDS = 15.0  # of the wall clock; the child has its own limit of processor time


def open_workbook(source: bytes | Path) -> list[Grid]:
    """The sheets in the file's order. Raises BadWorkbookError with one sentence where the file is refused."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    try:
        check_first_bytes(data)
        return [_grid(sheet) for sheet in _sheets(data)]
    except RefusedError as refusal:
        raise BadWorkbookError([Fault(said=str(refusal))]) from None


def _sheets(data: bytes) -> list[dict[str, Any]]:
    told = limited.ask(COMMAND, data, SECONDS)
    if told is None:
        raise RefusedError(BROKEN)
    answer: dict[str, Any] = json.loads(told.decode("utf-8", "surrogatepass"))
    if "refused" in answer:
        raise RefusedError(answer["refused"])
    sheets: list[dict[str, Any]] = answer["sheets"]
    return sheets


def _grid(sheet: dict[str, Any]) -> Grid:
    return Grid(
        title=sheet["title"],
        rows={row: {column: _raw(value) for column, value in cells} for row, cells in sheet["rows"]},
        hidden=sheet["hidden"],
        hidden_rows=frozenset(sheet["hidden_rows"]),
        hidden_columns=frozenset(sheet["hidden_columns"]),
    )


def _raw(value: Any) -> Raw:
    return Serial(value["serial"]) if isinstance(value, dict) else value
