"""Hours as people type them, exactly: `0,25`, `0.25`, `1/4`, `1 1/2`, `½`."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

WRONG = "Укажите часы, например 0,25 или 1/4."
MOST = 40  # hours a week of one row; more is a slip of the finger
FINEST = 120  # the greatest denominator: thirds and quarters of an hour of 40 minutes are far above it
_DECIMAL = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?", re.ASCII)
_FRACTION = re.compile(r"(?:(\d{1,3})\s+)?(\d{1,3})/(\d{1,3})", re.ASCII)


def read_hours(told: str) -> Fraction | None:
    """The exact number; None for what is no number of hours from 0 to 40."""
    text = _plain(told)
    found = _FRACTION.fullmatch(text)
    if found:
        whole, part, over = (int(group or 0) for group in found.groups())
        value = whole + Fraction(part, over) if over else None
    elif _DECIMAL.fullmatch(text):
        value = Fraction(text.replace(",", "."))
    else:
        return None
    return value if value is not None and value <= MOST and value.denominator <= FINEST else None


def typed(hours: Fraction) -> str:
    """The number as it stands in a field: `0,25`, or `1 1/3` where a decimal comma cannot say it."""
    for digits in range(4):
        scaled = hours * 10**digits
        if scaled.denominator == 1:
            text = str(int(scaled)).rjust(digits + 1, "0")
            return f"{text[:-digits]},{text[-digits:]}" if digits else text
    whole, rest = divmod(hours, 1)
    return f"{whole} {rest}" if whole else str(rest)


def _plain(told: str) -> str:
    """Small fractions as digits (`1½` → `1 1/2`), spaces settled, «ч» at the end left out."""
    text = re.sub(r"([¼-¾⅐-⅞])", r" \1", told)
    text = unicodedata.normalize("NFKC", text).replace("\u2044", "/")
    text = re.sub(r"\s*/\s*", "/", text)
    text = " ".join(text.casefold().split())
    return re.sub(r"\s*(?:ч\.?|час|часа|часов)$", "", text).strip()
