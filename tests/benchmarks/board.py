"""Figures of the board on the 60-pupil town: answers while dragging, a step, the page, the page drawn by a browser.

`python -m tests.benchmarks.board [--json FILE] [--quick]`. Asks a running server on SQLite. Wall time: use an idle
machine.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import httpx2

from api.services.board.drafts import open_draft
from api.services.runs.limits import RunLimits
from api.services.runs.problems import given_problem, keep_problem
from api.services.runs.variants import add_variant
from models.base import now
from models.person import Role
from scheduler.problem import Problem
from tests.api import place as places
from tests.api.services.world import END, START, World, new_world
from tests.benchmarks.service import p95, timed
from tests.benchmarks.table import Figure
from tests.browsing import context_of, let_in, serving
from tests.chromium import FLAGS, find_chromium
from tests.databases import fresh
from tests.instances import make_instance

DRAG_MS, DRAWN_MS = 50.0, 1000.0
ASKED, STEPS, DRAWN, SEED = 150, 12, 5, 1
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
_OPEN = re.compile(r'name="to" value="([^"]+)" class="(?:better|same|worse|wish)"')


@dataclass(frozen=True)
class Town:
    """A draft on the town's own timetable, behind a server."""

    address: str
    cookies: dict[str, str]
    path: str
    picks: tuple[str, ...]

    def measure(self, times: int) -> dict[str, float]:
        """Milliseconds by name."""
        with httpx2.Client(base_url=self.address, cookies=self.cookies, timeout=60) as client:
            first = timed(lambda: client.get(self.path))
            draw = Random(SEED).choices(self.picks, k=times)
            spent = time.process_time()
            answers = [timed(lambda pick=pick: self._ask(client, pick)) for pick in draw]  # type: ignore[misc]
            spent = time.process_time() - spent
            taken = [timed(lambda pick=pick: self._taken(client, pick)) for pick in draw[:20]]  # type: ignore[misc]
            pages = [timed(lambda: client.get(self.path)) for _ in range(STEPS)]
            steps = list(self._steps(client, draw))
        return {
            "page, first": round(1000 * first, 1), "page, p95": p95(pages), "answer while dragging, p95": p95(answers),
            "answer while dragging, median": round(1000 * sorted(answers)[len(answers) // 2], 1),
            "answer while dragging, mean of processor time (client included)": round(1000 * spent / times, 1),
            "taken start, p95": p95(taken), "step and its page, p95": p95(steps),
        }  # fmt: skip

    def _ask(self, client: httpx2.Client, pick: str) -> str:
        answer = client.get(f"{self.path}/starts?pick={pick}")
        assert answer.status_code == 200
        return answer.text

    def _taken(self, client: httpx2.Client, pick: str) -> None:
        assert client.get(f"{self.path}/taken?pick={pick}&to=1.720").status_code == 200

    def _steps(self, client: httpx2.Client, draw: list[str]) -> Iterator[float]:
        """Lessons put to starts that are open, each with the page that comes back."""
        done = 0
        for pick in draw:
            told = self._ask(client, pick)
            spots = _OPEN.findall(told)
            form = re.search(r'<form id="put".*?</form>', told, re.S)
            if spots and form and done < STEPS:
                done += 1
                sent = dict(_HIDDEN.findall(form[0])) | {"to": spots[len(spots) // 2]}
                origin = {"origin": self.address}
                yield timed(
                    lambda sent=sent, origin=origin: client.post(  # type: ignore[misc]
                        f"{self.path}/put", data=sent, headers=origin, follow_redirects=True
                    ).raise_for_status()
                )

    def drawn(self, times: int) -> list[float]:
        """Seconds from asking to a page that a browser has drawn."""
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
            page = context_of(browser, self.address, self.cookies, 1366).new_page()
            page.goto(f"{self.address}{self.path}")
            found = [timed(lambda: self._draw(page)) for _ in range(times)]
            browser.close()
        return found

    def _draw(self, page: object) -> None:
        page.goto(f"{self.address}{self.path}")  # type: ignore[attr-defined]
        page.evaluate("new Promise((told) => requestAnimationFrame(() => setTimeout(told)))")  # type: ignore[attr-defined]


def town(world: World, problem: Problem) -> str:
    """The path of a draft on the timetable the town was made around."""
    with world.acting(START) as unit:
        kept = keep_problem(unit, given_problem(problem, RunLimits()), START, END)
        found = add_variant(unit, world.year_id, kept.id, make_instance("town").witness, "Город")
        return f"/boards/{open_draft(unit, found.id).id}"


def measure(quick: bool = False) -> dict[str, float]:
    problem = make_instance("town").problem
    picks = tuple(f"{number}.{n}" for number, row in enumerate(problem.rows) for n in (1, row.lessons))
    with tempfile.TemporaryDirectory() as name, fresh("sqlite", Path(name)) as engine:
        world = new_world(engine)
        where = places.place(engine, now, folder=Path(name), origin=None, plain_http=True)
        deputy = places.person(engine, "zavuch", (Role.DEPUTY, world.school_id))
        cookies = let_in(where, places.grant_of(engine, deputy, Role.DEPUTY))
        path = town(world, problem)
        with serving(where) as address:
            made = Town(address, cookies, path, picks)
            told = made.measure(20 if quick else ASKED)
            seconds = sorted(made.drawn(2 if quick else DRAWN))
    return told | {"drawn in a browser, median": round(1000 * seconds[len(seconds) // 2], 1)}


def figures_of(told: dict[str, float]) -> Iterator[Figure]:
    for name, most in (("answer while dragging, p95", DRAG_MS), ("drawn in a browser, median", DRAWN_MS)):
        yield Figure(f"board of the town: {name}", f"{told[name]:g} ms", f"< {most:g} ms", told[name] < most)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.board", description=__doc__)
    parser.add_argument("--json", type=Path, help="where to write everything measured")
    parser.add_argument("--quick", action="store_true", help="a few times each")
    asked = parser.parse_args()
    told = measure(asked.quick)
    figures = list(figures_of(told))
    for name, ms in told.items():
        print(f"{ms:8.1f} ms  {name}")
    for figure in figures:
        print(f"{'met ' if figure.met else 'NOT '} {figure.about}: {figure.found}, {figure.target}")
    if asked.json:
        kept = told | {"figures": [asdict(figure) for figure in figures]}
        asked.json.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
