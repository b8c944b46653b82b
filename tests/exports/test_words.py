"""Words of papers and pages."""

from __future__ import annotations

from fractions import Fraction

import pytest

from exports.words import duration_said, joined_said, number_said, printable


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 мин"), (45, "45 мин"), (60, "1 ч"), (80, "1 ч 20 мин"), (1500, "25 ч")]
)
def test_durations_are_hours_and_minutes(minutes: int, said: str) -> None:
    assert duration_said(minutes) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(Fraction(3), "3"), (Fraction(3, 4), "0,75"), (Fraction(1, 3), "0,33"), (Fraction(20), "20"), (0, "0")],
)
def test_numbers_have_a_decimal_comma(value: Fraction, said: str) -> None:
    assert number_said(value) == said


def test_subjects_are_named_once_with_how_often() -> None:
    assert joined_said(["Чтение", "Математика", "Чтение"]) == "Чтение ×2, Математика"


def test_characters_nobody_can_show_are_left_out() -> None:
    assert printable("ё№\x00\x0b«\ud800»\ufffe\x7f\x9b") == "ё№ «»"
    assert printable("а\tб\r\nв") == "а б  в"
