"""The workbook as a file: an empty one to fill in, or one filled from a registry. Bytes follow from the values."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from exports.workbook import dress
from exports.workbook.canonical import canonical
from exports.workbook.cellvalues import Serial
from exports.workbook.dress import Dress
from exports.workbook.kinds import TEXT
from exports.workbook.layout import Column, Sheet
from exports.workbook.rows import Row, class_titles, registry_rows
from exports.workbook.sheets import SHEETS
from exports.workbook.texts import printable
from scheduler.registry.values import Registry

EXAMPLE_CLASSES = {"1 «А»": "Математика, Озёрная А. А.", "5 «А»": "Русский язык, Лугова В. В. (нед. 1, 3)"}
_MADE = datetime(2026, 1, 1)  # the same registry is the same bytes


def write_template() -> bytes:
    """An empty workbook with explanations, drop-downs and one example row on each sheet, marked «пример»."""
    return _written({}, [], template=True)


def write_registry(registry: Registry) -> bytes:
    """The workbook of a registry; read_workbook gives back canonical(registry)."""
    plain = canonical(registry)
    return _written(registry_rows(plain), class_titles(plain), template=False)


def _written(rows: dict[str, list[Row]], classes: list[str], *, template: bool) -> bytes:
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"title": "Надомное обучение: сведения для расписания", "created": _MADE})
    looks = Dress(book)
    dress.write_guide(book, looks)
    for sheet in SHEETS:
        page = book.add_worksheet(sheet.title)
        if sheet.vertical:
            _write_settings(page, sheet, looks, rows.get(sheet.key, [{}])[0])
        else:
            columns = [*sheet.columns, *_class_columns(sheet, classes, template)]
            dress.lay_out(page, sheet, columns, looks, first_row=2 if template else 1)
            _write_rows(page, columns, looks, _examples(columns) if template else rows[sheet.key], template)
    book.close()
    return target.getvalue()


def _class_columns(sheet: Sheet, classes: list[str], template: bool) -> list[Column]:
    titles = [*EXAMPLE_CLASSES] if template else classes
    help_text = "Предмет, учитель. Группы через «;». Недели в скобках: «(нед. 1, 3)»."
    return [
        Column(
            title=title,
            field=title,
            kind=TEXT,
            help=help_text,
            width=27,
            example=EXAMPLE_CLASSES.get(title, ""),
        )
        for title in titles
        if sheet.wide
    ]


def _examples(columns: list[Column]) -> list[Row]:
    return [{column.field: column.kind.read(column.example) for column in columns if column.example}]


def _write_rows(page: Worksheet, columns: list[Column], looks: Dress, rows: list[Row], example: bool) -> None:
    for number, row in enumerate(rows, 1):
        lines = 1
        for place, column in enumerate(columns):
            value = _cell(column, row)
            lines = max(lines, dress.lines_of(value, column))
            _write(page, number, place, value, looks.body(column, example=example))
        page.set_row(number, 15 * lines)


def _cell(column: Column, row: Row) -> Any:
    value = row.get(column.field)
    if value is None or (column.quiet and value in _QUIET.get(column.field, (None,))):
        return None
    return column.kind.show(value)


_QUIET: dict[str, tuple[Any, ...]] = {
    "area": ("",),
    "in_class_hours": (0,),
    "max_per_day": (1,),
    "break_min": (10,),
    "start_min": (0,),
    "end_min": (1440,),
    "weight": (1,),
}


def _write(page: Worksheet, row: int, column: int, value: Any, form: Any) -> None:
    """Texts go in as texts, whatever they begin with; nothing here ever becomes a formula."""
    if value is None:
        page.write_blank(row, column, None, form)
    elif isinstance(value, Serial):
        page.write_number(row, column, value.days, form)
    elif isinstance(value, date):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), form)
    elif isinstance(value, float | int):
        page.write_number(row, column, value, form)
    else:
        page.write_string(row, column, printable(value), form)


def _write_settings(page: Worksheet, sheet: Sheet, looks: Dress, row: Row) -> None:
    dress.lay_out_settings(page, sheet, looks)
    for number, column in enumerate(sheet.columns, 1):
        _write(page, number, 1, _cell(column, row), looks.body(column))
        example = column.kind.show(column.kind.read(column.example))
        _write(page, number, 2, example, looks.body(column, example=True))
