"""Figures of the parents' evening in a town of 60 pupils: other times for a lesson, the family's page, what the desk
sees.

`python -m tests.benchmarks.agreement`. Every family has been offered the town's own timetable of four weeks, and some
have asked for other times, so that these are held against everybody else. CPU time of whole questions to the services,
so that a busy machine tells the same; the first question builds the board of the variant.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlmodel import Session, select

from api.services.agreement.timetable.counter import hold, other_times
from api.services.agreement.timetable.desk import Seen
from api.services.agreement.timetable.drafting import draft_versions
from api.services.agreement.timetable.family import family_view
from api.services.agreement.timetable.offering import offer
from api.services.agreement.timetable.overview import standing
from api.services.unit import Actor, Unit
from models.engines import reading, writing
from models.person import Role
from models.timetable import Variant
from tests.api.services.days.town import AT, Town, town
from tests.api.services.world import END, KEY, START
from tests.benchmarks.service import p95
from tests.benchmarks.table import Figure
from tests.databases import KINDS, fresh
from tests.instances import make_instance

COUNTER_MS, VIEW_MS = 300.0, 150.0
HOLDING = 12  # families that have asked for another time already
LESSONS = 8  # asked about, of each of some families


@dataclass
class Evening:
    """The town with an offer in every family, by code. first: seconds of CPU of the first question of all."""

    made: Town
    offers: dict[str, str]
    first: float = 0.0

    def asked(self, code: str, act: Callable[[Unit], object]) -> float:
        """Seconds of CPU of a question of a mother."""
        with reading(self.made.world.engine) as session:
            unit = self.unit(session, self.made.mothers[code], Role.PARENT)
            began = time.process_time()
            act(unit)
            return time.process_time() - began

    def unit(self, session: Session, account_id: str, role: Role) -> Unit:
        actor = Actor(account_id=account_id, role=role, school_id=self.made.world.school_id)
        return Unit(session=session, actor=actor, audit_key=KEY, at=AT, today=START)


def evening(made: Town) -> Evening:
    """Offers to all; some families hold the first other time there is."""
    offers = {}
    with reading(made.world.engine) as session:
        variant = session.exec(select(Variant.id)).one()
    with made.world.acting(START) as unit:
        for code, case_id in made.cases.items():
            draft = draft_versions(unit, variant, [case_id], START, END)[0]
            seen = Seen(digest=draft.digest or "", rev=draft.rev)
            offers[code] = offer(unit, draft.id, seen, unit.at + timedelta(days=3)).id
    told = Evening(made, offers)
    for code in list(offers)[:HOLDING]:
        with writing(made.world.engine) as session:
            unit, began = told.unit(session, made.mothers[code], Role.PARENT), time.process_time()
            found = other_times(unit, offers[code], 0).choices
            told.first = told.first or time.process_time() - began
            if found:
                hold(unit, offers[code], 0, found[0].key)
    return told


def measure(made: Town) -> dict[str, float]:
    """Milliseconds by name."""
    told = evening(made)
    some = list(told.offers)[HOLDING : HOLDING + 12]
    times = [
        told.asked(code, lambda unit, code=code, n=n: other_times(unit, told.offers[code], n))  # type: ignore[misc]
        for code in some
        for n in range(LESSONS)
    ]
    views = [
        told.asked(code, lambda unit, code=code: family_view(unit, told.offers[code]))  # type: ignore[misc]
        for code in told.offers
    ]
    with reading(made.world.engine) as session:
        unit = told.unit(session, made.world.deputy_id, Role.DEPUTY)
        began = time.process_time()
        standing(unit)
        desk = time.process_time() - began
    return {
        "times": p95(times),
        "first": round(1000 * told.first, 1),
        "view": p95(views),
        "desk": round(1000 * desk, 1),
    }


def figures() -> list[Figure]:
    instance, told = make_instance("town"), []
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder, fresh(kind, Path(folder)) as engine:
            found = measure(town(engine, instance.problem, instance.witness))
        for about, name, most in (
            ("other times for a lesson, p95", "times", COUNTER_MS),
            ("the first of all", "first", COUNTER_MS), ("the family's page read, p95", "view", VIEW_MS),
            ("«кто не ответил» of sixty families", "desk", VIEW_MS),
        ):  # fmt: skip
            told.append(
                Figure(
                    f"agreement, {kind}: {about}", f"{found[name]:g} ms", f"< {most:g} ms", found[name] < most
                )
            )
    return told


def main() -> None:
    for figure in figures():
        print(f"{'met ' if figure.met else 'NOT '} {figure.about}: {figure.found}, {figure.target}")


if __name__ == "__main__":
    main()
