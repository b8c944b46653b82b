"""Faults of a workbook: where, what was found, what is allowed, what may have been meant; all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.russian import counted


class WrongCellError(Exception):
    """A cell's text means nothing. `allowed` completes «нужно: …»; `said` replaces the usual sentence."""

    def __init__(self, allowed: str, suggestion: str = "", said: str = "") -> None:
        self.allowed = allowed
        self.suggestion = suggestion
        self.said = said
        super().__init__(said or allowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault, or one remark, of a workbook. `cell` is like «J7»; an empty sheet means the whole file."""

    sheet: str = ""
    row: int | None = None
    column: str = ""
    cell: str = ""
    found: str = ""
    allowed: str = ""
    suggestion: str = ""
    said: str
    beside: bool = False  # the title stands beside the cell, not above it

    def __str__(self) -> str:
        where = [self.sheet] if self.sheet else []
        where += [f"строка {self.row}"] if self.row is not None else []
        title = f"«{self.column}»" if self.beside else f"столбец «{self.column}»"
        where += [title + (f" ({self.cell})" if self.cell else "")] if self.column else []
        meant = f"; может быть, {self.suggestion}?" if self.suggestion else ""
        end = "" if meant or self.said.endswith((".", "?", "!", "…")) else "."
        return (", ".join(where) + ": " if where else "") + self.said + meant + end


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownColumn:
    """A heading nobody knows. sheet: key of the layout; title: the sheet's name in the file; cell like «J1»."""

    sheet: str
    title: str
    heading: str
    cell: str


class BadWorkbookError(Exception):
    """A workbook that cannot be used; nothing of it was imported. Carries every fault, remark and unknown heading."""

    def __init__(
        self, faults: Sequence[Fault], notices: Sequence[Fault] = (), unknown: Sequence[UnknownColumn] = ()
    ) -> None:
        self.faults = tuple(faults)
        self.notices = tuple(notices)
        self.unknown = tuple(unknown)
        number = counted(len(self.faults), "ошибка", "ошибки", "ошибок")
        super().__init__(f"В книге {number}:\n" + "\n".join(f"  {fault}" for fault in self.faults))
