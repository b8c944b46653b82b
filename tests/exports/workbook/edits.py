"""Small edits of a workbook, as a person or a program would make them; each is a function of an open book."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from exports.workbook.sheets import SHEETS

Edit = Callable[[Workbook], None]
_TITLES = {sheet.title: [column.title for column in sheet.columns] for sheet in SHEETS}


def edited(data: bytes, *edits: Edit) -> bytes:
    """The workbook after the edits, saved by openpyxl."""
    book = openpyxl.load_workbook(BytesIO(data))
    for edit in edits:
        edit(book)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def column_of(sheet: str, title: str) -> int:
    """Column number of a title as the workbook is written, from 1."""
    return _TITLES[sheet].index(title) + 1


def put(sheet: str, row: int, title: str, value: Any, form: str | None = None) -> Edit:
    """Writes a cell; the row is as in the file, 2 is the first below the header. A class is its column's title."""

    def edit(book: Workbook) -> None:
        page = book[sheet]
        number = next(cell.column for cell in page[1] if cell.value == title)
        cell = page.cell(row, number)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        if form is not None:
            cell.number_format = form

    return edit


def put_setting(title: str, value: Any) -> Edit:
    def edit(book: Workbook) -> None:
        page = book["Настройки"]
        next(row for row in page.iter_rows() if row[0].value == title)[1].value = value

    return edit


def add_row(sheet: str, **cells: Any) -> Edit:
    """A row below the last; titles with spaces are written with underscores."""

    def edit(book: Workbook) -> None:
        row = book[sheet].max_row + 1
        for title, value in cells.items():
            put(sheet, row, title.replace("_", " "), value)(book)

    return edit


def rename_sheet(old: str, new: str) -> Edit:
    def edit(book: Workbook) -> None:
        book[old].title = new

    return edit


def rename_column(sheet: str, old: str, new: str | None) -> Edit:
    def edit(book: Workbook) -> None:
        book[sheet].cell(1, column_of(sheet, old)).value = new

    return edit


def drop_sheet(title: str) -> Edit:
    def edit(book: Workbook) -> None:
        del book[title]

    return edit


def drop_column(sheet: str, title: str) -> Edit:
    def edit(book: Workbook) -> None:
        book[sheet].delete_cols(column_of(sheet, title))

    return edit


def drop_rows(sheet: str, first: int, count: int = 1) -> Edit:
    def edit(book: Workbook) -> None:
        book[sheet].delete_rows(first, count)

    return edit
