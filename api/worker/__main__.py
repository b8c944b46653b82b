"""JSON lines in and out. Kept warm: imports and compiled code are there before anybody asks.

In: `{"do": "solve", "order": n, "problem", "hint", "seconds", "iterations", "workers", "seed"}` and
`{"do": "stop"}`. Out: `{"said": "ready"}`, then for an order any number of `{"said": "better", "order", "seconds",
"score", "bound", "timetable", "course"}` and at last `{"said": "end", "order", "timetable", "course"}` or `{"said":
"fault", "order", "text"}`. course: how it was found (scheduler.course), null where nothing repeats it. The child
ends when its input closes or the service dies.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import IO, Any

from api.worker.bounds import bind

QUIET_SECONDS = 0.4  # between two timetables told
TELLING_PART = 10  # at most this part of the time goes into telling


def main() -> None:
    bind(memory_mb=int(sys.argv[1]), parent=int(sys.argv[2]))
    said = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is no message
    orders: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    stop = Stop()
    from scheduler.engine.warm import warm

    threading.Thread(target=_listen, args=(orders, stop), daemon=True).start()
    warm()
    _tell(said, {"said": "ready"})
    while True:
        order = orders.get()
        try:
            _tell(said, {"said": "end", "order": order["order"], **_solved(order, said, stop)})
        except Exception as fault:
            _tell(said, {"said": "fault", "order": order["order"], "text": type(fault).__name__})


@dataclass
class Stop:
    """newest: number of the last order; upto: of the last one that is to end."""

    newest: int = 0
    upto: int = 0


def _listen(orders: queue.SimpleQueue[dict[str, Any]], stop: Stop) -> None:
    for line in sys.stdin:
        message = json.loads(line)
        if message["do"] == "stop":
            stop.upto = stop.newest
        else:
            stop.newest = message["order"]
            orders.put({**message, "at": time.monotonic()})
    os._exit(0)


def _tell(said: IO[str], message: dict[str, Any]) -> None:
    said.write(json.dumps(message, ensure_ascii=False) + "\n")
    said.flush()


def _solved(order: dict[str, Any], said: IO[str], stop: Stop) -> dict[str, Any]:
    """The file of the timetable that came out, and its course."""
    from scheduler.solve import Settings, solve
    from scheduler.wire import dump_bytes, parse_problem, parse_timetable

    problem = parse_problem(order["problem"].encode("utf-8"))
    hint = parse_timetable(order["hint"].encode("utf-8")) if order["hint"] else None
    seconds = order["seconds"]
    left = None if seconds is None else max(0.1, seconds - (time.monotonic() - order["at"]))
    settings = Settings(
        seconds=left, iterations=order["iterations"], workers=order["workers"], seed=order["seed"]
    )
    teller = _Teller(order, said)

    def stopping() -> bool:
        teller.catch_up()
        return stop.upto >= int(order["order"])

    outcome = solve(problem.problem, settings, hint, teller.hear, stopping)
    text = dump_bytes(outcome.timetable.model_copy(update={"problem": problem.digest})).decode("utf-8")
    return {"timetable": text, "course": outcome.course}


@dataclass
class _Teller:
    """Tells the first timetable at once and later ones now and then; the newest is never kept back for long."""

    order: dict[str, Any]
    said: IO[str]
    news: Any = None
    not_before: float = field(default=0.0)

    def hear(self, progress: Any) -> None:
        self.news = progress
        self.catch_up()

    def catch_up(self) -> None:
        began = time.monotonic()
        if self.news is None or began < self.not_before:
            return
        from scheduler.wire import dump_bytes

        progress, self.news = self.news, None
        text = dump_bytes(progress.timetable()).decode("utf-8")
        message = {"said": "better", "order": self.order["order"], "seconds": progress.seconds}
        message |= {"score": progress.score, "bound": progress.bound, "timetable": text}
        _tell(self.said, message | {"course": progress.course()})
        spent = time.monotonic() - began
        self.not_before = began + max(QUIET_SECONDS, TELLING_PART * spent)


if __name__ == "__main__":
    main()
