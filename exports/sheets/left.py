"""The sheets «Не размещено» and «Долг»: lessons without a time and why, lessons the plan still owes."""

from __future__ import annotations

from fractions import Fraction

from exports.board.owed import Owed
from exports.board.values import BoardValues, Missing
from exports.sheets.paper import Cell, Column, Paper

LEFT = (
    Column("Ученик", 24),
    Column("Предмет", 25),
    Column("Учитель", 24),
    Column("Занятий", 9),
    Column("Вывод", 22),
    Column("Почему", 62),
)
OWED = (
    Column("Ученик", 28),
    Column("Предмет", 30),
    Column("Учитель", 24),
    Column("По плану", 11),
    Column("На датах", 11),
    Column("Не размещено", 13),
    Column("Выпало", 11),
    Column("Долг", 11),
)


def fill_left(paper: Paper, values: BoardValues) -> None:
    for entry in values.missing:
        paper.cells(_missing(entry))
    if not values.missing:
        paper.line("Все занятия размещены.", "note")
    paper.finish(fit=True)


def fill_owed(paper: Paper, values: BoardValues) -> None:
    for entry in values.owed:
        paper.cells(_owed(entry))
    paper.finish(fit=True)


def _missing(entry: Missing) -> list[Cell]:
    return [
        (entry.pupils, "text"),
        (entry.subject, "strong"),
        (entry.teachers, "text"),
        (entry.count, "number"),
        (entry.proof, "text"),
        ("; ".join(entry.reasons), "text"),
    ]


def _owed(entry: Owed) -> list[Cell]:
    return [
        (entry.pupil, "text"),
        (entry.subject, "strong"),
        (entry.teacher, "text"),
        (_number(entry.planned), "number"),
        (entry.on_dates, "number"),
        (_number(entry.unplaced), "number"),
        (entry.lapsed, "number"),
        (_number(entry.owed), "number"),
    ]


def _number(value: Fraction) -> int | float:
    """As a workbook counts: rounded to hundredths."""
    return int(value) if value.denominator == 1 else float(round(value, 2))
