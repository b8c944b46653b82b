"""Damaged workbooks: one small edit of a good one each, and exactly the sentences a person then reads."""

from __future__ import annotations

from functools import cache

import pytest

from exports.workbook.faults import BadWorkbookError
from exports.workbook.read import read_workbook
from exports.workbook.write import write_registry
from tests.exports.workbook.damaged.cells import CELLS
from tests.exports.workbook.damaged.names import NAMES
from tests.exports.workbook.damaged.tables import TABLES
from tests.exports.workbook.edits import edited
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
