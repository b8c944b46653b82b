"""Rules of usage let go by hand: with a reason, for one start, into the log, and said ever after."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from api.errors import Invalid
from api.services.board import acts
from api.services.board.acts import Blocked
from api.services.board.drafts import keep_draft, look, solve_on, take_step, undo
from api.services.board.overrides import Why, in_spite
from api.services.runs.lifting import lifted_in
from api.services.runs.limits import RunLimits
from api.services.runs.problems import problem_in
from api.services.runs.running import problem_text_of
from api.services.runs.variants import read_variant
from models.timetable import RunPurpose
from scheduler.problem import Problem
from tests import builders as b
from tests.api.services.board.test_drafts import MON, TUE, opened, seen, stands, steps_said, to, variant
from tests.api.services.world import START, World, new_world

AGREED = Why(reason="agreed")


@pytest.fixture
def world(database: Engine) -> World:
    return new_world(database)


def problem(**teacher: object) -> Problem:
    """t1 waits at most an hour. r1 is twice a week and once a day."""
    rows = [b.row("r1", title="Математика", lessons=2), b.row("r2", title="Чтение")]
    told = {"max_gap_min": 60} | teacher
    return b.problem(rows=rows, pupils=[b.pupil(title="К-01")], teachers=[b.teacher(title="Иванова", **told)])


def begun(world: World, given: Problem | None = None) -> str:
    return opened(world, variant(world, given or problem(), "r1 mon 09:00", "r1/2 wed 09:00", "r2 tue 09:00"))


def over(world: World, draft_id: str, key: tuple[str, int], where: acts.Target, why: Why = AGREED) -> None:
    known = seen(world, draft_id)
    with world.acting(START) as unit:
        take_step(
            unit,
            draft_id,
            known,
            lambda held: in_spite(held, lambda on: acts.move(on, key, False, where), why),
        )


def test_a_long_wait_is_taken_with_a_reason_and_warned_of_from_then_on(world: World) -> None:
    draft = begun(world)
    far = to(MON, "12:00", week="w1")
    with world.acting(START) as unit, pytest.raises(Blocked) as refused:
        take_step(unit, draft, seen(world, draft), lambda held: acts.move(held, ("r2", 1), False, far))
    assert refused.value.rules == {"teacher.gap"}
    over(world, draft, ("r2", 1), far, Why(reason="consent", words="до  марта"))
    assert "r2/1 w1 mon 12:00 t1" in stands(world, draft)
    assert steps_said(world, draft) == [
        "Чтение, К-01: вт 09:00 → пн 12:00",
        "в обход правила: окно учителя больше, чем он согласен ждать; причина: есть письменное согласие учителя, "
        "до марта",
    ]
    facts = world.log()[-1][2]
    assert (facts["rules"], facts["reason"]) == ("teacher.gap", "consent")
    with world.acting(START) as unit:
        kept = keep_draft(unit, draft, seen(world, draft), "С окном")
        found = read_variant(unit, kept.id)
    assert found.warnings == (
        "Окно учителя больше, чем он согласен ждать: Математика (К-01); Чтение (К-01), Иванова, пн",
    )
    assert found.problem.teachers[0].max_gap_min is None
    assert found.lifted.gaps == {"t1": 60}


def test_undoing_an_override_brings_the_rule_back(world: World) -> None:
    draft = begun(world)
    over(world, draft, ("r2", 1), to(MON, "12:00", week="w1"))
    with world.acting(START) as unit:
        undo(unit, draft, seen(world, draft))
        state = look(unit, draft).held.state
    assert (state.problem, bool(state.lifted)) == (problem(), False)


def test_two_rules_are_let_go_at_once_and_no_more_than_stand_in_the_way(world: World) -> None:
    """The second lesson of mathematics to Monday noon: a second time that day, and after a long wait."""
    draft = begun(world)
    over(world, draft, ("r1", 2), to(MON, "12:00", week="w1"))
    with world.acting(START) as unit:
        lifted = look(unit, draft).held.state.lifted
    assert (lifted.gaps, lifted.same_day, lifted.rhythm) == ({"t1": 60}, {"r1": 1}, set())


def test_what_the_law_or_a_body_forbids_is_never_let_go(world: World) -> None:
    """Reading at 09:00–09:40 on Tuesday: the same pupil and teacher cannot be there twice."""
    draft = begun(world)
    with pytest.raises(Blocked):
        over(world, draft, ("r1", 2), to(TUE, "09:20", week="w1"))
    assert stands(world, draft) == ["r1/1 w1 mon 09:00 t1", "r1/2 w1 wed 09:00 t1", "r2/1 w1 tue 09:00 t1"]


def test_an_override_wants_a_reason_and_an_open_start_lets_nothing_go(world: World) -> None:
    draft = begun(world)
    for why in (Why(reason=""), Why(reason="other", words=" ")):
        with pytest.raises(Invalid):
            over(world, draft, ("r2", 1), to(MON, "12:00", week="w1"), why)
    over(world, draft, ("r2", 1), to(MON, "10:00", week="w1"))
    with world.acting(START) as unit:
        assert not look(unit, draft).held.state.lifted
    assert steps_said(world, draft) == ["Чтение, К-01: вт 09:00 → пн 10:00"]


def test_a_run_that_goes_on_from_an_override_does_without_the_rule_too(world: World) -> None:
    draft = begun(world)
    over(world, draft, ("r2", 1), to(MON, "12:00", week="w1"))
    with world.acting(START) as unit:
        run = solve_on(unit, draft, seen(world, draft), "Дальше", RunPurpose.IMPROVE, RunLimits())
        asked = problem_text_of(unit, run.problem_id)
    assert problem_in(asked).teachers[0].max_gap_min is None
    assert lifted_in(run.lifted).gaps == {"t1": 60}
