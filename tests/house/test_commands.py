"""The words about commands are true: README, Makefile, Dockerfile and .ci speak of things that exist."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.files import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, flags=re.MULTILINE))
RUNS = [line.removeprefix("RUN ") for line in DOCKERFILE.splitlines() if line.startswith("RUN ")]


def exists(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def test_make_knows_every_target_the_readme_names() -> None:
    named = set(re.findall(r"(?:^|`|ONCE=1 )make ([a-z]+)", README, flags=re.MULTILINE))
    assert {"run", "test", "bench", "torture"} <= named
    assert named <= TARGETS


def test_every_module_the_makefile_runs_exists() -> None:
    modules = re.findall(r"\$\(PY\) -m ([\w.]+)", MAKEFILE)
    assert [module for module in modules if not exists(module)] == []


@pytest.mark.parametrize("name", ["bring", "browser", "office", "setup", "lock", "run"])
def test_scripts_are_executable_and_their_syntax_is_right(name: str) -> None:
    script = ROOT / ".ci" / name
    shell = script.read_text(encoding="utf-8").splitlines()[0].removeprefix("#!")
    assert os.access(script, os.X_OK)
    assert subprocess.run([shell, "-n", str(script)], check=False).returncode == 0


def test_ci_runs_the_readmes_own_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert [line for line in script.splitlines() if line.startswith("make")] == ["make test"]
    assert "set -euo pipefail" in script
    assert "export CI=true" in script


def test_test_checks_style_types_imports_and_tests() -> None:
    told = subprocess.run(
        ["make", "--dry-run", "test"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    steps = [
        ".ci/bring start", "ruff check .", "ruff format --check .", "bin/mypy", "bin/lint-imports", ".ci/bring wait",
        "-m pytest",
    ]  # fmt: skip
    places = [told.index(step) for step in steps]
    assert places == sorted(places)


def test_image_has_two_stages_and_does_not_run_as_root() -> None:
    lines = DOCKERFILE.splitlines()
    assert sum(line.startswith("FROM ") for line in lines) == 2
    users = [line.removeprefix("USER ") for line in lines if line.startswith("USER ")]
    assert users == ["homelessons"]


def test_image_installs_the_service_alone_with_hashes() -> None:
    installs = [line for line in RUNS if "pip install" in line]
    assert "--require-hashes -r requirements.lock" in installs[0]
    assert all("requirements-dev" not in line for line in RUNS)


def test_every_step_of_the_image_is_a_command_that_runs_outside_it() -> None:
    for line in RUNS:
        words = shlex.split(line)
        if words[0] == "useradd":
            continue
        assert words[0] in ("python3", ".venv/bin/python"), line
        if "-m" in words and not {"pip", "venv"} & set(words):
            assert exists(words[words.index("-m") + 1]), line


def test_every_copied_file_exists_and_is_let_through() -> None:
    sources = [
        source
        for line in DOCKERFILE.splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for source in line.split()[1:-1]
    ]
    let_through = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert set(sources) == let_through


def test_health_check_is_a_command_that_works() -> None:
    asked = re.search(r'HEALTHCHECK .* CMD \["homelessons", (.*)\]', DOCKERFILE)
    assert asked is not None
    words = [word.strip().strip('"') for word in asked[1].split(",")]
    told = subprocess.run(
        [str(Path(sys.executable).with_name("homelessons")), *words],
        capture_output=True,
        check=False,
        timeout=30,
    )
    assert (told.returncode, told.stdout[:1]) == (0, b"{")


def test_every_package_asked_for_is_pinned() -> None:
    names = {"requirements.lock": PYPROJECT["project"]["dependencies"]}
    names["requirements-dev.lock"] = names["requirements.lock"] + PYPROJECT["dependency-groups"]["dev"]
    for lock, wanted in names.items():
        pinned = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        missing = {re.split(r"[<>=~!\[; ]", name)[0].lower() for name in wanted} - pinned
        assert missing == set(), f"{lock}: run make lock"


def test_both_locks_pin_the_same_versions() -> None:
    def pins(lock: str) -> set[str]:
        return set(
            re.findall(r"^\S+==\S+(?: ; [^\\]*)?", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
        )

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
