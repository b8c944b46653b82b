"""Counts with the right Russian ending."""

from __future__ import annotations

import pytest

from scheduler.russian import lessons


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
