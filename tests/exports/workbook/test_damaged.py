"""Damaged workbooks: one small edit of a good one each, and exactly the sentences a person then reads."""

from __future__ import annotations

from functools import cache

import pytest
from openpyxl.workbook import Workbook

from exports.workbook.faults import BadWorkbookError
from exports.workbook.read import read_workbook
from exports.workbook.write import write_registry
from tests.exports.workbook.damaged.cells import CELLS
from tests.exports.workbook.damaged.names import NAMES
from tests.exports.workbook.damaged.tables import TABLES
from tests.exports.workbook.edits import edited, put
from tests.exports.workbook.school import SCHOOL

DAMAGED = NAMES | CELLS | TABLES


@cache
def good() -> bytes:
    return write_registry(SCHOOL)


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_workbook_is_refused_with(name: str) -> None:
    edits, sentences = DAMAGED[name]
    with pytest.raises(BadWorkbookError) as caught:
        read_workbook(edited(good(), *edits))
    assert [str(fault) for fault in caught.value.faults] == sentences


def test_an_edit_without_damage_is_read() -> None:
    """What openpyxl makes of a good workbook is good: the sentences above come from the edits alone."""
    assert read_workbook(edited(good())) == SCHOOL


def test_the_corpus_is_large_enough_and_names_nothing_twice() -> None:
    assert len(DAMAGED) == len(NAMES) + len(CELLS) + len(TABLES)
    assert len(DAMAGED) >= 40


def test_a_fault_says_where_what_was_found_and_what_was_meant() -> None:
    edits, _ = DAMAGED["teacher_misspelt"]
    with pytest.raises(BadWorkbookError) as caught:
        read_workbook(edited(good(), *edits))
    (fault,) = caught.value.faults
    assert (fault.sheet, fault.row, fault.column, fault.cell) == ("Планы", 2, "Учителя", "N2")
    assert (fault.found, fault.suggestion) == ("Иваново А.А.", "Иванова А. А. (химия)")
    assert str(caught.value).splitlines()[0] == "В книге 1 ошибка:"


def test_thousands_of_faults_end_with_a_question() -> None:
    """Two thousand are told; who has more has another file in hand."""

    def many(book: Workbook) -> None:
        for _ in range(1001):
            book["Дорога"].append([None, "никуда", "ниоткуда", 1])

    with pytest.raises(BadWorkbookError) as caught:
        read_workbook(edited(good(), many))
    sentences = [str(fault) for fault in caught.value.faults]
    assert len(sentences) == 2002
    assert sentences[0].startswith("Дорога, строка 4, столбец «Откуда» (B4): место «никуда» не найдено")
    assert sentences[-1] == "Ошибок больше 2000, остальные не показаны: проверьте, та ли это книга."


def test_a_cell_as_long_as_a_book_is_a_fault() -> None:
    long = "а," * 600
    with pytest.raises(BadWorkbookError) as caught:
        read_workbook(edited(good(), put("Классы", 2, "5 «А»", long), put("Планы", 2, "Предмет", long)))
    assert [str(fault) for fault in caught.value.faults] == [
        f"Классы, строка 2, столбец «5 «А»» (G2): найдено «{'а,' * 29}а…», нужно: не больше 1000 знаков в ячейке.",
        f"Планы, строка 2, столбец «Предмет» (D2): найдено «{'а,' * 29}а…», нужно: не больше 1000 знаков в ячейке.",
    ]
