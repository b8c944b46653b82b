"""One measurement in a process of its own, so that its memory is its own: JSON on stdout.

`python -m tests.benchmarks.one solve "town, four weeks" 30`, `... suggest "town, four weeks" 10`.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from random import Random
from typing import Any

from scheduler.checks import check
from scheduler.engine.warm import warm
from scheduler.solve import Outcome, Progress, Settings, solve
from tests.benchmarks.cases import Case, case_named, digest_of
from tests.instances import Instance

WORKERS, SEED = 2, 1
SUGGEST_CALLS = 200


def measure_solve(case: Case, seconds: float) -> dict[str, Any]:
    """Solve and tell when the first timetable stood, when everything placeable was placed, and the end."""
    instance = case.instance()
    heard: list[Progress] = []
    outcome = _solved(instance, seconds, heard)
    placed = [news.seconds for news in heard if news.unplaced <= instance.planted_unplaced]
    verdict = check(instance.problem, outcome.timetable)
    if verdict.violations:
        raise AssertionError(f"{case.name}: {verdict.violations[0]}")
    return {
        "case": case.name,
        "digest": digest_of(instance),
        "lessons": sum(row.lessons for row in instance.problem.rows),
        "planted": instance.planted_unplaced,
        "asked_seconds": seconds,
        "seconds": round(outcome.seconds, 2),
        "first_seconds": round(outcome.first_seconds or 0.0, 3),
        "placed_seconds": round(placed[0], 2) if placed else None,
        "unplaced": verdict.score["unplaced"],
        "bound": outcome.bound["unplaced"],
        "points": verdict.points,
        "status": outcome.status.value,
        "peak_mb": peak_mb(),
    }


def _solved(instance: Instance, seconds: float, heard: list[Progress]) -> Outcome:
    warm()  # reading the compiled search is start-up: it counts in the command's time, not in solving time
    settings = Settings(seconds=seconds, workers=WORKERS, seed=SEED)
    return solve(instance.problem, settings, on_improvement=heard.append)


def peak_mb() -> int:
    """Most memory of this process and of its largest child, in MB."""
    kilobytes = sum(
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return kilobytes // 1024


def measure_suggest(case: Case, seconds: float) -> dict[str, Any]:
    """Milliseconds of single suggestions on a solved timetable; the board is made once before."""
    from scheduler.suggest import Board

    instance = case.instance()
    timetable = _solved(instance, seconds, []).timetable
    began = time.perf_counter()
    board = Board(instance.problem, timetable)
    built = time.perf_counter() - began
    calls = []
    for lesson in Random(SEED).sample(timetable.lessons, min(SUGGEST_CALLS, len(timetable.lessons))):
        began = time.perf_counter()
        board.suggest(lesson.row, lesson.n)
        calls.append(1000 * (time.perf_counter() - began))
    calls.sort()
    return {
        "case": case.name,
        "calls": len(calls),
        "board_ms": round(1000 * built, 1),
        "p50_ms": round(calls[len(calls) // 2], 1),
        "p95_ms": round(calls[len(calls) * 95 // 100], 1),
        "max_ms": round(calls[-1], 1),
    }


MEASURES = {"solve": measure_solve, "suggest": measure_suggest}

if __name__ == "__main__":
    print(json.dumps(MEASURES[sys.argv[1]](case_named(sys.argv[2]), float(sys.argv[3]))))
