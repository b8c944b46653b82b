"""Planting one bug in a copy of the project and asking the tests that should see it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mutations.bugs import Bug

ROOT = Path(__file__).parents[2]
LIMIT_SECONDS = 600

SUITES: dict[str, tuple[str, ...]] = {
    "scheduler/checks/": ("tests/scheduler/checks",),
    "scheduler/constraints/": ("tests/scheduler/test_brute_force.py", "-k", "judges or best"),
    "scheduler/goals/": ("tests/scheduler/test_brute_force.py", "-k", "judges or best"),
}


class Fate(StrEnum):
    """What became of a bug: only `caught` is good. stale: its text is not found once. broken: no test ran."""

    CAUGHT = "caught"
    SURVIVED = "SURVIVED"
    STALE = "STALE"
    BROKEN = "BROKEN"


@dataclass(frozen=True, slots=True)
class Result:
    """A bug's fate, the seconds it took, and the test that saw it, or why it was not tried."""

    bug: Bug
    fate: Fate
    seconds: float
    told: str


def matches(bug: Bug) -> int:
    """How often the bug's text stands in its file; 0 when the file is gone."""
    file = ROOT / bug.file
    return file.read_text(encoding="utf-8").count(bug.old) if file.is_file() else 0


def suite(bug: Bug) -> tuple[str, ...]:
    """Arguments of pytest for the tests that should see the bug."""
    return next(tests for start, tests in SUITES.items() if bug.file.startswith(start))


def plant(bug: Bug) -> Result:
    """Plant the bug in a copy and run its tests until the first failure."""
    began = time.monotonic()
    found = matches(bug)
    if found != 1:
        return Result(bug, Fate.STALE, 0.0, f"found {found} times: {bug.old!r}")
    with TemporaryDirectory(prefix="planted-") as name:
        copy = Path(name)
        _copy_to(copy)
        file = copy / bug.file
        file.write_text(file.read_text(encoding="utf-8").replace(bug.old, bug.new), encoding="utf-8")
        code, output = run_tests(copy, suite(bug))
    fate = {0: Fate.SURVIVED, 1: Fate.CAUGHT}.get(code, Fate.BROKEN)
    return Result(bug, fate, time.monotonic() - began, _telling(output))


def _copy_to(folder: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "results")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in ("scheduler", "api", "tests"):
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)


def run_tests(folder: Path, tests: Sequence[str]) -> tuple[int, str]:
    """pytest's exit code (1: a test failed) and output; what is imported is the folder's own code."""
    environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "CI": ""}
    environment.pop("TORTURE", None)
    asked = [sys.executable, "-m", "pytest", "-x", "--tb=line", "-p", "no:xdist", *tests]
    try:
        told = subprocess.run(
            asked,
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return -1, f"no end after {LIMIT_SECONDS} s"
    return told.returncode, told.stdout + told.stderr


def _telling(output: str) -> str:
    """The line that names the failed test, else the last line."""
    lines = [line for line in output.splitlines() if line.strip()]
    failed = [line.removeprefix("FAILED ") for line in lines if line.startswith("FAILED ")]
    return (failed or lines or [""])[0 if failed else -1].split(" - ")[0]
