"""What a gatherer gives: values of a form, or why there are none yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """why_not: a sentence; then values is None. plan_id, version_id: the versions the values are of."""

    values: Any = field(default=None, repr=False)
    why_not: str = ""
    plan_id: str | None = None
    version_id: str | None = None


def lacking(sentence: str) -> Found:
    return Found(why_not=sentence)
