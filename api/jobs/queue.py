"""The durable queue, the only place that knows DBOS: start, stop, enqueue, going.

Traps that are seen to: one process per folder (SQLite) or per executor (PostgreSQL), so that nobody else takes up
what runs here; a pinned version,
so that waiting jobs survive an update; JSON instead of pickle; a database of its own beside SQLite, a schema of
its own inside PostgreSQL; one job at a time.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dbos import DBOS, Serializer, SetWorkflowID
from sqlalchemy import URL, make_url

NAME, VERSION, QUEUE, SCHEMA = "homelessons", "1", "runs", "homelessons_jobs"
LOOK_SECONDS = 0.2
WRITE_SECONDS = 3.0
ACTIVE = ["ENQUEUED", "PENDING", "DELAYED"]


class QueueBusyError(Exception):
    """Another process of this machine works through this queue."""


class Plain(Serializer):
    """What jobs are given and give is JSON: reading it runs nothing."""

    def serialize(self, data: Any) -> str:
        return json.dumps(data, default=str)

    def deserialize(cls, serialized_data: str) -> Any:  # noqa: N805 - named so by the base class
        return json.loads(serialized_data)

    def name(self) -> str:
        return "plain-json"


_job: Callable[[str], None] | None = None


@DBOS.workflow(name="run", max_recovery_attempts=1000)
def _run(run_id: str) -> None:
    _step(run_id)


@DBOS.step(name="solve", retries_allowed=True, interval_seconds=1.0, max_attempts=20, backoff_rate=1.3)
def _step(run_id: str) -> None:
    assert _job is not None
    _job(run_id)


class Queue:
    """The queue while it is open. job: called with the id of a run, in a thread, at most once at a time."""

    def __init__(self, database: str, folder: Path, executor: str, job: Callable[[str], None]) -> None:
        self._database, self._folder, self._executor, self._job = database, folder, executor, job
        self._lock = -1

    def start(self) -> None:
        """Opens the queue and goes on with what a killed process has left. Raises QueueBusyError."""
        global _job
        self._take_lock()
        _job = self._job
        logging.getLogger("dbos").setLevel(logging.ERROR)
        DBOS(
            config={
                "name": NAME,
                "system_database_url": system_url(self._database, self._folder).render_as_string(False),
                "dbos_system_schema": SCHEMA,
                "executor_id": self._executor,
                "application_version": VERSION,
                "serializer": Plain(),
                "enable_otlp": False,
                "use_listen_notify": False,
                "log_level": "ERROR",
                "sys_db_pool_size": 5,
            }
        )
        DBOS.launch()
        DBOS.register_queue(
            QUEUE, worker_concurrency=1, polling_interval_sec=LOOK_SECONDS, on_conflict="always_update"
        )

    def stop(self) -> None:
        """Closes it; what has not ended goes on at the next start."""
        until = time.monotonic() + WRITE_SECONDS
        while time.monotonic() < until and self._found(["PENDING"]):
            time.sleep(0.03)  # a job that has just ended is still written down
        DBOS.destroy()
        os.close(self._lock)

    def enqueue(self, run_id: str, turn: str) -> None:
        """Puts a run in the queue; twice with the same turn is once."""
        with SetWorkflowID(f"{run_id}.{turn}"):
            DBOS.enqueue_workflow(QUEUE, _run, run_id)

    def going(self, run_id: str) -> bool:
        """True while a run waits or is worked on."""
        return self._found(ACTIVE, workflow_id_prefix=f"{run_id}.")

    def _found(self, states: list[str], **more: Any) -> bool:
        return bool(DBOS.list_workflows(status=states, load_input=False, load_output=False, limit=1, **more))

    def _take_lock(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        alone = make_url(self._database).get_backend_name() == "sqlite"
        name = "jobs.lock" if alone else f"jobs-{self._executor}.lock"
        self._lock = os.open(self._folder / name, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            raise QueueBusyError from None


def system_url(database: str, folder: Path) -> URL:
    """Where the queue is kept: a file beside the service's own, or a schema of its own in the same PostgreSQL."""
    url = make_url(database)
    if url.get_backend_name() == "sqlite":
        return URL.create("sqlite", database=str(folder.resolve() / "jobs.db"))
    return url.set(drivername="postgresql+psycopg")
