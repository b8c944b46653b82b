"""The limited child: an order as JSON on stdin, papers as JSON on stdout. No database, no keys, no settings.

`{"judge": form, "template"}` → `{"faults": [...]}`. `{"templates": {key: base64}, "papers": [{"form", "template",
"values", "layouts"}]}` → `{"papers": [{layout: base64} or null]}`. `{"print": blocks}` → `{"pdf": base64}`.
"""

from __future__ import annotations

import base64
import json
import sys
import zipfile
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError

from exports import limited
from exports.document.fields import fields_of
from exports.document.filling import Sandbox, rendered, written
from exports.document.forms import Form
from exports.document.judging import faults_of
from exports.document.reading import blocks_in
from exports.document.setting import Press

MEMORY = 1024 * 1024 * 1024  # of addresses: threads and fonts of the printer reserve much and use little
SECONDS = 40


def main() -> None:
    """Reads, works, answers."""
    limited.limit(MEMORY, SECONDS)
    order = json.load(sys.stdin)
    answer: dict[str, Any]
    if "judge" in order:
        template = base64.b64decode(order["template"])
        answer = {"faults": faults_of(template, fields_of(Form(order["judge"])))}
    elif "print" in order:
        answer = {"pdf": base64.b64encode(Press().pdf(order["print"])).decode("ascii")}
    else:
        answer = {"papers": _papers(order)}
    json.dump(answer, sys.stdout, ensure_ascii=True)


def _papers(order: dict[str, Any]) -> list[dict[str, str] | None]:
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


if __name__ == "__main__":
    main()
