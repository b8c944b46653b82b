"""Russian words that several parts of the kernel share: days of the week, counts with the right ending."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache

from scheduler.terms import Weekday

DAY = {
    Weekday.MON: "пн",
    Weekday.TUE: "вт",
    Weekday.WED: "ср",
    Weekday.THU: "чт",
    Weekday.FRI: "пт",
    Weekday.SAT: "сб",
    Weekday.SUN: "вс",
}
MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
    "декабря",
)  # fmt: skip


def counted(number: int, one: str, few: str, many: str) -> str:
    """`1 занятие`, `2 занятия`, `5 занятий`, `11 занятий`, `21 занятие`."""
    tens, units = number % 100, number % 10
    if units == 1 and tens != 11:
        return f"{number} {one}"
    if units in (2, 3, 4) and tens not in (12, 13, 14):
        return f"{number} {few}"
    return f"{number} {many}"


def lessons(number: int) -> str:
    return counted(number, "занятие", "занятия", "занятий")


def weeks(number: int) -> str:
    """In the accusative, as after «за»: `1 неделю`, `4 недели`."""
    return counted(number, "неделю", "недели", "недель")


@lru_cache(maxsize=4096)
def exact(number: Fraction | int) -> str:
    """A number that loses nothing: `0,75`, `2`, and `1 1/3` where a decimal comma cannot say it."""
    value = Fraction(number)
    for digits in range(4):
        if (value * 10**digits).denominator == 1:
            return about(value, digits)
    whole, rest = divmod(abs(value), 1)
    sign = "−" if value < 0 else ""
    return f"{sign}{whole} {rest}" if whole else f"{sign}{rest}"


def about(number: Fraction | int, digits: int = 1) -> str:
    """Rounded to so many digits after the comma, zeros at the end left out: `2,8`, `3`."""
    text = f"{float(abs(number)):.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return ("−" if number < 0 and text != "0" else "") + text.replace(".", ",")


def day_said(on: date) -> str:
    """`01.09.2026`."""
    return f"{on:%d.%m.%Y}"
