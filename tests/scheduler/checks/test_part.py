"""A timetable judged from the judged one before it gets the same verdict as one judged from the beginning."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from scheduler.checks.desk import Desk
from scheduler.checks.part import Judged
from scheduler.problem import Problem
from scheduler.timetable import Lesson, Timetable, Unplaced
from tests.instances import make_instance

STEPS = 25


def with_lessons(problem: Problem, lessons: list[Lesson]) -> Timetable:
    held = Counter(lesson.row for lesson in lessons)
    missing = tuple(
        Unplaced(row=row.id, count=row.lessons - held[row.id])
        for row in problem.rows
        if row.lessons > held[row.id]
    )
    return Timetable(lessons=tuple(lessons), unplaced=missing)


def stepped(problem: Problem, timetable: Timetable, draw: Random) -> tuple[Timetable, list[Lesson]]:
    """One or two lessons elsewhere, lawful or not, or off the timetable; and how they stood and stand."""
    rows = {row.id: row for row in problem.rows}
    lessons = list(timetable.lessons)
    moved: list[Lesson] = []
    for _ in range(draw.choice((1, 1, 2))):
        lesson = lessons.pop(draw.randrange(len(lessons)))
        moved.append(lesson)
        if draw.random() < 0.8:
            start = draw.randrange(problem.day_start_min, problem.day_end_min - 60, problem.step_min)
            row = rows[lesson.row]
            when = {
                "day": str(draw.choice(problem.days)),
                "start_min": start,
                "end_min": start + row.lesson_min,
            }
            other = lesson.model_copy(update=when | {"teacher": draw.choice(row.teachers)})
            lessons.append(other)
            moved.append(other)
    return with_lessons(problem, lessons), moved


@pytest.mark.parametrize(("kind", "seed"), [("school", 1), ("tight", 2)])
def test_step_by_step_is_the_same_as_at_once(kind: str, seed: int) -> None:
    made = make_instance(kind, one_week=True)
    draw, timetable = Random(seed), made.witness
    judged = Judged.whole(Desk(made.problem, timetable))
    broken = 0
    for _ in range(STEPS):
        timetable, moved = stepped(made.problem, timetable, draw)
        judged = judged.after(timetable, moved)
        whole = Judged.whole(Desk(made.problem, timetable))
        assert judged.verdict.score == whole.verdict.score
        assert judged.verdict.points == whole.verdict.points
        assert Counter(map(repr, judged.verdict.violations)) == Counter(map(repr, whole.verdict.violations))
        assert judged.minutes == whole.minutes
        for name in ("by_row", "by_teacher", "by_pupil", "teacher_days", "pupil_days"):
            assert _full(getattr(judged.desk, name)) == _full(getattr(whole.desk, name))
        broken += bool(whole.verdict.violations)
    assert broken > STEPS // 2


def _full(days: dict[str, object]) -> dict[str, object]:
    """Without what is empty."""
    return {
        key: {day: items for day, items in each.items() if items} if isinstance(each, dict) else each
        for key, each in days.items()
    }
