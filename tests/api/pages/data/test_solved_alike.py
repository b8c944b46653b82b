"""The file taken home and solved by the command line gives the same bytes as a run of the service."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sqlalchemy import Engine

from api.services.runs.problems import problem_for
from scheduler.wire import dump_bytes, parse_timetable
from tests.api.pages.data.room import furnished
from tests.api.services.registry.office import Office, row
from tests.api.services.world import END, START
from tests.api.workplace import work_place

STEPS, SEED = 300, 7


def solved_at_home(problem: bytes, folder: Path) -> bytes:
    file, out = folder / "problem.json", folder / "timetable.json"
    file.write_bytes(problem)
    asked = ["--iterations", str(STEPS), "--seed", str(SEED), "--workers", "2", "-o", str(out)]
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "solve", str(file), *asked],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return out.read_bytes()


def test_the_command_line_and_the_service_find_the_same_timetable(database: Engine, tmp_path: Path) -> None:
    here = work_place(database, tmp_path)
    office = furnished(Office(here.school))
    office.teacher(subjects="Математика, Физика, Музыка")
    for _ in range(3):
        office.plan(office.case(), row(hours="2"), row("Физика", "3/4"), row("Музыка", "1/4"))
    with office.acting() as unit:
        given = problem_for(unit, here.school.year_id, START, END)
        taken_home = dump_bytes(given)
    with here.working():
        run = here.over(here.start(seconds=120, problem=given, iterations=STEPS, seed=SEED))
    found = parse_timetable((run.best or "").encode())
    assert len(found.lessons) == 3 * (8 + 3 + 1)
    assert solved_at_home(taken_home, tmp_path) == dump_bytes(found) == (run.best or "").encode()
