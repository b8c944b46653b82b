"""Rules and weights of a school: kept with a reason, put into the problem, weighed on what there is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from api.errors import Conflict, Forbidden, Invalid
from api.services.runs.lifting import (
    GAP,
    RHYTHM,
    SAME_DAY,
    Scope,
    again,
    chosen,
    lift,
    lifted_in,
    strict,
    warnings,
)
from api.services.runs.limits import RunLimits
from api.services.runs.problems import as_it_is, given_problem, keep_problem, own_problem, problem_in
from api.services.runs.purposes import Aim
from api.services.runs.rules import USUAL, Choices, Wanted, choices_of, write_choices
from api.services.runs.running import Order, problem_text_of, start_run
from api.services.runs.variants import add_variant, read_variant
from api.services.runs.weighing import points, weighed
from models.person import Role
from models.timetable import RunPurpose, Severity
from scheduler.checks import check
from scheduler.problem import Problem
from scheduler.rulebook import points as usual_points
from tests import builders as b
from tests.api.services.registry.office import new_office, row
from tests.api.services.world import END, START, World, new_world

STRICT = Choices().severities
WARNED = {GAP: Severity.WARNS, SAME_DAY: Severity.WARNS, RHYTHM: Severity.WARNS}


@pytest.fixture
def world(database: Engine) -> World:
    return new_world(database)


def wanted(
    weights: dict[str, int] | None = None, reason: str = "", words: str = "", **severities: str
) -> Wanted:
    told = {code.replace("_", "."): Severity(severity) for code, severity in severities.items()}
    return Wanted(
        weights={**USUAL, **(weights or {})}, severities={**STRICT, **told}, reason=reason, words=words
    )


def write(world: World, rev: int, told: Wanted) -> Choices:
    with world.acting(START) as unit:
        return write_choices(unit, rev, told)


def problem() -> Problem:
    """t1 waits at most an hour; r1 has two lessons a week, one a day; two weeks."""
    rows = [b.row("r1", title="Математика", lessons=4), b.row("r2", title="Чтение", lessons=2)]
    return b.problem(
        rows=rows,
        teachers=[b.teacher(title="Иванова", max_gap_min=60)],
        pupils=[b.pupil(title="К-01")],
        weeks=2,
    )


def test_a_school_that_chose_nothing_goes_by_the_usual(world: World) -> None:
    with world.acting(START) as unit:
        now = choices_of(unit)
        assert (now.rev, dict(now.weights), set(now.severities.values())) == (
            0,
            dict(USUAL),
            {Severity.BLOCKS},
        )
        assert now.applied(problem()) == (problem(), lifted_in(""))


def test_weights_are_kept_and_logged_and_stand_in_the_problem(world: World) -> None:
    now = write(world, 0, wanted({"wish": 120, "curve": 0}))
    assert (now.rev, now.weights["wish"], now.weights["curve"], now.weights["travel"]) == (1, 120, 0, 1)
    given, lifted = now.applied(problem())
    assert {code: goal.weight for code, goal in given.goals.items()} == {"wish": 120, "curve": 0}
    assert not lifted
    assert world.log()[-1] == ("rules.write", "school", {"weight_wish": 120, "weight_curve": 0})


def test_severity_changes_with_a_reason_alone(world: World) -> None:
    for told, fields in (
        (wanted(teacher_gap="warns"), {"reason"}),
        (wanted(teacher_gap="warns", reason="whatever"), {"reason"}),
        (wanted(teacher_gap="warns", reason="other"), {"words"}),
        (
            wanted({"wish": 1001}, teacher_gap="off", reason="agreed", words="х" * 301),
            {"weight_wish", "words"},
        ),
    ):
        with pytest.raises(Invalid) as refused:
            write(world, 0, told)
        assert set(refused.value.faults) == fields
    now = write(world, 0, wanted(teacher_gap="warns", reason="consent", words=" до  весны "))
    assert (now.severities[GAP], now.reason, now.words) == (Severity.WARNS, "consent", "до весны")
    assert world.log()[-1] == ("rules.write", "school", {"teacher_gap": "warns", "reason": "consent"})
    write(world, 1, wanted({"wish": 61}, teacher_gap="warns"))  # weights alone need none


def test_nobody_overwrites_choices_unseen_and_only_the_desk_writes(world: World, database: Engine) -> None:
    write(world, 0, wanted({"wish": 61}))
    with pytest.raises(Conflict, match="изменили"):
        write(world, 0, wanted({"wish": 62}))
    with world.acting(START, Role.TEACHER) as unit, pytest.raises(Forbidden):
        choices_of(unit)
    with new_world(database, "s200").acting(START) as unit:
        assert choices_of(unit).weights["wish"] == 60


def test_a_rule_let_go_leaves_the_problem_and_comes_back_whole() -> None:
    given, lifted = chosen(problem(), WARNED)
    assert given.teachers[0].max_gap_min is None
    assert [(each.max_per_day, each.rhythm) for each in given.rows] == [(4, "free"), (2, "free")]
    assert (lifted.gaps, lifted.same_day, lifted.rhythm) == ({"t1": 60}, {"r1": 1, "r2": 1}, {"r1", "r2"})
    assert lifted_in(lifted.to_text()) == lifted
    back = strict(given, lifted)
    assert (back.teachers, [each.max_per_day for each in back.rows]) == (problem().teachers, [1, 1])
    assert again(given, lifted) == (given, lifted_in(""))
    quiet, nothing = chosen(problem(), {**STRICT, GAP: Severity.OFF})
    assert (quiet.teachers[0].max_gap_min, bool(nothing)) == (None, False)


def test_warnings_say_what_the_rules_would_have_said() -> None:
    """r1 twice on Monday of w1, at other times in w2; t1 waits from 09:40 to 12:00 on Monday."""
    given, lifted = chosen(problem(), WARNED)
    lessons = ("r1 w1 mon 09:00", "r1/2 w1 mon 12:00", "r1/3 w2 tue 09:00", "r1/4 w2 thu 10:00")
    found = b.timetable(given, *lessons, "r2 w1 fri 09:00", "r2/2 w2 fri 09:00")
    assert check(given, found).violations == ()
    assert warnings(given, lifted, found) == (
        "Окно учителя больше, чем он согласен ждать: Математика (К-01), Иванова, пн",
        "Предмет в один день чаще, чем задано планом: Математика (К-01), пн",
        "Занятие идёт в разные недели в разное время: Математика (К-01)",
    )
    gap, kept = lift(problem(), Scope(teachers=["t1"]))
    assert (gap.rows, kept.rules) == (problem().rows, (GAP,))


def test_a_run_of_the_school_s_own_data_goes_by_its_choices(database: Engine) -> None:
    office = new_office(database)
    office.teacher()
    office.plan(office.case(), row())
    with office.acting() as unit:
        write_choices(unit, 0, wanted({"travel": 3}, subject_day="warns", reason="agreed"))
        found, lifted = own_problem(unit, office.world.year_id, START, END)
        assert (found.goals["travel"].weight, lifted.rules) == (3, (SAME_DAY,))
        kept = keep_problem(unit, given_problem(found, RunLimits(), lifted), START, END)
        told = b.timetable(found)
        variant = add_variant(unit, office.world.year_id, kept.id, told, "Пустой", lifted=lifted)
        assert read_variant(unit, variant.id).lifted == lifted


def test_what_was_let_go_in_a_variant_is_let_go_in_the_runs_that_go_out_from_it(world: World) -> None:
    loose, lifted = lift(problem(), Scope(teachers=["t1"]))
    order = Order(first_on=START, last_on=END, aim=Aim(purpose=RunPurpose.IMPROVE))
    with world.acting(START) as unit:
        kept = keep_problem(unit, as_it_is(loose, lifted), START, END)
        base = add_variant(
            unit, world.year_id, kept.id, b.timetable(loose, "r1 mon 09:00"), "С обходом", lifted=lifted
        )
        given = given_problem(problem(), RunLimits())
        run = start_run(unit, world.year_id, given, replace(order, base_id=base.id), RunLimits())
        asked = problem_text_of(unit, run.problem_id)
        assert problem_in(asked).teachers[0].max_gap_min is None
        assert lifted_in(run.lifted) == lifted


def test_other_weights_put_variants_in_another_order(world: World) -> None:
    """By hand: t1 starts anywhere, so that nothing is on the way. The first keeps r1 and r2 apart by two hours
    on Monday (pupil_gap 110: 10 of 120 are the break; idle 120), the second on two days (adult_days one more)."""
    given = b.problem(rows=[b.row("r1"), b.row("r2")])
    with world.acting(START) as unit:
        kept = keep_problem(unit, given_problem(given, RunLimits()), START, END).id
        names = (("Один день", "r1 mon 09:00", "r2 mon 11:40"), ("Два дня", "r1 mon 09:00", "r2 thu 09:00"))
        for name, *lessons in names:
            add_variant(unit, world.year_id, kept, b.timetable(given, *lessons), name)
        days, one = weighed(unit, world.year_id, USUAL, {**USUAL, "adult_days": 600})
        scores = [check(given, b.timetable(given, *lessons)).score for _, *lessons in names]
    assert scores[0]["pupil_gap"] == 110
    assert scores[1]["adult_days"] - scores[0]["adult_days"] == 1
    assert [points(score, USUAL) for score in scores] == [usual_points(score) for score in scores]
    assert (days.name, days.before, days.place_before) == ("Два дня", usual_points(scores[1]), 1)
    assert (one.name, one.before, one.place_before) == ("Один день", usual_points(scores[0]), 2)
    assert days.after - days.before == 570 * scores[1]["adult_days"]
    assert one.after - one.before == 570 * scores[0]["adult_days"]
    assert (days.place, one.place) == (2, 1)
    assert days.shares[0] == ("дней со взрослым дома", round(100 * 1200 / days.after))
