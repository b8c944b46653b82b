"""Every form and every report as an office program sees it, and by the rules of the formats."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from exports.document.apart import Ask, Layout, make
from exports.document.forms import Form
from exports.document.samples import made_up
from exports.document.standard import standard
from exports.reports import workbook_of
from tests.exports.document.looking import bare, lines_of, pdf_text
from tests.exports.document.test_forms import HOSTILE
from tests.exports.office import MISSING, PROGRAM, opened
from tests.exports.packages import faults_in
from tests.exports.reports.test_reports import NASTY, every

DOCUMENT = standard(Form.ORDER)


def changed(package: bytes, name: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """The package with one part changed, or without it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as told, zipfile.ZipFile(made, "w") as parcel:
        for each in told.namelist():
            content = told.read(each)
            kept = change(content) if each == name else content
            if kept is not None:
                parcel.writestr(each, kept)
    return made.getvalue()


BODY = "word/document.xml"
BROKEN = {
    "a part is lost": (changed(DOCUMENT, "word/styles.xml", lambda _: None), "word/styles.xml is not there"),
    "no type": (changed(DOCUMENT, "[Content_Types].xml", lambda told: told.replace(b'"xml"', b'"xm"')), "content type"),
    "cut off": (changed(DOCUMENT, BODY, lambda told: told[:-20]), "document.xml"),
    "a style nobody knows": (changed(DOCUMENT, BODY, lambda told: told.replace(b'"TableGrid"', b'"No"')), "style No"),
    "out of order": (
        changed(DOCUMENT, BODY, lambda told: told.replace(b"<w:tblGrid>", b"<w:tr/><w:tblGrid>", 1)), "out of order",
    ),
    "an empty cell": (
        changed(DOCUMENT, BODY, lambda told: told.replace(b"</w:tcPr><w:p>", b"</w:tcPr><w:x>", 1).replace(
            b"</w:p></w:tc>", b"</w:x></w:tc>", 1)),
        "does not end with a paragraph",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_the_rules_of_the_formats_see_what_is_wrong(what: str) -> None:
    package, said = BROKEN[what]
    assert any(said in fault for fault in faults_in(package)), faults_in(package)


def test_libreoffice_opens_every_form_and_report(tmp_path: Path) -> None:
    """Of invented people, forms with tables of hostile texts besides; a broken file is the proof that it looks."""
    if PROGRAM is None:
        pytest.skip(MISSING)
    nasty = (Form.ORDER, Form.PLAN, Form.TIMETABLE)
    told = {f"{form}.docx": (form, made_up(form)) for form in Form} | {
        f"{form}-nasty.docx": (form, made_up(form, lambda _name: HOSTILE, whole=False)) for form in nasty
    }
    asked = [
        Ask(form=form, template=standard(form), values=values, layouts=(Layout.DOCX,))
        for form, values in told.values()
    ]
    papers = zip(told, make(asked), strict=True)
    files = {name: made.files[Layout.DOCX] for name, made in papers if made is not None}
    broken = changed(files["order.docx"], BODY, lambda told: told[:-20])
    books = {f"report{number}.xlsx": workbook_of([sheet], "отчёт") for number, sheet in enumerate(every())}
    seen = opened({**files, **books, "broken.docx": broken}, tmp_path)
    assert set(seen) == set(told) | set(books)  # what would have to be repaired is not opened
    for form in Form:
        shown = bare(pdf_text(seen[f"{form}.docx"]))
        for line in lines_of(files[f"{form}.docx"]):
            assert all(bare(cell) in shown for cell in line.split(" | ")), (form, line)
    assert all("Ы" * 5 in bare(pdf_text(seen[f"{form}-nasty.docx"])) for form in nasty)
    assert all("Ж" * 5 in bare(pdf_text(seen[name])) for name in books if name != "report2.xlsx"), NASTY
