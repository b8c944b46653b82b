"""Results of children taught at home, for the journal of their class (regulation 2.18): by row and period."""

from __future__ import annotations

from dataclasses import dataclass

from exports.reports.table import Column, Sheet, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """A row of a plan. way: form of attestation; cells: one per period, None: the row has no result in it, empty:
    it is not there yet."""

    class_title: str
    pupil: str
    subject: str
    way: str
    cells: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """periods: titles in their order; year: title of the school year."""

    school: str
    year: str
    periods: tuple[str, ...]
    rows: tuple[ResultRow, ...]


NOT_ASKED = "×"


def results_sheet(values: Results) -> Sheet:
    """By class and child as the rows come."""
    columns = (
        Column("Класс", 8), Column("Ученик", 28), Column("Предмет", 28), Column("Форма аттестации", 20),
        *(Column(title, 12) for title in values.periods), Column("Перенесено в журнал", 14),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = [
        (
            row.class_title, row.pupil, row.subject, row.way,
            *(NOT_ASKED if cell is None else cell or None for cell in row.cells), None,
        )
        for row in values.rows
    ]  # fmt: skip
    return Sheet(
        name="Результаты", title=f"{values.school}: результаты для журнала класса", columns=columns,
        rows=tuple(rows), above=(f"{values.year} учебный год",),
        below=(f"{NOT_ASKED}: в этом периоде предмет не аттестуют. Пусто: результата пока нет.",),
        signatures=("Классный руководитель ____________________ /____________________/",),
    )  # fmt: skip
