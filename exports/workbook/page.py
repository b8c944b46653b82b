"""The page about the workbook, from the same table as the workbook itself."""

from __future__ import annotations

from collections.abc import Iterator

from exports.workbook.layout import Column, Sheet
from exports.workbook.sheets import SHEETS


def workbook_page() -> str:
    """Markdown in Russian: every sheet with its columns, which are required, an example of each."""
    return (
        "\n".join(["# Книга школы: листы и столбцы", *(line for sheet in SHEETS for line in _sheet(sheet))])
        + "\n"
    )


def _sheet(sheet: Sheet) -> Iterator[str]:
    head = ("Строка" if sheet.vertical else "Столбец", "Обязательно", "Пример", "Пояснение")
    yield from ("", f"## {sheet.title}", "", sheet.about, "")
    yield _row(head)
    yield _row(["---"] * len(head))
    for column in sheet.columns:
        yield _row(_cells(column))


def _cells(column: Column) -> list[str]:
    choices = f" Можно: {', '.join(column.kind.choices)}." if column.kind.choices else ""
    return [column.title, "да" if column.required else "", column.example, column.help + choices]


def _row(cells: list[str] | tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
