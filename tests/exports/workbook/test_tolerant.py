"""However people write the same workbook, it is read as the very same registry."""

from __future__ import annotations

from functools import cache

import pytest
from openpyxl.workbook import Workbook

from exports.workbook.read import import_workbook
from exports.workbook.write import write_registry
from tests.exports.workbook.edits import edited, put
from tests.exports.workbook.school import SCHOOL
from tests.exports.workbook.variants import VARIANTS, totals


@cache
def good() -> bytes:
    return write_registry(SCHOOL)


@pytest.mark.parametrize("name", VARIANTS)
def test_the_same_school_written_with(name: str) -> None:
    assert import_workbook(edited(good(), *VARIANTS[name])).registry == SCHOOL


NOTICES = {
    "rows_hidden": [
        "Дорога: лист скрыт, но прочитан.",
        "Планы: скрытые строки тоже прочитаны: 4.",
        # one record of the file says the width of both columns, and that they are hidden
        "Планы: скрытые столбцы тоже прочитаны: I, J.",
    ],
    "own_columns_and_sheets": [
        "Планы, строка 1, столбец «Замечания завуча» (U1): такого столбца программа не знает и его не читала.",
        "Черновик: такого листа программа не знает и его не читала.",
    ],
    "columns_misspelt": [
        "Ученики, строка 1, столбец «Праграмма» (F1): прочитан как «Программа».",
        "Планы, строка 1, столбец «Придмет *» (D1): прочитан как «Предмет».",
    ],
    "sheets_renamed": ["Учитиля: лист прочитан как «Учителя»."],
    "rows_of_totals": [],  # 1/4 + 5/2 + 1/4 + 1 + 1/2 + 3/4 + 5/4 is 6,5
    "columns_reversed": [],
}


@pytest.mark.parametrize("name", NOTICES)
def test_remarks_of(name: str) -> None:
    assert [str(notice) for notice in import_workbook(edited(good(), *VARIANTS[name])).notices] == NOTICES[
        name
    ]


def test_a_total_that_does_not_add_up_is_remarked() -> None:
    def wrong_totals(book: Workbook) -> None:
        totals(book)
        put("Планы", 7, "Часов в неделю", 5)(book)
        put("Планы", 15, "Часов в неделю", "?")(book)

    read = import_workbook(edited(good(), wrong_totals))
    assert read.registry == SCHOOL
    assert [str(notice) for notice in read.notices] == [
        "Планы, строка 7: в итоге написано 5 ч, а сумма строк над ним 4,583 ч.",
        "Планы, строка 15: в строке итога нет числа часов, она не сверена.",
    ]
