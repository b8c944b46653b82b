"""A sheet of paper in a workbook: A4, rows from top to bottom, texts that stay texts, heights set by hand."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from exports.words import printable

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

MOST_CHARACTERS = 32_767  # of a cell, in every program that reads the format
A4 = 9
LINE_POINTS = 13.0
PADDING_POINTS = 4.0
MOST_POINTS = 409.0

Kind = Literal["title", "name", "head", "text", "strong", "number", "again", "faint", "note", "group"]
Cell = tuple[str | int | float, Kind]

_BASE = {"valign": "top", "font_color": "#1b1f24"}
_CELL = _BASE | {"text_wrap": True, "bottom": 1, "bottom_color": "#c9ced6"}
_LOOKS: dict[Kind, dict[str, object]] = {
    "title": {"font_size": 11, "font_color": "#4a5462", "valign": "vcenter"},
    "name": {"bold": True, "font_size": 14, "valign": "vcenter"},
    "head": {
        "bold": True,
        "bg_color": "#e8ecf2",
        "valign": "vcenter",
        "text_wrap": True,
        "top": 1,
        "bottom": 1,
        "border_color": "#8b95a5",
    },
    "text": _CELL,
    "strong": _CELL | {"bold": True},
    "number": _CELL | {"align": "center"},
    "again": _CELL | {"font_color": "#8b95a5"},
    "faint": _CELL | {"font_color": "#5b6675", "italic": True},
    "note": {"text_wrap": False, "font_color": "#4a5462"},
    "group": {"bold": True, "bg_color": "#f4f6f9", "valign": "vcenter"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """title: of the header row. width: in characters, as workbooks count."""

    title: str
    width: float


class Looks:
    """The formats of one workbook, by kind of cell."""

    def __init__(self, book: Workbook) -> None:
        self._formats: dict[Kind, Format] = {
            kind: book.add_format(_BASE | look) for kind, look in _LOOKS.items()
        }

    def __getitem__(self, kind: Kind) -> Format:
        return self._formats[kind]


class Paper:
    """One sheet, landscape A4; rows are added downwards. The first two rows, title and header, repeat in print."""

    def __init__(
        self, book: Workbook, looks: Looks, name: str, title: str, columns: Sequence[Column]
    ) -> None:
        self._sheet: Worksheet = book.add_worksheet(name)
        self._looks = looks
        self._columns = columns
        self._row = 0
        self._breaks: list[int] = []
        for number, column in enumerate(columns):
            self._sheet.set_column(number, number, column.width)
        self.line(title, "title")
        self.cells([(column.title, "head") for column in columns])
        self._sheet.repeat_rows(0, 1)
        self._sheet.freeze_panes(2, 0)

    def line(self, text: str, kind: Kind) -> None:
        """One text over the whole width, in the first cell."""
        size = {"title": 20.0, "name": 26.0, "group": 20.0}.get(kind, LINE_POINTS + PADDING_POINTS)
        self._sheet.set_row(self._row, size)
        self._write(0, text, kind)
        if kind == "group":
            for column in range(1, len(self._columns)):
                self._sheet.write_blank(self._row, column, None, self._looks[kind])
        self._row += 1

    def cells(self, cells: Sequence[Cell]) -> None:
        """One row, as high as its longest cell needs."""
        lines = max(
            _lines(value, column.width) for (value, _), column in zip(cells, self._columns, strict=True)
        )
        self._sheet.set_row(self._row, min(lines * LINE_POINTS + PADDING_POINTS, MOST_POINTS))
        for column, (value, kind) in enumerate(cells):
            if isinstance(value, str):
                self._write(column, value, kind)
            else:
                self._sheet.write_number(self._row, column, value, self._looks[kind])
        self._row += 1

    def gap(self) -> None:
        """Half a line of white."""
        self._sheet.set_row(self._row, LINE_POINTS / 2 + PADDING_POINTS)
        self._row += 1

    def new_page(self) -> None:
        """What follows starts on a new page of the print."""
        self._breaks.append(self._row)

    def finish(self, *, fit: bool) -> None:
        """Set up the print. fit: shrink to the page's width, which makes programs forget page breaks."""
        sheet = self._sheet
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&C&9Страница &P из &N")
        sheet.hide_gridlines(2)
        sheet.print_area(0, 0, max(self._row - 1, 1), len(self._columns) - 1)
        if fit:
            sheet.fit_to_pages(1, 0)
        elif self._breaks:
            sheet.set_h_pagebreaks(self._breaks)

    def _write(self, column: int, text: str, kind: Kind) -> None:
        """A text that no program takes for a formula, whatever it begins with."""
        self._sheet.write_string(self._row, column, printable(text)[:MOST_CHARACTERS], self._looks[kind])


def _lines(value: str | int | float, width: float) -> int:
    """Lines a text takes when wrapped into a column, a little pessimistic."""
    return max(1, len(textwrap.wrap(str(value), max(1, int(width * 0.95)))))
