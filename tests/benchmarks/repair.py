"""Figures of repairs in a town of 60 pupils: make-ups for an ill child, substitutes for a teacher's week of absence.

`python -m tests.benchmarks.repair`. The town's timetable stands in four dated weeks; a child is ill in the first and
its lessons are made up in the other three, each teacher in turn is away for the first week. Where only the second
week is left and up to three lessons of the child may move, it is told what that gains. CPU time, so that a busy
machine tells the same.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.checks import check
from scheduler.problem import ClosedDay, Pin, PlanRow, Problem, Week
from scheduler.repair import Lost, Movable, Option, Rules, Vacancy, cover, make_up, make_up_moving
from scheduler.terms import Weekday
from scheduler.timetable import Lesson, Timetable
from tests.benchmarks.table import Figure
from tests.instances import make_instance

MOST_S = 1.0
MOST_MOVES, MOST_MOVING_S = 3, 5.0  # half of the time the service gives a request
MONDAY = date(2026, 9, 7)


@dataclass(frozen=True)
class Took:
    """seconds: of CPU, per question. proved: how many answers were. placed, asked: lessons."""

    seconds: tuple[float, ...]
    proved: int
    placed: int
    asked: int


def town() -> tuple[Problem, Timetable]:
    """Four dated weeks with their timetable."""
    made = make_instance("town")
    weeks = tuple(
        Week(id=week.id, monday=MONDAY + timedelta(days=7 * n)) for n, week in enumerate(made.problem.weeks)
    )
    return made.problem.model_copy(update={"weeks": weeks, "pins": ()}), made.witness


def concerned(
    problem: Problem, lessons: Sequence[Lesson], asked: Sequence[PlanRow], week: str | None
) -> Problem:
    """What the service lays out: lessons of the teachers and pupils of the rows that are asked about, as rows."""
    rows = {row.id: row for row in problem.rows}
    stand = {lesson.row for lesson in lessons}
    kept = [
        row.model_copy(
            update={"lessons": max(1, sum(x.row == row.id for x in lessons)), "rhythm": None, "slot": None}
        )
        for row in rows.values()
        if row.id in stand
    ]
    closed = [ClosedDay(week=week, day=day) for day in problem.days] if week else []
    pins = tuple(
        Pin(row=x.row, week=x.week, day=Weekday(x.day), start_min=x.start_min, teacher=x.teacher)
        for x in lessons
    )
    return problem.model_copy(
        update={"rows": (*kept, *asked), "closed": (*problem.closed, *closed), "pins": pins}
    )


def ill_children(problem: Problem, timetable: Timetable) -> Iterator[tuple[float, bool, int, int]]:
    rows = {row.id: row for row in problem.rows}
    first = problem.weeks[0].id
    for pupil in problem.pupils:
        lost = [x for x in timetable.lessons if x.week == first and rows[x.row].pupils == (pupil.id,)]
        asked = [
            rows[x.row].model_copy(
                update={
                    "id": f"lost {n}", "lessons": 1, "weeks": None, "slot": None, "rhythm": None,
                    "teachers": (x.teacher,),
                }
            )
            for n, x in enumerate(lost)
        ]  # fmt: skip
        people = {x.teacher for x in lost}
        stand = [
            x for x in timetable.lessons
            if x.week != first and (x.teacher in people or pupil.id in rows[x.row].pupils)
        ]  # fmt: skip
        began = time.process_time()
        laid = concerned(problem, stand, asked, first)
        standing = Timetable(lessons=tuple(stand), unplaced=())
        answer = make_up(laid, standing, [Lost(key=r.id, options=(Option(row=r),)) for r in asked], Rules())
        took = time.process_time() - began
        refuse_wrong(laid, standing, [x for _, x in answer.placed])
        yield took, answer.proved, len(answer.placed), len(lost)


def crowded_children(problem: Problem, timetable: Timetable) -> Iterator[tuple[float, bool, int, int]]:
    """Only the second week is left; proved: something moved. Placed without moves is told by `ill_children` alone."""
    rows = {row.id: row for row in problem.rows}
    first, second = problem.weeks[0].id, problem.weeks[1].id
    for pupil in problem.pupils[::3]:
        lost = [x for x in timetable.lessons if x.week == first and rows[x.row].pupils == (pupil.id,)]
        own = [x for x in timetable.lessons if x.week == second and rows[x.row].pupils == (pupil.id,)]
        asked = [_as_asked(rows[x.row], f"lost {n}", x) for n, x in enumerate(lost)]
        moves = [_as_asked(rows[x.row], f"move {n}", x) for n, x in enumerate(own)]
        people = {x.teacher for x in (*lost, *own)}
        stand = [
            x for x in timetable.lessons
            if x.week == second and (x.teacher in people or pupil.id in rows[x.row].pupils)
        ]  # fmt: skip
        laid = concerned(problem, stand, [*asked, *moves], None)
        shut = [
            ClosedDay(week=week.id, day=day)
            for week in problem.weeks
            for day in problem.days
            if week.id != second
        ]
        laid = laid.model_copy(update={"closed": (*problem.closed, *shut)})
        standing = Timetable(lessons=tuple(stand), unplaced=())
        wanted = [Lost(key=row.id, options=(Option(row=row),)) for row in asked]
        movable = [
            Movable(key=row.id, lesson=x, option=Option(row=row, price=60))
            for row, x in zip(moves, own, strict=True)
        ]
        began = time.process_time()
        found = make_up_moving(laid, standing, wanted, movable, MOST_MOVES)
        took = time.process_time() - began
        gone = {x.key: x.lesson for x in movable}
        left = [x for x in stand if all(x != gone[key] for key, _ in found.moved)]
        new = [x for _, x in (*found.answer.placed, *found.moved)]
        refuse_wrong(laid, Timetable(lessons=tuple(left), unplaced=()), new)
        yield took, bool(found.moved), len(found.answer.placed), len(lost)


def _as_asked(row: PlanRow, key: str, lesson: Lesson) -> PlanRow:
    more = {
        "id": key,
        "lessons": 1,
        "weeks": None,
        "slot": None,
        "rhythm": None,
        "teachers": (lesson.teacher,),
    }
    return row.model_copy(update=more)


def absent_teachers(problem: Problem, timetable: Timetable) -> Iterator[tuple[float, bool, int, int]]:
    rows = {row.id: row for row in problem.rows}
    first = problem.weeks[0].id
    able: dict[str, set[str]] = {}
    for row in problem.rows:
        able.setdefault(row.subject, set()).update(row.teachers)
    for teacher in problem.teachers:
        lost = [x for x in timetable.lessons if x.week == first and x.teacher == teacher.id]
        if not lost:
            continue
        began = time.process_time()
        asked = [
            rows[x.row].model_copy(
                update={
                    "id": f"lost {n}", "lessons": 1, "weeks": None, "slot": None, "rhythm": None,
                    "teachers": tuple(sorted(able[rows[x.row].subject] - {teacher.id})),
                }
            )
            for n, x in enumerate(lost)
        ]  # fmt: skip
        people = {name for row in asked for name in row.teachers}
        stand = [x for x in timetable.lessons if x.week == first and x.teacher in people]
        laid = concerned(problem, stand, asked, None)
        vacancies = [
            Vacancy(key=row.id, row=row, slot=(x.week, Weekday(x.day)), start_min=x.start_min)
            for row, x in zip(asked, lost, strict=True)
        ]
        found = cover(laid, Timetable(lessons=tuple(stand), unplaced=()), vacancies)
        yield time.process_time() - began, found.proved, len(found.plan), len(lost)


def refuse_wrong(problem: Problem, standing: Timetable, placed: Sequence[Lesson]) -> None:
    """A plan that breaks a rule is no figure."""
    whole = standing.model_copy(update={"lessons": (*standing.lessons, *placed)})
    known = set(check(problem, standing).violations)
    broken = [v for v in check(problem, whole).violations if v.rule != "row.count" and v not in known]
    assert not broken, broken[:3]


def took(found: Iterator[tuple[float, bool, int, int]]) -> Took:
    told = list(found)
    return Took(
        tuple(each[0] for each in told), sum(each[1] for each in told), sum(each[2] for each in told),
        sum(each[3] for each in told),
    )  # fmt: skip


def figures() -> Iterator[Figure]:
    problem, timetable = town()
    for what, found in (
        ("make-ups for an ill child", took(ill_children(problem, timetable))),
        ("a teacher's week of absence", took(absent_teachers(problem, timetable))),
    ):
        p95 = statistics.quantiles(found.seconds, n=20)[-1]
        yield Figure(f"town: {what}, p95 of CPU time", f"{p95:.2f} s", f"< {MOST_S:g} s", p95 < MOST_S)
        count = len(found.seconds)
        yield Figure(
            f"town: {what}, proved optimal ({found.placed} of {found.asked} lessons placed)",
            f"{found.proved} of {count}", "all", found.proved == count,
        )  # fmt: skip


def of_moves() -> Figure:
    """Make-ups that have a week only, with moves."""
    found = took(crowded_children(*town()))
    p95 = statistics.quantiles(found.seconds, n=20)[-1]
    about = f"town: make-ups within one week and {MOST_MOVES} moves, p95 of CPU time"
    said = f"{p95:.2f} s; {found.placed} of {found.asked} lessons placed, {found.proved} plans move something"
    return Figure(about, said, f"< {MOST_MOVING_S:g} s", p95 < MOST_MOVING_S)


def main() -> int:
    ok = True
    for figure in (*figures(), of_moves()):
        print(figure.about, figure.found, figure.target, "yes" if figure.met else "no", sep=" | ", flush=True)
        ok = ok and figure.met
    return 0 if ok else 1


if __name__ == "__main__":
    raise SystemExit(main())
