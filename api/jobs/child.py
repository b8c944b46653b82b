"""The service's side of the child that solves: kept warm, asked in JSON lines, ended at once where it must be."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import IO, Any

START_SECONDS = 180.0  # at a first start the engine may have to be compiled
THRIFTY = {"MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class ChildGone(Exception):  # noqa: N818 - an event to go on from
    """The child ended on its own, or was ended from elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One order. problem, hint: texts of files. seconds None: as long as the iterations take."""

    problem: str
    hint: str | None
    seconds: float | None
    iterations: int | None
    workers: int
    seed: int


Message = dict[str, Any]


class Child:
    """One child at a time. It is started by a thread that lives as long as the service: the child dies with it."""

    def __init__(self, memory_mb: int) -> None:
        self._memory_mb = memory_mb
        self._starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="solver-starter")
        self._process: subprocess.Popen[str] | None = None
        self._said: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._ready = threading.Event()
        self._order = 0
        self._started = 0.0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self._process.poll() is None else None

    def warm(self) -> None:
        """Starts a child where none is; does not wait until it is ready."""
        if self.pid is None:
            self._starter.submit(self._start).result()

    def ready(self, seconds: float) -> bool:
        """Whether a child is ready for an order within the time. Raises ChildGone when none gets ready."""
        self.warm()
        if self._ready.wait(seconds):
            return True
        if self.pid is None or time.monotonic() > self._started + START_SECONDS:
            self.kill()
            raise ChildGone
        return False

    def ask(self, what: Ask) -> None:
        """Gives an order to a child that is ready. What earlier orders still say is not heard any more."""
        self._order += 1
        order = {slot: getattr(what, slot) for slot in Ask.__slots__}
        self._write({"do": "solve", "order": self._order, **order})

    def hear(self, seconds: float) -> Message | None:
        """The next message about the order, None when there was none in time. Raises ChildGone."""
        until = time.monotonic() + seconds
        while True:
            try:
                message = self._said.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                return None
            if message["said"] == "gone" and message["pid"] == (self._process and self._process.pid):
                self.kill()
                raise ChildGone
            if message.get("order") == self._order:
                return message

    def stop(self) -> None:
        """The order ends with the best so far, within half a second."""
        with contextlib.suppress(ChildGone):
            self._write({"do": "stop"})

    def kill(self) -> None:
        """Ends the child now."""
        process, self._process = self._process, None
        self._ready.clear()
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(BrokenPipeError):
                if pipe is not None:
                    pipe.close()

    def close(self) -> None:
        self.kill()
        self._starter.shutdown()

    def _start(self) -> None:
        self._ready.clear()
        command = [sys.executable, "-m", "api.worker", str(self._memory_mb), str(os.getpid())]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, encoding="utf-8", env=os.environ | THRIFTY,
        )  # fmt: skip
        self._process, self._started = process, time.monotonic()
        threading.Thread(target=self._listen, args=(process, process.stdout), daemon=True).start()

    def _listen(self, process: subprocess.Popen[str], pipe: IO[str] | None) -> None:
        with contextlib.suppress(ValueError):  # closed while it was being read
            for line in pipe or ():
                message = json.loads(line)
                if message["said"] == "ready":
                    self._ready.set()
                else:
                    self._said.put(message)
        self._said.put({"said": "gone", "pid": process.pid})

    def _write(self, message: Message) -> None:
        pipe = self._process.stdin if self._process else None
        try:
            if pipe is None:
                raise BrokenPipeError
            pipe.write(json.dumps(message, ensure_ascii=False) + "\n")
            pipe.flush()
        except (BrokenPipeError, ValueError):
            raise ChildGone from None
