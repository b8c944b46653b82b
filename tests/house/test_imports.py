"""Who may import whom: the contracts hold, cover every module, and would be heard if they were broken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.files import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]


def by_id(name: str) -> dict[str, list[str]]:
    return next(contract for contract in CONTRACTS if contract["id"] == name)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """import-linter on the tree in the folder, with its own configuration."""
    program = (
        "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as run; run()"
    )
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what the contracts speak of."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in ("scheduler", "models", "exports", "api"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.mark.parametrize(
    ("file", "planted", "contract"),
    [
        ("scheduler/checks/__init__.py", "from ortools.sat.python import cp_model", "What judges, counts"),
        ("scheduler/travel.py", "import scheduler.variables", "What judges, counts"),
        ("scheduler/preflight/__init__.py", "import numba", "What judges, counts"),
        ("scheduler/engine/__init__.py", "import ortools", "The search does without"),
        ("scheduler/terms.py", "import api.texts", "The application stands on"),
        ("scheduler/terms.py", "import exports", "The application stands on"),
        ("models/person.py", "import scheduler.checks", "What is stored knows"),
        ("models/person.py", "import exports", "The application stands on"),
        ("exports/__init__.py", "import scheduler.solve", "What writes and reads"),
        ("api/texts.py", "import scheduler.solve", "Only the solving commands"),
        ("api/services/unit.py", "from fastapi import Request", "Services, the table of routes"),
        ("api/access.py", "import api.web.forms", "Services, the table of routes"),
        ("api/pages/start.py", "from sqlmodel import select", "Pages write no SQL"),
    ],
)
def test_a_forbidden_import_is_heard(tree: Path, file: str, planted: str, contract: str) -> None:
    with (tree / file).open("a", encoding="utf-8") as stream:
        stream.write(f"\n{planted}\n")
    told = lint_imports(tree)
    broken = [line for line in told.stdout.splitlines() if line.endswith("BROKEN")]
    assert told.returncode == 1
    assert any(line.startswith(contract) for line in broken), told.stdout + told.stderr


def test_the_tree_as_it_is_keeps_every_contract(tree: Path) -> None:
    told = lint_imports(tree)
    assert (told.returncode, f"{len(CONTRACTS)} kept, 0 broken" in told.stdout) == (0, True), told.stdout


def modules_of(package: str) -> set[str]:
    """Direct members of a package that hold code."""
    folder = ROOT.joinpath(*package.split("."))
    members = (path for path in folder.iterdir() if not path.name.startswith(("_", ".")))
    return {
        f"{package}.{path.stem}"
        for path in members
        if path.suffix == ".py" or (path.is_dir() and any(path.rglob("*.py")))
    }


def test_every_module_of_the_kernel_is_on_one_side() -> None:
    judges = by_id("judges")
    ours = {name for name in judges["forbidden_modules"] if name.startswith("scheduler.")}
    assert set(judges["source_modules"]) | ours == modules_of("scheduler")
    assert set(judges["source_modules"]) & ours == set()


def test_every_module_of_the_application_says_whether_it_solves() -> None:
    modules = modules_of("api") - {"api.commands"} | modules_of("api.commands")
    solving = {"api.cli", "api.commands.solving", "api.demo", "api.worker"}
    assert set(by_id("solving")["source_modules"]) == modules - solving


def test_what_answers_requests_writes_no_sql() -> None:
    answering = {"api.pages", "api.rest"} & modules_of("api")
    assert answering <= set(by_id("sqlless")["source_modules"])
