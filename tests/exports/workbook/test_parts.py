"""The parser of sheets against openpyxl, and on what other programs write."""

from __future__ import annotations

import warnings
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook import Workbook

from exports.workbook.archive import RefusedError
from exports.workbook.child import read_sheets
from exports.workbook.parts import date_styles, shared_strings
from exports.workbook.write import write_registry, write_template
from tests.exports.workbook.edits import edited
from tests.exports.workbook.hostile import MAIN, SHEET, repacked, sheet
from tests.exports.workbook.school import SCHOOL
from tests.exports.workbook.variants import VARIANTS


def everything(data: bytes) -> dict[str, dict[tuple[int, int], Any]]:
    """Sheet -> (row, column) -> value, as our parser sees it."""
    return {
        page["title"]: {(row, column): value for row, cells in page["rows"] for column, value in cells}
        for page in read_sheets(data)
    }


def by_openpyxl(data: bytes) -> dict[str, dict[tuple[int, int], Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(BytesIO(data))
    found: dict[str, dict[tuple[int, int], Any]] = {}
    for page in book:
        cells = {(cell.row, cell.column): _plain(cell.value) for row in page.iter_rows() for cell in row}
        found[page.title] = {place: value for place, value in cells.items() if value not in (None, "")}
        for merged in page.merged_cells.ranges:
            value = found[page.title].get((merged.min_row, merged.min_col))
            for row in range(merged.min_row, merged.max_row + 1):
                for column in range(merged.min_col, merged.max_col + 1):
                    found[page.title].setdefault((row, column), value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return {"serial": pytest.approx(to_excel(value))}
    return value


@pytest.mark.parametrize("data", [write_template(), write_registry(SCHOOL)], ids=["template", "school"])
def test_our_own_files_are_seen_as_openpyxl_sees_them(data: bytes) -> None:
    assert everything(data) == by_openpyxl(data)


@pytest.mark.parametrize(
    "name", ["header_merged", "dates_of_excel", "times_of_excel", "spaces_everywhere", "days_merged"]
)
def test_files_of_openpyxl_are_seen_as_it_sees_them(name: str) -> None:
    data = edited(write_registry(SCHOOL), *VARIANTS[name])
    assert everything(data) == by_openpyxl(data)


def test_every_type_of_cell_is_read() -> None:
    """Inline and shared texts, formulas with their results, errors, truth values, cells without a place."""
    rows = (
        '<row><c><v>1</v></c><c t="inlineStr"><is><r><t>из </t></r><r><t xml:space="preserve">двух</t></r>'
        '<rPh><t>чтение</t></rPh></is></c><c t="str"><f>A1&amp;"!"</f><v>1!</v></c><c t="b"><v>1</v></c></row>'
        '<row r="5" hidden="1"><c r="C5" t="e"><v>#REF!</v></c><c r="E5"><v>2.5E-1</v></c><c r="F5"/></row>'
        '<row><c t="inlineStr"><is><t>a_x000A_b</t></is></c></row>'
    )
    seen = next(page for page in read_sheets(repacked({SHEET: sheet(rows)})) if page["title"] == "Школы")
    assert seen["rows"] == [
        [1, [[1, 1], [2, "из двух"], [3, "1!"], [4, True]]],
        [5, [[3, "#REF!"], [5, 0.25]]],
        [6, [[1, "a\nb"]]],
    ]
    assert seen["hidden_rows"] == [5]


def test_prefixed_elements_are_the_same_elements() -> None:
    """Some programs write <x:row> for <row>."""
    rows = "<x:sheetData><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData>"
    xml = f'<x:worksheet xmlns:x="{MAIN}">{rows}</x:worksheet>'
    assert everything(repacked({SHEET: xml.encode()}))["Школы"] == {(1, 1): 7}


def test_dates_of_the_other_epoch_are_moved() -> None:
    """Workbooks of old Macintoshes count from 1904: 1462 days later."""

    def other_epoch(book: Workbook) -> None:
        book.epoch = datetime(1904, 1, 1)
        book["Школы"]["A9"] = datetime(2026, 9, 1)

    cells = everything(edited(write_template(), other_epoch))["Школы"]
    assert cells[9, 1] == {"serial": 46266}


def test_styles_tell_dates_from_numbers() -> None:
    formats = [
        "0.00",
        "dd.mm.yyyy",
        'General" дней"',
        "[$-419]d mmm",
        "[h]:mm",
        "[Red]0",
        '0" ч"',
        "#,##0\\h",
        "General",
    ]
    own = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n, code in enumerate(map(_quoted, formats))
    )
    uses = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 22, 9, *range(200, 200 + len(formats))))
    named = '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'  # not what cells point at
    xml = f"<styleSheet><numFmts>{own}</numFmts>{named}<cellXfs>{uses}</cellXfs></styleSheet>"
    assert date_styles(xml.encode()) == {1, 2, 5, 7, 8}


def _quoted(code: str) -> str:
    return code.replace('"', "&quot;")


def test_shared_texts_keep_their_number() -> None:
    xml = "<sst><si><t>а</t></si><si/><si><r><t>б</t></r><r><t>в</t></r><rPh><t>г</t></rPh></si></sst>"
    assert shared_strings(xml.encode()) == ["а", "", "бв"]


def test_a_document_type_is_refused_wherever_it_stands() -> None:
    with pytest.raises(RefusedError):
        read_sheets(repacked({"xl/styles.xml": b"<!DOCTYPE a><styleSheet/>"}))
