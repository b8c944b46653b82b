"""Variants: kept after the checker has seen them, named, removed, brought back, laid side by side."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Engine

from api.errors import Conflict, Invalid, NotFound
from api.services.runs.comparing import compare
from api.services.runs.limits import RunLimits
from api.services.runs.problems import given_problem, keep_problem
from api.services.runs.reasons import unplaced_of
from api.services.runs.running import start_run
from api.services.runs.scores import in_short
from api.services.runs.variants import (
    add_variant,
    keep_variant,
    origin_of,
    read_variant,
    remove_variant,
    removed_variant,
    rename_variant,
    restore_variant,
    variants,
)
from api.services.runs.worst import worst_off
from models.engines import reading, writing
from models.timetable import Run, RunState, RunWish, Variant
from scheduler.checks import check
from scheduler.problem import Problem
from scheduler.timetable import Timetable
from scheduler.wire import dump_bytes
from tests import builders as b
from tests.api.services.world import END, START, World, new_world
from tests.api.workplace import order

LIMITS = RunLimits()
AFTERNOON = {"kind": "prefer", "start": "14:00", "end": "17:00", "weight": 2}


@pytest.fixture
def world(database: Engine) -> World:
    return new_world(database)


def problem() -> Problem:
    """p1 has two rows and wishes afternoons; p2 has one row; t1 teaches p1, t2 both."""
    rows = [
        b.row("r1", title="Математика"),
        b.row("r2", title="Чтение"),
        b.row("r3", title="Труд", pupils=["p2"], teachers=["t2"]),
    ]
    pupils = [b.pupil("p1", title="К-01", wishes=[AFTERNOON]), b.pupil("p2", title="К-02", home="h2")]
    teachers = [b.teacher("t1", title="Иванова"), b.teacher("t2", title="Петрова")]
    return b.problem(rows=rows, pupils=pupils, teachers=teachers)


EARLY = ("r1 mon 09:00", "r2 tue 09:00", "r3 mon 09:00")
LATE = ("r1 mon 14:00", "r2 tue 09:00", "r3 mon 12:00")


def add(world: World, *lessons: str, name: str = "Вариант", given: Problem | None = None) -> str:
    found = given or problem()
    with world.acting(START) as unit:
        kept = keep_problem(unit, given_problem(found, LIMITS), START, END)
        return add_variant(unit, world.year_id, kept.id, b.timetable(found, *lessons), name).id


def run_with(world: World, timetable: Timetable | None, given: Problem | None = None) -> str:
    """A run as the worker leaves it."""
    with world.acting(START) as unit:
        run_id = start_run(unit, world.year_id, given_problem(given or problem(), LIMITS), order(), LIMITS).id
    with writing(world.engine) as session:
        run = session.get_one(Run, run_id)
        run.best = dump_bytes(timetable).decode() if timetable else None
    return run_id


def row(world: World, key: str) -> Variant:
    with reading(world.engine) as session:
        return session.get_one(Variant, key)


def test_the_best_of_a_run_becomes_a_variant_with_its_origin(world: World) -> None:
    found = b.timetable(problem(), *EARLY)
    run_id = run_with(world, found)
    with world.acting(START) as unit:
        kept = keep_variant(unit, run_id, "  Первый   вариант ")
        stands = read_variant(unit, kept.id)
        assert (stands.timetable, stands.problem) == (found, problem())
        assert dict(origin_of(unit, kept))["Цель"] == "Составить всё заново"
    assert (kept.name, kept.number, kept.unplaced, kept.seed) == ("Первый вариант", 1, 0, 1)
    assert json.loads(kept.score) == check(problem(), found).score
    assert world.log()[-1] == ("variant.keep", "variant", {"run": run_id, "number": 1})


def test_a_run_without_a_timetable_gives_no_variant(world: World) -> None:
    run_id = run_with(world, None)
    with world.acting(START) as unit, pytest.raises(Conflict, match="ещё нет"):
        keep_variant(unit, run_id, "Рано")


@pytest.mark.parametrize(
    "told", [{"state": RunState.CANCELLED}, {"state": RunState.FAILED}, {"wish": RunWish.CANCEL}]
)
def test_a_cancelled_run_gives_no_variant_whatever_it_had_found(world: World, told: dict[str, str]) -> None:
    run_id = run_with(world, b.timetable(problem(), "r1 mon 09:00", "r2 tue 09:00", "r3 mon 12:00"))
    with world.acting(START) as unit:
        for name, value in told.items():
            setattr(unit.session.get_one(Run, run_id), name, value)
    with world.acting(START) as unit, pytest.raises(Conflict, match="не дал расписания"):
        keep_variant(unit, run_id, "Отменённый")


def test_a_timetable_that_breaks_a_rule_never_becomes_one(world: World) -> None:
    clash = b.timetable(problem(), "r1 mon 09:00", "r2 mon 09:10", "r3 mon 12:00")
    assert check(problem(), clash).violations
    run_id = run_with(world, clash)
    with world.acting(START) as unit, pytest.raises(Conflict, match="нарушает правила"):
        keep_variant(unit, run_id, "Сломанный")
    with pytest.raises(Conflict, match="нарушает правила"):
        add(world, "r1 mon 09:00", "r2 mon 09:10")


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_a_variant_has_a_name(world: World, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        add(world, *EARLY, name=name)
    assert set(refused.value.faults) == {"name"}


def test_a_removed_variant_leaves_the_lists_and_comes_back(world: World) -> None:
    first, second = add(world, *EARLY), add(world, *LATE)
    with world.acting(START) as unit:
        remove_variant(unit, first, 1)
    with world.acting(START) as unit:
        assert [kept.number for kept in variants(unit, world.year_id)] == [2]
        assert removed_variant(unit, first) is not None
        assert removed_variant(unit, second) is None
        restore_variant(unit, first)
    with world.acting(START) as unit:
        assert [kept.number for kept in variants(unit, world.year_id)] == [2, 1]


def test_nobody_renames_over_somebody_else(world: World) -> None:
    key = add(world, *EARLY)
    with world.acting(START) as unit:
        rename_variant(unit, key, 1, "Мой")
    with pytest.raises(Conflict), world.acting(START) as unit:
        rename_variant(unit, key, 1, "Твой")
    assert row(world, key).name == "Мой"


def test_a_variant_is_its_school_s_alone(world: World, database: Engine) -> None:
    key, other = add(world, *EARLY), new_world(database, "s200")
    mine = add(other, *EARLY)
    with other.acting(START) as unit:
        assert removed_variant(unit, key) is None
        for act in (
            lambda: read_variant(unit, key),
            lambda: rename_variant(unit, key, 1, "Чужой"),
            lambda: remove_variant(unit, key, 1),
            lambda: restore_variant(unit, key),
            lambda: compare(unit, mine, key),
        ):
            with pytest.raises(NotFound):
                act()


def test_two_variants_side_by_side(world: World) -> None:
    first, second = add(world, *EARLY), add(world, *LATE)
    with world.acting(START) as unit:
        found = compare(unit, first, second)
    goals = {line.title: (line.first, line.second, line.better) for line in found.goals}
    # p1's two lessons are outside the afternoon in the first (2 × 2), one in the second
    assert goals["Пожеланий не учтено"] == (4, 2, "second")
    people = {line.title: line for line in found.pupils}
    assert people["К-01"].changes == ("пожеланий не учтено 4 → 2",)
    assert people["К-01"].first - people["К-01"].second == 2 * 60
    assert "К-02" not in people  # moved, but no better and no worse
    assert found.teachers == ()
    assert found.differences == ("Математика, К-01: пн 09:00 → пн 14:00", "Труд, К-02: пн 09:00 → пн 12:00")
    assert (found.same_problem, found.more) == (True, 0)


def test_whoever_has_lessons_without_a_time_is_not_better_off_for_fewer_points(world: World) -> None:
    first, second = add(world, *EARLY[:1]), add(world, *EARLY)
    with world.acting(START) as unit:
        found = compare(unit, first, second)
    people = {line.title: line for line in found.pupils}
    assert people["К-01"].missing == (1, 0)
    assert people["К-01"].first < people["К-01"].second
    assert people["К-01"].better == "second"


def test_long_ways_are_told_in_hours() -> None:
    assert in_short({"unplaced": 0, "travel": 5859, "wish": 1}) == (
        "размещено всё, в дороге 97 ч 39 мин, пожеланий не учтено 1"
    )


def test_variants_of_different_problems_say_so_and_name_what_is_gone(world: World) -> None:
    smaller = b.problem(rows=[b.row("r1", title="Математика")], pupils=[b.pupil("p1", title="К-01")])
    first, second = add(world, *EARLY), add(world, "r1 mon 09:00", given=smaller)
    with world.acting(START) as unit:
        found = compare(unit, first, second)
    assert not found.same_problem
    assert found.differences == (
        "Чтение, К-01: снято: вт 09:00, Иванова",
        "Труд, К-02: снято: пн 09:00, Петрова",
    )


def test_whoever_is_worst_off_is_named_with_the_lessons_that_cost_most() -> None:
    """p1 has both lessons outside the afternoon (weight 2 each, 60 points a unit); p2 has no wishes."""
    found = worst_off(problem(), b.timetable(problem(), *EARLY))
    assert found is not None
    assert (found.pupil, found.unplaced) == ("К-01", 0)
    # each lesson alone on its day: 2 × 60 for the wish and 30 for a day with an adult at home
    assert [(lesson.subject, lesson.when, lesson.points) for lesson in found.lessons] == [
        ("Чтение", "вт 09:00", 150),
        ("Математика", "пн 09:00", 150),
    ]
    assert found.lessons[0].why.startswith("пожеланий не учтено 2, дней со взрослым дома 1")


def test_a_lesson_without_a_time_is_worse_than_any_other() -> None:
    found = worst_off(problem(), b.timetable(problem(), "r1 mon 09:00", "r2 tue 09:00"))
    assert found is not None
    assert (found.pupil, found.unplaced, found.lessons) == ("К-02", 1, ())


def test_what_has_no_time_is_told_with_its_reasons() -> None:
    vacant = b.problem(rows=[b.row("r1", title="Музыка", teachers=[])], pupils=[b.pupil(title="К-01")])
    (line,) = unplaced_of(vacant, b.timetable(vacant))
    assert (line.lesson, line.count, line.proof) == ("Музыка, К-01", "1 занятие", "невозможно")
    assert line.reasons
