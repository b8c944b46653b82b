"""Figures of the registry in the database: 300 pupils brought in and posed as a problem; a town looked through.

`python -m tests.benchmarks.registry` prints the lines of the README's table, with `--json` everything that was
measured. Seconds are of the processor, those of child processes with them: nothing here waits for anything but the
disk.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine

from api.services.days.problem_on_dates import problem_on_dates
from api.services.registry.importing import plan_import, write_registry
from api.services.registry.problems import problem_of
from exports.workbook.read import import_workbook
from exports.workbook.write import write_registry as workbook
from models.engines import make_engine, writing
from models.migrate import upgrade
from scheduler.preflight import preflight
from scheduler.problem import Place
from scheduler.registry.values import Registry
from scheduler.terms import PlaceKind
from tests.api.services.registry.held import held
from tests.api.services.registry.network import actor, made
from tests.benchmarks.workbook import network
from tests.instances import make_instance
from tests.scheduler.registry.office import year

PROBLEM_S, IMPORT_S, PREFLIGHT_MS = 2.0, 10.0, 300.0
TERM = (date(2026, 9, 1), date(2026, 10, 23))
MONTH = (date(2026, 9, 7), date(2026, 10, 4))
T = TypeVar("T")


def spent(act: Callable[[], T]) -> tuple[float, T]:
    """Seconds of the processor, own and of child processes, and what came of it."""
    begun = os.times()
    value = act()
    ended = os.times()
    return sum(ended[:4]) - sum(begun[:4]), value


def school() -> Registry:
    """300 pupils of sixteen plan rows; every place is somewhere, every home at a pupil."""
    whole = network()
    places = tuple(
        Place(id=place.id, kind=place.kind, title=place.title, lat=57.1 + n / 5000, lon=60.3 + n % 17 / 500)
        for n, place in enumerate(whole.places)
    )
    homes = [place.id for place in places if place.kind == PlaceKind.HOME]
    return held(
        replace(
            whole,
            places=places,
            pupils=tuple(replace(each, home=homes[n % len(homes)]) for n, each in enumerate(whole.pupils)),
            years=tuple(year(each.id) for each in whole.schools),
        )
    )


def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder, 'school.db')}")
        upgrade(engine)
        told = measured(engine)
        engine.dispose()
    town = make_instance("town").problem
    looked = min(spent(lambda: preflight(town))[0] for _ in range(3))
    return told | {"town_pupils": len(town.pupils), "preflight_ms": round(1000 * looked, 1)}


def measured(engine: Engine) -> dict[str, Any]:
    """Import in three transactions as in the service: read, shown, taken over; then the problem of a quarter."""
    whole = school()
    data = workbook(whole)
    with writing(engine) as session:
        there = made(session, whole)
    hand = there.unit.actor.account_id, there.school_id
    reading, brought = spent(lambda: import_workbook(data).registry)
    with writing(engine) as session:
        unit = actor(session, *hand)
        showing, plan = spent(lambda: plan_import(unit, there.year_id, brought))
    with writing(engine) as session:
        unit = actor(session, *hand)
        taking, _ = spent(lambda: write_registry(unit, there.year_id, brought, digest=plan.digest))
    with writing(engine) as session:
        unit = actor(session, *hand)
        again, _ = spent(lambda: plan_import(unit, there.year_id, brought))
    with writing(engine) as session:
        unit = actor(session, *hand)
        posing, posed = spent(lambda: problem_of(unit, there.year_id, *TERM))
        judging, _ = spent(lambda: preflight(posed.problem))
    with writing(engine) as session:
        unit = actor(session, *hand)
        dating, on_dates = spent(lambda: problem_on_dates(unit, there.year_id, *MONTH))
        judging_dates, _ = spent(lambda: preflight(on_dates.problem))
    return {
        "pupils": len(whole.pupils),
        "rows": len(posed.problem.rows),
        "read_s": round(reading, 2),
        "shown_s": round(showing, 2),
        "taken_s": round(taking, 2),
        "shown_again_s": round(again, 2),
        "problem_s": round(posing - judging, 2),
        "judged_s": round(judging, 2),
        "dated_rows": len(on_dates.problem.rows),
        "dated_s": round(dating - judging_dates, 2),
        "dated_judged_s": round(judging_dates, 2),
    }


def lines(told: dict[str, Any]) -> Iterator[str]:
    """Rows of the table: what, found, promised."""
    brought = told["read_s"] + told["shown_s"] + told["taken_s"]
    pupils = f"{told['pupils']} pupils"
    yield f"| workbook of {pupils} read, compared, taken over | {brought:.1f} s | ≤ {IMPORT_S:.0f} s |"
    yield f"| problem of {pupils} ({told['rows']:,} rows) built | {told['problem_s']} s | ≤ {PROBLEM_S:.0f} s |"
    yield f"| the same for four dated weeks ({told['dated_rows']:,} rows) | {told['dated_s']} s | |"
    town, looked = told["town_pupils"], told["preflight_ms"]
    yield f"| a town of {town} pupils looked through | {looked:.0f} ms | ≤ {PREFLIGHT_MS:.0f} ms |"


if __name__ == "__main__":
    found = measure()
    print(json.dumps(found) if "--json" in sys.argv[1:] else "\n".join(lines(found)))
