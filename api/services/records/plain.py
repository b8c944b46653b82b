"""Free texts of records: how long they may be, and nothing in them that looks like a diagnosis."""

from __future__ import annotations

import re

# codes of the classification of diseases, G40.1, in Latin letters and in Cyrillic ones that look the same
_CODE = re.compile(r"(?<![\w-])[A-TV-ZАВЕКМНОРСТХ]\d{2}(?:\.\d)?(?![\w-])")
_WORDS = re.compile(r"диагноз|\bмкб\b|заболевани|инвалид", re.IGNORECASE)
HEALTH = (
    "Похоже на сведения о здоровье. Пишите только о занятиях: диагнозов и кодов болезней здесь не хранят."
)


def text_faults(told: str | None, most: int, missing: str = "") -> tuple[str, ...]:
    """What is wrong with a text. missing: what to say where it has to be there and is not."""
    text = (told or "").strip()
    if not text:
        return (missing,) if missing else ()
    if len(text) > most:
        return (f"Не длиннее {most} знаков, сейчас {len(text)}.",)
    return (HEALTH,) if _CODE.search(text) or _WORDS.search(text) else ()


def only_faults(faults: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The fields that have any."""
    return {field: told for field, told in faults.items() if told}
