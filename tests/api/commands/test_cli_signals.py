"""The real program stopped and killed while it solves: the best so far, or the former file whole."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scheduler.checks import check
from scheduler.wire import load_problem, load_timetable
from tests.api.commands.test_cli import written
from tests.scheduler.corpus import base

# the program as it is, but it makes a file (last argument) when the solver reports its first timetable
ANNOUNCE = """
import sys
import scheduler.solve as kernel
from api.cli import main

flag = sys.argv.pop()
real = kernel.solve

def announced(problem, settings, hint, on_improvement, should_stop):
    def tell(progress):
        open(flag, "w").close()
        on_improvement(progress)
    return real(problem, settings, hint, tell, should_stop)

kernel.solve = announced
main()
"""


@contextmanager
def solving(problem: Path, target: Path, flag: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program at work, its first timetable found, ten minutes of search ahead."""
    arguments = ["solve", str(problem), "-o", str(target), "--seconds", "600", "--workers", "1", str(flag)]
    process = subprocess.Popen([sys.executable, "-c", ANNOUNCE, *arguments], stderr=subprocess.PIPE)
    try:
        deadline = time.monotonic() + 120
        while not flag.exists():
            assert process.poll() is None, process.stderr.read().decode() if process.stderr else ""
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    return written(tmp_path / "problem.json", base.problem()), tmp_path / "t.json", tmp_path / "flag"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_program_writes_the_best_so_far(
    files: tuple[Path, Path, Path], number: signal.Signals
) -> None:
    problem, target, flag = files
    with solving(problem, target, flag) as process:
        process.send_signal(number)
        _, errors = process.communicate(timeout=30)
    timetable = load_timetable(target)
    assert (process.returncode, errors) == (0, b"")
    assert check(load_problem(problem).problem, timetable).violations == ()
    assert (len(timetable.lessons), timetable.unplaced) == (8, ())


def test_killed_program_leaves_the_former_file_whole(files: tuple[Path, Path, Path]) -> None:
    problem, target, flag = files
    written(target, base.timetable())
    with solving(problem, target, flag) as process:
        process.kill()
        process.communicate(timeout=30)
    assert process.returncode == -signal.SIGKILL
    assert json.loads(target.read_bytes()) == base.timetable()
    assert sorted(path.name for path in target.parent.iterdir()) == ["flag", "problem.json", "t.json"]
