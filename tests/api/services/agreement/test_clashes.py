"""Two promises that one person cannot keep both."""

from __future__ import annotations

from dataclasses import replace

from api.services.agreement.timetable.clashes import Promise, clashes
from scheduler.terms import Weekday

FIRST = Promise(
    case="К-01", row="math-1", teacher="t1", teacher_name="Снегова Г. Г.", day=Weekday.MON, weeks=None,
    start_min=600, end_min=640, place="h1",
)  # fmt: skip
SECOND = replace(FIRST, case="К-02", row="math-2", start_min=640, end_min=680, place="h2")


def ways(origin: str | None, target: str | None) -> int:
    return 8 if {origin, target} == {"h1", "h2"} else 0


def test_one_after_the_other_is_no_clash_at_one_place() -> None:
    assert clashes([FIRST, replace(SECOND, place="h1")], ways) == ()


def test_the_way_between_two_homes_counts() -> None:
    assert clashes([FIRST, SECOND], ways) == (
        "пн: Снегова Г. Г. не успевает на оба занятия, 10:00–10:40 и 10:40–11:20, дорога 8 мин (дела К-01 и К-02).",
    )
    assert clashes([FIRST, replace(SECOND, start_min=648)], ways) == ()
    assert len(clashes([FIRST, replace(SECOND, start_min=647)], ways)) == 1


def test_weeks_that_never_meet_do_not_clash() -> None:
    odd, even = frozenset({1, 3}), frozenset({2, 4})
    both = replace(SECOND, start_min=600, end_min=640)
    assert clashes([replace(FIRST, weeks=odd), replace(both, weeks=even)]) == ()
    assert len(clashes([replace(FIRST, weeks=odd), replace(both, weeks=None)])) == 1
    assert len(clashes([replace(FIRST, weeks=odd), replace(both, weeks=frozenset({3}))])) == 1


def test_a_shared_lesson_is_one_lesson() -> None:
    assert clashes([FIRST, replace(FIRST, case="К-02")]) == ()


def test_a_child_is_not_with_two_teachers_at_once() -> None:
    other = replace(FIRST, row="rus-1", teacher="t2", teacher_name="Лугова В. В.", start_min=630, end_min=670)
    assert clashes([FIRST, other]) == (
        "пн: ребёнок по делу К-01 не успевает на оба занятия, 10:00–10:40 и 10:30–11:10 (дела К-01).",
    )
    assert clashes([FIRST, replace(other, day=Weekday.TUE)]) == ()
    assert clashes([FIRST, replace(other, case="К-02")]) == ()
