"""What is asked of a repair and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.problem import PlanRow
from scheduler.rulebook import GOALS
from scheduler.terms import Weekday
from scheduler.timetable import Lesson

Slot = tuple[str, Weekday]
BY_DAY = ("wish", "travel", "idle", "visits", "adult_days", "pupil_gap")
WEIGHT = {rule.code: rule.weight for rule in GOALS if rule.code in BY_DAY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to give a lost lesson. row: of one lesson and one pupil, a row of the problem; its teachers are asked
    in turn. price: points it costs beside its place. on: the only days it may stand on, None: any."""

    row: PlanRow
    price: int = 0
    on: frozenset[Slot] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A lesson to be placed in one of several ways. key: names it in the answer. must: it is placed before all that
    need not be, however many those are."""

    key: str
    options: tuple[Option, ...]
    must: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Movable:
    """A lesson of the pupil that stands and may go elsewhere. option: as of a lost lesson; its price is that of the
    move."""

    key: str
    lesson: Lesson
    option: Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """soon: points that every day of waiting costs. most_a_day: made-up lessons on one day, 1 or 2.
    most_states: how far the search goes before it no longer proves its answer."""

    soon: int = 5
    most_a_day: int = 2
    most_states: int = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """A lost lesson without a place, and why: sentences in Russian, the most telling first."""

    key: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """placed: lost key → lesson, in order of time. points: of the goals of days, waiting and options together.
    proved: no plan gives more lessons a place, and none that gives as many costs fewer points."""

    placed: tuple[tuple[str, Lesson], ...]
    unmet: tuple[Unmet, ...]
    points: int
    proved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """answer: of the lost lessons; moved: key of a movable → where it goes, in order of time. proved: no plan gives
    more lost lessons a place, and none that gives as many moves fewer."""

    answer: Answer
    moved: tuple[tuple[str, Lesson], ...]
    proved: bool
