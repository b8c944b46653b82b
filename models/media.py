"""Kinds of kept files. A module of its own: the child that judges uploads loads it and no database."""

from __future__ import annotations

from enum import StrEnum


class Media(StrEnum):
    """What a kept file is, told from its bytes."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
