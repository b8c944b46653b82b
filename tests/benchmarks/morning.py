"""Figures of a deputy's morning on the 60-pupil town: from the click to the first timetable on the page, and pages
while ten runs wait.

`python -m tests.benchmarks.morning [--json FILE] [--quick]`. A real server, a real worker, a real browser. Wall time:
use an idle machine.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import httpx2
from playwright.sync_api import Page, sync_playwright

from models.person import Role
from models.timetable import RunState
from scheduler.wire import dump_bytes
from tests.api import place as places
from tests.api.workplace import WorkPlace, work_place
from tests.benchmarks.board import town
from tests.benchmarks.service import p95, timed
from tests.benchmarks.table import Figure
from tests.browsing import context_of, let_in, serving
from tests.chromium import FLAGS, find_chromium
from tests.databases import fresh
from tests.instances import make_instance

FIRST_S, PAGE_MS = 3.0, 1000.0
TIMES, RUNS, RUN_SECONDS = 5, 10, 3
PATIENCE_MS = 60_000


def first_boards(page: Page, address: str, file: Path, times: int) -> Iterator[float]:
    """Seconds from the click that asks for a run to the first board the deputy sees, drawn."""
    for _ in range(times):
        page.goto(f"{address}/timetables")
        page.get_by_text("Взять задачу из файла").click()
        page.get_by_label("Файл problem.json").set_input_files(file)
        button = page.get_by_role("button", name="Составить расписание")
        began = time.monotonic()
        button.click()
        page.locator("#board .week tbody tr").first.wait_for(timeout=PATIENCE_MS)
        page.evaluate("new Promise((told) => requestAnimationFrame(() => setTimeout(told)))")
        yield time.monotonic() - began
        page.get_by_role("button", name="Отменить расчёт").click()
        page.get_by_text("Этот расчёт не дал расписания").wait_for(timeout=PATIENCE_MS)


def beside_runs(here: WorkPlace, client: httpx2.Client, paths: tuple[str, ...]) -> dict[str, list[float]]:
    """Seconds of each page, asked for again and again while runs wait for each other."""
    problem = make_instance("town").problem
    ids = [here.start(RUN_SECONDS, problem, seed=seed) for seed in range(1, RUNS + 1)]
    told: dict[str, list[float]] = {path: [] for path in paths}
    while any(here.run(run_id).state in (RunState.QUEUED, RunState.RUNNING) for run_id in ids):
        for path, found in told.items():
            found.append(timed(lambda path=path: client.get(path).raise_for_status()))  # type: ignore[misc]
        time.sleep(0.2)
    return told


def measure(quick: bool = False) -> dict[str, float]:
    """Milliseconds by name."""
    made = make_instance("town")
    with tempfile.TemporaryDirectory() as name, fresh("sqlite", Path(name)) as engine:
        here = work_place(engine, Path(name), origin=None, plain_http=True)
        deputy = places.person(engine, "zavuch", (Role.DEPUTY, here.school.school_id))
        cookies = let_in(here.installation, places.grant_of(engine, deputy, Role.DEPUTY))
        board = town(here.school, made.problem)
        file = Path(name, "problem.json")
        file.write_bytes(dump_bytes(made.problem))
        with here.working() as worker, serving(here.installation) as address, sync_playwright() as playwright:
            while not worker.child.ready(1.0):
                pass
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
            page = context_of(browser, address, cookies, 1366).new_page()
            first = sorted(first_boards(page, address, file, 2 if quick else TIMES))
            browser.close()
            with httpx2.Client(base_url=address, cookies=cookies, timeout=60) as client:
                client.get(board)
                pages = beside_runs(here, client, ("/timetables", board, f"{board}/starts?pick=0.1"))
    return {
        "first timetable on the page, median": round(1000 * first[len(first) // 2], 1),
        "first timetable on the page, worst": round(1000 * first[-1], 1),
    } | {
        f"{name} beside {RUNS} runs, p95": p95(seconds)
        for name, seconds in zip(("timetables", "board", "answer while dragging"), pages.values(), strict=True)
    }  # fmt: skip


def figures_of(told: dict[str, float]) -> Iterator[Figure]:
    for name, ms in told.items():
        most = 1000 * FIRST_S if name.startswith("first") else PAGE_MS
        yield Figure(f"morning of the town: {name}", f"{ms:g} ms", f"< {most:g} ms", ms < most)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.morning", description=__doc__)
    parser.add_argument("--json", type=Path, help="where to write everything measured")
    parser.add_argument("--quick", action="store_true", help="a few times each")
    asked = parser.parse_args()
    told = measure(asked.quick)
    figures = list(figures_of(told))
    for figure in figures:
        print(f"{'met ' if figure.met else 'NOT '} {figure.about}: {figure.found}, {figure.target}")
    if asked.json:
        kept = told | {"figures": [asdict(figure) for figure in figures]}
        asked.json.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
