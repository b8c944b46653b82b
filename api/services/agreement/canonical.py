"""Canonical texts: one value has one text, so one digest; people compare its short code on screen and on paper.

A text is JSON in UTF-8: NFC, keys sorted, no spaces, integers and strings only (trust 4.2). Pure.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from typing import TypeAlias

Value: TypeAlias = "int | str | list[Value] | dict[str, Value]"

CODE_BITS = 50
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32
GROUPS = (4, 4, 2)
HALF = re.compile("[\ud800-\udfff]")  # surrogates
LOOKALIKES = str.maketrans(
    "OILАВЕКМНРСТХОУ", "011ABEKMHPCTX0Y"
)  # Latin, then Cyrillic letters typed for them


class NotCanonicalError(ValueError):
    """A value that has no canonical text, or a text that is not one."""


def canonical(value: object) -> str:
    """The text of a value of dicts, lists (or tuples), integers and strings. Raises NotCanonicalError for others."""
    return _written(_settled(value))


def parsed(text: str) -> Value:
    """The value of a canonical text. Raises NotCanonicalError where the text is not the one of its value."""
    try:
        value = _settled(json.loads(text))
    except json.JSONDecodeError as error:
        raise NotCanonicalError("no JSON") from error
    if _written(value) != text:
        raise NotCanonicalError("not the canonical text of its value")
    return value


def digest(text: str) -> str:
    """SHA-256 of a text, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def short_code(digest_hex: str) -> str:
    """The first 50 bits of a digest for people: `K7Q2-9FMA-3X`."""
    number = int(digest_hex, 16) >> (4 * len(digest_hex) - CODE_BITS)
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(CODE_BITS - 5, -1, -5))
    ends = [sum(GROUPS[: n + 1]) for n in range(len(GROUPS))]
    return "-".join(letters[end - size : end] for end, size in zip(ends, GROUPS, strict=True))


def same_code(typed: str, digest_hex: str) -> bool:
    """Whether a code copied by hand is that of the digest; case, dashes and letters that look alike do not matter."""
    told = "".join(typed.upper().translate(LOOKALIKES).replace("-", " ").split())
    return told == short_code(digest_hex).replace("-", "")


def prefix_of(typed: str) -> str | None:
    """The first 12 hexadecimal digits of the digest a code was copied from; None for what is no code."""
    told = "".join(typed.upper().translate(LOOKALIKES).replace("-", " ").split())
    if len(told) != sum(GROUPS) or not set(told) <= set(ALPHABET):
        return None
    number = 0
    for letter in told:
        number = number << 5 | ALPHABET.index(letter)
    return f"{number >> CODE_BITS % 4:0{CODE_BITS // 4}x}"


def _written(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _settled(value: object) -> Value:
    """The value with every string in NFC; refuses what would have more than one text."""
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    if isinstance(value, list | tuple):
        return [_settled(entry) for entry in value]
    if isinstance(value, Mapping):
        return _mapping(value)
    raise NotCanonicalError(f"{type(value).__name__} has no canonical text")


def _string(value: str) -> str:
    told = str(value) if value.isascii() else unicodedata.normalize("NFC", str(value))
    if HALF.search(told):
        raise NotCanonicalError("half of a letter")
    return told


def _mapping(value: Mapping[object, object]) -> dict[str, Value]:
    told: dict[str, Value] = {}
    for key, entry in value.items():
        if not isinstance(key, str):
            raise NotCanonicalError("a key that is no string")
        name = _string(key)
        if name in told:
            raise NotCanonicalError("one key twice")
        told[name] = _settled(entry)
    return told
