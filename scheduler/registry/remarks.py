"""What the deputy is told beside a result: nothing here refuses anything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from scheduler.norms import Answer, Mark

MARK_SAID = {
    Mark.SEEN: "",
    Mark.SECONDARY: "число из пересказа, сверьте с документом",
    Mark.MEMORY: "число по памяти, сверьте с документом",
    Mark.INFERENCE: "вывод, а не слова документа",
}


class Severity(StrEnum):
    """BREAKS: a number whose text was seen (mark V) is broken; WARNS: everything else."""

    BREAKS = "breaks"
    WARNS = "warns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A warning in Russian. pupil, line: whom it is about. document, section, mark: the norm's, if it is one."""

    code: str
    text: str
    severity: Severity = Severity.WARNS
    pupil: str | None = None
    line: str | None = None
    document: str | None = None
    section: str | None = None
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A pupil or a line without lessons in the range, and why, in Russian. kind: `pupil` or `line`."""

    kind: str
    id: str
    reason: str


def source_said(answer: Answer) -> str:
    """`СанПиН 1.2.3685-21, таблица 6.6`, then how certain the number is unless its text was seen."""
    norm = answer.norm
    parts = [short_title(answer.file.document), *([norm.section] if norm.section else [])]
    said = ", ".join(parts)
    return f"{said}; {MARK_SAID[norm.mark]}" if MARK_SAID[norm.mark] else said


def short_title(document: str) -> str:
    """A document without what stands in brackets after its number."""
    return document.partition(" (")[0]


def norm_head(answer: Answer) -> str:
    """What a norm speaks of: its title without the last words, as in `урок при ОВЗ`."""
    return _halves(answer)[0]


def norm_bound(answer: Answer) -> str:
    """How a norm binds: `не больше`, `не длиннее`."""
    return _halves(answer)[1]


def _halves(answer: Answer) -> tuple[str, str]:
    head, _, bound = re.sub(r" \([^)]*\)$", "", answer.norm.title).rpartition(", ")
    return head, bound
