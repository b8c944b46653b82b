"""Subject titles as plans write them and the short codes of the norm sets."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent / "subjects.toml"


def subject_code(title: str) -> str:
    """The code of a title; a title that nothing knows is its own code."""
    return known_titles().get(plain(title), title.strip())


def plain(title: str) -> str:
    """A title as it is compared: small letters, «е» for «ё», single spaces."""
    return " ".join(title.casefold().replace("ё", "е").split())


@cache
def known_titles() -> dict[str, str]:
    """Codes by plain title. ValueError when one title has two codes."""
    known: dict[str, str] = {}
    for code, titles in tomllib.loads(SOURCE.read_text(encoding="utf-8"))["titles"].items():
        for title in titles:
            if known.setdefault(plain(title), code) != code:
                raise ValueError(f"{SOURCE.name}: {title!r} is both {known[plain(title)]} and {code}")
    return known
