"""Load in the network: what teachers of partners gave to children of the school, for settlement (regulation 2.10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from exports.reports.table import Column, Sheet, Value

COLUMNS = (
    Column("Школа-партнёр", 30), Column("Договор", 14), Column("Учитель", 26), Column("Код дела", 12),
    Column("Предмет", 26), Column("Занятий", 9), Column("Часов", 9),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkLine:
    """What a partner's teacher gave a child: the child is named by the code of its case only."""

    partner: str
    agreement: str
    teacher: str
    case_code: str
    subject: str
    lessons: int
    hours: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkLoad:
    """Days inclusive. given False: what teachers of partners gave the school's children; True: what its own teachers
    gave the children of partners."""

    school: str
    first: date
    last: date
    lines: tuple[NetworkLine, ...]
    given: bool = False


def network_sheet(values: NetworkLoad) -> Sheet:
    """By partner and teacher, a sum under each partner and one under all."""
    rows: list[tuple[Value, ...]] = []
    totals = []
    lines = sorted(
        values.lines, key=lambda line: (line.partner, line.agreement, line.teacher, line.case_code)
    )
    for partner in dict.fromkeys(line.partner for line in lines):
        mine = [line for line in lines if line.partner == partner]
        rows += [
            (
                line.partner, line.agreement, line.teacher, line.case_code, line.subject, line.lessons, line.hours,
            )
            for line in mine
        ]  # fmt: skip
        totals.append(len(rows))
        rows.append(_total(f"Итого: {partner}", mine))
    totals.append(len(rows))
    rows.append(_total("Всего", lines))
    return Sheet(
        name="Дано партнёрам" if values.given else "Получено от партнёров",
        title=f"{values.school}: нагрузка {'своих учителей у партнёров' if values.given else 'учителей партнёров'}",
        columns=COLUMNS,
        rows=tuple(rows), totals=frozenset(totals),
        above=(f"С {values.first:%d.%m.%Y} по {values.last:%d.%m.%Y}",),
        signatures=("Школа ____________________      Партнёр ____________________",),
    )  # fmt: skip


def _total(title: str, lines: list[NetworkLine]) -> tuple[Value, ...]:
    hours = sum((line.hours for line in lines), Fraction(0))
    return (title, "", "", "", "", sum(line.lessons for line in lines), hours)
