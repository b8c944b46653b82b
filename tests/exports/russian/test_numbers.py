"""Numbers with the right ending and in words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from exports.russian.numbers import (
    HOUR,
    LESSON,
    decimal,
    full_date,
    hours,
    in_words,
    lessons,
    quoted_date,
    spelled,
)

HOURS = {
    Fraction(0): "0 часов", Fraction(1, 4): "0,25 часа", Fraction(1): "1 час", Fraction(3, 2): "1,5 часа",
    Fraction(2): "2 часа", Fraction(10): "10 часов", Fraction(21): "21 час", Fraction(111): "111 часов",
    Fraction(4, 3): "1 1/3 часа",
}  # fmt: skip


@pytest.mark.parametrize(("number", "said"), HOURS.items())
def test_hours_take_the_ending_of_their_number(number: Fraction, said: str) -> None:
    assert hours(number) == said


def test_lessons_do_too() -> None:
    assert [lessons(n) for n in (1, 3, 5, Fraction(1, 2))] == [
        "1 занятие",
        "3 занятия",
        "5 занятий",
        "0,5 занятия",
    ]


WORDS = {
    0: "ноль", 1: "один", 2: "два", 10: "десять", 12: "двенадцать", 21: "двадцать один", 40: "сорок",
    100: "сто", 115: "сто пятнадцать", 1000: "одна тысяча", 2021: "две тысячи двадцать один",
    Fraction(1, 4): "ноль целых двадцать пять сотых", Fraction(11, 10): "одна целая одна десятая",
    Fraction(5, 2): "две целых пять десятых", Fraction(1, 8): "ноль целых сто двадцать пять тысячных",
    Fraction(21, 100): "ноль целых двадцать одна сотая", Fraction(11, 100): "ноль целых одиннадцать сотых",
    Fraction(23, 2): "одиннадцать целых пять десятых", Fraction(1, 3): "1/3",
}  # fmt: skip


@pytest.mark.parametrize(("number", "said"), WORDS.items())
def test_a_number_is_written_out(number: Fraction | int, said: str) -> None:
    assert in_words(number) == said


def test_figures_stand_before_their_words() -> None:
    assert spelled(10, HOUR) == "10 (десять) часов"
    assert spelled(Fraction(1, 4), HOUR) == "0,25 (ноль целых двадцать пять сотых) часа"
    assert spelled(21, LESSON) == "21 (двадцать одно) занятие"


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_what_no_paper_has_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="nobody writes"):
        in_words(number)


def test_dates_and_cells() -> None:
    assert full_date(date(2026, 9, 1)) == "1\u00a0сентября 2026\u00a0г."
    assert quoted_date(date(2027, 5, 9)) == "«09»\u00a0мая 2027\u00a0г."
    assert [decimal(n) for n in (Fraction(1, 4), 10, Fraction(1, 3))] == ["0,25", "10", "0,33"]
