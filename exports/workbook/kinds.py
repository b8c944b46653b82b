"""What a column may hold: how it is read from a cell, how it is shown there, and the words for what is allowed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from exports.workbook import cellvalues as cells
from exports.workbook.cellvalues import Raw
from exports.workbook.faults import WrongCellError
from exports.workbook.texts import class_title, fold, listed, near, one_script, person, squeezed
from exports.workbook.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`read` raises WrongCellError; `show` gives None for an empty cell. `form`: text, date, time or number format."""

    read: Callable[[Raw], Any]
    show: Callable[[Any], Raw | date | None]
    allowed: str
    choices: tuple[str, ...] = ()
    form: str = "text"
    width: int = 14


def _text(raw: Raw) -> str:
    return squeezed(cells.shown(raw))


def _plain(value: Any) -> Raw | None:
    return value if value is None or isinstance(value, float | int) else str(value)


def whole(low: int, high: int, allowed: str) -> Kind:
    """A whole number within both bounds."""
    allowed = f"{allowed} от {low} до {high}"
    return Kind(
        read=lambda raw: cells.whole(raw, low, high, allowed),
        show=_plain,
        allowed=allowed,
        form="whole",
        width=9,
    )


def decimal(low: float, high: float, allowed: str) -> Kind:
    """A number within both bounds."""

    def read(raw: Raw) -> float:
        value = cells.number(raw, allowed)
        if not low <= value <= high:
            raise WrongCellError(allowed)
        return float(value)

    return Kind(read=read, show=_plain, allowed=allowed, form="number", width=10)


def choice(words: Words) -> Kind:
    """One of some words; the first spelling of each is the one written."""
    known = cells.spelt(words)
    first = {value: texts[0] for value, texts in words.items()}
    allowed = "одно из: " + listed(first.values(), 9)

    def read(raw: Raw) -> object:
        text = cells.shown(raw)
        if fold(text) not in known:
            raise WrongCellError(allowed, near(text, first.values(), 0.7))
        return known[fold(text)]

    return Kind(
        read=read,
        show=lambda value: first.get(value, _plain(value)),
        allowed=allowed,
        choices=tuple(first.values()),
        width=max(11, *(len(text) + 2 for text in first.values())),
    )


def weight(words: Words) -> Kind:
    """Importance in words, or a whole number."""
    named = choice(words)

    def read(raw: Raw) -> object:
        if isinstance(raw, float | int) or (isinstance(raw, str) and raw.strip().isdigit()):
            return cells.whole(raw, 1, 100, named.allowed)
        return named.read(raw)

    return Kind(read=read, show=named.show, allowed=named.allowed, choices=named.choices, width=13)


def _split(raw: Raw, marks: str = r"[,;\n]") -> tuple[str, ...]:
    text = raw if isinstance(raw, str) else cells.shown(raw)
    if marks == "":
        marks = r"[;\n]" if re.search(r"[;\n]", text) else ","
    return tuple(dict.fromkeys(part for part in (squeezed(part) for part in re.split(marks, text)) if part))


def _titles(values: tuple[str, ...]) -> str | None:
    """Titles with a comma inside are parted by semicolons."""
    if any("," in value for value in values):
        return "; ".join(values) + (";" if len(values) == 1 else "")
    return ", ".join(values) or None


def _span(raw: Raw) -> tuple[int, int]:
    chosen = cells.numbers(raw, 1, 12, _SPAN)
    if chosen is None:
        return 1, 11
    if chosen != tuple(range(chosen[0], chosen[-1] + 1)):
        raise WrongCellError(_SPAN)
    return chosen[0], chosen[-1]


def _shown_span(span: tuple[int, int]) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]}–{span[1]}"


def _grades(raw: Raw) -> frozenset[int] | None:
    chosen = cells.numbers(raw, 1, 12, _GRADES)
    return None if chosen is None else frozenset(chosen)


def _number_or_text(value: Fraction) -> Raw:
    return cells.shown_fraction(value)


def _time(value: int) -> Raw:
    return cells.shown_minutes(value)


_SPAN = "классы подряд: «1–4» или «7»"
_GRADES = "классы: «1», «1–4» или «1, 5»"
_WEEKS = "номера недель цикла: «1», «1, 3» или «1–2»"
_LESSONS = "номера уроков: «2» или «1–3»"

TEXT = Kind(read=_text, show=_plain, allowed="текст", width=22)
TITLES = Kind(read=lambda raw: _split(raw, ""), show=_titles, allowed="названия через запятую", width=40)
TEXTS = Kind(
    read=_split, show=lambda values: ", ".join(values) or None, allowed="список через запятую", width=24
)
PERSON = Kind(read=lambda raw: person(cells.shown(raw)), show=_plain, allowed="фамилия и инициалы", width=22)
CODE = Kind(
    read=lambda raw: one_script(_text(raw)), show=_plain, allowed="номер дела, например К-01", width=10
)
CLASS = Kind(read=lambda raw: class_title(_text(raw)), show=_plain, allowed="класс, например 5 «А»", width=9)
HOURS = Kind(
    read=cells.fraction, show=_number_or_text, allowed="часы: 2; 0,75; ½ или 3/4", form="hours", width=9
)
DATE = Kind(
    read=cells.day, show=lambda value: value, allowed="дата, например 01.09.2026", form="date", width=12
)
TIME = Kind(read=cells.minutes, show=_time, allowed="время, например 9:00", form="time", width=9)
DAY = Kind(
    read=cells.weekday,
    show=lambda day: cells.shown_days((day,)),
    allowed="день недели, например «пн»",
    width=9,
)
DAYS = Kind(read=cells.weekdays, show=cells.shown_days, allowed="дни: «пн, ср» или «пн–пт»", width=14)
WEEKS = Kind(
    read=lambda raw: cells.numbers(raw, 1, 4, _WEEKS), show=cells.shown_numbers, allowed=_WEEKS, width=10
)
LESSONS = Kind(
    read=lambda raw: cells.numbers(raw, 0, 20, _LESSONS), show=cells.shown_numbers, allowed=_LESSONS, width=9
)
GRADES = Kind(read=_grades, show=cells.shown_numbers, allowed=_GRADES, width=9)
SPAN = Kind(read=_span, show=_shown_span, allowed=_SPAN, width=9)
MINUTES = whole(0, 100_000, "целое число минут")
