"""Headings that nobody knows are told apart, and read as a person says they are meant."""

from __future__ import annotations

import pytest

from exports.workbook.faults import BadWorkbookError, UnknownColumn
from exports.workbook.read import import_workbook
from exports.workbook.write import write_registry
from tests.exports.workbook.edits import edited, put, rename_column
from tests.exports.workbook.school import SCHOOL

GOOD = write_registry(SCHOOL)
OWN_WORDS = edited(
    GOOD, rename_column("Планы", "Предмет", "Дисциплина"), rename_column("Планы", "Учителя", "Кто ведёт")
)


def test_a_heading_nobody_knows_is_named_with_its_sheet_and_cell() -> None:
    with pytest.raises(BadWorkbookError) as caught:
        import_workbook(OWN_WORDS)
    # columns of «Планы»: mark A, case B, area C, subject D ... teachers N
    assert [(column.sheet, column.heading, column.cell) for column in caught.value.unknown] == [
        ("lines", "Дисциплина", "D1"),
        ("lines", "Кто ведёт", "N1"),
    ]


def test_what_a_person_says_of_a_heading_is_believed() -> None:
    read = import_workbook(OWN_WORDS, {"lines": {"дисциплина": "subject", "кто ведет": "teachers"}})
    assert read.registry == SCHOOL
    assert (read.notices, read.unknown) == ((), ())


def test_a_heading_that_is_not_to_be_read_is_no_longer_remarked() -> None:
    notes = edited(GOOD, put("Планы", 1, "Трудность", "Мои заметки"), put("Планы", 2, "Мои заметки", "ж"))
    asked = import_workbook(notes)
    assert asked.unknown == (UnknownColumn(sheet="lines", title="Планы", heading="Мои заметки", cell="R1"),)
    told = import_workbook(notes, {"lines": {"мои заметки": None}})
    assert (told.registry, told.notices, told.unknown) == (asked.registry, (), ())


def test_what_is_said_of_one_sheet_holds_on_no_other() -> None:
    with pytest.raises(BadWorkbookError) as caught:
        import_workbook(OWN_WORDS, {"pupils": {"дисциплина": "subject"}})
    assert len(caught.value.unknown) == 2


def test_a_field_that_does_not_exist_means_nothing() -> None:
    read = import_workbook(edited(GOOD, put("Планы", 1, "Трудность", "Мои")), {"lines": {"мои": "diagnosis"}})
    assert [line.difficulty for line in read.registry.lines] == [None] * len(SCHOOL.lines)
