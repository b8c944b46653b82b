"""The values all papers share."""

from __future__ import annotations

import pytest

from exports.board import board_values
from exports.board.score import score_said
from scheduler.errors import BadFileError
from scheduler.timetable import Timetable
from tests import builders
from tests.exports.school import small_problem, small_timetable

PROBLEM = small_problem()
TIMETABLE = small_timetable(PROBLEM)


def test_values_count_what_stands_and_what_does_not() -> None:
    # rows: 2 + 2 + 1 + 1 + 3 = 9 lessons, 8 stand; the shared one counts for both pupils
    values = board_values(PROBLEM, TIMETABLE, {"p2": "Небывалова Алёна"})
    assert (values.planned, values.placed) == (9, 8)
    assert [(x.name, x.note, x.lessons, x.missing) for x in values.pupils] == [
        ("К-01, 5 «А»", "", 5, 0),
        ("Небывалова Алёна", "К-02, 6 «Б»", 4, 1),
    ]
    assert [(x.name, x.note, x.lessons) for x in values.teachers] == [
        ("Озёрная А. А.", "СОШ № 1", 5),
        ("Снегова Г. Г.", "СОШ № 2", 3),
    ]


def test_unplaced_lessons_come_with_proof_and_reasons() -> None:
    (entry,) = board_values(PROBLEM, TIMETABLE).missing
    assert (entry.subject, entry.pupils, entry.teachers, entry.count, entry.proof, entry.reasons) == (
        "Информатика", "К-02, 6 «Б»", "Снегова Г. Г.", 1, "невозможно, пока не сдвинуть другое",
        ("Снегова Г. Г. занята.", "Другого учителя нет."),
    )  # fmt: skip


def test_a_timetable_of_another_problem_is_refused_with_every_fault() -> None:
    stranger = builders.lesson(PROBLEM, "math/1 w1 mon 11:20").model_copy(
        update={"row": "x", "week": "w9", "day": "sun", "teacher": "t9", "form": "tent", "place": "moon"}
    )
    timetable = Timetable(lessons=(TIMETABLE.lessons[0], stranger), unplaced=())
    timetable = timetable.model_copy(
        update={"unplaced": (TIMETABLE.unplaced[0].model_copy(update={"row": "y"}),)}
    )
    with pytest.raises(BadFileError) as caught:
        board_values(PROBLEM, timetable)
    assert [(fault.path, fault.found) for fault in caught.value.faults] == [
        ("lessons.1.row", '"x"'), ("lessons.1.week", '"w9"'), ("lessons.1.day", '"sun"'),
        ("lessons.1.teacher", '"t9"'), ("lessons.1.form", '"tent"'), ("lessons.1.place", '"moon"'),
        ("unplaced.0.row", '"y"'),
    ]  # fmt: skip


def test_the_score_is_said_in_hours_and_counts() -> None:
    said = score_said({"unplaced": 4, "travel": 310, "visits": 12, "wish": 0, "fairness": 60})
    assert said == (
        ("Учителя в дороге", "5 ч 10 мин"),
        ("Визитов на дом", "12"),
        ("Больше всех в дороге и в ожидании", "1 ч"),
    )
