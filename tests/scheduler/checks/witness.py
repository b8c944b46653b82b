"""What a witness is: a problem, a timetable of it, and what a judge has to find there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.problem import Problem
from scheduler.timetable import Lesson, Timetable
from tests.builders import timetable

Placed = Sequence[str | Lesson]


@dataclass(frozen=True, slots=True)
class Found:
    """An expected violation: rule, lessons as "row/n", excess and its unit."""

    rule: str
    lessons: tuple[str, ...]
    excess: int
    unit: str


@dataclass(frozen=True, slots=True)
class Witness:
    """A timetable that just breaks one rule, or its nearest lawful neighbour (`found` is empty then).

    odd: no solver can build it (wrong length, unknown name ...), so only the checker is judged by it.
    """

    rule: str
    title: str
    problem: Problem
    timetable: Timetable
    found: tuple[Found, ...]
    odd: bool = False

    @property
    def name(self) -> str:
        return f"{self.rule}: {self.title} ({'broken' if self.found else 'lawful'})"


@dataclass(frozen=True, slots=True)
class Counted:
    """A lawful timetable and the units of one goal in it, counted by hand."""

    goal: str
    title: str
    problem: Problem
    timetable: Timetable
    units: int

    @property
    def name(self) -> str:
        return f"{self.goal}: {self.title} = {self.units}"


def pair(
    rule: str,
    title: str,
    problem: Problem,
    *,
    broken: Placed,
    lawful: Placed,
    excess: int,
    unit: str = "min",
    lessons: str = "r1/1",
    odd: bool = False,
) -> tuple[Witness, Witness]:
    """Both witnesses of one rule in one problem; `lessons` are those the violation names, in its order."""
    found = (Found(rule, tuple(lessons.split()), excess, unit),)
    return (
        Witness(rule, title, problem, timetable(problem, *broken), found, odd),
        Witness(rule, title, problem, timetable(problem, *lawful), ()),
    )


def counts(goal: str, title: str, problem: Problem, *cases: tuple[Placed, int]) -> tuple[Counted, ...]:
    """Several timetables of one problem with the goal's units in each."""
    return tuple(
        Counted(goal, title, problem, timetable(problem, *lessons), units) for lessons, units in cases
    )
