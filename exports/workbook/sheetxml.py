"""One sheet's XML to rows of plain cells. Runs in the limited child."""

from __future__ import annotations

import re
from typing import Any

from exports.workbook.archive import BROKEN, RefusedError
from exports.workbook.parts import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_MERGED,
    MAX_ROWS,
    TOO_MANY,
    Attributes,
    unescaped,
    walk,
)

_REF = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


def position(reference: str) -> tuple[int, int]:
    """«B7» is (7, 2)."""
    found = _REF.fullmatch(reference)
    if found is None:
        raise RefusedError(BROKEN)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


class SheetReader:
    """Collects the cells that hold something; `rows` row -> column -> value."""

    def __init__(self, title: str, strings: list[str], dates: frozenset[int], shift: int) -> None:
        self.title, self.strings, self.dates, self.shift = title, strings, dates, shift
        self.rows: dict[int, dict[int, Any]] = {}
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.row = self.column = self.cells = 0
        self.kind = self.style = ""
        self.parts: list[str] = []
        self.inside = ""
        self.aside = False

    def read(self, xml: bytes) -> SheetReader:
        walk(xml, self.start, self.end, self.text)
        self._spread_merged()
        return self

    def start(self, element: str, attributes: Attributes) -> None:
        if element == "c":
            self._start_cell(attributes)
        elif element == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
            if attributes.get("hidden") in ("1", "true"):
                self.hidden_rows.append(self.row)
        elif element in ("v", "t") and not self.aside:
            self.inside = element
        elif element == "rPh":
            self.aside = True
        elif element == "col" and attributes.get("hidden") in ("1", "true"):
            last = min(int(attributes["max"]), MAX_COLUMNS)
            self.hidden_columns += range(int(attributes["min"]), last + 1)
        elif element == "mergeCell":
            self._start_merged(attributes["ref"])

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        self.column = position(reference)[1] if reference else self.column + 1
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.parts = []
        self.cells += 1
        if self.cells > MAX_CELLS:
            raise RefusedError(TOO_MANY.format(self.title))

    def _start_merged(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        self.merged.append((*position(first), *position(last or first)))
        if len(self.merged) > MAX_MERGED:
            raise RefusedError(TOO_MANY.format(self.title))

    def text(self, text: str) -> None:
        if self.inside:
            self.parts.append(text)

    def end(self, element: str) -> None:
        if element in ("v", "t"):
            self.inside = ""
        elif element == "rPh":
            self.aside = False
        elif element == "c" and self.parts:
            value = self._value("".join(self.parts))
            if value not in ("", None):
                self._keep(value)

    def _keep(self, value: Any) -> None:
        if self.row > MAX_ROWS or self.column > MAX_COLUMNS:
            raise RefusedError(TOO_MANY.format(self.title))
        self.rows.setdefault(self.row, {})[self.column] = value

    def _value(self, text: str) -> Any:
        if self.kind == "s":
            number = int(text)
            if not 0 <= number < len(self.strings):
                raise RefusedError(BROKEN)
            return self.strings[number]
        if self.kind == "b":
            return text.strip() == "1"
        if self.kind == "n":
            return self._number(float(text))
        return unescaped(text) if self.kind != "e" else text

    def _number(self, value: float) -> Any:
        if not abs(value) < 1e15:
            raise RefusedError(BROKEN)
        if int(self.style) not in self.dates:
            return int(value) if value == int(value) else value
        return {"serial": value + self.shift if value >= 1 else value}

    def _spread_merged(self) -> None:
        """Every cell of a merged range says what its first cell says; ranges of whole columns are cut."""
        spread = 0
        last_row = max(self.rows, default=0)
        for top, left, bottom, right in self.merged:
            value = self.rows.get(top, {}).get(left)
            if value is None:
                continue
            rows = range(top, min(bottom, last_row) + 1)
            columns = range(left, min(right, MAX_COLUMNS) + 1)
            spread += len(rows) * len(columns)
            if spread > MAX_CELLS:
                raise RefusedError(TOO_MANY.format(self.title))
            for row in rows:
                for column in columns:
                    self.rows.setdefault(row, {}).setdefault(column, value)

    def plain(self) -> dict[str, Any]:
        """What goes back to the parent."""
        return {
            "title": self.title,
            "rows": [[row, list(map(list, self.rows[row].items()))] for row in sorted(self.rows)],
            "hidden_rows": self.hidden_rows,
            "hidden_columns": self.hidden_columns,
        }
