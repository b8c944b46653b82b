"""Whose the units are: shares add up to the whole, and a lesson's price is what goes with it."""

from __future__ import annotations

import pytest

from scheduler.checks import check
from scheduler.checks.shares import OF_PUPILS, OF_TEACHERS, Shares
from scheduler.suggest import Board
from scheduler.timetable import Timetable, Unplaced
from tests import builders as b
from tests.instances import make_instance


@pytest.mark.parametrize("kind", ["school", "tight"])
def test_shares_add_up_to_the_score(kind: str) -> None:
    given = make_instance(kind)
    rows = tuple(row for row in given.problem.rows if len(row.pupils) == 1)  # shared ones would count twice
    problem = given.problem.model_copy(update={"rows": rows})
    timetable = _of_rows(given.witness, {row.id for row in rows})
    score, shares = check(problem, timetable).score, Shares(problem, timetable)
    pupils, teachers = shares.of_pupils(), shares.of_teachers()
    for code in ("unplaced", *OF_PUPILS):
        assert sum(units[code] for units in pupils.values()) == score[code], code
    for code in OF_TEACHERS:
        assert sum(units[code] for units in teachers.values()) == score[code], code


def _of_rows(timetable: Timetable, rows: set[str]) -> Timetable:
    return Timetable(
        lessons=tuple(lesson for lesson in timetable.lessons if lesson.row in rows),
        unplaced=tuple(entry for entry in timetable.unplaced if entry.row in rows),
    )


def test_a_shared_lesson_counts_for_each_of_its_pupils() -> None:
    problem = b.problem(
        rows=[b.row(pupils=["p1", "p2"])], pupils=[b.pupil("p1"), b.pupil("p2"), b.pupil("p3")]
    )
    units = Shares(problem, b.timetable(problem, "r1 mon 09:00")).of_pupils()
    assert [units[pupil]["adult_days"] for pupil in ("p1", "p2", "p3")] == [1, 1, 0]
    assert [units[pupil]["faces"] for pupil in ("p1", "p2", "p3")] == [1, 1, 0]


def test_a_price_is_what_the_score_loses_without_the_lesson() -> None:
    given = make_instance("school", one_week=True)
    problem, timetable = given.problem, given.witness
    board, whole = Board(problem, timetable), check(problem, timetable).score
    for lesson in timetable.lessons[::7]:
        rest = tuple(each for each in timetable.lessons if each is not lesson)
        without = check(problem, Timetable(lessons=rest, unplaced=(Unplaced(row=lesson.row, count=1),))).score
        price = board.price(lesson.row, lesson.n)
        for code in (*OF_PUPILS, *OF_TEACHERS):
            if code != "faces":
                assert price.get(code, 0) == whole[code] - without[code], (lesson.row, code)


def test_a_series_has_one_price() -> None:
    """Alone on its day in both weeks: two days with an adult at home."""
    problem = b.problem(rows=[b.row(lessons=2)], weeks=2)
    board = Board(problem, b.timetable(problem, "r1 w1 mon 09:00", "r1/2 w2 mon 09:00"))
    assert board.price("r1", 1)["adult_days"] == 2
    with pytest.raises(KeyError):
        board.price("r1", 3)
