"""Figures of the service: pages and writes with 300 cases and 400 teachers, and the start to the first page.

`python -m tests.benchmarks.service [--json FILE] [--quick]`. Every page somebody may open is asked for through a
running server on each database, a few times each; those that were slowest then are asked for many times, and only
their p95 is told: pages apart from documents, which are made while one waits. Writes are whole transactions of the
services. Wall time: use an idle machine.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
from sqlmodel import select

from api.app import create_app
from api.deps import routes_of
from api.services.cases.life import CaseDraft, change_class, open_case
from api.services.cases.orders import LineDraft, OrderDraft, issue_order
from api.services.cases.pupils import add_pupil
from api.services.papers.filing import ConsentDraft, PaperDraft, file_paper, give_consent
from api.services.unit import Unit
from api.serving import settle
from models.case import Case, Programme
from models.document import PaperKind, Purpose
from models.engines import reading
from tests.api.commands.test_cli_operate import Machine
from tests.api.everywhere.cast import Person, Stage, people, stage
from tests.api.everywhere.makers import Holder, names_of
from tests.api.everywhere.walking import Due, Walker, due
from tests.api.services import world as services
from tests.api.serving_alone import first_page
from tests.benchmarks.network import furnish
from tests.benchmarks.table import Figure
from tests.databases import KINDS, fresh

VIEW_MS, DOCUMENT_MS, WRITE_MS, START_S = 150.0, 500.0, 500.0, 2.0
DOCUMENTS = (".pdf", ".xlsx", ".docx")  # made while one waits, as a change is: counted apart from pages
TIMES, STARTS = 40, 5
LOOKS, SLOWEST, SLOWEST_DOCUMENTS = 3, 16, 4  # looks at every page; how many are asked for many times
WHO = (
    "deputy",
    "director",
    "administrator",
    "class teacher",
    "teacher",
    "coordinator",
    "parent of the child",
)


def p95(seconds: list[float]) -> float:
    """Milliseconds that 95 of 100 stay under."""
    return round(1000 * statistics.quantiles(seconds, n=20)[-1], 1)


def is_document(name: str) -> bool:
    return name.endswith(DOCUMENTS)


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


@contextmanager
def served(made: Stage) -> Iterator[str]:
    """The address of the stage behind a server in a process of its own."""
    import uvicorn

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made.engine.dispose()

    def serve() -> None:
        os.close(1)  # lines of the log go nowhere here
        os.open(os.devnull, os.O_WRONLY)
        settle()  # as the service does; what fills the world here would else be looked through again and again
        uvicorn.run(create_app(made.where), host="127.0.0.1", port=port, log_level="error", access_log=False)

    child = multiprocessing.get_context("fork").Process(target=serve, daemon=True)
    child.start()
    try:
        first_page(f"http://127.0.0.1:{port}/signin")
        yield f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.join()


def views(made: Stage, everybody: dict[str, Person], times: int) -> dict[str, float]:
    """`who, route` → p95 of the slowest pages of all that somebody may open, of the child's case where it names one."""
    looked: dict[str, tuple[float, Callable[[], object]]] = {}
    routes = [route for route in routes_of(create_app(made.where)) if route.startswith("GET ")]
    settle()  # nor does this side of the wire pause for the world it has filled
    with served(made) as address, httpx2.Client(base_url=address, timeout=60) as client:
        for title in WHO:
            walker = Walker(made, client, everybody[title])  # type: ignore[arg-type]
            for route in routes:
                holder = Holder(made.child) if names_of(route) else None
                if due(made, walker.person, route, holder) == Due.GRANTED:
                    names = walker.names(route, holder) if holder else {}
                    ask = partial(walker.ask, route, names)
                    looked[f"{title}, {route}"] = min(timed(ask) for _ in range(LOOKS)), ask
        by_time = sorted(looked, key=lambda name: -looked[name][0])
        slowest = [*filter(is_document, by_time)][:SLOWEST_DOCUMENTS]
        slowest += [name for name in by_time if not is_document(name)][:SLOWEST]
        print(f"{len(looked)} pages", file=sys.stderr, flush=True)
        return {name: p95([timed(looked[name][1]) for _ in range(times)]) for name in slowest}


def writes(made: Stage, times: int) -> dict[str, float]:
    """Name of an act → p95 of its whole transaction, the row of the log and the commit included."""
    school = made.child.school
    with reading(made.engine) as session:
        asked = select(Case.id).where(Case.year_id == school.year_id, Case.code.like("Б-%"))  # type: ignore[attr-defined]
        keys = list(session.exec(asked))[:30]
    acts: dict[str, Callable[[Unit, int], object]] = {
        "file a paper": lambda unit, n: file_paper(
            unit, keys[0], PaperDraft(kind=PaperKind.OTHER, valid_from=services.START, number=str(n))
        ),
        "give a consent": lambda unit, _n: give_consent(
            unit, made.child.pupil_id, ConsentDraft(purpose=Purpose.MESSAGES, given_on=services.START)
        ),
        "open a case": _open_case(school),
        "change a class": lambda unit, _n: change_class(
            unit, keys[1], unit.session.get_one(Case, keys[1]).rev, "7 Б", None
        ),
        "issue an order for thirty": lambda unit, n: issue_order(unit, _order(school, keys, n)),
    }
    told = {}
    for name, act in acts.items():
        told[name] = p95([timed(lambda n=n, act=act: _in_unit(school, act, n)) for n in range(times)])  # type: ignore[misc]
    return told


def _in_unit(school: services.World, act: Callable[[Unit, int], object], n: int) -> None:
    with school.acting(services.START) as unit:
        act(unit, n)


def _open_case(school: services.World) -> Callable[[Unit, int], object]:
    def act(unit: Unit, _n: int) -> object:
        draft = CaseDraft(
            pupil_id=add_pupil(unit, services.PUPIL).id, year_id=school.year_id, class_title="5 А", grade=5,
            programme=Programme.GENERAL, applied_on=services.START,
        )  # fmt: skip
        return open_case(unit, draft)

    return act


def _order(school: services.World, keys: list[str], n: int) -> OrderDraft:
    last = services.day("15.09.2026")
    lines = tuple(LineDraft(case_id=key, first_on=services.START, last_on=last) for key in keys)
    return OrderDraft(year_id=school.year_id, number=f"мер-{n}", issued_on=services.START, lines=lines)


def starts(times: int) -> float:
    """Seconds from calling `homelessons serve` to its first page, the quickest of some."""
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(Path(folder))
        machine.set_up()
        return round(min(_start(machine) for _ in range(times)), 2)


def _start(machine: Machine) -> float:
    began = time.perf_counter()
    command = [sys.executable, "-m", "api.cli", "serve"]
    server = subprocess.Popen(command, env=machine.environment, stdout=subprocess.DEVNULL)
    try:
        first_page(f"http://127.0.0.1:{machine.port}/signin")
        return time.perf_counter() - began
    finally:
        server.terminate()
        server.wait()


def measure(quick: bool = False) -> dict[str, Any]:
    """Everything that is promised: tables by database, and the figures."""
    times = 5 if quick else TIMES
    told: dict[str, Any] = {
        "views": {},
        "documents": {},
        "writes": {},
        "start_s": starts(1 if quick else STARTS),
    }
    for kind in KINDS:
        print(f"service, {kind}", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory() as name, fresh(kind, Path(name)) as engine:
            made = stage(engine, Path(name))
            everybody = {person.title: person for person in people(made)}
            furnish(made)
            looked = views(made, everybody, times)
            told["views"][kind] = {name: ms for name, ms in looked.items() if not is_document(name)}
            told["documents"][kind] = {name: ms for name, ms in looked.items() if is_document(name)}
            told["writes"][kind] = writes(made, times)
    return told


def figures_of(told: dict[str, Any]) -> Iterator[Figure]:
    """The slowest of each kind against what is promised."""
    for what, most in (("views", VIEW_MS), ("documents", DOCUMENT_MS), ("writes", WRITE_MS)):
        for kind, rows in told[what].items():
            slowest = max(rows, key=rows.get)
            found = f"{rows[slowest]:g} ms ({slowest})"
            yield Figure(
                f"service, {kind}: {what}, p95 of the slowest", found, f"< {most:g} ms",
                rows[slowest] < most,
            )  # fmt: skip
    yield Figure(
        "service: start to the first page",
        f"{told['start_s']:g} s",
        f"< {START_S:g} s",
        told["start_s"] < START_S,
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.service", description=__doc__)
    parser.add_argument("--json", type=Path, help="where to write everything measured")
    parser.add_argument("--quick", action="store_true", help="five times each")
    asked = parser.parse_args()
    told = measure(asked.quick)
    figures = list(figures_of(told))
    for what in ("views", "documents", "writes"):
        for kind, rows in told[what].items():
            for name, ms in sorted(rows.items(), key=lambda row: -row[1])[:15]:
                print(f"{kind:10} {ms:8.1f} ms  {name}")
    for figure in figures:
        print(f"{'met ' if figure.met else 'NOT '} {figure.about}: {figure.found}, {figure.target}")
    if asked.json:
        told["figures"] = [asdict(figure) for figure in figures]
        asked.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
