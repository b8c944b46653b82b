"""Templates of schools: what is taken, and what each hostile or mistaken one is told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from jinja2 import TemplateError

from exports.document.apart import judge
from exports.document.fields import fields_of, named
from exports.document.filling import Sandbox, filled
from exports.document.forms import Form
from exports.document.judging import faults_of
from exports.document.samples import made_up
from exports.document.standard import standard
from tests.exports.document.looking import text_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FIELDS = fields_of(Form.ORDER)


def template(*paragraphs: str, change: Callable[[Any], None] | None = None) -> bytes:
    made = Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if change is not None:
        change(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("form", Form)
def test_the_templates_that_come_along_are_sound(form: Form) -> None:
    assert faults_of(standard(form), fields_of(form)) == []


def test_loops_and_conditions_over_the_form_s_own_fields_are_taken() -> None:
    made = template(
        "{%p for row in rows %}",
        "{{ loop.index }}. {{ row.teacher }}{% if not loop.last and row.hours != '0' %};{% else %}.{% endif %}",
        "{%p endfor %}",
        "{% if several %}дети{% elif number %}ребёнок {{ deputy.short_dative }}{% endif %}",
    )
    assert faults_of(made, FIELDS) == []
    values = {**_plain(Form.ORDER)}
    told = text_of(filled(made, values, Sandbox()))
    assert told == "1. Образцова Инна Олеговна;\n2. Ткачёв Олег Ильич.\nдети"


def _plain(form: Form) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(made_up(form))


ATTACKS = {
    "{{ ''.__class__.__mro__[1].__subclasses__() }}": "не поддерживаются",
    "{{ number.__class__ }}": "Поля «number.__class__» у этой формы нет",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}": "не поддерживаются",
    "{{ self }}": "Поля «self» у этой формы нет",
    "{{ config }}": "Поля «config» у этой формы нет",
    "{{ 'a' * 1000000000 }}": "не поддерживаются",
    "{{ number|upper }}": "не поддерживаются",
    "{{ range(10) }}": "не поддерживаются",
    "{{ [1, 2] }}": "не поддерживаются",
    "{% set x = 1 %}": "не поддерживается",
    "{% include 'x' %}": "не поддерживается",
    "{% import 'os' as os %}": "не поддерживается",
    "{% macro m() %}{% endmacro %}": "не поддерживается",
    "{% for x in rows recursive %}{% endfor %}": "только запись",
    "{% for x in rows if x.hours %}{% endfor %}": "только запись",
    "{% for x, y in rows %}{% endfor %}": "только запись",
    "{% for x in number %}{% endfor %}": "не список",
    "{{r number }}": "не поддерживаются",
    "{{ rows }}": "не одно значение",
    "{{ deputy }}": "не одно значение",
    "{{ row.hours }}": "Поля «row» у этой формы нет",
    "{{ child.name.full }}": "Поля «child» у этой формы нет",
    "{{ deputy.passport }}": "Можно: dative, full, genitive",
    "{{ number": "скобк",
    "{% if number %}": "ошибкой",
    "{% endfor %}": "ошибкой",
}


@pytest.mark.parametrize(("text", "said"), ATTACKS.items())
def test_what_is_no_plain_field_is_refused(text: str, said: str) -> None:
    told = faults_of(template(text), FIELDS)
    assert told
    assert said in " ".join(told)


@pytest.mark.parametrize(
    "text", ["{{ ''.__class__.__mro__ }}", "{{ number.__class__ }}", "{{ missing }}", "{{ range(3) }}"]
)
def test_the_sandbox_stops_it_all_the_same(text: str) -> None:
    with pytest.raises((TemplateError, TypeError)):
        filled(template(text), {"number": "1"}, Sandbox())


def test_all_faults_are_told_at_once() -> None:
    told = faults_of(template("{{ wrong }}", "{{ deputy.wrong }}", "{{ number|upper }}"), FIELDS)
    assert len(told) == 3


def test_a_tag_in_a_footer_is_judged_too() -> None:
    def footer(made: Any) -> None:
        made.sections[0].footer.paragraphs[0].text = "{{ ''.__class__ }} {{ wrong }}"

    assert len(faults_of(template(change=footer), FIELDS)) == 2


def test_a_tag_in_the_properties_is_refused() -> None:
    def title(made: Any) -> None:
        made.core_properties.title = "{{ number }}"

    assert "только в тексте" in " ".join(faults_of(template(change=title), FIELDS))


SHAPES = {
    "a list with numbers": (f"<w:p {W}><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:p>", "нумерация"),
    "a text box": (f"<w:p {W}><w:r><w:pict><w:txbxContent/></w:pict></w:r></w:p>", "Надписи"),
    "an object": (f"<w:p {W}><w:r><w:object/></w:r></w:p>", "объект"),
    "another file": (f"<w:altChunk {W}/>", "другой файл"),
    "a remote picture": (
        f"<w:p {W}><w:r><w:instrText> INCLUDEPICTURE \"http://example.org/x\" </w:instrText></w:r></w:p>",
        "другого места",
    ),
    "a command": (f"<w:p {W}><w:fldSimple w:instr='DDEAUTO c:\\x'/></w:p>", "другого места"),
    "corrections": (f"<w:p {W}><w:ins><w:r><w:t>x</w:t></w:r></w:ins></w:p>", "исправления"),
    "a footnote": (f"<w:p {W}><w:r><w:footnoteReference w:id='1'/></w:r></w:p>", "Сноски"),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_what_the_pdf_could_not_show_is_refused(shape: str) -> None:
    xml, said = SHAPES[shape]

    def insert(made: Any) -> None:
        made.element.body.insert(0, parse_xml(xml))

    assert said in " ".join(faults_of(template(change=insert), FIELDS))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no document at all"])
def test_what_is_no_document_is_refused(content: bytes) -> None:
    assert "не документ Word" in faults_of(content, FIELDS)[0]


def test_a_parcel_without_a_document_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parcel:
        parcel.writestr("word/document.xml", "<x/>")
    assert "не документ Word" in faults_of(made.getvalue(), FIELDS)[0]


def test_the_child_judges_with_an_empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMELESSONS_SECRET", "КАНАРЕЙКА")
    assert judge(Form.ORDER, standard(Form.ORDER)) == []
    told = judge(Form.ORDER, template("{{ wrong }}"))
    assert told is not None
    assert "Поля «wrong»" in told[0]


def test_fields_are_told_as_they_are_written() -> None:
    told = named(Form.TIMETABLE)
    assert "child.name.genitive" in told
    assert "rows[].teacher" in told
    assert "square" in told
    assert "square" not in named(Form.ORDER)
    assert not any("passport" in name or "diagnos" in name for form in Form for name in named(form))
