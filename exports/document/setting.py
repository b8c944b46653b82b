"""Blocks become a PDF (or a picture of each page) through typst: its own fonts, no system package, no network."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import typst

SOURCE = Path(__file__).parent / "paper.typ"
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)  # a paper's bytes do not depend on when it was set
STANDARD: Literal["a-2b"] = "a-2b"  # for archives: fonts inside, nothing from elsewhere


class Press:
    """One compiler for many papers: fonts are read once. It forgets a source after each paper, so it is told anew."""

    def __init__(self) -> None:
        self._source = SOURCE.read_bytes()
        self._compiler = typst.Compiler(self._source, ignore_system_fonts=True)

    def pdf(self, blocks: dict[str, Any]) -> bytes:
        """The same blocks give the same bytes."""
        made = self._compiler.compile(
            self._source, format="pdf", sys_inputs=_told(blocks), timestamp=MOMENT, pdf_standards=[STANDARD]
        )
        assert isinstance(made, bytes)
        return made

    def pictures(self, blocks: dict[str, Any], ppi: float = 96) -> list[bytes]:
        """PNG of each page."""
        made = self._compiler.compile(self._source, format="png", sys_inputs=_told(blocks), ppi=ppi)
        return [made] if isinstance(made, bytes) else list(made or [])


def _told(blocks: dict[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(blocks, ensure_ascii=False)}
