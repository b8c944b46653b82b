"""Finished papers read as a person reads them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.table import Table
from pypdf import PdfReader


def lines_of(docx: bytes) -> list[str]:
    """Paragraphs and rows of tables in the order of the document; cells with ` | `, each of a merged one once."""
    return [line for line in _lines(Document(io.BytesIO(docx))) if line.strip(" |")]


def _lines(paper: Any) -> Iterator[str]:
    for part in paper.iter_inner_content():
        if not isinstance(part, Table):
            yield part.text
            continue
        for row in part.rows:
            cells = {id(cell._tc): cell.text for cell in row.cells}
            yield " | ".join(cells.values())


def text_of(docx: bytes) -> str:
    return "\n".join(lines_of(docx))


def pdf_text(pdf: bytes) -> str:
    """All pages in one line: no soft hyphens, every space a plain one."""
    told = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return squeezed(told)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00ad", "").replace("\u00a0", " ")).strip()


def bare(text: str) -> str:
    """Without any space: where a printer breaks lines does not matter."""
    return re.sub(r"\s+", "", text.replace("\u00ad", ""))
