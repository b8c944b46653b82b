"""Counts for the municipality: how many children are taught at home, by grade; no child can be told in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from exports.reports.table import Column, Sheet, Value

COLUMNS = (
    Column("Класс", 12), Column("Детей", 10), Column("Часов в неделю по планам", 16),
    Column("Дано часов", 12), Column("Учителей", 10), Column("Из них партнёров", 12),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeCounts:
    """One grade. partners: of the teachers those of other schools."""

    grade: int
    pupils: int
    hours_week: Fraction
    given: Fraction
    teachers: int
    partners: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """teachers, partners: of all grades together; who teaches in several counts once."""

    school: str
    as_of: date
    grades: tuple[GradeCounts, ...]
    teachers: int
    partners: int


def counts_sheet(values: Counts) -> Sheet:
    rows: list[tuple[Value, ...]] = [
        (f"{line.grade} класс", line.pupils, line.hours_week, line.given, line.teachers, line.partners)
        for line in sorted(values.grades, key=lambda line: line.grade)
    ]
    rows.append(
        (
            "Всего", sum(line.pupils for line in values.grades), _sum([g.hours_week for g in values.grades]),
            _sum([g.given for g in values.grades]), values.teachers, values.partners,
        )
    )  # fmt: skip
    return Sheet(
        name="Сведения", title=f"{values.school}: обучение на дому", columns=COLUMNS, rows=tuple(rows),
        totals=frozenset({len(rows) - 1}), above=(f"На {values.as_of:%d.%m.%Y}",), landscape=False,
        signatures=("Директор ____________________ /____________________/",),
    )  # fmt: skip


def _sum(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0))
