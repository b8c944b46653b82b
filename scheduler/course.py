"""The course of a search: what it did, step by step, so that it can be gone again without a clock.

A search by the clock decides by the time that has passed how many moves to try and how hot; from these decisions
everything else follows. As text: `p5` five rounds of placing by force, `b` back to the best, `w400.350` four hundred
moves at a heat of 350, `g` chains gather at the leader, `x` what was proved the best is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from scheduler.errors import BadFileError, Fault

Kind = Literal["place", "back", "walk", "gather", "exact"]
LETTERS: dict[str, Kind] = {"p": "place", "b": "back", "w": "walk", "g": "gather", "x": "exact"}
NUMBERS: dict[Kind, int] = {"place": 1, "back": 0, "walk": 2, "gather": 0, "exact": 0}
STEP = re.compile(r"([pbwgx])(\d{1,9}(?:\.\d{1,9})?)?")


class Search(Protocol):
    """What takes steps: scheduler.engine.search."""

    def place_more(self, rounds: int) -> None: ...
    def return_to_best(self) -> None: ...
    def walk(self, steps: int, heat: int) -> None: ...
    def gather(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Step:
    """One step. amount: rounds of placing, or moves of a walk. heat: of a walk."""

    kind: Kind
    amount: int = 0
    heat: int = 0

    def take(self, search: Search) -> None:
        """Takes the step; `exact` is not the search's."""
        match self.kind:
            case "place":
                search.place_more(self.amount)
            case "back":
                search.return_to_best()
            case "walk":
                search.walk(self.amount, self.heat)
            case "gather":
                search.gather()

    def __str__(self) -> str:
        numbers = (self.amount, self.heat)[: NUMBERS[self.kind]]
        return self.kind[0 if self.kind != "exact" else 1] + ".".join(map(str, numbers))


def steps_of(course: str) -> Iterator[Step]:
    """The steps of a text. Raises BadFileError at the first that is none."""
    for place, word in enumerate(course.split()):
        found = STEP.fullmatch(word)
        numbers = [int(number) for number in (found[2] or "").split(".") if number] if found else []
        if found is None or len(numbers) != NUMBERS[LETTERS[found[1]]]:
            raise BadFileError("course", [Fault(f"step {place + 1}", repr(word), "p5, b, w400.350, g or x")])
        yield Step(LETTERS[found[1]], *numbers)
