"""Suggestions as lines: the best first, what stands in the way by how much it closes."""

from __future__ import annotations

from api.commands.suggestions import suggestion_lines
from scheduler.suggest.answer import Blocked, Blocker, Day, Start, Suggestions
from scheduler.terms import Weekday

CHANGE = "(изменение баллов; меньше — лучше)"


def _start(start_min: int, points: int, score: dict[str, int]) -> Start:
    return Start(("w1",), Weekday.MON, start_min, "t1", score, points, {1: 0, 2: points})


def _suggestions(possible: list[Start], blocked: list[Blocked]) -> Suggestions:
    return Suggestions("r1", 1, (), (Day(("w1",), Weekday.MON, "t1", tuple(possible), tuple(blocked)),))


def test_best_start_comes_first_with_its_changes() -> None:
    possible = [_start(840, 12, {"travel": 12, "wish": 0}), _start(900, -60, {"wish": -1})]
    assert suggestion_lines(_suggestions(possible, []), 5) == [
        f"Возможных начал: 2 {CHANGE}",
        "  w1  пн  15:00  t1  -60  пожеланий не учтено -1",
        "  w1  пн  14:00  t1  +12  минут в дороге +12",
    ]


def test_blockers_are_counted_over_all_closed_starts() -> None:
    # 09:00 to 09:20 every 5 minutes are 5 starts, 09:25 and 09:30 are 2
    lesson, teacher = Blocker("pupil.clash", "у К-17 урок"), Blocker("teacher.clash", "учитель занят")
    blocked = [Blocked(540, 560, (lesson,)), Blocked(565, 570, (lesson, teacher))]
    assert suggestion_lines(_suggestions([], blocked), 5) == [
        "Свободного времени нет.",
        "Закрыто начал: 7; больше всего закрывают:",
        "  7  у К-17 урок",
        "  2  учитель занят",
    ]


def test_long_list_is_cut_and_says_so() -> None:
    lines = suggestion_lines(_suggestions([_start(480 + 5 * n, n, {}) for n in range(22)], []), 5)
    assert (len(lines), lines[-1]) == (22, "  и ещё 2")
