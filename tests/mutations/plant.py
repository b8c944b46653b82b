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
from tests.mutations.service_bugs import SERVICES

ROOT = Path(__file__).parents[2]
LIMIT_SECONDS = 600

_WITNESSES = "tests/scheduler/test_witnesses_everywhere.py"
_BRUTE_FORCE = "tests/scheduler/test_brute_force.py"
# Where a bug is planted -> the tests that should see it, the quickest first.
SUITES: dict[str, tuple[str, ...]] = {
    "scheduler/checks/": ("tests/scheduler/checks",),
    "scheduler/constraints/": (_WITNESSES, _BRUTE_FORCE, "-k", "model or exact_answer_is"),
    "scheduler/goals/": (_WITNESSES, _BRUTE_FORCE, "-k", "model or exact_answer_is"),
    "scheduler/sequence.py": (_WITNESSES, _BRUTE_FORCE, "-k", "model or exact_answer_is"),
    "scheduler/engine/": (_WITNESSES, "-k", "search"),
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


def matches(bug: Bug, root: Path = ROOT) -> int:
    """How often the bug's text stands in its file; 0 when the file is gone."""
    file = root / bug.file
    return file.read_text(encoding="utf-8").count(bug.old) if file.is_file() else 0


def suite(bug: Bug) -> tuple[str, ...]:
    """Arguments of pytest for the tests that should see the bug."""
    return SERVICES.get(bug) or next(tests for start, tests in SUITES.items() if bug.file.startswith(start))


class Workshop:
    """A copy of the project as it is now; every bug is planted in a copy of that copy."""

    def __init__(self, folder: Path) -> None:
        self._clean = folder / "clean"
        self._folder = folder
        ignored = shutil.ignore_patterns("__pycache__", "results")
        self._clean.mkdir()
        shutil.copy(ROOT / "pyproject.toml", self._clean)
        for package in ("scheduler", "models", "exports", "api", "tests"):
            shutil.copytree(ROOT / package, self._clean / package, ignore=ignored)

    def try_clean(self, tests: Sequence[str]) -> tuple[bool, str]:
        """Whether the tests pass without any bug: else nothing they say of a bug means anything."""
        code, output = run_tests(self._clean, tests)
        return code == 0, _telling(output)

    def plant(self, bug: Bug) -> Result:
        """Plant the bug in a copy and run its tests until the first failure."""
        began = time.monotonic()
        found = matches(bug, self._clean)
        if found != 1:
            return Result(bug, Fate.STALE, 0.0, f"found {found} times: {bug.old!r}")
        with TemporaryDirectory(prefix="planted-", dir=self._folder) as name:
            copy = Path(name) / "project"
            shutil.copytree(self._clean, copy)
            file = copy / bug.file
            file.write_text(file.read_text(encoding="utf-8").replace(bug.old, bug.new), encoding="utf-8")
            code, output = run_tests(copy, suite(bug))
        fate = {0: Fate.SURVIVED, 1: Fate.CAUGHT}.get(code, Fate.BROKEN)
        return Result(bug, fate, time.monotonic() - began, _telling(output))


def run_tests(folder: Path, tests: Sequence[str]) -> tuple[int, str]:
    """pytest's exit code (1: a test failed) and output; what is imported is the folder's own code."""
    environment = os.environ | {
        "PYTHONPATH": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "CI": "",
        "NUMBA_DISABLE_JIT": "1",
        "WHOLE": "1",
    }
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
