"""The two databases every test of storage runs on, each started by the test run, each test on a schema of its own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import postgres

if TYPE_CHECKING:
    from sqlalchemy import Engine

KINDS = ("sqlite", "postgresql")


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

    if kind == "sqlite":
        engine = make_engine(f"sqlite:///{folder / 'school.db'}")
    else:
        if postgres.binaries() is None:
            pytest.skip(postgres.MISSING)
        engine = make_engine(_new_database(_server()))
    try:
        yield engine
    finally:
        engine.dispose()


def _new_database(server: str) -> str:
    from sqlalchemy import make_url, text

    from models.engines import make_engine

    name = f"t{uuid.uuid4().hex}"
    admin = make_engine(server)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=KINDS)
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database, once of each kind."""
    with empty(request.param, tmp_path) as engine:
        yield engine


@pytest.fixture
def database(bare: Engine) -> Engine:
    """A database with every table, once of each kind."""
    from models.migrate import upgrade

    upgrade(bare)
    return bare
