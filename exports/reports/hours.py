"""Hours of plan rows: owed and given per quarter, plan against fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from exports.reports.table import Column, Sheet, Value

ROW = (Column("Ученик", 26), Column("Класс", 7), Column("Предмет", 26), Column("Учитель", 24))
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterHours:
    """Hours of a quarter: by the plan up to its end, given in it (make-ups too)."""

    planned: Fraction
    given: Fraction

    @property
    def owed(self) -> Fraction:
        """Below zero: given beyond the plan."""
        return self.planned - self.given


@dataclass(frozen=True, slots=True, kw_only=True)
class RowHours:
    """A row of a plan; quarters in the order of their titles."""

    pupil: str
    class_title: str
    subject: str
    teacher: str
    quarters: tuple[QuarterHours, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursReport:
    """titles: of the quarters. as_of: up to which day, in words."""

    school: str
    titles: tuple[str, ...]
    rows: tuple[RowHours, ...]
    as_of: str = ""


def quarter_sheet(values: HoursReport) -> Sheet:
    """Planned, given and owed of each quarter, and the debt of all of them."""
    columns = [*ROW]
    groups = [(0, 3, "Строка плана")]
    for title in values.titles:
        groups.append((len(columns), len(columns) + 2, title))
        columns += [Column("По плану", 8), Column("Дано", 8), Column("Долг", 8)]
    columns.append(Column("Долг всего", 9))
    rows = [_quarters(row) for row in values.rows]
    return Sheet(
        name="Часы по четвертям", title=f"{values.school}: часы к выдаче и выданные", columns=tuple(columns),
        rows=(*rows, _totals(rows, len(columns))), totals=frozenset({len(rows)}), groups=tuple(groups),
        above=(values.as_of,) if values.as_of else (),
    )  # fmt: skip


def _quarters(row: RowHours) -> tuple[Value, ...]:
    cells: list[Value] = [row.pupil, row.class_title, row.subject, row.teacher]
    for quarter in row.quarters:
        cells += [quarter.planned, quarter.given, quarter.owed]
    return (*cells, sum((quarter.owed for quarter in row.quarters), ZERO))


def against_sheet(values: HoursReport) -> Sheet:
    """The whole time at once: planned, given, what is left, and the share in per cent."""
    columns = (*ROW, Column("План", 9), Column("Факт", 9), Column("Разница", 9), Column("Выполнено, %", 10))
    rows = [_against(row) for row in values.rows]
    total = list(_totals(rows, len(columns)))
    total[-1] = _share(total[4], total[5])
    return Sheet(
        name="План и факт", title=f"{values.school}: план и факт", columns=columns, rows=(*rows, tuple(total)),
        totals=frozenset({len(rows)}), above=(values.as_of,) if values.as_of else (),
    )  # fmt: skip


def _against(row: RowHours) -> tuple[Value, ...]:
    planned = sum((quarter.planned for quarter in row.quarters), ZERO)
    given = sum((quarter.given for quarter in row.quarters), ZERO)
    return (
        row.pupil, row.class_title, row.subject, row.teacher, planned, given, given - planned,
        _share(planned, given),
    )  # fmt: skip


def _share(planned: Value, given: Value) -> Value:
    """Whole per cent, rounded down; nothing where nothing was planned."""
    if not isinstance(planned, Fraction) or not isinstance(given, Fraction) or planned == 0:
        return None
    return int(given * 100 / planned)


def _totals(rows: Sequence[Sequence[Value]], width: int) -> tuple[Value, ...]:
    """«Итого» and the sums of the columns behind those that name a row."""
    named = len(ROW)
    sums = [
        sum((value for row in rows if isinstance(value := row[column], Fraction)), ZERO)
        for column in range(named, width)
    ]
    return ("Итого", *([""] * (named - 1)), *sums)
