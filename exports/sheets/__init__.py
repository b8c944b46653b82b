"""A timetable on paper: a workbook to print and a table of lessons for other programs."""

from __future__ import annotations

import io
from datetime import datetime

from exports.board.values import BoardValues
from exports.sheets.days import OF_DAY, fill_days
from exports.sheets.left import LEFT, OWED, fill_left, fill_owed
from exports.sheets.lessons_csv import lessons_csv
from exports.sheets.paper import Looks, Paper
from exports.sheets.people import OF_PUPIL, OF_TEACHER, fill_pupils, fill_teachers

__all__ = ["lessons_csv", "timetable_workbook"]

# the same values give the same bytes: the file's own date says nothing
_NO_DATE = datetime(1980, 1, 1)
# widths are counted in digits of the book's own font: one that every program has, or one of its size
_FONT = {"font_name": "Arial", "font_size": 10}
_SHEETS = (
    ("По ученикам", "расписание по ученикам", OF_PUPIL, fill_pupils),
    ("По учителям", "расписание по учителям", OF_TEACHER, fill_teachers),
    ("По дням", "дни учителей с маршрутами", OF_DAY, fill_days),
    ("Не размещено", "что не размещено и почему", LEFT, fill_left),
)
_DEBT = ("Долг", "сколько занятий осталось дать", OWED, fill_owed)


def timetable_workbook(values: BoardValues) -> bytes:
    """An .xlsx with sheets by pupil, by teacher, by day, what is not placed and, if it was given, what is owed.

    Landscape A4, header rows repeated, a page per pupil, teacher and day; nothing in it is a formula.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    target = io.BytesIO()
    options = {"in_memory": True, "default_format_properties": dict(_FONT)}  # the writer writes into it
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": "Расписание занятий", "created": _NO_DATE})
        looks = Looks(book)
        for name, title, columns, fill in (*_SHEETS, *([_DEBT] if values.owed else [])):
            fill(Paper(book, looks, name, f"{values.name}: {title}", columns), values)
    return target.getvalue()
