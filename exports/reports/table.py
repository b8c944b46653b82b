"""A table as a sheet of a workbook, through pandas, or as CSV. Texts stay texts, whatever they begin with."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from exports.words import number_said, printable

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

Value = str | int | Fraction | date | None
A4, MOST_CHARACTERS, MOST_POINTS, LINE_POINTS, PADDING_POINTS = 9, 32_767, 409.0, 13.0, 4.0
NARROW = 10  # characters
FORMULA = ("=", "+", "-", "@")
# the same values give the same bytes: the file's own date says nothing
NO_DATE = datetime(1980, 1, 1)
FONT = {"font_name": "Arial", "font_size": 9}
BASE = {**FONT, "valign": "top", "text_wrap": True, "border": 1, "border_color": "#8b95a5"}
LOOKS: dict[str, dict[str, object]] = {
    "line": {**FONT},
    "title": {**FONT, "bold": True, "font_size": 12},
    "head": {**BASE, "bold": True, "bg_color": "#e8ecf2", "align": "center"},
    "text": BASE,
    "number": {**BASE, "align": "center"},
    "total": {**BASE, "bold": True, "bg_color": "#f4f6f9"},
    "total number": {**BASE, "bold": True, "bg_color": "#f4f6f9", "align": "center"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """width: in characters, as workbooks count."""

    title: str
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table. above, below: lines over and under it. totals: numbers of rows that are sums, from 0.

    name: of the sheet in a book, at most 31 characters. groups: a heading over columns, (first, last, title).
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    totals: frozenset[int] = frozenset()
    groups: tuple[tuple[int, int, str], ...] = ()
    landscape: bool = True
    signatures: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        wrong = [row for row in self.rows if len(row) != len(self.columns)]
        if wrong:
            raise ValueError(f"{self.name}: {len(self.columns)} columns, a row has {len(wrong[0])} values")


def workbook_of(sheets: Sequence[Sheet], title: str) -> bytes:
    """An .xlsx with the sheets in order; no formula in it. A4, the header repeats in print."""
    import pandas  # type: ignore[import-untyped]

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with pandas.ExcelWriter(target, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        book: Workbook = writer.book
        book.set_properties({"title": printable(title), "created": NO_DATE})
        looks = {name: book.add_format(look) for name, look in LOOKS.items()}
        for number, sheet in enumerate(sheets):
            name = _name(sheet.name, number)
            frame = pandas.DataFrame([[_cell(value) for value in row] for row in sheet.rows], dtype=object)
            top = _head_row(sheet)
            frame.to_excel(writer, sheet_name=name, header=False, index=False, startrow=top + 1)
            _dress(writer.sheets[name], sheet, looks, top)
    return target.getvalue()


def _name(told: str, number: int) -> str:
    """A name a sheet may have: without []:*?/\\ and apostrophes at its ends, not twice the same."""
    plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in printable(told)).strip(" '")
    return f"{number + 1} {plain}"[:31].rstrip(" '")


def _head_row(sheet: Sheet) -> int:
    """The row of the header, from 0: under the title and the lines above, and under the groups."""
    return 1 + len(sheet.above) + bool(sheet.groups)


def _cell(value: Value) -> object:
    if isinstance(value, str):
        return printable(value)[:MOST_CHARACTERS]
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(round(value, 2))
    return value


def _dress(paper: Worksheet, sheet: Sheet, looks: dict[str, Format], top: int) -> None:
    """Title, header and looks around the values that pandas has written, and the set-up of the print."""
    for at, text in enumerate((sheet.title, *sheet.above)):
        paper.write_string(at, 0, printable(text), looks["line" if at else "title"])
    for first, last, title in sheet.groups:
        if first < last:
            paper.merge_range(top - 1, first, top - 1, last, printable(title), looks["head"])
        else:
            paper.write_string(top - 1, first, printable(title), looks["head"])
    paper.set_row(top, _height([column.title for column in sheet.columns], sheet.columns))
    for number, column in enumerate(sheet.columns):
        paper.set_column(number, number, column.width)
        paper.write_string(top, number, printable(column.title), looks["head"])
    for number, row in enumerate(sheet.rows, top + 1):
        _dress_row(paper, sheet, looks, number, row, number - top - 1 in sheet.totals)
    end = top + len(sheet.rows)
    for at, text in enumerate((*sheet.below, *sheet.signatures), end + 2):
        paper.write_string(at, 0, printable(text), looks["line"])
    under = len(sheet.below) + len(sheet.signatures)
    _print(paper, sheet, top, end + 1 + under if under else end)


def _dress_row(
    paper: Worksheet, sheet: Sheet, looks: dict[str, Format], number: int, row: Sequence[Value], total: bool
) -> None:
    for column, value in enumerate(row):
        cell, look = _cell(value), looks[_look(value, total, sheet.columns[column].width)]
        if cell is None:
            paper.write_blank(number, column, None, look)
        elif isinstance(cell, str):
            paper.write_string(number, column, cell, look)
        else:
            paper.write_number(number, column, cell, look)
    paper.set_row(number, _height([_cell(value) for value in row], sheet.columns))


def _look(value: Value, total: bool, width: float) -> str:
    """Numbers stand in the middle, and whatever stands in a narrow column."""
    if isinstance(value, str) and width >= NARROW:
        return "total" if total else "text"
    return "total number" if total else "number"


def _height(texts: Iterable[object], columns: Sequence[Column]) -> float:
    """Of a row, so that every text is seen: not every program grows rows by itself."""
    lines = max(_lines(text, column.width) for text, column in zip(texts, columns, strict=True))
    return min(lines * LINE_POINTS + PADDING_POINTS, MOST_POINTS)


def _lines(value: object, width: float) -> int:
    return max(1, len(textwrap.wrap("" if value is None else str(value), max(1, int(width * 0.95)))))


def _print(paper: Worksheet, sheet: Sheet, top: int, last_row: int) -> None:
    paper.set_paper(A4)
    if sheet.landscape:
        paper.set_landscape()
    paper.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    paper.set_footer("&C&9Страница &P из &N")
    paper.repeat_rows(top - bool(sheet.groups), top)
    paper.freeze_panes(top + 1, 1)
    paper.print_area(0, 0, last_row, len(sheet.columns) - 1)
    paper.fit_to_pages(1, 0)


def csv_of(sheet: Sheet) -> bytes:
    """UTF-8 with BOM, `;`, CRLF; numbers with a decimal comma, days as `01.09.2026`.

    A text that a program might take for a formula gets an apostrophe in front.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe(column.title) for column in sheet.columns])
    writer.writerows([_plain(value) for value in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return safe(value) if isinstance(value, str) else number_said(value)


def safe(text: str) -> str:
    """The text with an apostrophe before what might be a formula."""
    clean = printable(text)
    return f"'{clean}" if clean.lstrip().startswith(FORMULA) else clean
