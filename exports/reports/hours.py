"""Hours of plan rows in academic hours: owed and given per quarter, plan against fact of the year up to a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from exports.reports.table import Column, Sheet, Value

ROW = (Column("Ученик", 22), Column("Класс", 7), Column("Предмет", 24), Column("Учитель", 22))
ZERO = Fraction(0)
Cells = tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """due: the plan asks of the days, None: no plan says; planned: the timetable promised of those that are over;
    held, made_up: given; unmarked: passed without a mark; owed, excused: lost, with and without a debt; expected: at
    the end of the days when all that is to come is given."""

    due: Fraction | None
    planned: Fraction = ZERO
    held: Fraction = ZERO
    made_up: Fraction = ZERO
    unmarked: Fraction = ZERO
    owed: Fraction = ZERO
    excused: Fraction = ZERO
    expected: Fraction = ZERO

    @property
    def given(self) -> Fraction:
        return self.held + self.made_up


@dataclass(frozen=True, slots=True, kw_only=True)
class RowHours:
    """A row of a plan; quarters in the order of their titles. code: of the case, which tells namesakes apart."""

    pupil: str
    class_title: str
    subject: str
    teacher: str
    year: Hours
    quarters: tuple[Hours, ...]
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursReport:
    """titles: of the quarters. as_of: up to which day, in words."""

    school: str
    titles: tuple[str, ...]
    rows: tuple[RowHours, ...]
    as_of: str = ""


def quarter_sheet(values: HoursReport) -> Sheet:
    """What the plan asks of each quarter, what was given, what is owed of it; the debt of the year."""
    columns, groups = [*ROW], [(0, 3, "Строка плана")]
    for title in values.titles:
        groups.append((len(columns), len(columns) + 2, title))
        columns += [Column("По плану", 8), Column("Дано", 8), Column("Долг", 8)]
    columns.append(Column("Долг всего", 9))
    rows, totals = _with_totals(values, len(columns) - len(ROW), _quarters)
    return Sheet(
        name="Часы по четвертям", title=f"{values.school}: часы по плану, выданные и долг по четвертям",
        columns=tuple(columns), rows=rows, totals=totals, groups=tuple(groups), above=_above(values),
        below=("Дано: уроки с отметкой «проведён» и проведённые отработки. Долг: пропущенные часы, которые "
               "школа или учитель ещё не восполнили.",),
    )  # fmt: skip


def _quarters(row: RowHours) -> Cells:
    cells: list[Value] = []
    for quarter in row.quarters:
        cells += [quarter.due, quarter.given, quarter.owed]
    return (*cells, row.year.owed)


FACT = (
    Column("План года", 9), Column("К этому дню по расписанию", 11), Column("Проведено", 10), Column("Отработано", 10),
    Column("Не отмечено", 10), Column("Долг", 8), Column("Не в долг", 8), Column("Ожидается за год", 10),
    Column("Не хватит", 9), Column("Сверх плана", 9), Column("Дано от плана года, %", 10),
)  # fmt: skip


def against_sheet(values: HoursReport) -> Sheet:
    """The year: what the plan asks, what was promised so far, what became of it, what is to be expected."""
    rows, totals = _with_totals(values, len(FACT) - 1, lambda row: _against(row.year))
    return Sheet(
        name="План и факт", title=f"{values.school}: план и факт", columns=(*ROW, *FACT),
        rows=tuple((*row, _share(row)) for row in rows), totals=totals, above=_above(values),
    )  # fmt: skip


def _against(year: Hours) -> Cells:
    """What one row has beyond its plan makes up for no other: the two stand apart."""
    lacking = None if year.due is None else max(year.due - year.expected, ZERO)
    beyond = None if year.due is None else max(year.expected - year.due, ZERO)
    return (
        year.due, year.planned, year.held, year.made_up, year.unmarked, year.owed, year.excused, year.expected,
        lacking, beyond,
    )  # fmt: skip


def _share(row: Cells) -> Value:
    """Whole per cent of the plan that was given, rounded down; nothing where no plan says."""
    due, given = row[len(ROW)], [row[len(ROW) + 2], row[len(ROW) + 3]]
    if not isinstance(due, Fraction) or due == 0:
        return None
    return int(sum((each for each in given if isinstance(each, Fraction)), ZERO) * 100 / due)


def _above(values: HoursReport) -> tuple[str, ...]:
    return (values.as_of,) if values.as_of else ()


def _with_totals(
    values: HoursReport, width: int, tell: Callable[[RowHours], Cells]
) -> tuple[tuple[Cells, ...], frozenset[int]]:
    """Rows as they come; a sum under each pupil with several, and one under all. Numbers of the sums, from 0."""
    made: list[Cells] = []
    totals = []
    for (_, pupil, class_title), rows in groupby(
        values.rows, key=lambda row: (row.code, row.pupil, row.class_title)
    ):
        lines = [(row.pupil, row.class_title, row.subject, row.teacher, *tell(row)) for row in rows]
        made += lines
        if len(lines) > 1:
            totals.append(len(made))
            made.append(
                (f"Итого: {pupil}", class_title, "", "", *_sums([line[len(ROW) :] for line in lines], width))
            )
    totals.append(len(made))
    made.append(("Всего", "", "", "", *_sums([tell(row) for row in values.rows], width)))
    return tuple(made), frozenset(totals)


def _sums(rows: Sequence[Cells], width: int) -> Iterator[Value]:
    """Of each column what is known; nothing where nobody knows."""
    for column in range(width):
        known = [value for row in rows if isinstance(value := row[column], Fraction)]
        yield sum(known, ZERO) if known or not rows else None
