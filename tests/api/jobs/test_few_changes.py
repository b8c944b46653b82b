"""Part-way solving from the order to the variant, in a real child: changes are counted here, lesson by lesson."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.services.board.drafts import Seen, look, open_draft, solve_on, take_step
from api.services.board.state import Change, PinKind, StepKind
from api.services.runs.limits import RunLimits
from api.services.runs.problems import given_problem, keep_problem
from api.services.runs.purposes import Aim
from api.services.runs.variants import add_variant, keep_variant, read_variant
from api.services.unit import Unit
from models.timetable import RunPurpose, RunState
from scheduler.checks import check
from scheduler.problem import Problem
from scheduler.timetable import Lesson, Timetable
from tests import builders as b
from tests.api.services.world import END, START
from tests.api.workplace import WorkPlace, work_place

AFTERNOON = {"kind": "prefer", "start": "14:00", "end": "17:00", "weight": 1}
AVOID = [
    b.window("08:00-19:00", days=["tue", "wed", "thu", "fri"]),
    b.window("08:00-09:00", days=["mon"]),
    b.window("10:00-19:00", days=["mon"]),
]
STANDS = ("r1 mon 09:00", "r2 tue 09:00", "r3 wed 09:00")


@pytest.fixture
def here(database: Engine, tmp_path: Path) -> WorkPlace:
    return work_place(database, tmp_path)


def problem(new_child: bool = False) -> Problem:
    """p1 would rather have afternoons. p2, where there is one, has time on Monday 09:00–10:00 alone, as r1 has."""
    rows = [b.row(name, teachers=["t1", "t2"]) for name in ("r1", "r2", "r3")]
    rows += [b.row("new", pupils=["p2"])] if new_child else []
    pupils = [b.pupil("p1", wishes=[AFTERNOON])]
    pupils += [b.pupil("p2", home="h2", avoid=AVOID)] if new_child else []
    return b.problem(rows=rows, pupils=pupils, teachers=[b.teacher("t1"), b.teacher("t2")])


def base_of(here: WorkPlace, unit: Unit) -> str:
    given = problem()
    kept = keep_problem(unit, given_problem(given, RunLimits()), START, END)
    return add_variant(unit, here.school.year_id, kept.id, b.timetable(given, *STANDS), "Осень").id


def places(timetable: Timetable, *rows: str) -> dict[str, tuple[str, int, str]]:
    return {
        each.row: (each.day, each.start_min, each.teacher) for each in timetable.lessons if each.row in rows
    }


def changed(found: Timetable) -> int:
    """Lessons of the base that stand elsewhere now, or nowhere."""
    now, before = places(found, "r1", "r2", "r3"), places(b.timetable(problem(), *STANDS), "r1", "r2", "r3")
    return sum(now.get(row) != place for row, place in before.items())


def test_runs_keep_to_their_number_of_changes(here: WorkPlace) -> None:
    with here.school.acting(START) as unit:
        base = base_of(here, unit)
    told = {}
    with here.working():
        for purpose, changes in (
            (RunPurpose.FEW, 1),
            (RunPurpose.FEW, 2),
            (RunPurpose.JOIN, 0),
            (RunPurpose.JOIN, 1),
        ):
            given = problem(purpose == RunPurpose.JOIN)
            aim = Aim(purpose=purpose, changes=changes)
            run = here.over(here.start(60, given, aim=aim, base_id=base, iterations=1500))
            assert run.state == RunState.DONE
            with here.school.acting(START) as unit:
                found = read_variant(unit, keep_variant(unit, run.id, f"{purpose} {changes}").id)
            assert check(given, found.timetable).violations == ()
            assert json.loads(run.score or "{}")["changes"] == changed(found.timetable)
            told[purpose, changes] = changed(found.timetable), found.row.unplaced
    assert told[RunPurpose.FEW, 1] == (1, 0)
    assert told[RunPurpose.FEW, 2] == (2, 0)
    assert told[RunPurpose.JOIN, 0] == (0, 1)  # r1 stands where the new child alone could
    assert told[RunPurpose.JOIN, 1] == (1, 0)


def test_pins_of_a_draft_hold_in_the_run_that_goes_on_from_it(here: WorkPlace) -> None:
    """r1 has its day pinned, r2 its teacher, r3 nothing: the run may move each of them into an afternoon."""

    def pinned(kinds: dict[str, PinKind]) -> Change:
        return Change(kind=StepKind.PINS, pins={(row, 1): frozenset({kind}) for row, kind in kinds.items()})

    with here.school.acting(START) as unit:
        draft = open_draft(unit, base_of(here, unit))
        take_step(
            unit, draft.id, Seen(rev=1), lambda _held: pinned({"r1": PinKind.DAY, "r2": PinKind.TEACHER})
        )
        seen = Seen(rev=draft.rev, step_id=look(unit, draft.id).last_id)
        run_id = solve_on(unit, draft.id, seen, "Дальше", RunPurpose.IMPROVE, RunLimits()).id
    with here.working():
        here.until(run_id, lambda run: run.score and json.loads(run.score)["wish"] == 0)
        with here.school.acting(START) as unit:
            found = read_variant(unit, keep_variant(unit, run_id, "Улучшено").id).timetable
    lessons: dict[str, Lesson] = {each.row: each for each in found.lessons}
    assert lessons["r1"].day == "mon"
    assert lessons["r1"].start_min >= 14 * 60
    assert lessons["r2"].teacher == "t1"
    assert lessons["r2"].start_min >= 14 * 60
