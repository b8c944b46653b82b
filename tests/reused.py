"""Databases that are emptied after a test and given to the next, and rows of a PostgreSQL kept as bytes.

Making a database of PostgreSQL takes a tenth of a second of processor time, emptying one a hundredth. One whose
catalogue a test has changed (a dropped trigger, another column) is never given out again. Engines stay, too, and
with them every statement they have compiled.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copy

import psycopg
from sqlalchemy import URL, Engine, make_url

from models.engines import make_engine

OWN = "alembic_version"  # the one table with a row before anything is filled in
QUIET = (
    "SET session_replication_role = replica; SET lock_timeout = '2s'"  # no triggers: the log is emptied, too
)
OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> %s ORDER BY tablename"
LAYOUT = f"""
SELECT (SELECT string_agg(version_num, ',') FROM {OWN}),
    (SELECT row(count(*), max(xmin::text::bigint))::text FROM pg_class WHERE relnamespace = 'public'::regnamespace),
    (SELECT row(count(*), max(xmin::text::bigint))::text FROM pg_trigger),
    (SELECT row(count(*), max(xmin::text::bigint))::text FROM pg_constraint),
    (SELECT row(count(*), max(xmin::text::bigint))::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace),
    (SELECT count(*) FROM pg_attribute)"""

Rows = Mapping[str, bytes]  # table → its rows as COPY writes them


class Files:
    """SQLite files of one folder, each the copy of a template."""

    def __init__(self, folder: Path, template: str) -> None:
        self._folder, self._template = folder, template
        self._free: list[Engine] = []

    def take(self) -> Engine:
        engine = self._free.pop() if self._free else self._new()
        own = str(engine.url.database)
        for left in ("-wal", "-shm", "-journal"):
            Path(own + left).unlink(missing_ok=True)
        copy(self._template, own)
        return engine

    def give_back(self, engine: Engine) -> None:
        engine.dispose()
        self._free.append(engine)

    def _new(self) -> Engine:
        return make_engine(f"sqlite:///{self._folder / uuid.uuid4().hex}")


@dataclass(frozen=True)
class _Base:
    """A connection that stays: its server process knows every table by then. layout: the catalogue at first."""

    connection: psycopg.Connection
    layout: object


class Databases:
    """Databases of one server after one template. url: of the server's database `postgres`."""

    def __init__(self, url: str, template: str) -> None:
        self._url, self._template = make_url(url), template
        self._free: list[Engine] = []
        self._bases: dict[Engine, _Base] = {}

    def take(self) -> Engine:
        """Of a database with every table and no rows."""
        return self._free.pop() if self._free else self._new()

    def give_back(self, engine: Engine) -> None:
        """Nobody uses it any more; whoever still does is thrown out."""
        engine.dispose()
        base = self._bases[engine]
        try:
            base.connection.execute(OTHERS)
            if _layout(base.connection) == base.layout:
                _emptied(base.connection)
                self._free.append(engine)
                return
        except psycopg.Error:
            pass
        self._bases.pop(engine).connection.close()

    def close(self) -> None:
        while self._bases:
            self._bases.popitem()[1].connection.close()

    def _new(self) -> Engine:
        name = f"t{uuid.uuid4().hex}"
        with _connected(self._url) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {self._template}")
        url = self._url.set(database=name)
        engine = make_engine(url.render_as_string(hide_password=False))
        connection = _connected(url)
        self._bases[engine] = _Base(connection, _layout(connection))
        return engine


def kept_rows(engine: Engine) -> Rows:
    """Everything a database holds."""
    with _connected(engine.url) as connection:
        told = {}
        for table in _filled(connection):
            with connection.cursor().copy(f'COPY "{table}" TO STDOUT (FORMAT binary)') as out:
                told[table] = b"".join(bytes(part) for part in out)
    return told


def fill(engine: Engine, rows: Rows) -> None:
    """Puts kept rows into a database without rows, past its triggers."""
    with _connected(engine.url) as connection:
        connection.execute(QUIET)
        with connection.transaction():
            for table, held in rows.items():
                with connection.cursor().copy(f'COPY "{table}" FROM STDIN (FORMAT binary)') as into:
                    into.write(held)


def _connected(url: URL) -> psycopg.Connection:
    return psycopg.connect(
        host=str(url.query["host"]),
        user=url.username,
        dbname=url.database,
        autocommit=True,
        prepare_threshold=None,
    )


def _layout(connection: psycopg.Connection) -> object:
    return connection.execute(LAYOUT).fetchone()


def _filled(connection: psycopg.Connection) -> list[str]:
    tables = [name for (name,) in connection.execute(TABLES, (OWN,))]
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in tables)
    return [name for (name,) in connection.execute(asked)]


def _emptied(connection: psycopg.Connection) -> None:
    connection.execute(QUIET)
    connection.execute("; ".join(f'DELETE FROM "{table}"' for table in _filled(connection)))
