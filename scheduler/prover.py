"""The child process that proves: OR-Tools lives here, so that the search never pays for its import or its memory.

One JSON line in: {"task": "bound" | "exact", "seconds", "seed", "problem", "hint"}. JSON lines out:
{"bound": n} as often as it rises, and for "exact" at last {"answer": {...}}. The child ends when stdin closes.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any

from scheduler.problem import Problem
from scheduler.timetable import Timetable
from scheduler.wire import to_wire


def main() -> None:
    order = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    problem = Problem.model_validate_json(json.dumps(order["problem"]))
    hint = Timetable.model_validate_json(json.dumps(order["hint"]))
    if order["task"] == "bound":
        _prove_bound(problem, order["seconds"], hint)
    else:
        _solve_exactly(problem, order, hint)


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(0)


def _tell(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def _prove_bound(problem: Problem, seconds: float, hint: Timetable) -> None:
    from scheduler.bounds import proven_bound, quick_bound

    _tell({"bound": quick_bound(problem)})
    unplaced = sum(entry.count for entry in hint.unplaced)
    bound = proven_bound(problem, seconds, on_bound=lambda value: _tell({"bound": value}), enough=unplaced)
    _tell({"bound": bound})


def _solve_exactly(problem: Problem, order: dict[str, Any], hint: Timetable) -> None:
    from scheduler.exact import solve_exact

    answer = solve_exact(problem, hint=hint, seconds=order["seconds"], seed=order["seed"])
    _tell({"bound": answer.bound.get("unplaced", 0)})
    if answer.timetable is not None:
        told = {
            "timetable": to_wire(answer.timetable),
            "optimal": answer.proved_optimal,
            "bound": answer.bound,
        }
        _tell({"answer": told})


if __name__ == "__main__":
    main()
