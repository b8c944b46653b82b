"""`make bench`: measure every promised figure, print the tables, keep them in results/.

`--quick`: two seconds an instance, no city, nothing judged. `--best-known`: long runs for the record of best
points (ten minutes an instance; name kinds to choose). Use an idle machine: figures are wall time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from scheduler.wire import dump_bytes
from tests.benchmarks import records
from tests.benchmarks.cases import (
    BEST_KNOWN_SECONDS,
    CASES,
    COMMAND_SEARCH_SECONDS,
    QUICK_SECONDS,
    Case,
    case_named,
)
from tests.benchmarks.table import (
    Figure,
    as_json,
    command_figure,
    figures_of,
    markdown,
    row_of,
    suggest_figure,
)
from tests.instances import make_instance

HERE = Path(__file__).parent
RESULTS = HERE / "results"
README = HERE.parents[1] / "README.md"
MARKS = ("<!-- figures: begin -->", "<!-- figures: end -->")
SUGGEST_CASE, SUGGEST_SOLVE_SECONDS = "town, four weeks", 5.0
SERVED = ("service", "board", "feeds")
NO_GREEDY = ("city",)  # the reference is slow there and nothing is promised against it


def main() -> int:
    asked = _arguments()
    if asked.best_known:
        return _long_runs(asked.kinds, asked.seconds)
    result = measure(asked.quick, asked.kinds)
    text = markdown(result)
    print("\n" + text)
    if not asked.kinds:
        keep(result, text, asked.quick)
    return 0 if asked.quick or all(figure["met"] for figure in result["figures"]) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.run", description=__doc__)
    parser.add_argument("kinds", nargs="*", help="only these kinds; then nothing is kept")
    parser.add_argument("--quick", action="store_true", help="two seconds an instance, no city")
    parser.add_argument("--best-known", action="store_true", help="long runs for the record of best points")
    parser.add_argument("--seconds", type=float, default=BEST_KNOWN_SECONDS, help="of a long run")
    return parser.parse_args()


def measure(quick: bool, kinds: Sequence[str]) -> dict[str, Any]:
    """Everything that is promised, one case after the other."""
    load = os.getloadavg()[0]
    rows: list[dict[str, Any]] = []
    figures: list[Figure] = []
    for case in chosen(kinds, quick):
        row = measured_row(case, QUICK_SECONDS if quick else case.seconds)
        rows.append(row)
        figures += figures_of(case, row)
    if not kinds:
        suggested = _child("suggest", SUGGEST_CASE, SUGGEST_SOLVE_SECONDS)
        figures += [suggest_figure(suggested), command_figure(command_seconds()), *served_figures(quick)]
    return {
        "date": date.today().isoformat(),
        "machine": machine(load),
        "quick": quick,
        "rows": rows,
        "figures": as_json(figures),
    }


def chosen(kinds: Sequence[str], quick: bool) -> list[Case]:
    return [case for case in CASES if (case.kind in kinds or not kinds) and (case.in_quick or not quick)]


def measured_row(case: Case, seconds: float) -> dict[str, Any]:
    print(f"{case.name}: {seconds:g} s", file=sys.stderr, flush=True)
    solved = _child("solve", case.name, seconds)
    greedy = None if case.kind in NO_GREEDY else records.greedy_record(case)
    return row_of(solved, greedy, records.best_known(solved))


def _child(what: str, case: str, seconds: float) -> dict[str, Any]:
    """One measurement in a fresh process. Raises CalledProcessError with its words on stderr."""
    command = [sys.executable, "-m", "tests.benchmarks.one", what, case, str(seconds)]
    told = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=HERE.parents[1])
    return json.loads(told.stdout)  # type: ignore[no-any-return]


def command_seconds() -> float:
    """Wall time of the command on the school, from the call to the file on disk."""
    with tempfile.TemporaryDirectory() as folder:
        problem, target = Path(folder) / "school.json", Path(folder) / "timetable.json"
        problem.write_bytes(dump_bytes(make_instance("school").problem))
        command = [str(Path(sys.executable).parent / "homelessons"), "solve", str(problem), "-o", str(target)]
        began = time.perf_counter()
        code = subprocess.run([*command, "--seconds", str(COMMAND_SEARCH_SECONDS)]).returncode
        spent = time.perf_counter() - began
        if code not in (0, 1) or not target.exists():  # 1: some lessons are unplaced, the file is there
            raise AssertionError(f"homelessons solve ended with {code}, file written: {target.exists()}")
    return round(spent, 2)


def served_figures(quick: bool) -> list[Figure]:
    """Pages, writes and start of the service, the board, calendars: each measured in a process of its own."""
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in SERVED:
            target = Path(folder) / f"{name}.json"
            command = [sys.executable, "-m", f"tests.benchmarks.{name}", "--json", str(target)]
            subprocess.run([*command, *(["--quick"] if quick else [])], check=True, cwd=HERE.parents[1])
            told = json.loads(target.read_text(encoding="utf-8"))
            found += [Figure(**figure) for figure in told["figures"]]
    return found


def machine(load: float) -> dict[str, Any]:
    """What the figures were measured on."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return {
        "cpu": models[0] if models else platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "load": round(load, 1),
    }


def keep(result: dict[str, Any], text: str, quick: bool) -> None:
    """Write results/ and, after a full run, the table of the README between its marks."""
    name = "quick" if quick else "figures"
    records.write(RESULTS / f"{name}.json", result)
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    page = README.read_text(encoding="utf-8") if README.exists() else ""
    if not quick and all(mark in page for mark in MARKS):
        README.write_text(with_figures(page, text), encoding="utf-8")


def with_figures(page: str, text: str) -> str:
    """The page with the text between its marks."""
    head, _, rest = page.partition(MARKS[0])
    _, _, tail = rest.partition(MARKS[1])
    return f"{head}{MARKS[0]}\n{text}{MARKS[1]}{tail}"


def _long_runs(kinds: Sequence[str], seconds: float) -> int:
    """Ten minutes an instance; a better result goes on record."""
    for case in chosen(kinds or ("school", "town"), quick=False):
        measured = _child("solve", case_named(case.name).name, seconds)
        better = records.keep_if_better(measured, date.today().isoformat())
        print(f"{case.name}: {measured['points']} points, {'kept' if better else 'the record stands'}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
