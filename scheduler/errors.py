"""Faults of input. Infeasible and out-of-time are answers, never errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a file: where (path like `rows.3.lesson_min`), what was found, what is allowed."""

    path: str
    found: str
    allowed: str

    def __str__(self) -> str:
        return f"{self.path}: found {self.found}; allowed: {self.allowed}"


class BadFileError(Exception):
    """A file that cannot be used; carries every fault at once."""

    def __init__(self, source: str, faults: Sequence[Fault]) -> None:
        self.source = source
        self.faults = tuple(faults)
        super().__init__(
            f"{source}: {len(self.faults)} fault(s)\n" + "\n".join(f"  {fault}" for fault in faults)
        )
