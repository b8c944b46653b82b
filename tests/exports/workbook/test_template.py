"""The empty workbook as a person meets it: sheets, explanations, drop-downs, one example row on each."""

from __future__ import annotations

import re
import zipfile
from functools import cache
from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports.workbook.faults import BadWorkbookError
from exports.workbook.guide import GUIDE, GUIDE_TITLE
from exports.workbook.layout import MARK
from exports.workbook.read import read_workbook
from exports.workbook.sheets import SHEETS
from exports.workbook.write import write_registry, write_template
from tests.exports.workbook.edits import edited
from tests.exports.workbook.school import SCHOOL

TABLES = [sheet for sheet in SHEETS if not sheet.vertical]


@cache
def template() -> Workbook:
    return openpyxl.load_workbook(BytesIO(write_template()))


def test_sheets_stand_in_the_order_of_filling() -> None:
    assert template().sheetnames == [
        "Читать сначала", "Настройки", "Школы", "Звонки", "Места", "Дорога", "Учителя", "Классы", "Свободное время",
        "Ученики", "Планы", "Семьи", "Календарь", "Закреплено",
    ]  # fmt: skip


def test_the_first_sheet_says_how_and_names_every_sheet() -> None:
    page = template()[GUIDE_TITLE]
    texts = [cell.value for row in page.iter_rows() for cell in row if cell.value]
    assert [text for text in GUIDE if text not in texts] == []
    assert [sheet.title for sheet in SHEETS if sheet.title not in texts or sheet.about not in texts] == []


@pytest.mark.parametrize("sheet", TABLES, ids=lambda sheet: sheet.key)
def test_a_sheet_has_one_row_and_it_is_an_example(sheet) -> None:  # type: ignore[no-untyped-def]
    page = template()[sheet.title]
    rows = list(page.iter_rows(min_row=2))
    filled = [row for row in rows if any(cell.value is not None for cell in row)]
    assert len(filled) == 1
    assert filled[0][0].value == "пример"
    assert {(cell.font.italic, cell.font.color.rgb) for cell in filled[0] if cell.value is not None} == {
        (True, "FF8A8A8A")
    }
    required = {column.title for column in sheet.columns if column.required}
    given = {page.cell(1, cell.column).value for cell in filled[0] if cell.value is not None}
    assert required - given == set()


@pytest.mark.parametrize("sheet", TABLES, ids=lambda sheet: sheet.key)
def test_every_column_explains_itself_and_offers_its_choices(sheet) -> None:  # type: ignore[no-untyped-def]
    page = template()[sheet.title]
    for number, column in enumerate(sheet.columns, 1):
        head = page.cell(1, number)
        assert head.value == column.title
        assert column.help in head.comment.text
        rule = _rule(page, number)
        assert rule.promptTitle == column.title[:32]
        assert rule.prompt.startswith(column.help[:200])
        if column.kind.choices:
            assert rule.formula1.strip('"').split(",") == list(column.kind.choices)
        elif column.refers:
            assert rule.type == "list"
            assert rule.formula1.startswith("'")
    assert (page.print_title_rows, page.page_setup.orientation, page.page_setup.paperSize) == (
        "$1:$1",
        "landscape",
        9,
    )
    assert page.freeze_panes is not None


def _rule(page: Worksheet, column: int):  # type: ignore[no-untyped-def]
    """The data validation of the first row people fill."""
    cell = page.cell(3, column).coordinate
    (rule,) = [rule for rule in page.data_validations.dataValidation if cell in rule.sqref]
    return rule


def test_drop_downs_point_at_the_names_they_offer() -> None:
    """Teachers of a plan come from the column of names, below its example row."""
    plans = next(sheet for sheet in SHEETS if sheet.key == "lines")
    number = [column.field for column in plans.columns].index("teachers") + 1
    assert _rule(template()["Планы"], number).formula1 == "'Учителя'!$B$3:$B$3000"
    assert template()["Учителя"]["B1"].value == "ФИО"
    filled = openpyxl.load_workbook(BytesIO(write_registry(SCHOOL)))["Планы"]
    assert _rule(filled, number).formula1 == "'Учителя'!$B$2:$B$3000"


def test_the_untouched_template_says_that_it_is_empty() -> None:
    sentence = (
        "Книга ещё не заполнена: в ней только примеры. Начните с листов «Настройки», «Школы» и «Места», "
        "потом впишите учителей, детей и планы."
    )
    for data in (write_template(), edited(write_template())):
        with pytest.raises(BadWorkbookError) as caught:
            read_workbook(data)
        assert [str(fault) for fault in caught.value.faults] == [sentence]


def test_the_examples_together_are_a_workbook_that_reads() -> None:
    """Without their marks the example rows refer to one another and only the classes' second teacher lacks."""

    def unmarked(book: Workbook) -> None:
        for sheet in TABLES:
            book[sheet.title]["A2"] = None
        for row in book["Настройки"].iter_rows(min_row=2):
            row[1].value = row[2].value
        book["Классы"]["G2"] = "Русский язык, Озёрная А. А. (нед. 1, 3)"

    registry = read_workbook(edited(write_template(), unmarked))
    assert [pupil.id for pupil in registry.pupils] == ["К-01"]
    assert [line.id for line in registry.lines] == ["К-01 Математика"]
    assert [pin.line for pin in registry.pinned] == ["К-01 Математика"]
    assert [lesson.weeks for lesson in registry.classes] == [None, (1, 3)]


def test_titles_and_synonyms_of_a_sheet_are_told_apart() -> None:
    """No two columns of a sheet answer to one title, no two fields share a name."""
    for sheet in SHEETS:
        titles = [column.title for column in sheet.columns]
        assert len(set(titles)) == len(titles)
        spelt = [text for column in sheet.columns for text in column.synonyms if text in titles]
        assert spelt == [], sheet.title
        names = [column.field for column in sheet.columns]
        assert len(set(names)) == len(names)
        assert sheet.vertical or names[0] == MARK


def test_texts_never_become_formulas() -> None:
    """Settings of the school begin with an equals sign; there is no formula in any sheet of the file."""
    data = write_registry(SCHOOL)
    assert openpyxl.load_workbook(BytesIO(data))["Настройки"]["B2"].value == "=СОШ № 100, «надомники»"
    with zipfile.ZipFile(BytesIO(data)) as parts:
        pages = [parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name]
    assert len(pages) == 1 + len(SHEETS)
    assert [page for page in pages if re.search(rb"<f[ >/]", page)] == []
