"""How the workbook looks: headers with explanations, drop-downs, widths, print set-up, the sheet to read first."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from exports.workbook.guide import GUIDE, GUIDE_TITLE
from exports.workbook.layout import MARK, Column, Sheet
from exports.workbook.sheets import SHEET, SHEETS

_LAST_ROW = 3000  # drop-downs and formats reach to here
_ONE_PAGE = 220  # characters; wider tables go over several pages
_FORMS = {
    "text": "@",
    "whole": "0",
    "number": "0.######",
    "hours": "0.###",
    "date": "dd.mm.yyyy",
    "time": "h:mm",
}
_INK, _PAPER, _NEEDED, _GREY = "#1F3A5F", "#E3ECF7", "#C9DCF2", "#8A8A8A"


class Dress:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._bodies: dict[tuple[str, bool], Format] = {}
        head: dict[str, Any] = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
        head |= {"border_color": "#9DB3CC", "font_color": _INK}
        self.head = book.add_format(head | {"bg_color": _PAPER})
        self.needed = book.add_format(head | {"bg_color": _NEEDED})
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": _INK})
        self.words = book.add_format({"text_wrap": True, "valign": "top"})
        self.strong = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "font_color": _INK})
        self.link = book.add_format({"font_color": "#1F5FA8", "underline": 1, "valign": "top"})
        self.small = book.add_format({"text_wrap": True, "font_color": "#555555", "valign": "vcenter"})

    def body(self, column: Column, *, example: bool = False) -> Format:
        """The format of a column's cells; examples are grey and slanted."""
        key = (column.kind.form, example)
        if key not in self._bodies:
            shape: dict[str, Any] = {"num_format": _FORMS[column.kind.form], "valign": "top"}
            shape |= {"text_wrap": True} if column.kind.form == "text" else {"align": "left"}
            shape |= {"italic": True, "font_color": _GREY} if example else {}
            self._bodies[key] = self._book.add_format(shape)
        return self._bodies[key]


def lay_out(page: Worksheet, sheet: Sheet, columns: list[Column], looks: Dress, *, first_row: int) -> None:
    """Header, explanations, drop-downs and print set-up of a table; `first_row` is where people's rows begin."""
    for place, column in enumerate(columns):
        page.set_column(place, place, width_of(column), looks.body(column))
        page.write_string(0, place, column.title, looks.needed if column.required else looks.head)
        page.write_comment(0, place, explained(column), _comment_size(explained(column)))
        page.data_validation(first_row, place, _LAST_ROW, place, _validation(column, first_row))
    fixed = len(sheet.columns) if sheet.wide else 1 + columns.index(sheet.key_column)
    page.set_row(0, 3 + 15 * max(_wrapped(column.title, width_of(column) - 1) for column in columns))
    page.freeze_panes(1, fixed)
    page.repeat_rows(0)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{_LAST_ROW}"})
    _print_set_up(page, sheet)
    if sum(width_of(column) for column in columns) > _ONE_PAGE:
        page.fit_to_pages(0, 0)
        page.set_print_scale(65)
        page.repeat_columns(0, fixed - 1)


def lay_out_settings(page: Worksheet, sheet: Sheet, looks: Dress) -> None:
    """Titles down the first column, then the value, an example, an explanation."""
    for place, (text, width) in enumerate((("Что", 32), ("Значение", 30), ("Пример", 30), ("Пояснение", 70))):
        page.set_column(place, place, width)
        page.write_string(0, place, text, looks.head)
    for number, column in enumerate(sheet.columns, 1):
        page.write_string(number, 0, column.title, looks.needed if column.required else looks.head)
        page.write_string(number, 3, explained(column), looks.small)
        page.data_validation(number, 1, number, 1, _validation(column, 1))
        page.set_row(number, 32)
    page.freeze_panes(1, 1)
    _print_set_up(page, sheet)


def width_of(column: Column) -> int:
    """Width in characters."""
    return column.width or column.kind.width


def lines_of(value: object, column: Column) -> int:
    """How many lines a value needs in its column; LibreOffice does not grow rows by itself."""
    return (
        sum(_wrapped(line, width_of(column)) for line in value.split("\n")) if isinstance(value, str) else 1
    )


def _wrapped(text: str, width: int) -> int:
    """Lines of a text broken at spaces."""
    lines, room = 1, width
    for word in text.split():
        if len(word) > room and room < width:
            lines, room = lines + 1, width
        room -= len(word) + 1
    return lines


def explained(column: Column) -> str:
    """A column's help, and whether it has to be filled."""
    return column.help + (" Обязательно." if column.required else "")


def _comment_size(text: str) -> dict[str, Any]:
    return {"x_scale": 2, "y_scale": 0.45 + 0.22 * (len(text) // 38), "font_size": 10, "author": ""}


def _validation(column: Column, first_row: int) -> dict[str, Any]:
    """A drop-down where the column has choices or names rows of another sheet; elsewhere only the explanation."""
    rule: dict[str, Any] = {"validate": "any"}
    if column.kind.choices:
        rule = {"validate": "list", "source": list(column.kind.choices), "show_error": True}
        rule |= {"error_title": "Такого слова нет", "error_message": column.kind.allowed[:250]}
    elif column.refers:
        other = SHEET[column.refers[0]]
        letter = chr(65 + other.columns.index(other.key_column))
        source = f"='{other.title}'!${letter}${first_row + 1}:${letter}${_LAST_ROW}"
        rule = {"validate": "list", "source": source, "show_error": False}
    elif column.field == MARK:
        rule = {"validate": "list", "source": ["пример"], "show_error": False}
    return rule | {"input_title": column.title[:32], "input_message": explained(column)[:255]}


def _print_set_up(page: Worksheet, sheet: Sheet) -> None:
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_margins(0.4, 0.4, 0.6, 0.6)
    page.set_header(f"&L{sheet.title}")
    page.set_footer("&CСтраница &P из &N")


def write_guide(book: Workbook, looks: Dress) -> None:
    """The first sheet: how to fill the workbook, and what each sheet is for with a link to it."""
    page = book.add_worksheet(GUIDE_TITLE)
    page.hide_gridlines(2)
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 92)
    page.set_row(0, 26)
    page.write_string(0, 0, GUIDE[0], looks.title)
    row = 2
    for number, text in enumerate(GUIDE[1:], 1):
        page.write_string(row, 0, f"Шаг {number}", looks.strong)
        page.write_string(row, 1, text, looks.words)
        page.set_row(row, 4 + 15 * _wrapped(text, 92))
        row += 1
    page.write_string(row + 1, 0, "Листы", looks.strong)
    for number, sheet in enumerate(SHEETS, row + 2):
        page.write_url(number, 0, f"internal:'{sheet.title}'!A1", looks.link, sheet.title)
        page.write_string(number, 1, sheet.about, looks.words)
        page.set_row(number, 4 + 15 * _wrapped(sheet.about, 92))
    page.set_paper(9)
    page.fit_to_pages(1, 1)
