"""Values of single cells: what stands in a sheet becomes numbers, dates, times and lists, and goes back.

A raw cell is a text, a number, a bool or a `Serial` (a number that Excel shows as a date or a time).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from exports.workbook.faults import WrongCellError
from exports.workbook.texts import fold, squeezed
from exports.workbook.words import WEEKDAY, Words
from scheduler.russian import DAY
from scheduler.terms import Weekday, clock


@dataclass(frozen=True, slots=True)
class Serial:
    """Days since 30.12.1899, shown as a date or a time."""

    days: float


Raw = str | float | bool | Serial
_EPOCH = date(1899, 12, 30)
_FIRST_DAY, _LAST_DAY = 36526, 73050  # 01.01.2000, 31.12.2099
_HALVES = {
    "½": "1/2",
    "¼": "1/4",
    "¾": "3/4",
    "⅓": "1/3",
    "⅔": "2/3",
    "⅛": "1/8",
    "⅜": "3/8",
    "⅝": "5/8",
    "⅞": "7/8",
}
_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_PARTS = r"\s*[,;/]\s*|\s+и\s+|(?<![-\s])\s+(?!-)"
_HOURS = "часы числом: 2; 0,75; ½ или 3/4"
_DATE = "дата, например 01.09.2026"
_TIME = "время, например 9:00"
_DAYS = "дни недели: «пн», «пн, ср» или «пн–пт»"


def shown(raw: Raw) -> str:
    """A raw cell as a person sees it."""
    if isinstance(raw, Serial):
        return _shown_serial(raw.days)
    if isinstance(raw, bool):
        return "ИСТИНА" if raw else "ЛОЖЬ"
    if isinstance(raw, str):
        return squeezed(raw)
    return f"{raw:.10g}".replace(".", ",")


def _shown_serial(days: float) -> str:
    part = clock(round(days % 1 * 1440))
    if days < 1:
        return part
    if days > _LAST_DAY:
        return f"{days:.10g}"
    day = (_EPOCH + timedelta(days=int(days))).strftime("%d.%m.%Y")
    return day if days == int(days) else f"{day} {part}"


def number(raw: Raw, allowed: str) -> float:
    if isinstance(raw, bool | Serial):
        raise WrongCellError(
            allowed, said=_TURNED.format(shown(raw), allowed) if isinstance(raw, Serial) else ""
        )
    if isinstance(raw, str):
        text = re.sub(r"\s", "", raw).replace(",", ".").replace("−", "-")
        if not re.fullmatch(r"[+-]?\d{1,12}(\.\d{0,12})?", text):
            raise WrongCellError(allowed)
        return float(text)
    return raw


_TURNED = (
    "Excel понял число как дату или время {}; нужно: {}. Задайте ячейке формат «Текстовый» и впишите снова"
)


def whole(raw: Raw, low: int, high: int, allowed: str) -> int:
    if isinstance(raw, str):
        raw = re.sub(
            r"(?i)\s*(мин(ут[аы]?)?|ч|уроков|урока|урок|смена|нед(еля|ели|ель)?)?\.?\s*$", "", squeezed(raw)
        )
    value = number(raw, allowed)
    if value != int(value) or not low <= value <= high:
        raise WrongCellError(allowed)
    return int(value)


def fraction(raw: Raw) -> Fraction:
    """Hours, exact: «0,75», «½», «1¼», «1 1/4», «3/4», and numbers that stand for such."""
    if not isinstance(raw, str):
        return _exact(number(raw, _HOURS))
    text = squeezed(raw).replace(",", ".").replace("−", "-").replace("⁄", "/")
    for sign, said in _HALVES.items():
        text = text.replace(sign, f" {said}")
    text = re.sub(r"(?i)\s*(ч|час|часа|часов)\.?$", "", text.strip())
    found = re.fullmatch(r"(?:(\d{1,6}) )?(\d{1,9})/(\d{1,9})", text)
    if found and int(found[3]):
        return int(found[1] or 0) + Fraction(int(found[2]), int(found[3]))
    if not re.fullmatch(r"\d{1,6}(\.\d{0,9})?", text):
        raise WrongCellError(_HOURS)
    return Fraction(text.rstrip("."))


def _exact(value: float) -> Fraction:
    near = Fraction(value).limit_denominator(1000)
    if value < 0:
        raise WrongCellError(_HOURS)
    return near if abs(float(near) - value) < 1e-9 else Fraction(repr(value))


def shown_fraction(value: Fraction) -> float | str:
    """A number where three decimals say it all, else «1/3»."""
    return float(value) if (value * 1000).denominator == 1 else f"{value.numerator}/{value.denominator}"


def day(raw: Raw) -> date:
    if isinstance(raw, Serial) or (isinstance(raw, float | int) and not isinstance(raw, bool)):
        days = raw.days if isinstance(raw, Serial) else raw
        if not _FIRST_DAY <= days <= _LAST_DAY:
            raise WrongCellError(_DATE)
        return _EPOCH + timedelta(days=int(days))
    return _day_of_text(squeezed(raw) if isinstance(raw, str) else "")


def _day_of_text(text: str) -> date:
    text = re.sub(r"(?i)\s*(г\.?|года?)$", "", text)
    text = re.sub(r"[ T]00:00(:00)?(\.0+)?$", "", text)
    if found := re.fullmatch(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", text):
        parts = int(found[1]), int(found[2]), int(found[3])
    elif found := re.fullmatch(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4}|\d{2})", text):
        parts = _year(found[3]), int(found[2]), int(found[1])
    elif found := re.fullmatch(r"(\d{1,2}) ([а-я]+)\.? (\d{4})", text.lower()):
        parts = int(found[3]), _month(found[2]), int(found[1])
    else:
        raise WrongCellError(_DATE)
    try:
        value = date(*parts)
    except ValueError:
        raise WrongCellError("дата, которая есть в календаре") from None
    if not 2000 <= value.year <= 2099:
        raise WrongCellError("дата между 2000 и 2099 годом")
    return value


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(word: str) -> int:
    found = [index for index, start in enumerate(_MONTHS, 1) if word.startswith(start)]
    if not found:
        raise WrongCellError(_DATE)
    return found[0]


def minutes(raw: Raw) -> int:
    """Minutes since midnight: Excel times, «9:00», «9.00», «9-00», «0900», «9», 24:00 at most."""
    if isinstance(raw, bool):
        raise WrongCellError(_TIME)
    if isinstance(raw, Serial) or (isinstance(raw, float | int) and 0 < raw < 1):
        days = raw.days if isinstance(raw, Serial) else raw
        found = round((days if days <= 1 else days % 1) * 1440)
        return _in_day(found // 60, found % 60)
    text = squeezed(raw) if isinstance(raw, str) else f"{raw:.2f}" if raw != int(raw) else f"{raw:.0f}"
    text = re.sub(r"(?i)^(с|до|в|от)\s+", "", text)
    text = re.sub(r"(?i)\s*(ч\.?|час(ов|а)?)$", "", text)
    if split := re.fullmatch(r"(\d{1,2})(?:[:.,\-–  ]|\s*ч\.?\s*)(\d{2})(?::\d\d)?(?:\s*м(ин)?\.?)?", text):
        return _in_day(int(split[1]), int(split[2]))
    if split := re.fullmatch(r"(\d{1,2})(\d{2})|(\d{1,2})", text):
        return _in_day(int(split[1] or split[3]), int(split[2] or 0))
    raise WrongCellError(_TIME)


def _in_day(hours: int, rest: int) -> int:
    if rest > 59 or hours * 60 + rest > 1440:
        raise WrongCellError("время суток от 0:00 до 24:00")
    return hours * 60 + rest


def span_of_times(text: str) -> tuple[str, str] | None:
    """Both ends of «с 9 до 17», «9:00–17:00», «9.00-17.00»."""
    said = squeezed(text).lower()
    time = r"(\d{1,2}(?:[:.]\d{2})?)"
    found = re.fullmatch(rf"с {time} (?:до|по) {time}", said) or re.fullmatch(rf"{time} ?[-–—] ?{time}", said)
    return (found[1], found[2]) if found else None


def shown_minutes(value: int) -> Serial | str:
    return Serial(value / 1440) if value < 1440 else "24:00"


def weekday(raw: Raw) -> Weekday:
    found = _weekday(shown(raw))
    if found is None:
        raise WrongCellError("день недели: «пн», «вт», «ср», «чт», «пт», «сб» или «вс»")
    return found


def _weekday(text: str) -> Weekday | None:
    word = fold(text).rstrip(".")
    starts = {spelt: day for day, names in WEEKDAY.items() for spelt in names}
    found = starts.get(word) or starts.get(
        {"среду": "среда", "пятницу": "пятница", "субботу": "суббота"}.get(word, "")
    )
    return found if isinstance(found, Weekday) else None


def weekdays(raw: Raw) -> tuple[Weekday, ...] | None:
    """«пн, ср», «пн–пт», «вт и чт», «ежедневно»; None for every day."""
    text = fold(shown(raw))
    if text in ("все", "все дни", "ежедневно", "каждый день", "любой", "любые"):
        return None
    chosen: set[Weekday] = set()
    for part in filter(None, re.split(_PARTS, text)):
        chosen |= _day_range(part)
    if not chosen:
        raise WrongCellError(_DAYS)
    return tuple(day for day in Weekday if day in chosen)


def _day_range(part: str) -> set[Weekday]:
    ends = [_weekday(end.strip()) for end in part.strip().split("-")]
    if len(ends) > 2 or None in ends:
        raise WrongCellError(_DAYS)
    order = list(Weekday)
    first, last = order.index(Weekday(str(ends[0]))), order.index(Weekday(str(ends[-1])))
    if first > last:
        raise WrongCellError(_DAYS)
    return set(order[first : last + 1])


def shown_days(days: tuple[Weekday, ...] | None) -> str | None:
    """«пн–пт» for three neighbours or more, else «пн, ср»."""
    if days is None:
        return None
    numbers = sorted(day.number for day in days)
    names = [DAY[list(Weekday)[number]] for number in numbers]
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{names[0]}–{names[-1]}"
    return ", ".join(names)


def numbers(raw: Raw, low: int, high: int, allowed: str) -> tuple[int, ...] | None:
    """«1, 3», «1–4», «1 и 3», «все»; None for all."""
    if isinstance(raw, Serial):
        raise WrongCellError(allowed, said=_TURNED.format(shown(raw), allowed))
    text = re.sub(r"(?i)недел[а-я]*|нед\.?|классы?|кл\.?|уроки?", "", fold(shown(raw))).strip()
    if text in ("все", "каждая", "каждую", "всегда", "любая"):
        return None
    chosen: set[int] = set()
    for part in filter(None, re.split(_PARTS, text)):
        found = re.fullmatch(r"\s*(\d{1,3})\s*(?:-\s*(\d{1,3})\s*)?", part)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        if not low <= first <= last <= high:
            raise WrongCellError(allowed)
        chosen |= set(range(first, last + 1))
    if not chosen:
        raise WrongCellError(allowed)
    return tuple(sorted(chosen))


def shown_numbers(chosen: tuple[int, ...] | frozenset[int] | None) -> str | None:
    """«1–4» for neighbours, else «1, 3»."""
    if chosen is None:
        return None
    order = sorted(chosen)
    if len(order) > 2 and order[-1] - order[0] == len(order) - 1:
        return f"{order[0]}–{order[-1]}"
    return ", ".join(map(str, order))


def spelt(words: Words) -> dict[str, object]:
    """Folded spelling -> value."""
    return {fold(text): value for value, texts in words.items() for text in texts}
