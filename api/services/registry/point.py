"""Something to look at, with the page where it is mended."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Something to look at: its sentence and the address where it is mended, None where no page is known.

    blocks: proved that not every lesson can be placed while it stands.
    """

    text: str
    href: str | None = None
    blocks: bool = False
