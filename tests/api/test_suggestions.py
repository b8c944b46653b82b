"""Suggestions as lines: cheapest first, what stands in the way by how often it does."""

from __future__ import annotations

from typing import Any

from api.suggestions import suggestion_lines


def _start(start: str, **more: Any) -> dict[str, Any]:
    return {"week": "w1", "day": "mon", "start": start, "teacher": "t1"} | more


def _blocked(start: str, *texts: str) -> dict[str, Any]:
    return _start(start, blockers=[{"rule": "pupil.clash", "text": text} for text in texts])


def test_cheapest_start_comes_first_with_its_changes() -> None:
    possible = [
        _start("14:00", points=12, score={"travel": 12, "wish": 0}),
        _start("15:00", points=-60, score={"wish": -1}),
    ]
    assert suggestion_lines({"possible": possible, "blocked": []}) == [
        "Возможных начал: 2",
        "  w1  mon  15:00  t1  -60  пожеланий не учтено -1",
        "  w1  mon  14:00  t1  +12  минут в дороге +12",
    ]


def test_blockers_are_counted_over_all_closed_starts() -> None:
    blocked = [_blocked("09:00", "у К-17 урок"), _blocked("09:05", "учитель занят", "у К-17 урок")]
    assert suggestion_lines({"possible": [], "blocked": blocked}) == [
        "Свободного времени нет.",
        "Закрыто начал: 2; чаще всего мешает:",
        "  2  у К-17 урок",
        "  1  учитель занят",
    ]


def test_long_list_is_cut_and_says_so() -> None:
    possible = [_start(f"{hour:02d}:00", points=hour, score={}) for hour in range(22)]
    lines = suggestion_lines({"possible": possible, "blocked": []})
    assert (len(lines), lines[-1]) == (22, "  и ещё 2")
