"""What a board is asked to show, as it stands in the address: whose days, which weeks, which lesson is in hand.

People, rows and weeks go by their place in the problem, which a draft never changes: an address names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from fastapi import Depends

from api.services.board.acts import Target
from api.services.board.held import Held
from api.services.board.state import Key
from scheduler.problem import Problem
from scheduler.russian import DAY
from scheduler.terms import Weekday, clock

VIEWS = {"pupils": "Ученики", "teachers": "Учителя", "day": "День учителя"}
_PICK = re.compile(r"([0-9]{1,5})\.([0-9]{1,5})")
_SPOT = re.compile(r"([0-6])\.([0-9]{1,4})")
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """view: of VIEWS. who: a pupil or a teacher. day: of a week, week: of the cycle; empty for all.

    dense: cards of one line. pick: the lesson in hand. alone: it moves without its like in other weeks. by: with
    whom, on: in which week it would go. Every part is text as it came, and what does not make sense counts as empty.
    """

    view: str = ""
    who: str = ""
    day: str = ""
    week: str = ""
    pick: str = ""
    alone: str = ""
    by: str = ""
    on: str = ""
    page: str = ""
    dense: str = ""

    def link(self, **changes: str) -> str:
        """The same with changes, for an address: `?view=teachers&pick=3.1`."""
        told = {name: value for name, value in asdict(replace(self, **changes)).items() if value}
        return f"?{urlencode(told)}" if told else "?"

    def free(self, **changes: str) -> str:
        """The same with nothing in hand."""
        return self.link(**({"pick": "", "alone": "", "by": "", "on": ""} | changes))

    @property
    def shown(self) -> str:
        return self.view if self.view in VIEWS else "pupils"

    @property
    def weekday(self) -> Weekday | None:
        return Weekday(self.day) if self.day in set(Weekday) else None

    def person(self, most: int) -> int | None:
        """The place of who is asked for, of so many people; None for everybody."""
        return _at(range(most), self.who)

    @property
    def page_number(self) -> int:
        return _at(range(1_000_000), self.page) or 1

    def week_id(self, problem: Problem) -> str | None:
        return _at([week.id for week in problem.weeks], self.week)

    def key(self, problem: Problem) -> Key | None:
        """The lesson in hand; None for none."""
        found = _PICK.fullmatch(self.pick)
        row = _at(problem.rows, found[1]) if found else None
        if found is None or row is None or not 1 <= int(found[2]) <= row.lessons:
            return None
        return row.id, int(found[2])

    def teacher_id(self, problem: Problem) -> str | None:
        found = _at(problem.teachers, self.by)
        return found.id if found else None

    def on_week(self, problem: Problem) -> str | None:
        return _at([week.id for week in problem.weeks], self.on)


def asked(
    view: str = "", who: str = "", day: str = "", week: str = "", pick: str = "", alone: str = "", by: str = "",
    on: str = "", page: str = "", dense: str = "",
) -> Asked:  # fmt: skip
    return Asked(
        view=view, who=who, day=day, week=week, pick=pick, alone=alone, by=by, on=on, page=page, dense=dense
    )


Asks = Annotated[Asked, Depends(asked)]


def target_of(spot: str, teacher: str, week: str) -> Target | None:
    """`1.600` is Tuesday 10:00; None for what is no time."""
    found = _SPOT.fullmatch(spot)
    if found is None:
        return None
    return Target(day=list(Weekday)[int(found[1])], start_min=int(found[2]), teacher=teacher, week=week)


def spot_of(day: Weekday, start_min: int) -> str:
    return f"{day.number}.{start_min}"


def when_of(spot: str) -> str:
    """`вт 10:00`; empty for what is no time."""
    to = target_of(spot, "", "")
    return f"{DAY[to.day]} {clock(to.start_min)}" if to else ""


class Places:
    """Places of rows in a problem, for addresses."""

    def __init__(self, held: Held) -> None:
        self._rows = {row.id: number for number, row in enumerate(held.state.problem.rows)}

    def pick(self, key: Key) -> str:
        return f"{self._rows[key[0]]}.{key[1]}"


def _at(things: Sequence[Thing], told: str) -> Thing | None:
    if not (told.isascii() and told.isdigit() and len(told) <= 6):
        return None
    return things[int(told)] if int(told) < len(things) else None
