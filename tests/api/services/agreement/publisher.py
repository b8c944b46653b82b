"""Programs that publish without end until they are killed: `python -m tests.api.services.agreement.publisher`.

The nursery has everything loaded. For each line of JSON it forks a program that publishes timetables of both
families together, again and again, and tells of each act on standard output; it says `gone` when that has ended.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from api.services.agreement.timetable.publishing import ToPublish
from api.services.agreement.timetable.review import publish_and_tell
from models.agreement import Answer
from models.engines import make_engine
from tests.api.services.agreement.households import Families
from tests.api.services.world import World

ADDRESS = "https://school.example"


def packed(made: Families, variants: tuple[str, str]) -> str:
    """A line that tells the nursery whose timetables to publish."""
    world = made.world
    told = {
        "url": world.engine.url.render_as_string(hide_password=False), "variants": variants,
        "world": [world.school_id, world.deputy_id, world.year_id],
        "made": [made.cases, made.mother, made.father, made.other, made.director, made.variant],
    }  # fmt: skip
    return json.dumps(told)


def publish_on(told: dict[str, Any]) -> None:
    """Never returns: offers, answers, approvals and publications by turns of two variants."""
    world = World(make_engine(told["url"]), *told["world"])
    cases, *people = told["made"]
    made, number = Families(world, (cases[0], cases[1]), *people), 0
    while True:
        number += 1
        variant = told["variants"][number % 2]
        pair = made.offered(0, variant=variant), made.offered(1, variant=variant)
        for version_id, who in zip(pair, (made.mother, made.other), strict=True):
            made.answer(version_id, Answer.AGREED, who)
            made.approve(version_id)
        chosen = [ToPublish(version_id=key, seen=made.seen(key)) for key in pair]
        print("publishing", *pair, flush=True)
        with made.deputy() as unit:
            publish_and_tell(unit, chosen, ADDRESS)
        print("published", *pair, flush=True)


def nursery() -> None:
    for line in sys.stdin:
        told = json.loads(line)
        pid = os.fork()
        if pid == 0:
            try:
                publish_on(told)
            finally:
                os._exit(1)
        print("born", pid, flush=True)
        os.waitpid(pid, 0)
        print("gone", flush=True)


if __name__ == "__main__":
    nursery()
