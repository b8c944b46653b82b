"""A whole service, `homelessons serve`, killed in the middle of a run: the child dies with it, the run goes on."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from models.timetable import RunState
from tests.api.workplace import WorkPlace, work_place


@pytest.fixture
def here(database: Engine, tmp_path: Path) -> WorkPlace:
    return work_place(database, tmp_path)


@contextmanager
def service(here: WorkPlace) -> Iterator[subprocess.Popen[bytes]]:
    """The program in a process of its own, answering."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = {
        "MODE": "demo", "DATA_FOLDER": str(here.installation.settings.data_folder), "PLAIN_HTTP": "1",
        "PORT": str(port), "DATABASE_URL": here.installation.settings.database,
    }  # fmt: skip
    environment = os.environ | {f"HOMELESSONS_{name}": value for name, value in told.items()}
    command = [sys.executable, "-m", "api.cli", "serve"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _answers(f"http://127.0.0.1:{port}/signin")
        yield process
    finally:
        process.terminate()
        process.wait(30)


def _answers(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("no answer within a minute")


def children_of(pid: int) -> list[int]:
    """Ids of the processes a process has started itself."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        if int(words[1]) == pid and words[0] != "Z":
            found.append(int(status.parent.name))
    return found


def test_a_killed_service_goes_on_with_its_run(here: WorkPlace) -> None:
    run_id = here.start(seconds=5)
    with service(here) as process:
        here.until(run_id, lambda run: run.best is not None)
        solvers = children_of(process.pid)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
        before = here.run(run_id)
    assert len(solvers) == 1
    for _ in range(100):
        if not Path(f"/proc/{solvers[0]}").exists():
            break
        time.sleep(0.05)
    assert not Path(f"/proc/{solvers[0]}").exists()
    assert before.state == RunState.RUNNING
    with service(here):
        after = here.over(run_id)
    assert (after.state, after.attempt, after.fault) == (RunState.DONE, 2, None)
    assert json.loads(after.curve)[: len(json.loads(before.curve))] == json.loads(before.curve)
    assert after.spent_ms > before.spent_ms
