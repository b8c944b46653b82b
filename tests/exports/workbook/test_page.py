"""The page about the workbook says what the workbook is."""

from __future__ import annotations

from exports.workbook.page import workbook_page
from exports.workbook.sheets import SHEETS


def test_the_page_has_a_section_for_every_sheet_and_a_line_for_every_column() -> None:
    lines = workbook_page().splitlines()
    assert [line[3:] for line in lines if line.startswith("## ")] == [sheet.title for sheet in SHEETS]
    rows = [line for line in lines if line.startswith("| ") and not line.startswith("| ---")]
    assert len(rows) == len(SHEETS) + sum(len(sheet.columns) for sheet in SHEETS)
    assert (
        "| Дробные часы |  | чередование недель | Как дать часы меньше целого занятия в неделю. Пусто: чередование "
        "недель. Можно: чередование недель, короткое занятие, общее время, полугодие, другая форма, округлить вверх. |"
    ) in rows
