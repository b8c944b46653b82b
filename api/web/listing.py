"""Long lists in pages of a size, with links that keep what was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import urlencode

Line = TypeVar("Line")
SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Generic[Line]):
    """One page of a list. total: lines on all pages together; numbers of pages begin with 1."""

    lines: tuple[Line, ...]
    total: int
    number: int
    path: str
    asked: Mapping[str, str] = field(default_factory=dict)
    size: int = SIZE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    def link(self, number: int) -> str:
        """Address of another page of the same list."""
        told = {name: value for name, value in self.asked.items() if value}
        return f"{self.path}?{urlencode({**told, 'page': number})}"


def listed(
    lines: Sequence[Line], number: int, path: str, asked: Mapping[str, str] | None = None, size: int = SIZE
) -> Listed[Line]:
    """The page `number` of a list; a number past the end shows the last page."""
    last = max(1, -(-len(lines) // size))
    number = min(max(number, 1), last)
    part = tuple(lines[(number - 1) * size : number * size])
    return Listed(lines=part, total=len(lines), number=number, path=path, asked=asked or {}, size=size)
