"""The service starts without what only solving needs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.api.commands.test_cli_operate import Machine

ROOT = Path(__file__).parents[2]


def test_serving_loads_nothing_of_the_solver(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.set_up()
    told = subprocess.run(
        [sys.executable, "-m", "tests.api.serving_alone"], cwd=ROOT, env=machine.environment,
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    line = json.loads(told.stdout.splitlines()[-1])
    assert (line["page"], line["heavy"]) == (True, []), told.stderr
    assert line["modules"] > 300  # it is the whole service that was looked at


def test_what_is_heavy_would_be_seen() -> None:
    asked = (
        "import numpy; from tests.api.serving_alone import heavy_modules; print('numpy' in heavy_modules())"
    )
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout == "True\n"
