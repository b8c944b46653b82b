"""Russian words on every paper and page: days, forms, kinds of proof, durations, numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from scheduler.terms import LessonForm, Proof, Weekday, clock

DAY_NAME = {
    Weekday.MON: "Понедельник",
    Weekday.TUE: "Вторник",
    Weekday.WED: "Среда",
    Weekday.THU: "Четверг",
    Weekday.FRI: "Пятница",
    Weekday.SAT: "Суббота",
    Weekday.SUN: "Воскресенье",
}
FORM_NAME = {LessonForm.HOME: "на дому", LessonForm.REMOTE: "дистанционно", LessonForm.SCHOOL: "в школе"}
PROOF = {
    Proof.IMPOSSIBLE: "невозможно",
    Proof.BLOCKED: "невозможно, пока не сдвинуть другое",
    Proof.NOT_FOUND: "место не найдено за отведённое время",
}
WITH_CLASS = "с классом"
OWN_CLASSES = "уроки"


def duration_said(minutes: int) -> str:
    """`45 мин`, `2 ч`, `1 ч 20 мин`, `0 мин`."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} ч"] * (hours > 0) + [f"{rest} мин"] * (rest > 0 or hours == 0)
    return " ".join(parts)


def span_said(start_min: int, end_min: int) -> str:
    """`14:00–14:40`."""
    return f"{clock(start_min)}–{clock(end_min)}"


def joined_said(texts: Iterable[str]) -> str:
    """`Математика ×2, Чтение`: each text once, with how often."""
    counts = Counter(texts)
    return ", ".join(text if number == 1 else f"{text} ×{number}" for text, number in counts.items())


def number_said(value: Fraction | int) -> str:
    """With a decimal comma, rounded to hundredths: `3`, `0,75`, `0,33`."""
    text = f"{float(round(Fraction(value), 2)):.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")


def printable(text: str) -> str:
    """The text without characters that no reader can show: control characters, lone surrogates, U+FFFE, U+FFFF.

    Line breaks and tabs become spaces.
    """
    kept = (" " if sign in "\t\n\r\x0b\x0c\x85\u2028\u2029" else sign for sign in text)
    return "".join(sign for sign in kept if not _unprintable(ord(sign)))


def _unprintable(code: int) -> bool:
    control = code < 0x20 or 0x7F <= code < 0xA0
    return control or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF, 0xFEFF)
