"""The two databases every test of storage runs on, each started by the test run, each test on a schema of its own."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache, wraps
from pathlib import Path
from shutil import copy
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakSet
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
AT_ONCE = {"test_canaries.py", "test_demo_service.py"}  # one stage for all its tests, and that takes long
WHOLE = {"test_audit_rows.py", "test_races.py", "test_publish_killed.py"}  # of services
BAR, PHONE = "above_the_bar", 320  # looks for what is wrong on any width; the narrowest is the hardest
STARTS = ("school", "account", "audit")  # one of these has a row as soon as anything is filled in
HALVED = {"pages", "rest", "services", "jobs"}  # of these, half of the tests; TORTURE=1: all
KEPT_WHOLE = {
    "days",
    "entry",
    "printing",
    "records",
    "repairs",
    "ledger",
    "test_audit_rows.py",
    "test_races.py",
}
HERE = object()  # stands for the engine in what is kept of a world

Made = TypeVar("Made")
_untouched: WeakSet[Any] = WeakSet()  # engines
_worlds: dict[tuple[object, ...], tuple[str, Any]] = {}


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
    from sqlalchemy import make_url

    name = f"t{uuid.uuid4().hex}"
    _order(f"CREATE DATABASE {name} TEMPLATE {template}")
    return make_url(_server()).set(database=name).render_as_string(hide_password=False)


def _order(*statements: str) -> None:
    """Has this process's server do something about whole databases."""
    from sqlalchemy import text

    from models.engines import make_engine

    if postgres.binaries() is None:
        pytest.skip(postgres.MISSING)
    admin = make_engine(_server())
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))
    admin.dispose()


def once(build: Callable[..., Made]) -> Callable[..., Made]:
    """Of a builder that fills an untouched database: done once in a process, from then on copied.

    What it gives back may hold the engine and plain values; arguments after the engine tell worlds apart.
    """

    @wraps(build)
    def made(engine: Engine, *args: Any, **more: Any) -> Made:
        if engine not in _untouched or not _is_empty(engine):
            return build(engine, *args, **more)
        _untouched.discard(engine)
        key = (engine.dialect.name, build.__module__, build.__qualname__, args, *sorted(more.items()))
        if key not in _worlds:
            value = build(engine, *args, **more)
            _worlds[key] = _kept(engine), deepcopy(value, {id(engine): HERE})
            return value
        template, value = _worlds[key]
        _filled(engine, template)
        return deepcopy(value, {id(HERE): engine})

    return made


def _is_empty(engine: Engine) -> bool:
    from sqlalchemy import text

    with engine.connect() as connection:
        return not any(connection.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).all() for name in STARTS)


def _kept(engine: Engine) -> str:
    """A copy of a database that lasts as long as the process: a file, or the name of a template."""
    engine.dispose()
    name = f"w{uuid.uuid4().hex}"
    if engine.dialect.name == "sqlite":
        return str(copy(str(engine.url.database), _worlds_folder() / name))
    _order(f"CREATE DATABASE {name} TEMPLATE {engine.url.database}")
    return name


def _filled(engine: Engine, template: str) -> None:
    """Puts a kept database in the place of the engine's own."""
    engine.dispose()
    own = str(engine.url.database)
    if engine.dialect.name == "sqlite":
        copy(template, own)
    else:
        _order(f"DROP DATABASE {own}", f"CREATE DATABASE {own} TEMPLATE {template}")


@cache
def _worlds_folder() -> Path:
    import atexit
    from tempfile import TemporaryDirectory

    folder = TemporaryDirectory(prefix="worlds")
    atexit.register(folder.cleanup)
    return Path(folder.name)


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
        _untouched.add(engine)
        yield engine


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the rooms above the tables half of the tests run, drawn by name, so that all end in time; TORTURE=1: all.

    Much of them runs on one of the databases, drawn by a test's name; TORTURE=1: on both.

    On both each time: tables, the way of rows through migrations, the log, races, killed processes. Pages that are
    looked at in three widths are looked at in the narrowest and, where there is more to them than the bar, in the
    widest; TORTURE=1: in each. WHOLE=1: every test, each in its short form.
    """
    if os.environ.get("TORTURE") or os.environ.get("WHOLE"):
        return
    left = [item for item in items if _is_drawn_out(item)]
    config.hook.pytest_deselected(items=left)
    gone = set(left)
    items[:] = [item for item in items if item not in gone]


def _is_drawn_out(item: pytest.Item) -> bool:
    rooms = set(item.path.parts)
    if "api" in rooms and rooms & HALVED and not rooms & KEPT_WHOLE:
        bare = item.nodeid
        for kind in KINDS:
            bare = bare.replace(kind, "")
        if crc32(f"half {bare}".encode()) % 2:
            return True
    asked = getattr(item, "callspec", None)
    if asked is None:
        return False
    wide = asked.params.get("wide")
    if wide == NARROW or (wide is not None and wide != PHONE and BAR in item.name):
        return True
    kinds = [value for value in asked.params.values() if value in KINDS]
    drawable = rooms & DRAWN or item.path.name in AT_ONCE or item.name.startswith(LONG)
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
