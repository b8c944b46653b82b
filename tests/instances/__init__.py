"""Seeded networks that can be solved by construction: a hidden witness is built first, the problem around it.

Plainly invented. The same kind and seed give the same bytes on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from scheduler.problem import Problem
from scheduler.timetable import Timetable
from tests.instances.build import problem_of, witness_of
from tests.instances.cut import first_week
from tests.instances.people import new_draft
from tests.instances.planted import plant
from tests.instances.sizes import KINDS, SIZES
from tests.instances.witness import place_all

__all__ = ["KINDS", "Instance", "make_instance"]


@dataclass(frozen=True, slots=True)
class Instance:
    """`witness` breaks no rule of `problem` and leaves exactly `planted_unplaced` lessons out: no timetable
    can leave out fewer."""

    problem: Problem
    witness: Timetable
    planted_unplaced: int


def make_instance(kind: str, seed: int = 1, one_week: bool = False) -> Instance:
    """A network of one of KINDS. KeyError for another kind."""
    size = SIZES[kind]
    rng = Random(f"{kind} {seed}")
    draft = new_draft(size, rng)
    place_all(draft, rng)
    name = f"{kind}, seed {seed}" + (", one week" if one_week else "")
    problem, witness = problem_of(name, draft, size, rng), witness_of(draft)
    if one_week:
        problem, witness = first_week(problem, witness)
    if size.planted:
        problem, witness = plant(problem, witness)
    return Instance(problem, witness, sum(entry.count for entry in witness.unplaced))
