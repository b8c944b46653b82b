"""Engines for one SQLite file and for PostgreSQL, with the settings that passed; units of work to read and write.

Writing units on SQLite begin IMMEDIATE: two writers then wait for each other instead of failing half-way. WAL is
used only where the library is free of the WAL-reset race (3.51.3, backports 3.50.7 and 3.44.6).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event, make_url
from sqlmodel import Session, create_engine

BUSY_MS = 5_000
POSTGRES_OPTIONS = (
    "-c statement_timeout=5s -c lock_timeout=3s -c idle_in_transaction_session_timeout=10s -c timezone=UTC"
)
WRITES = "homelessons_writes"


def make_engine(url: str) -> Engine:
    """The engine of a database. Raises ValueError for another kind than SQLite in a file or PostgreSQL."""
    kind = make_url(url).get_backend_name()
    if kind == "sqlite":
        return _sqlite(url)
    if kind == "postgresql":
        return _postgresql(url)
    raise ValueError(f"{kind}: the service keeps its data in SQLite or PostgreSQL")


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """WAL where the library is free of the WAL-reset race, else DELETE."""
    free = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    return "WAL" if free else "DELETE"


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"isolation_level": None})

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: Any) -> None:
        for pragma in (
            f"busy_timeout={BUSY_MS}",
            f"journal_mode={journal_mode()}",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: str) -> Engine:
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_pre_ping=True,
        pool_timeout=3,
        connect_args={"connect_timeout": 3, "tcp_user_timeout": 4000, "options": POSTGRES_OPTIONS},
    )


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A unit of work that only reads; whatever it changed is rolled back."""
    with Session(engine) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A unit of work that is committed whole at its end, or not at all when it raises."""
    with (
        Session(engine.execution_options(**{WRITES: True}), expire_on_commit=False) as session,
        session.begin(),
    ):
        yield session
