"""Every form from its own template: what it says, that the PDF says the same, that no name breaks it.

Golden texts stand in `golden/`; `python -m tests.exports.document.golden` writes them anew, and one reads the
difference.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import asdict

import pytest
import segno
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from exports.document.apart import Ask, Layout, Made, make
from exports.document.filling import Sandbox, rendered, written
from exports.document.forms import FILE, TITLE, Form
from exports.document.reading import blocks_in, blocks_of
from exports.document.samples import made_up
from exports.document.standard import standard
from tests.exports.document.golden import FOLDER, golden_of
from tests.exports.document.looking import bare, lines_of, pdf_text, text_of
from tests.exports.packages import faults_in

HOSTILE = 'Ёж & <b> "«x»" {{ 7*7 }} {% raw %} =1+1 №*#$_`@ \x00\x0b' + "Ы" * 80 + "\n\u2028я"
SHOWN = 'Ёж & <b> "«x»" {{ 7*7 }} {% raw %} =1+1 №*#$_`@  ' + "Ы" * 80
BOTH = (Layout.DOCX, Layout.PDF)
FOOTED = (Form.MISSING, Form.PLAN, Form.TIMETABLE, Form.CALENDAR, Form.NOTICE, Form.MAKEUP)


@pytest.fixture(scope="module")
def plain() -> dict[Form, Made]:
    """Invented people."""
    return _made(
        [Ask(form=form, template=standard(form), values=made_up(form), layouts=BOTH) for form in Form]
    )


@pytest.fixture(scope="module")
def hostile() -> dict[Form, Made]:
    """The same with a hostile text in every field."""
    told = [made_up(form, lambda _name: HOSTILE, whole=False, rows=3) for form in Form]
    return _made([
        Ask(form=form, template=standard(form), values=values, layouts=BOTH)
        for form, values in zip(Form, told, strict=True)
    ])  # fmt: skip


def _made(asked: list[Ask]) -> dict[Form, Made]:
    told = dict(zip(Form, make(asked), strict=True))
    assert [form for form, made in told.items() if made is None] == []
    return {form: made for form, made in told.items() if made is not None}


@pytest.mark.parametrize("form", Form)
def test_a_form_says_what_it_said(form: Form, plain: dict[Form, Made]) -> None:
    told = text_of(plain[form].files[Layout.DOCX])
    assert told == golden_of(form)
    assert "{{" not in told
    assert "{%" not in told
    assert ".." not in told


def test_no_golden_text_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(Form)
    assert set(TITLE) == set(FILE) == set(Form)


@pytest.mark.parametrize("form", Form)
def test_the_pdf_says_the_same(form: Form, plain: dict[Form, Made]) -> None:
    told = bare(pdf_text(plain[form].files[Layout.PDF]))
    for line in lines_of(plain[form].files[Layout.DOCX]):
        for cell in line.split(" | "):
            assert bare(cell) in told, cell


@pytest.mark.parametrize("form", Form)
def test_no_text_breaks_a_form_or_is_lost(form: Form, hostile: dict[Form, Made]) -> None:
    files = hostile[form].files
    document, printed = text_of(files[Layout.DOCX]), bare(pdf_text(files[Layout.PDF]))
    assert document.count(SHOWN) >= 2
    assert bare(SHOWN) in printed
    assert "49" not in document


@pytest.mark.parametrize("form", Form)
def test_no_program_has_a_reason_to_repair_a_form(
    form: Form, plain: dict[Form, Made], hostile: dict[Form, Made]
) -> None:
    for made in (plain[form], hostile[form]):
        assert faults_in(made.files[Layout.DOCX]) == []
    assert faults_in(standard(form)) == []


def test_a_heading_of_a_table_repeats_and_its_rows_stay_whole(plain: dict[Form, Made]) -> None:
    table = Document(io.BytesIO(plain[Form.ORDER].files[Layout.DOCX])).tables[1]
    rows = [row._tr for row in table.rows]
    assert rows[0].trPr.find(qn("w:tblHeader")) is not None
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    assert [column.width for column in table.columns] == [cell.width for cell in table.rows[0].cells]


@pytest.mark.parametrize("form", Form)
def test_an_open_document_reads_like_its_file(form: Form) -> None:
    """What is printed is read from the document as it was filled in, footers and pictures too."""
    open_one = rendered(standard(form), asdict(made_up(form)), Sandbox())
    read = blocks_in(open_one.docx)
    assert read == blocks_of(written(open_one))
    assert ("К-01" in read["foot"]) == (form in FOOTED)


def test_a_long_order_goes_over_pages_with_its_heading_on_each() -> None:
    values = made_up(Form.ORDER, rows=45)
    (made,) = make(
        [Ask(form=Form.ORDER, template=standard(Form.ORDER), values=values, layouts=(Layout.PDF,))]
    )
    assert made is not None
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made.files[Layout.PDF])).pages]
    assert len(pages) == 4  # the last with signatures only
    rows = [page.count("Математика") for page in pages]
    assert sum(rows) == 45
    assert [("Учитель, предметы" in page) for page, held in zip(pages, rows, strict=True) if held] == [
        True
    ] * 3
    assert all(f"стр. {number} из 4" in page for number, page in enumerate(pages, 1))


def test_every_font_is_inside_and_none_is_the_system_s(plain: dict[Form, Made]) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in PdfReader(io.BytesIO(plain[Form.ORDER].files[Layout.PDF])).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all(name.startswith("LibertinusSerif") for name in fonts)


def test_the_same_paper_has_the_same_bytes(plain: dict[Form, Made]) -> None:
    asked = Ask(
        form=Form.TIMETABLE, template=standard(Form.TIMETABLE), values=made_up(Form.TIMETABLE), layouts=BOTH
    )
    (again,) = make([asked])
    assert again is not None
    assert again.files == plain[Form.TIMETABLE].files


def test_passports_are_blanks_and_no_field_takes_one(plain: dict[Form, Made]) -> None:
    for form in (Form.CONTRACT, Form.CONSENT):
        assert "серия ____" in text_of(plain[form].files[Layout.DOCX]).replace("Паспорт:", "паспорт:")


def test_the_square_code_says_the_link_of_the_version(plain: dict[Form, Made]) -> None:
    """Forms of a version have one and no other form has; what stands in it is the address that is printed under it."""
    wanted = io.BytesIO()
    link = made_up(Form.TIMETABLE).link
    segno.make(link, error="m", micro=False).save(wanted, kind="png", scale=4, border=2)
    squares = {form: pictures_in(made.files[Layout.DOCX]) for form, made in plain.items()}
    for form in Form:
        has_one = form in (Form.PLAN, Form.TIMETABLE, Form.NOTICE)
        assert squares[form] == ([wanted.getvalue()] if has_one else []), form
        assert (link in text_of(plain[form].files[Layout.DOCX])) == has_one


def pictures_in(docx: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as parcel:
        return [parcel.read(name) for name in parcel.namelist() if name.startswith("word/media/")]


def test_a_picture_of_a_page_is_given_where_it_is_asked_for() -> None:
    asked = Ask(
        form=Form.NOTICE, template=standard(Form.NOTICE), values=made_up(Form.NOTICE), layouts=(Layout.PNG,)
    )
    (made,) = make([asked])
    assert made is not None
    assert made.files[Layout.PNG].startswith(b"\x89PNG")
