"""Counts with the right Russian ending, numbers with a decimal comma."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from scheduler.russian import about, day_said, exact, lessons, weeks


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 занятий"),
        (1, "1 занятие"),
        (2, "2 занятия"),
        (4, "4 занятия"),
        (5, "5 занятий"),
        (11, "11 занятий"),
        (12, "12 занятий"),
        (21, "21 занятие"),
        (22, "22 занятия"),
        (111, "111 занятий"),
        (1001, "1001 занятие"),
    ],
)
def test_count_takes_the_ending_of_its_last_digits(number: int, said: str) -> None:
    assert lessons(number) == said


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 неделю"), (4, "4 недели"), (5, "5 недель"), (21, "21 неделю")]
)
def test_weeks_are_counted_as_after_a_preposition(number: int, said: str) -> None:
    assert weeks(number) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (2, "2"),
        (0, "0"),
        (Fraction(3, 4), "0,75"),
        (Fraction(-9, 4), "−2,25"),
        (Fraction(1, 8), "0,125"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-4, 3), "−1 1/3"),
        (Fraction(1, 16), "1/16"),
        (120, "120"),
    ],
)
def test_an_exact_number_loses_nothing(number: Fraction | int, said: str) -> None:
    assert exact(number) == said


@pytest.mark.parametrize(
    ("number", "digits", "said"),
    [
        (Fraction(17, 6), 1, "2,8"),
        (Fraction(-4, 5), 1, "−0,8"),
        (Fraction(-1, 100), 1, "0"),
        (3, 1, "3"),
        (30, 0, "30"),
        (Fraction(2, 3), 2, "0,67"),
    ],
)
def test_a_rounded_number_has_no_zeros_at_its_end(number: Fraction | int, digits: int, said: str) -> None:
    assert about(number, digits) == said


def test_a_date_is_day_month_year() -> None:
    assert day_said(date(2026, 9, 1)) == "01.09.2026"
