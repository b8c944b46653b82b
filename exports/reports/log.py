"""The lessons log of one child: what was taught on which day, with room for signatures (domain 9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from exports.reports.table import Column, Sheet, Value

COLUMNS = (
    Column("Дата", 11), Column("Предмет", 22), Column("Тема", 34), Column("Часов", 7),
    Column("Домашнее задание", 28), Column("Оценка", 9), Column("Учитель", 22), Column("Подпись учителя", 14),
    Column("Подпись родителя", 14),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """A lesson held. mark: as it stands in the journal, may be empty."""

    on: date
    subject: str
    topic: str
    hours: Fraction
    homework: str
    mark: str
    teacher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonsLog:
    """Lessons of one child between two days, both included."""

    pupil: str
    class_title: str
    first: date
    last: date
    lines: tuple[LogLine, ...]


def log_sheet(values: LessonsLog) -> Sheet:
    """By day and subject; hours summed up below."""
    lines = sorted(values.lines, key=lambda line: line.on)
    rows: list[tuple[Value, ...]] = [
        (
            line.on, line.subject, line.topic, line.hours, line.homework, line.mark, line.teacher, None, None,
        )
        for line in lines
    ]  # fmt: skip
    rows.append(("Всего", "", "", sum((line.hours for line in lines), Fraction(0)), "", "", "", None, None))
    return Sheet(
        name="Журнал занятий", title=f"Журнал занятий на дому: {values.pupil}, {values.class_title}",
        columns=COLUMNS, rows=tuple(rows), totals=frozenset({len(rows) - 1}),
        above=(f"С {values.first:%d.%m.%Y} по {values.last:%d.%m.%Y}",),
    )  # fmt: skip
