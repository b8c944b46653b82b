"""A text of a template becomes a DOCX. One line is one paragraph; what a line begins with says how it looks:

    # centred and bold      = centred      > to the right      - without an indent      ~ small print
    {%p if … %}, {%p for … %}: tags of the template, alone on their line
    [table 2 8 3]           a table with borders, columns in these shares; lines `a | b | c`, the first is its head
    [plain 5 5]             the same without borders and head: lines of signatures
    [/table]                its end; `{%tr for … %}` lines between make rows repeat; a cell `<` is one with its left
    [page]                  a new page;  [square] the square code;  [foot] text: the line at the bottom of every page

`**bold**` inside a line. An empty line is a gap. A4, 20 mm at the left, 12 points, Times New Roman, as offices write.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from exports.document.parcel import settled

FONT, SIZE, SMALL, IN_TABLE = "Times New Roman", 12, 9, 10.5
WIDTH_MM = 170.0
INDENT_MM = 12.5
ALIGN = {
    "#": WD_ALIGN_PARAGRAPH.CENTER,
    "=": WD_ALIGN_PARAGRAPH.CENTER,
    ">": WD_ALIGN_PARAGRAPH.RIGHT,
    "-": WD_ALIGN_PARAGRAPH.LEFT,
    "~": WD_ALIGN_PARAGRAPH.LEFT,
}
TABLE = re.compile(r"\[(table|plain)((?: [\d.]+)+)\]")
BOLD = re.compile(r"\*\*(.+?)\*\*")


def built(text: str) -> bytes:
    """The document of a text."""
    made = _blank()
    lines = iter(text.splitlines())
    for line in lines:
        found = TABLE.fullmatch(line)
        if found:
            shares = [float(share) for share in found[2].split()]
            _table(made, list(_until_end(lines)), shares, framed=found[1] == "table")
        elif line.startswith("[foot]"):
            _write(made.sections[0].footer.paragraphs[0], line.removeprefix("[foot]").strip(), SMALL)
        else:
            _paragraph(made, line)
    stream = io.BytesIO()
    made.save(stream)
    return settled(stream.getvalue())


def _until_end(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line == "[/table]":
            return
        yield line


def _blank() -> Any:
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(15)
    section.top_margin = section.bottom_margin = Mm(15)
    style: Any = made.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    told = made.core_properties
    told.author, told.title, told.comments = "", "", ""
    told.created = told.modified = datetime(1980, 1, 1, tzinfo=UTC)
    return made


def _paragraph(made: Any, line: str) -> None:
    paragraph = made.add_paragraph()
    if line == "[page]":
        paragraph.add_run().add_break(WD_BREAK.PAGE)
        return
    if line == "[square]":
        _write(paragraph, "{{ square }}", SIZE)
        return
    mark, told = (line[0], line[1:].strip()) if line[:1] in ALIGN else ("", line)
    if not told:
        paragraph.paragraph_format.line_spacing = 0.6
    elif mark:
        paragraph.alignment = ALIGN[mark]
    elif not told.startswith("{%p"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Mm(INDENT_MM)
    _write(paragraph, f"**{told}**" if mark == "#" and told else told, SMALL if mark == "~" else SIZE)


def _write(paragraph: Any, text: str, size: float) -> None:
    for place, part in enumerate(BOLD.split(text)):
        if part:
            run = paragraph.add_run(part)
            run.bold = True if place % 2 else None
            if size != SIZE:
                run.font.size = Pt(size)


def _table(made: Any, lines: list[str], shares: list[float], framed: bool) -> None:
    widths = [Mm(WIDTH_MM * share / sum(shares)) for share in shares]
    table = made.add_table(rows=0, cols=len(shares))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    if framed:
        table.style = "Table Grid"
    for number, line in enumerate(lines):
        row = table.add_row()
        _keep_whole(row)
        if framed and number == 0:
            _repeat(row)
        _cells(row, line, widths, IN_TABLE if framed else SIZE, head=framed and number == 0)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width  # without it other programs draw equal columns


def _cells(row: Any, line: str, widths: list[Any], size: float, head: bool) -> None:
    parts = [part.strip() for part in line.split("|")] if not line.startswith("{%tr") else [line]
    parts += [""] * (len(widths) - len(parts))
    start = 0
    for place, width in enumerate(widths):
        row.cells[place].width = width
    for place, part in enumerate(parts):
        if part == "<":
            row.cells[start].merge(row.cells[place])
            continue
        start = place
        paragraph = row.cells[place].paragraphs[0]
        mark = part[:1] if part[:1] in ("=", ">") else ""
        told = part.removeprefix(mark).strip() if mark else part
        if mark:
            paragraph.alignment = ALIGN[mark]
        _write(paragraph, f"**{told}**" if head and told else told, size)
        if head:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeat(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
