"""The templates the service brings along: texts a person can read, made into DOCX when they are needed."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from exports.document.forms import Form
from exports.document.standard.building import built

FOLDER = Path(__file__).parent / "texts"


@cache
def standard(form: Form) -> bytes:
    """The DOCX template of a form; the same bytes every time."""
    return built((FOLDER / f"{form.value}.txt").read_text("utf-8"))


def digest_of(template: bytes) -> str:
    """SHA-256 of a template, by which a paper remembers what it was made from."""
    return hashlib.sha256(template).hexdigest()
