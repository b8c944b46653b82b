"""What is held for one family is given to no other: by hand on the board, or by a search.

t1 teaches maths of К-01 (Monday 10:00) and of К-02 (Monday 11:10); the way between the homes is 8 minutes. К-02's
mother is held Wednesday 12:00–12:40 for its maths.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Conflict
from api.jobs.store import keeping
from api.services.agreement.timetable.counter import HELD
from api.services.agreement.timetable.drafting import source_of
from api.services.agreement.timetable.held_times import HeldTime, held_times
from api.services.board import acts
from api.services.board.acts import Target
from api.services.board.drafts import Seen, look, open_draft, take_step
from api.services.board.starts import answer
from api.services.runs.purposes import Aim, task_of
from models.agreement import Hold
from models.engines import reading, writing
from models.staff import Teacher
from models.timetable import RunPurpose
from scheduler.checks import check
from scheduler.problem import Pin
from scheduler.terms import Weekday
from tests import builders
from tests.api.services.agreement.households import TODAY, Families, families, small

NOW = datetime.combine(TODAY, datetime.min.time().replace(hour=9), UTC)
WED, NOON = Weekday.WED, builders.minutes("12:00")
ONE, TWO = ("math-1", 1), ("math-2", 1)


@dataclass(frozen=True)
class Stage:
    made: Families
    draft_id: str

    def starts(self, key: tuple[str, int], at: datetime = NOW) -> list[int]:
        """Open starts of a lesson, with its like, on Wednesday with t1."""
        with self.made.deputy(at) as unit:
            days = answer(look(unit, self.draft_id).held, key, True)
        return [start.start_min for day in days if day.day == WED for start in day.possible]

    def why(self, key: tuple[str, int], start_min: int) -> set[str]:
        with self.made.deputy(NOW) as unit:
            days = answer(look(unit, self.draft_id).held, key, True)
        runs = (run for day in days if day.day == WED for run in day.blocked)
        return {
            each.text for run in runs if run.start_min <= start_min <= run.until_min for each in run.blockers
        }


@pytest.fixture
def stage(database: Engine) -> Stage:
    made = families(database)
    version_id = made.offered(1)
    with writing(made.world.engine) as session:
        teacher = session.exec(select(Teacher).where(Teacher.code == "t1")).one()
        session.add(
            Hold(
                version_id=version_id, account_id=made.other, digest="0" * 64, row_key="math-2",
                teacher_id=teacher.id, day=WED, start_min=NOON, end_min=NOON + 40, until=NOW + HELD,
            )
        )  # fmt: skip
    with made.deputy(NOW) as unit:
        return Stage(made, open_draft(unit, made.variant).id)


def test_the_board_closes_what_is_held_with_the_way_there(stage: Stage) -> None:
    # К-01 before: 40 minutes and 8 of way until 12:00 → 11:10 is the last start; after: 12:40 and 8 → from 12:50
    near = [at for at in stage.starts(ONE) if builders.minutes("11:00") <= at <= builders.minutes("13:00")]
    assert near == [builders.minutes(text) for text in ("11:00", "11:05", "11:10", "12:50", "12:55", "13:00")]
    assert stage.why(ONE, NOON) == {"время придержано для другой семьи до 04.09.2026, 14:00"}


def test_the_family_itself_may_have_it_and_after_its_time_anybody(stage: Stage) -> None:
    assert NOON in stage.starts(TWO)
    assert NOON in stage.starts(ONE, NOW + HELD)


def test_no_act_of_the_board_gives_it_away(stage: Stage) -> None:
    to = Target(day=WED, start_min=NOON, teacher="t1")

    def put(key: tuple[str, int]) -> None:
        with stage.made.deputy(NOW) as unit:
            desk = look(unit, stage.draft_id)
            seen = Seen(rev=desk.draft.rev, step_id=desk.last_id)
            take_step(unit, stage.draft_id, seen, lambda held: acts.move(held, key, True, to))

    with pytest.raises(Conflict):
        put(ONE)
    put(TWO)


def held_of(stage: Stage, at: datetime = NOW) -> tuple[HeldTime, ...]:
    with reading(stage.made.world.engine) as session:
        return held_times(session, stage.made.world.school_id, at)


def test_a_search_keeps_it_free_and_what_is_stored_stays(stage: Stage) -> None:
    with stage.made.deputy(NOW) as unit:
        source = source_of(unit, stage.made.variant)
    task = task_of(Aim(purpose=RunPurpose.FULL), source.problem, None)
    (asked,) = keeping(task, held_of(stage)).stages
    given = ["math-1/1 w1 wed 12:00", "math-1/2 w2 wed 12:00", "rus-1 w1 tue 11:00",
             "math-2/1 w1 mon 11:10", "math-2/2 w2 mon 11:10"]  # fmt: skip
    assert {
        each.rule for each in check(asked.problem, builders.timetable(asked.problem, *given)).violations
    } == {"teacher.clash"}
    assert check(source.problem, builders.timetable(source.problem, *given)).violations == ()
    assert keeping(task, held_of(stage, NOW + HELD + timedelta(seconds=1))) == task


def test_a_family_that_has_it_and_a_pin_are_facts(stage: Stage) -> None:
    problem, held = small(), held_of(stage)
    has = builders.timetable(problem, "math-2/1 w1 wed 12:00", "math-2/2 w2 wed 12:00")
    task = task_of(Aim(purpose=RunPurpose.IMPROVE), problem, has)
    assert keeping(task, held).stages[0].problem == problem
    pin = Pin(row="math-1", week="w1", day=WED, start_min=NOON - 45)
    pinned = problem.model_copy(update={"pins": (pin,)})  # 11:15–11:55 and 8 minutes of way
    assert keeping(task_of(Aim(purpose=RunPurpose.FULL), pinned, None), held).stages[0].problem == pinned
