"""A finished DOCX as plain blocks, for the printer: the PDF shows what the document says, nothing is told twice.

Read straight from the XML: paragraphs with their runs, tables with their columns, pictures, the line at the bottom.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn

W_P, W_R, W_T, W_TBL = qn("w:p"), qn("w:r"), qn("w:t"), qn("w:tbl")
VAL = qn("w:val")
TWIPS_MM = 1440 / 25.4
EMU_MM = 36000
INSIDE = frozenset({qn("w:hyperlink"), qn("w:smartTag"), qn("w:sdt"), qn("w:sdtContent"), qn("w:fldSimple")})
ALIGN = {
    "center": "center",
    "right": "right",
    "end": "right",
    "both": "justify",
    "left": "left",
    "start": "left",
}
SIZE = 12.0

Block = dict[str, Any]


def blocks_of(docx: bytes) -> dict[str, Any]:
    """`page` (mm), `foot`, `head`, `blocks`: a value that JSON can hold. Pictures are lists of bytes."""
    return blocks_in(Document(io.BytesIO(docx)))


def blocks_in(paper: Any) -> dict[str, Any]:
    """The same of a document that is open (python-docx): to print it, it need not be written and read again."""
    reader = _Reader(paper)
    section = paper.sections[0]
    return {
        "page": {
            "width": _mm(section.page_width), "height": _mm(section.page_height), "left": _mm(section.left_margin),
            "right": _mm(section.right_margin), "top": _mm(section.top_margin), "bottom": _mm(section.bottom_margin),
        },
        "foot": _line(paper, "w:footerReference"), "head": _line(paper, "w:headerReference"),
        "blocks": list(reader.blocks(paper.element.body)),
    }  # fmt: skip


def _mm(length: Any) -> float:
    return round(float(length or 0) / EMU_MM, 2)


def _line(paper: Any, kind: str) -> str:
    """A header or footer in one line; numbers of pages the printer writes itself.

    It is found by its relation: in a document that was filled in, only that leads to what stands there now.
    """
    references = paper.sections[0]._sectPr.findall(qn(kind))
    ours = next((each for each in references if each.get(qn("w:type")) == "default"), None)
    if ours is None:
        return ""
    part = paper.part.rels[ours.get(qn("r:id"))].target_part
    told = ["".join(_plain(paragraph)) for paragraph in part.element.findall(W_P)]
    return " ".join(text.strip() for text in told if text.strip())


def _plain(paragraph: Any) -> Iterator[str]:
    inside_field = False
    for element in paragraph.iter():
        if element.tag == qn("w:fldChar"):
            inside_field = element.get(qn("w:fldCharType")) != "end"
        elif element.tag == W_T and not inside_field:
            yield element.text or ""


class _Reader:
    """One document: its styles and pictures are looked up here."""

    def __init__(self, paper: Any) -> None:
        self._paper = paper
        self._styles = {style.style_id: style for style in paper.styles}
        self._normal = next((style for style in paper.styles if style.name == "Normal"), None)

    def blocks(self, parent: Any) -> Iterator[Block]:
        for element in parent:
            if element.tag == W_P:
                yield self._paragraph(element)
            elif element.tag == W_TBL:
                yield self._table(element)
            elif element.tag in INSIDE:
                yield from self.blocks(element)

    def _paragraph(self, element: Any) -> Block:
        settings = element.find(qn("w:pPr"))
        style = self._style(_value(settings, "w:pStyle"))
        told: Block = {
            "kind": "p", "align": ALIGN.get(_value(settings, "w:jc") or _style_align(style), "left"),
            "indent": 0.0, "left": 0.0, "spacing": 1.0, "runs": list(self._runs(element, style)),
        }  # fmt: skip
        indent = settings.find(qn("w:ind")) if settings is not None else None
        if indent is not None:
            told["indent"] = _twips(indent, "w:firstLine")
            told["left"] = _twips(indent, "w:left") or _twips(indent, "w:start")
        spacing = settings.find(qn("w:spacing")) if settings is not None else None
        if (
            spacing is not None
            and spacing.get(qn("w:line"))
            and spacing.get(qn("w:lineRule"), "auto") == "auto"
        ):
            told["spacing"] = int(spacing.get(qn("w:line"))) / 240
        return told

    def _runs(self, element: Any, style: Any) -> Iterator[Block]:
        for child in element:
            if child.tag == W_R:
                yield from self._run(child, style)
            elif child.tag in INSIDE:
                yield from self._runs(child, style)

    def _run(self, run: Any, style: Any) -> Iterator[Block]:
        settings = run.find(qn("w:rPr"))
        bold = _flag(settings, "w:b", _style_font(style, "bold"))
        italic = _flag(settings, "w:i", _style_font(style, "italic"))
        size = _value(settings, "w:sz")
        points = int(size) / 2 if size and size.isdigit() else self._size(style)
        under = _value(settings, "w:u") not in (None, "none")
        for child in run:
            if child.tag == W_T and child.text:
                yield {"text": child.text, "bold": bold, "italic": italic, "under": under, "size": points}
            elif child.tag == qn("w:br"):
                yield {"break": "page" if child.get(qn("w:type")) == "page" else "line"}
            elif child.tag == qn("w:tab"):
                yield {"text": "\u2003", "bold": bold, "italic": italic, "under": under, "size": points}
            elif child.tag == qn("w:drawing"):
                yield from self._pictures(child)

    def _pictures(self, drawing: Any) -> Iterator[Block]:
        extent = next(drawing.iter(qn("wp:extent")), None)
        width = int(extent.get("cx")) / EMU_MM if extent is not None else 30.0
        for blip in drawing.iter(qn("a:blip")):
            part = self._paper.part.related_parts.get(blip.get(qn("r:embed")))
            if part is not None and part.content_type in ("image/png", "image/jpeg", "image/gif"):
                yield {"image": list(part.blob), "width": min(width, 170.0)}

    def _table(self, element: Any) -> Block:
        grid = element.find(qn("w:tblGrid"))
        widths = (
            [int(float(column.get(qn("w:w")) or 1000)) or 1 for column in grid] if grid is not None else [1]
        )
        rows = [self._row(row, len(widths)) for row in element.iter(qn("w:tr"))]
        head = 0
        for row in rows:
            if not row["head"]:
                break
            head += 1
        return {
            "kind": "table", "widths": widths, "rows": [row["cells"] for row in rows], "head": head,
            "framed": self._is_framed(element),
        }  # fmt: skip

    def _row(self, row: Any, columns: int) -> Block:
        cells, left = [], columns
        for cell in row.findall(qn("w:tc")):
            settings = cell.find(qn("w:tcPr"))
            span = min(int(_value(settings, "w:gridSpan") or 1), left)
            if span < 1:
                break
            left -= span
            below = settings is not None and settings.find(qn("w:vMerge")) is not None
            goes_on = below and settings.find(qn("w:vMerge")).get(VAL) != "restart"
            inside = [] if goes_on else [block for block in self.blocks(cell) if block["kind"] == "p"]
            cells.append({"span": span, "paragraphs": inside})
        if left:
            cells.append({"span": left, "paragraphs": []})
        marks = row.find(qn("w:trPr"))
        return {"cells": cells, "head": marks is not None and marks.find(qn("w:tblHeader")) is not None}

    def _is_framed(self, element: Any) -> bool:
        settings = element.find(qn("w:tblPr"))
        own = settings.find(qn("w:tblBorders")) if settings is not None else None
        if own is not None:
            return any(side.get(VAL) not in (None, "nil", "none") for side in own)
        style = self._style(_value(settings, "w:tblStyle"))
        return style is not None and style.element.find(f".//{qn('w:tblBorders')}") is not None

    def _style(self, key: str | None) -> Any:
        return self._styles.get(key, self._normal) if key else self._normal

    def _size(self, style: Any) -> float:
        told = _style_font(style, "size") or (self._normal.font.size if self._normal is not None else None)
        return round(float(told.pt), 1) if told else SIZE


def _value(settings: Any, name: str) -> str | None:
    found = settings.find(qn(name)) if settings is not None else None
    return found.get(VAL) if found is not None else None


def _flag(settings: Any, name: str, default: Any) -> bool:
    found = settings.find(qn(name)) if settings is not None else None
    return bool(default) if found is None else found.get(VAL) not in ("0", "false", "none")


def _twips(element: Any, name: str) -> float:
    told = element.get(qn(name)) or "0"
    return round(int(float(told)) / TWIPS_MM, 2)


def _style_font(style: Any, name: str) -> Any:
    """By the style or the first of its bases that says it."""
    while style is not None:
        told = getattr(style.font, name, None)
        if told is not None:
            return told
        style = style.base_style
    return None


def _style_align(style: Any) -> str:
    told = style.paragraph_format.alignment if style is not None else None
    return {1: "center", 2: "right", 3: "both"}.get(int(told), "left") if told is not None else "left"
