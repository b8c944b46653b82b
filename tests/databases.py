"""The two databases every test of storage runs on, each started by the test run, each test on a schema of its own."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from shutil import copy
from typing import TYPE_CHECKING
from zlib import crc32

import pytest

from tests import postgres

if TYPE_CHECKING:
    from sqlalchemy import Engine

KINDS = ("sqlite", "postgresql")
FILE = "school.db"
DRAWN = {"pages", "rest", "everywhere", "services", "jobs"}  # rooms of the tests
LONG = "test_a_migration_"  # broken off or killed at every step
NARROW = 360  # what fits into 320 fits here, too
AT_ONCE = {"test_canaries.py"}  # one stage for all its tests, and that takes long
WHOLE = {"entry", "agreement", "test_audit_rows.py"}  # of services


@cache
def _server() -> str:
    """The server of this test process; it ends with the process."""
    import atexit

    running = postgres.server()
    url = running.__enter__()
    atexit.register(running.__exit__, None, None, None)
    return url


@contextmanager
def empty(kind: str, folder: Path) -> Iterator[Engine]:
    """An empty database of a kind."""
    from models.engines import make_engine

    url = f"sqlite:///{folder / FILE}" if kind == "sqlite" else _new_database()
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _new_database(template: str = "template0") -> str:
    """URL of a database of this process's server, made after a template."""
    from sqlalchemy import make_url, text

    from models.engines import make_engine

    if postgres.binaries() is None:
        pytest.skip(postgres.MISSING)
    name = f"t{uuid.uuid4().hex}"
    admin = make_engine(_server())
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    admin.dispose()
    return make_url(_server()).set(database=name).render_as_string(hide_password=False)


@cache
def _migrated(kind: str) -> str:
    """A template that has gone through every migration; the tests of this process copy it."""
    from models.migrate import upgrade

    with new_template(kind) as (engine, told):
        upgrade(engine)
    return told


@contextmanager
def new_template(kind: str, after: str | None = None) -> Iterator[tuple[Engine, str]]:
    """An empty database, or a copy of a template, and the word by which `copied` copies it once the block is over.

    It stays until this process ends.
    """
    import atexit
    from tempfile import TemporaryDirectory

    folder = TemporaryDirectory(prefix="migrated")
    atexit.register(folder.cleanup)
    with (
        empty(kind, Path(folder.name)) if after is None else copied(kind, after, Path(folder.name)) as engine
    ):
        yield engine, str(Path(folder.name, FILE)) if kind == "sqlite" else str(engine.url.database)


@contextmanager
def copied(kind: str, template: str, folder: Path) -> Iterator[Engine]:
    """A copy of a template: an SQLite file in the folder, or a database of this process's server."""
    from models.engines import make_engine

    if kind == "sqlite":
        copy(template, folder / FILE)
        url = f"sqlite:///{folder / FILE}"
    else:
        url = _new_database(template)
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def migrated(kind: str, folder: Path) -> Iterator[Engine]:
    """A database with every table. What migrations make is made once per process and copied."""
    if kind != "sqlite" and postgres.binaries() is None:
        pytest.skip(postgres.MISSING)
    with copied(kind, _migrated(kind), folder) as engine:
        yield engine


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Much of what stands above the tables runs on one of the databases, drawn by a test's name; TORTURE=1: on both.

    On both each time: tables, the way of rows through migrations, the log, sign-in, agreement with its races. Pages
    that are looked at in three widths are looked at in the narrowest and the widest; TORTURE=1: in each.
    """
    if os.environ.get("TORTURE"):
        return
    left = [item for item in items if _is_drawn_out(item)]
    config.hook.pytest_deselected(items=left)
    gone = set(left)
    items[:] = [item for item in items if item not in gone]


def _is_drawn_out(item: pytest.Item) -> bool:
    asked = getattr(item, "callspec", None)
    if asked is None:
        return False
    if asked.params.get("wide") == NARROW:
        return True
    kinds = [value for value in asked.params.values() if value in KINDS]
    rooms = set(item.path.parts)
    drawable = rooms & DRAWN or item.name.startswith(LONG)
    if len(kinds) != 1 or not drawable or ("services" in rooms and rooms & WHOLE):
        return False
    name = item.path.name if item.path.name in AT_ONCE else item.nodeid.replace(kinds[0], "")
    drawn = KINDS[crc32(name.encode()) % 2]
    return kinds[0] != drawn


@pytest.fixture(params=KINDS)
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database, once of each kind."""
    with empty(request.param, tmp_path) as engine:
        yield engine


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with every table, once of each kind."""
    with migrated(request.param, tmp_path) as engine:
        yield engine
