"""The parent's side of the proving child: started beside the search, asked without waiting, ended with it."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import IO, Any, Literal

from scheduler.problem import Problem
from scheduler.timetable import Timetable
from scheduler.wire import to_wire

Task = Literal["bound", "exact"]


@dataclass(frozen=True, slots=True)
class ExactFound:
    """What the exact search ended with: a timetable, its proven bounds, and whether it is proven the best."""

    timetable: Timetable
    optimal: bool
    bound: dict[str, int]


class Prover:
    """A child that proves one task. `bound` is the highest lower bound on unplaced lessons heard so far."""

    def __init__(self, task: Task, problem: Problem, hint: Timetable, seconds: float, seed: int) -> None:
        self.bound = 0
        self.found: ExactFound | None = None
        self._said: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._child = subprocess.Popen(
            ["nice", "-n", "5", sys.executable, "-m", "scheduler.prover"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
        )  # fmt: skip
        order = {
            "task": task,
            "seconds": seconds,
            "seed": seed,
            "problem": to_wire(problem),
            "hint": to_wire(hint),
        }
        threading.Thread(target=self._order, args=(json.dumps(order) + "\n",), daemon=True).start()
        threading.Thread(target=self._hear, args=(self._child.stdout,), daemon=True).start()

    def _order(self, line: str) -> None:
        pipe = self._child.stdin
        try:
            if pipe is not None:
                pipe.write(line)
                pipe.flush()
        except (BrokenPipeError, ValueError):
            return  # the child is gone or was closed: poll() finds nothing more

    def _hear(self, pipe: IO[str] | None) -> None:
        for line in pipe or ():
            self._said.put(line)

    def poll(self) -> None:
        """Takes in what the child has said since the last time."""
        while not self._said.empty():
            message: dict[str, Any] = json.loads(self._said.get())
            self.bound = max(self.bound, message.get("bound", 0))
            if "answer" in message:
                answer = message["answer"]
                timetable = Timetable.model_validate_json(json.dumps(answer["timetable"]))
                self.found = ExactFound(timetable, answer["optimal"], answer["bound"])

    def close(self) -> None:
        """Ends the child at once."""
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
