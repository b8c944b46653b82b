"""What a run is for: pure functions from a problem and a timetable to what the solver is asked."""

from __future__ import annotations

import pytest

from api.services.runs.purposes import PRICES, Aim, few, fill, improve, lawful_part, task_of
from models.timetable import RunPurpose
from scheduler.checks import check
from scheduler.problem import Problem
from scheduler.solve import Settings, solve
from scheduler.timetable import Timetable
from tests import builders as b

ROWS = [b.row("r1", lessons=2), b.row("r2", teachers=["t2"])]
TEACHERS = [b.teacher("t1"), b.teacher("t2")]


def two_rows(**more: object) -> Problem:
    """r1 twice and r2 once a week for p1; teachers free all day."""
    return b.problem(rows=ROWS, teachers=TEACHERS, **more)  # type: ignore[arg-type]


def standing(problem: Problem) -> Timetable:
    """One lesson of r1 and that of r2; the second of r1 has no time."""
    return b.timetable(problem, "r1 mon 09:00", "r2 tue 10:00")


def pins_of(problem: Problem) -> set[tuple[str, str, int, str | None]]:
    return {(pin.row, str(pin.day), pin.start_min, pin.teacher) for pin in problem.pins}


def test_full_asks_for_the_problem_as_it_is() -> None:
    problem = two_rows()
    task = task_of(Aim(purpose=RunPurpose.FULL), problem, None)
    assert [(stage.problem, stage.hint) for stage in task.stages] == [(problem, None)]
    assert task.allows(standing(problem))


@pytest.mark.parametrize("purpose", [purpose for purpose in RunPurpose if purpose != RunPurpose.FULL])
def test_every_other_purpose_goes_out_from_a_timetable(purpose: RunPurpose) -> None:
    with pytest.raises(ValueError, match="goes out from"):
        task_of(Aim(purpose=purpose), two_rows(), None)


def test_fill_pins_what_stands_and_the_solver_places_the_rest() -> None:
    problem = two_rows()
    base = standing(problem)
    stage = fill(problem, base)
    assert pins_of(stage.problem) == {("r1", "mon", 540, "t1"), ("r2", "tue", 600, "t2")}
    found = solve(stage.problem, Settings(seconds=None, iterations=500), stage.hint).timetable
    placed = {(lesson.row, lesson.day, lesson.start_min) for lesson in found.lessons}
    assert {("r1", "mon", 540), ("r2", "tue", 600)} < placed
    assert len(placed) == 3


def test_fill_pins_nothing_twice_and_nothing_that_broke_since() -> None:
    closed = b.problem(
        rows=ROWS,
        teachers=[b.teacher("t1"), b.teacher("t2", free=[b.window("12:00-18:00")])],
        pins=[{"row": "r1", "week": "w1", "day": "mon", "start": "09:00"}],
    )
    base = standing(two_rows())
    # r2 at 10:00 is outside what t2 is free for now; r1 was pinned already, without a teacher
    assert pins_of(fill(closed, base).problem) == {("r1", "mon", 540, None)}


def test_what_can_stay_is_lawful_and_numbered_anew() -> None:
    problem = two_rows(closed=[{"week": "w1", "day": "mon"}])
    base = b.timetable(two_rows(), "r1 mon 09:00", "r1/2 wed 09:00", "r2 tue 10:00")
    kept = lawful_part(problem, base)
    assert check(problem, kept).violations == ()
    assert [(lesson.row, lesson.n, lesson.day) for lesson in kept.lessons] == [
        ("r1", 1, "wed"),
        ("r2", 1, "tue"),
    ]
    assert [(entry.row, entry.count) for entry in kept.unplaced] == [("r1", 1)]


def test_a_row_whose_pins_are_not_kept_is_left_to_them() -> None:
    pinned = two_rows(pins=[{"row": "r2", "week": "w1", "day": "fri", "start": "10:00"}])
    kept = lawful_part(pinned, standing(two_rows()))
    assert [lesson.row for lesson in kept.lessons] == ["r1"]


def test_what_can_stay_takes_the_length_and_place_of_today() -> None:
    moved = b.problem(rows=[b.row(lesson_min=30)], pupils=[b.pupil(home="h2")])
    kept = lawful_part(moved, b.timetable(b.problem(), "r1 mon 09:00"))
    assert [(lesson.end_min, lesson.place) for lesson in kept.lessons] == [(9 * 60 + 30, "h2")]


def test_improve_leaves_the_problem_and_starts_from_what_stands() -> None:
    problem = two_rows()
    stage = improve(problem, standing(problem))
    assert (stage.problem, stage.hint) == (problem, standing(problem))


def test_few_prices_changes_more_and_more_and_moves_nothing_at_last() -> None:
    problem = two_rows()
    task = few(problem, standing(problem), 1)
    weights = [stage.problem.goals["changes"].weight for stage in task.stages[:-1]]
    assert tuple(weights) == PRICES
    assert [len(stage.problem.previous) for stage in task.stages] == [2, 2, 2, 2, 0]
    assert len(task.stages[-1].problem.pins) == 2


def test_few_without_a_budget_moves_nothing_at_once() -> None:
    problem = two_rows()
    task = few(problem, standing(problem), 0)
    assert [len(stage.problem.pins) for stage in task.stages] == [2]


def test_a_budget_counts_what_left_its_time_and_not_what_found_one() -> None:
    problem = two_rows()
    task = few(problem, standing(problem), 1)
    filled = b.timetable(problem, "r1 mon 09:00", "r1/2 thu 09:00", "r2 tue 10:00")
    one = b.timetable(problem, "r1 mon 09:00", "r1/2 thu 09:00", "r2 fri 10:00")
    two = b.timetable(problem, "r1 wed 09:00", "r2 fri 10:00")
    assert [task.changes(found) for found in (filled, one, two)] == [0, 1, 2]
    assert [task.allows(found) for found in (filled, one, two)] == [True, True, False]


def test_joining_counts_and_keeps_the_others_only() -> None:
    """p2 is new; its row may stand anywhere, those of p1 are counted."""
    rows = [b.row("r1"), b.row("new", pupils=["p2"], teachers=["t2"])]
    pupils = [b.pupil("p1"), b.pupil("p2", home="h2")]
    problem = b.problem(rows=rows, pupils=pupils, teachers=TEACHERS)
    base = b.timetable(problem, "r1 mon 09:00", "new mon 09:00")
    aim = Aim(purpose=RunPurpose.JOIN, changes=2, newcomers=("p2",))
    task = task_of(aim, problem, base)
    assert task.rows == {"r1"}
    assert {entry.row for entry in task.stages[0].problem.previous} == {"r1"}
    assert pins_of(task.stages[-1].problem) == {("r1", "mon", 540, "t1")}
    assert task.changes(b.timetable(problem, "r1 mon 09:00", "new fri 12:00")) == 0


AFTERNOON = {"kind": "prefer", "start": "14:00", "end": "17:00", "weight": 1}


def wishful(*more: dict[str, object], pins: tuple[dict[str, object], ...] = ()) -> Problem:
    """r1, r2 and r3 of p1, who would rather have afternoons; whatever else is given is of p2, who is at h2."""
    rows = [b.row(name) for name in ("r1", "r2", "r3")]
    pupils = [b.pupil("p1", wishes=[AFTERNOON]), *([b.pupil("p2", home="h2")] if more else [])]
    return b.problem(rows=[*rows, *more], pupils=pupils, pins=list(pins))


MORNINGS = ("r1 mon 09:00", "r2 tue 09:00", "r3 wed 09:00")


@pytest.mark.parametrize("budget", [1, 2])
def test_what_changes_too_much_is_trimmed_to_the_best_of_it(budget: int) -> None:
    """Each lesson moved to the afternoon is one wish less; moved together they change three."""
    problem = wishful()
    base = b.timetable(problem, *MORNINGS)
    task = few(problem, base, budget)
    found = b.timetable(problem, "r1 mon 15:00", "r2 tue 15:00", "r3 wed 15:00")
    stage = task.trimmed(found)
    assert stage is not None
    assert len(stage.problem.pins) == 3 - budget
    best = solve(stage.problem, Settings(seconds=None, iterations=2000), stage.hint).timetable
    assert check(problem, best).violations == ()
    assert task.changes(best) == budget
    assert check(problem, best).score["wish"] == 3 - budget
    assert task.trimmed(base) is None  # within the budget as it is


def test_the_change_that_makes_room_for_the_new_child_comes_first() -> None:
    """t1 can come on Monday 09:00–10:20 to p2 alone, so r1 has to go; the others go for nothing."""
    new = b.row("new", pupils=["p2"])
    problem = wishful(new)
    avoid = [
        b.window("08:00-19:00", days=["tue", "wed", "thu", "fri"]),
        b.window("10:00-19:00", days=["mon"]),
    ]
    avoid.append(b.window("08:00-09:00", days=["mon"]))
    problem = problem.model_copy(
        update={"pupils": b.problem(pupils=[b.pupil("p1"), b.pupil("p2", home="h2", avoid=avoid)]).pupils}
    )
    base = b.timetable(problem, *MORNINGS)
    task = task_of(Aim(purpose=RunPurpose.JOIN, changes=1, newcomers=("p2",)), problem, base)
    found = b.timetable(problem, "r1 mon 15:00", "r2 thu 15:00", "r3 wed 15:00", "new mon 09:00")
    stage = task.trimmed(found)
    assert stage is not None
    assert {(pin.row, str(pin.day)) for pin in stage.problem.pins} == {("r2", "tue"), ("r3", "wed")}
    best = solve(stage.problem, Settings(seconds=None, iterations=2000), stage.hint).timetable
    assert (task.changes(best), check(problem, best).score["unplaced"]) == (1, 0)
