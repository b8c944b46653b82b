"""Numbers of papers: hours with the right ending, amounts in words, dates in full."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from scheduler.russian import about, counted, exact

ONES = ("", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять", "одиннадцать",
        "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать", "семнадцать", "восемнадцать",
        "девятнадцать")  # fmt: skip
FEMININE = {1: "одна", 2: "две"}
TENS = (
    "",
    "",
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
)
HUNDREDS = (
    "",
    "сто",
    "двести",
    "триста",
    "четыреста",
    "пятьсот",
    "шестьсот",
    "семьсот",
    "восемьсот",
    "девятьсот",
)
PARTS = {1: ("десятая", "десятых"), 2: ("сотая", "сотых"), 3: ("тысячная", "тысячных")}
MOST = 999_999
MONTHS = ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
          "декабря")  # fmt: skip
HOUR = ("час", "часа", "часов")
LESSON = ("занятие", "занятия", "занятий")


def amount(number: Fraction | int, forms: tuple[str, str, str]) -> str:
    """`0,25 часа`, `1 час`, `2,5 часа`, `10 часов`: whole numbers count, fractions take the genitive."""
    value = Fraction(number)
    if value.denominator == 1:
        return counted(value.numerator, *forms)
    return f"{exact(value)} {forms[1]}"


def hours(number: Fraction | int) -> str:
    return amount(number, HOUR)


def lessons(number: Fraction | int) -> str:
    return amount(number, LESSON)


def in_words(number: Fraction | int, feminine: bool = False) -> str:
    """`десять`, `ноль целых двадцать пять сотых`; what no decimal fraction says stays a figure: `1/3`.

    Raises ValueError for what is negative or beyond 999 999.
    """
    value = Fraction(number)
    if not 0 <= value <= MOST:
        raise ValueError("nobody writes that number in words")
    whole, rest = divmod(value, 1)
    if not rest:
        return _whole(whole, feminine)
    for digits, (one, many) in PARTS.items():
        scaled = rest * 10**digits
        if scaled.denominator == 1:
            units = scaled.numerator
            said = one if units % 10 == 1 and units % 100 != 11 else many
            whole_said = "целая" if whole % 10 == 1 and whole % 100 != 11 else "целых"
            return f"{_whole(whole, True)} {whole_said} {_whole(units, True)} {said}"
    return exact(value)


def _whole(number: int, feminine: bool) -> str:
    if number == 0:
        return "ноль"
    thousands, rest = divmod(number, 1000)
    told = []
    if thousands:
        told += [*_triple(thousands, True), counted(thousands, "тысяча", "тысячи", "тысяч").split(" ", 1)[1]]
    return " ".join([*told, *_triple(rest, feminine)])


def _triple(number: int, feminine: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    tens, ones = (0, rest) if rest < 20 else divmod(rest, 10)
    last = FEMININE.get(ones, ONES[ones]) if feminine else ONES[ones]
    return [word for word in (HUNDREDS[hundreds], TENS[tens], last) if word]


def spelled(number: Fraction | int, forms: tuple[str, str, str]) -> str:
    """`10 (десять) часов`, `0,25 (ноль целых двадцать пять сотых) часа`. The unit is masculine or neuter."""
    value = Fraction(number)
    figure, _, unit = amount(value, forms).rpartition(" ")
    said = in_words(value, feminine=False)
    if forms[0].endswith("е") and said.split()[-1] == "один":  # a neuter unit: «одно занятие»
        said = f"{said[:-2]}но"
    return f"{figure} ({said}) {unit}"


def full_date(on: date) -> str:
    """`1 сентября 2026 г.` with no-break spaces where a line must not end."""
    return f"{on.day}\u00a0{MONTHS[on.month - 1]} {on.year}\u00a0г."


def quoted_date(on: date) -> str:
    """`«01» сентября 2026 г.`, as forms write it."""
    return f"«{on.day:02d}»\u00a0{MONTHS[on.month - 1]} {on.year}\u00a0г."


def decimal(number: Fraction | int) -> str:
    """A number of a cell: `0,25`, `10`, a third to hundredths."""
    value = Fraction(number)
    told = exact(value)
    return about(value, 2) if "/" in told else told
