"""Figures of calendar links: conditional requests a second with 300 cases, while people write.

`python -m tests.benchmarks.feeds [--seconds 20] [--links 600] [--kind sqlite] [--json FILE] [--quick]`. Requests
come from a process of its own that keeps its connections, as many at once as asked; writers make whole transactions
all the time: nine in ten a parent's mark of a lesson, one in ten a move of a case that half of the calendars show.
Wall time: use an idle machine.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from api.services.entry.doors import new_token
from api.services.feeds import links
from api.services.feeds.prints import prints_of
from models.case import CaseMove
from models.engines import reading, writing
from models.message import FeedHolder, FeedLink
from models.states import Move, State
from tests.api import place as world
from tests.api.everywhere.cast import Stage
from tests.api.services import world as services
from tests.api.services.feeds.subscribers import Subscribers, subscribers
from tests.benchmarks import network
from tests.benchmarks.service import served
from tests.benchmarks.table import Figure
from tests.databases import KINDS, fresh

RATE, P99_MS, WRITE_P95_MS = 200.0, 500.0, 1000.0
QUICK_SECONDS = 2.0
AT_ONCE, WRITES_A_SECOND, WEIGHTY = 8, 10.0, 10


def town(engine: Engine) -> Subscribers:
    """Two published timetables among 300 cases and 400 teachers."""
    made = subscribers(engine)
    school = made.made.world
    with writing(engine) as session:
        network._teachers(session, school)
        span = (services.START, services.END)
        network._year_of_cases(session, school, school.year_id, span, State.RUNNING)
    return made


def subscribed(made: Subscribers, count: int) -> list[str]:
    """Addresses of so many links, of a teacher and of a mother by turns."""
    tokens = [new_token().get_secret_value() for _ in range(count)]
    teacher, mother = made.row(made.of_teacher()), made.row(made.of_mother())
    with writing(made.engine) as session:
        door = made.where.door(session)
        for number, token in enumerate(tokens):
            of = mother if number % 2 else teacher
            session.add(
                FeedLink(
                    account_id=of.account_id, holder=FeedHolder(of.holder), teacher_id=of.teacher_id,
                    case_id=of.case_id, label="Телефон", created_at=made.clock(),
                    token_digest=door.digest(links.PURPOSE, token),
                )
            )  # fmt: skip
    return [f"/feeds/{token}.ics" for token in tokens]


def polled(address: str, paths: Sequence[str], seconds: float, tags: dict[str, str]) -> dict[str, Any]:
    """Asks for every path in turn, over and over; seconds 0: once each. What came, and how long it took."""
    took: list[float] = []
    came: Counter[int] = Counter()
    turn, lock, end = iter(range(10**9)), threading.Lock(), time.monotonic() + seconds

    def ask() -> None:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        while True:
            with lock:
                number = next(turn)
            if (seconds and time.monotonic() > end) or (not seconds and number >= len(paths)):
                return
            path = paths[number % len(paths)]
            began = time.perf_counter()
            connection.request("GET", path, headers={"If-None-Match": tags.get(path, "")})
            answer = connection.getresponse()
            answer.read()
            spent = time.perf_counter() - began
            with lock:
                took.append(spent)
                came[answer.status] += 1
                tags[path] = answer.headers.get("etag", "")

    askers = [threading.Thread(target=ask) for _ in range(AT_ONCE)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    return {"took": took, "came": dict(came), "tags": tags}


def apart(*asked: Any) -> dict[str, Any]:
    """The same in a process of its own, so that asking and answering share no lock of an interpreter."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(polled, asked)


def written(made: Subscribers, left: threading.Event) -> list[float]:
    """Seconds of whole transactions, ten a second; every tenth moves a case, so that calendars may have changed."""
    took: list[float] = []
    number = 0
    while not left.wait(1 / WRITES_A_SECOND):
        number += 1
        began = time.perf_counter()
        try:
            _write(made, number)
        except OperationalError:
            print(f"write {number} was refused: the database was busy", file=sys.stderr)
        took.append(time.perf_counter() - began)
    return took


def _write(made: Subscribers, number: int) -> None:
    with made.made.deputy(made.clock()) as unit:
        if number % WEIGHTY == 0:
            unit.session.add(
                CaseMove(
                    case_id=made.made.cases[1], number=1000 + number, move=Move.AMEND, on_date=services.START,
                    from_state=State.RUNNING, to_state=State.RUNNING, at=unit.at,
                    account_id=unit.actor.account_id,
                )
            )  # fmt: skip
            unit.note("case.move", "case", made.made.cases[1])
        else:
            unit.note("timetable.mark", "case", made.made.cases[0])


def measure(engine: Engine, seconds: float, count: int) -> dict[str, Any]:
    made = town(engine)
    paths = subscribed(made, count)
    began = time.perf_counter()
    with reading(engine) as session:
        prints_of(session)
    told: dict[str, Any] = {"print_ms": round(1000 * (time.perf_counter() - began), 1)}
    stage = Stage(where=made.where, clock=world.Clock(), child=None, neighbour=None, elsewhere=None)  # type: ignore[arg-type]
    with served(stage) as address:
        first = apart(address, paths, 0, {})
        told["build"] = _told(first["took"])
        left, writes = threading.Event(), []
        writer = threading.Thread(target=lambda: writes.extend(written(made, left)))
        writer.start()
        found = apart(address, paths, seconds, first["tags"])
        left.set()
        writer.join()
    return told | {
        "rate": round(len(found["took"]) / seconds, 1), "asked": _told(found["took"]), "came": found["came"],
        "writes": _told(writes),
    }  # fmt: skip


def _told(took: Sequence[float]) -> dict[str, float]:
    """Milliseconds: median, 95 and 99 of 100, the longest."""
    cut = statistics.quantiles(took, n=100)
    return {
        name: round(1000 * value, 1)
        for name, value in (("p50", cut[49]), ("p95", cut[94]), ("p99", cut[98]), ("most", max(took)))
    }


def figures_of(kind: str, told: dict[str, Any]) -> list[Figure]:
    asked, writes = told["asked"], told["writes"]
    return [
        Figure(
            f"feeds, {kind}: conditional requests while people write",
            f"{told['rate']:g} a second, p99 {asked['p99']:g} ms",
            f"≥ {RATE:g} a second, p99 < {P99_MS:g} ms",
            told["rate"] >= RATE and asked["p99"] < P99_MS,
        ),
        Figure(
            f"feeds, {kind}: writes meanwhile, p95", f"{writes['p95']:g} ms", f"< {WRITE_P95_MS:g} ms",
            writes["p95"] < WRITE_P95_MS,
        ),
    ]  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.feeds", description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--links", type=int, default=600)
    parser.add_argument("--kind", choices=KINDS, action="append")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--quick", action="store_true", help="two seconds a database")
    asked = parser.parse_args()
    figures: list[Figure] = []
    for kind in asked.kind or KINDS:
        with tempfile.TemporaryDirectory() as folder, fresh(kind, Path(folder)) as engine:
            told = measure(engine, QUICK_SECONDS if asked.quick else asked.seconds, asked.links)
        print(f"{kind}: {told}", file=sys.stderr)
        figures += figures_of(kind, told)
    for figure in figures:
        print(f"{'met ' if figure.met else 'NOT '} {figure.about}: {figure.found}, {figure.target}")
    if asked.json:
        kept = {"figures": [asdict(figure) for figure in figures]}
        asked.json.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
