"""What solving is asked for and what it answers, while it runs and at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from scheduler.terms import SolveStatus
from scheduler.timetable import Timetable


@dataclass(frozen=True, slots=True)
class Settings:
    """How long and how to search.

    seconds: wall time of the whole call (None: no limit but `iterations`). iterations: moves of the search, over
    all workers; the same problem, iterations, seed and workers then give the same timetable on any machine, and
    nothing that looks at a clock takes part. workers: chains that search side by side. course: of an earlier search
    (scheduler.course), to be gone again; the same problem, hint, seed, workers and course give the same timetable.
    """

    seconds: float | None = 30.0
    iterations: int | None = None
    workers: int = 2
    seed: int = 1
    course: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The best so far: seconds since the start, units of every goal, benchmark points, proven lower bounds.

    timetable: makes the best timetable of the moment it is called; to be called in the thread that solves, from
    `on_improvement` or `should_stop`. course: the way there, called likewise.
    """

    seconds: float
    score: dict[str, int]
    points: int
    bound: dict[str, int]
    timetable: Callable[[], Timetable] = field(compare=False, repr=False)
    course: Callable[[], str] = field(compare=False, repr=False)

    @property
    def unplaced(self) -> int:
        return self.score["unplaced"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end: a checked timetable (or the pins that contradict), its score and bounds, how it came about.

    first_seconds: when the first checked timetable stood. moves: of the search. course: how it was found; None where
    the prover found it without proving it the best, which nothing repeats.
    """

    status: SolveStatus
    timetable: Timetable
    score: dict[str, int]
    points: int
    bound: dict[str, int]
    seconds: float
    first_seconds: float | None
    moves: int
    course: str | None
