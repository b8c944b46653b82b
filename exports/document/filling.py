"""A template and values become a DOCX. A template is code of strangers: this runs in the limited child only.

Sandboxed, with escaping (without it `&` eats text), and with an error for a field that does not exist.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import segno
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from exports.document.parcel import settled
from exports.document.values import LINK, SQUARE

SQUARE_MM = 24


class Sandbox(SandboxedEnvironment):
    """Compiles a text once, however many papers are made from it."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()  # no range, no dict: nothing but the values
        self._made: dict[str, Template] = {}

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Template:
        if source not in self._made:
            self._made[source] = super().from_string(source, *args, **kwargs)
        return self._made[source]


def rendered(template: bytes, values: Mapping[str, Any], sandbox: Sandbox) -> DocxTemplate:
    """The document with everything filled in. Raises jinja2.TemplateError for what the sandbox refuses and for
    unknown fields."""
    paper = DocxTemplate(io.BytesIO(template))
    told = dict(values)
    if LINK in told:
        told[SQUARE] = _square(paper, told[LINK]) if told[LINK] else ""
    paper.render(told, jinja_env=sandbox, autoescape=True)
    return paper


def written(paper: DocxTemplate) -> bytes:
    """Its file."""
    made = io.BytesIO()
    paper.save(made)
    return settled(made.getvalue())


def filled(template: bytes, values: Mapping[str, Any], sandbox: Sandbox) -> bytes:
    """The file of a template filled in."""
    return written(rendered(template, values, sandbox))


def _square(paper: DocxTemplate, link: str) -> InlineImage:
    """The square code (QR) of a link as a picture."""
    picture = io.BytesIO()
    segno.make(link, error="m", micro=False).save(picture, kind="png", scale=4, border=2)
    picture.seek(0)
    return InlineImage(paper, picture, width=Mm(SQUARE_MM))
