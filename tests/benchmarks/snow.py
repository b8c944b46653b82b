"""Figures of a day of snow in a town of 60 pupils: the page that is looked at, the one act that turns the day.

`python -m tests.benchmarks.snow`. SQLite, processor time; the page is the best of three, the act is done once.
"""

from __future__ import annotations

import tempfile
import time
from datetime import date, datetime
from functools import partial
from pathlib import Path

from sqlmodel import select

from api.services.days.repairs.remote_day import remote_day, turn
from models.engines import writing
from models.place import Place
from models.plan import PlanRow
from scheduler.terms import PlaceKind
from tests.api.services.days.town import Town, town
from tests.benchmarks.calendar import best_of
from tests.databases import fresh
from tests.instances import make_instance

TODAY, SNOW = date(2027, 2, 2), date(2027, 2, 3)


def settled(made: Town) -> None:
    """Plans say the forms of their lessons, places where they are, children of one home live together."""
    forms = {row.id: row.form for row in made.problem.rows}
    spots = {place.id: place for place in made.problem.places}
    doors: dict[str, str] = {}
    with writing(made.world.engine) as session:
        for line in session.exec(select(PlanRow)):
            line.form = forms[line.shared or line.key]
        homes = {row.code: row for row in session.exec(select(Place))}
        for pupil in made.problem.pupils:
            home = homes[f"дом {pupil.id}"]
            home.lat, home.lon = spots[pupil.home].lat, spots[pupil.home].lon
            home.same_as_id = doors.get(pupil.home)
            doors.setdefault(pupil.home, home.id)
        spot = spots[made.problem.pupils[0].school]
        school = {"school_id": made.world.school_id, "code": "s100", "kind": PlaceKind.SCHOOL}
        session.add(Place(**school, title="Школа", lat=spot.lat, lon=spot.lon))


def look(made: Town) -> str:
    with made.world.acting(TODAY) as unit:
        found = remote_day(unit, SNOW)
    return f"{len(found.turns)} lessons at home, {found.able} may go by screen"


def act(made: Town) -> str:
    with made.world.acting(TODAY) as unit:
        found = remote_day(unit, SNOW)
    able, seen = [each.name for each in found.turns if not each.why], [each.name for each in found.turns]
    began = time.process_time()
    with made.world.acting(TODAY) as unit:
        done = turn(unit, SNOW, able, seen, cancel_rest=True)
    took = time.process_time() - began
    return f"{done.turned} turned, {done.cancelled} cancelled in {took:.1f} s"


def main() -> None:
    instance = make_instance("town")
    with tempfile.TemporaryDirectory() as folder, fresh("sqlite", Path(folder)) as engine:
        made = town(engine, instance.problem, instance.witness)
        settled(made)
        seconds, told = best_of(3, partial(look, made))
        print(f"{datetime.now():%Y-%m-%d} the page: {told} in {seconds:.2f} s")
        print(f"the act: {act(made)}")


if __name__ == "__main__":
    main()
