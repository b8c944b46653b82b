"""What is measured: instances, how long each is solved, and the figures that have to be met."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from scheduler.wire import dump_bytes
from tests.instances import Instance, make_instance

QUICK_SECONDS = 2.0
BEST_KNOWN_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Case:
    """An instance, the seconds it is solved for, and the targets (None: measured, not judged).

    first_seconds: first checked timetable. placed_seconds: by then only the planted lessons are unplaced.
    over_best: share of points above the best known. below_greedy: share below greedy. peak_mb: memory.
    """

    kind: str
    one_week: bool
    seconds: float
    first_seconds: float | None = None
    placed_seconds: float | None = None
    over_best: float | None = None
    below_greedy: float | None = None
    peak_mb: int | None = None
    bound_is_planted: bool = False
    in_quick: bool = True

    @property
    def name(self) -> str:
        return f"{self.kind}, {'one week' if self.one_week else 'four weeks'}"

    def instance(self) -> Instance:
        return make_instance(self.kind, 1, self.one_week)


CASES = (
    *(
        case
        for week in (False, True)
        for case in (
            Case("school", week, 10, first_seconds=0.5, placed_seconds=10, over_best=0.02),
            Case("town", week, 30, first_seconds=1, placed_seconds=10, below_greedy=0.30),
            Case("tight", week, 20, placed_seconds=20, bound_is_planted=True),
        )
    ),
    Case("city", False, 60, first_seconds=5, peak_mb=1024, in_quick=False),
)

SUGGEST_P95_MS = 50.0
COMMAND_SECONDS = 4.0
COMMAND_SEARCH_SECONDS = 2


def case_named(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


def digest_of(instance: Instance) -> str:
    """Tells a recorded figure from one of an older generator."""
    return hashlib.sha256(dump_bytes(instance.problem)).hexdigest()[:16]
