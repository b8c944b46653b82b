"""Ten runs at once: they wait for each other, all end, and a page is answered all the while."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.app import create_app
from models.timetable import RunState
from tests.api.workplace import WorkPlace, figure, work_place


@pytest.fixture
def here(database: Engine, tmp_path: Path) -> WorkPlace:
    return work_place(database, tmp_path)


def test_ten_runs_wait_for_each_other_and_pages_go_on(here: WorkPlace) -> None:
    client = TestClient(create_app(here.installation), base_url="https://school.example")
    waits: list[float] = []
    with client, here.working():
        ids = [here.start(seconds=1, seed=seed) for seed in range(1, 11)]
        while any(here.run(run_id).state in (RunState.QUEUED, RunState.RUNNING) for run_id in ids):
            began = time.monotonic()
            assert client.get("/signin").status_code == 200
            waits.append(time.monotonic() - began)
            time.sleep(0.1)
        ended = [here.run(run_id) for run_id in ids]
    figure("pages_beside_ten_runs", p95_s=round(sorted(waits)[int(len(waits) * 0.95)], 3))
    assert [run.state for run in ended] == [RunState.DONE] * 10
    begun = sorted((run.started_at, run.ended_at) for run in ended if run.started_at and run.ended_at)
    assert len(begun) == 10
    # one at a time: each begins after the one before has ended
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(begun))


def test_the_same_problem_seed_and_iterations_give_the_same_bytes(here: WorkPlace) -> None:
    with here.working():
        ids = [here.start(seconds=60, iterations=4000, seed=7) for _ in range(2)]
        ids.append(here.start(seconds=60, iterations=4000, seed=8))
        same, again, other = (here.over(run_id).best for run_id in ids)
    assert same is not None
    assert same == again
    assert same != other
