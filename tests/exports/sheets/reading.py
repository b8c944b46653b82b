"""Workbooks read back as a person reads them: blocks under a name, weeks told apart."""

from __future__ import annotations

import io
from collections.abc import Iterator

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports.board import BoardValues
from exports.sheets import timetable_workbook
from tests.exports.school import DAYS, Line

CLASSES = ("с классом", "уроки")


def opened(values: BoardValues) -> Workbook:
    return load_workbook(io.BytesIO(timetable_workbook(values)))


def rows(sheet: Worksheet) -> list[list[str]]:
    """Every row as texts, empty cells as empty texts."""
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def people_rows(sheet: Worksheet) -> Iterator[tuple[str, list[str]]]:
    """(name above, cells) of every row that begins with a day; the name is the bold line after a page's start."""
    name = ""
    for line in sheet.iter_rows(min_row=3):
        texts = ["" if cell.value is None else str(cell.value) for cell in line]
        if line[0].font.b and line[0].font.sz == 14:
            name = texts[0]
        elif texts[0] in DAYS.values():
            yield name, texts


def pupil_lessons(sheet: Worksheet, labels: list[str]) -> Iterator[Line]:
    """The lessons of «По ученикам» as `tests.exports.school.expected` writes them."""
    for name, (day, subject, time, teacher, place, form, weeks) in people_rows(sheet):
        start, end = time.split("–")
        for number in weeks_of(weeks, labels) if subject not in CLASSES else ():
            yield name, number, day, start, end, subject, teacher, place, form


def weeks_of(said: str, labels: list[str]) -> list[str]:
    """Numbers of the weeks that a cell means: `1–3`, `все`, empty."""
    numbers = [str(number) for number in range(1, len(labels) + 1)]
    if said in ("", "все"):
        return numbers
    found: list[str] = []
    for part in said.split(", "):
        first, _, last = part.partition("–")
        found += numbers[labels.index(first) : labels.index(last or first) + 1]
    return found
