"""Papers from templates and values: what the limited child does of every order but the two that need no template."""

from __future__ import annotations

import base64
import zipfile
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError

from exports.document.filling import Sandbox, rendered, written
from exports.document.reading import blocks_in
from exports.document.setting import Press


def papers(order: dict[str, Any]) -> list[dict[str, str] | None]:
    """Files of each paper by layout, in base64; None for a template that cannot be filled in."""
    templates = {key: base64.b64decode(text) for key, text in order["templates"].items()}
    worker = Worker()
    return [worker.paper(templates[paper["template"]], paper) for paper in order["papers"]]


class Worker:
    """Sandbox and printer, shared by all papers of an order."""

    def __init__(self) -> None:
        self._sandbox = Sandbox()
        self._press: Press | None = None

    def paper(self, template: bytes, paper: dict[str, Any]) -> dict[str, str] | None:
        """Files by layout; None for a template that cannot be filled in."""
        try:
            filled = rendered(template, paper["values"], self._sandbox)
            files = {layout: self._file(filled, layout) for layout in paper["layouts"]}
        except (TemplateError, ValueError, KeyError, TypeError, zipfile.BadZipFile, RuntimeError):
            return None
        return {layout: base64.b64encode(content).decode("ascii") for layout, content in files.items()}

    def _file(self, filled: DocxTemplate, layout: str) -> bytes:
        if layout == "docx":
            return written(filled)
        if self._press is None:
            self._press = Press()
        blocks = blocks_in(filled.docx)
        return self._press.pdf(blocks) if layout == "pdf" else self._press.pictures(blocks)[0]
