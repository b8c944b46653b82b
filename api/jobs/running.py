"""The worker inside a service: takes runs from the table, puts them in the queue, drives them one by one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from api.installation import Installation
from api.jobs.child import Child
from api.jobs.drive import Drive, Leaving
from api.jobs.queue import Queue
from api.jobs.store import Store, WornOutError
from models.timetable import RunState

LOOK_SECONDS = 0.25
LEAVE_SECONDS = 3.0
TURN_SECONDS = 30  # two servers that see a run at once put it in the queue once
FAILED = "Расчёт не удался: сообщите администратору. Ваши данные целы, начните новый расчёт."
WORN_OUT = "Расчёт прерывался слишком часто. Начните новый."

log = structlog.get_logger()


class Worker:
    """One per service. What is in the table is what counts: the queue only says whose turn it is."""

    def __init__(self, place: Installation) -> None:
        self._store = Store(place.engine)
        self._clock: Callable[[], datetime] = place.clock
        self.child = Child(place.settings.run_memory_mb)
        self._queue = Queue(
            place.settings.database, place.settings.data_folder, place.settings.executor, self._drive
        )
        self._left = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._given: set[str] = set()
        self._looker = threading.Thread(target=self._look, name="runs", daemon=True)

    def start(self) -> None:
        """Raises QueueBusyError where another process works through the same queue."""
        _apart(self._queue.start)
        self.child.warm()
        self._looker.start()

    def stop(self) -> None:
        """A run that goes on is left as it is, for the next start."""
        self._left.set()
        self._looker.join()
        self._idle.wait(LEAVE_SECONDS)
        _apart(self._queue.stop)
        self.child.close()

    def _look(self) -> None:
        while not self._left.wait(LOOK_SECONDS):
            try:
                self._enqueue()
                self.child.warm()
            except Exception as fault:  # the database is away for a while: look again
                log.warning("runs not looked at", fault=type(fault).__name__)

    def _enqueue(self) -> None:
        waiting = self._store.waiting()
        self._given &= {run_id for run_id, _ in waiting}
        for run_id, attempt in waiting:
            if run_id not in self._given and not self._queue.going(run_id):
                self._queue.enqueue(run_id, f"{attempt}.{int(time.time()) // TURN_SECONDS}")
                self._given.add(run_id)

    def _drive(self, run_id: str) -> None:
        """The job of the queue: one run to its end, or to the end of the service."""
        self._idle.clear()
        try:
            if self._left.is_set():
                return
            work = self._store.begin(run_id, self._clock())
            if work is not None:
                Drive(self._store, self.child, self._clock, self._left, work).run()
        except Leaving:
            return
        except WornOutError:
            self._store.finish(run_id, RunState.FAILED, self._clock(), WORN_OUT)
        except SQLAlchemyError:
            self.child.stop()  # begun anew when the database is back
            raise
        except Exception as fault:
            log.exception("run failed", run=run_id, fault=type(fault).__name__)
            self._store.finish(run_id, RunState.FAILED, self._clock(), FAILED)
        finally:
            self._given.discard(run_id)
            self._idle.set()


def _apart(act: Callable[[], None]) -> None:
    """In a thread of its own: the queue refuses to be called where an event loop runs."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(act).result()


@contextmanager
def working(place: Installation) -> Iterator[Worker]:
    """A worker for as long as the block lasts."""
    worker = Worker(place)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()
