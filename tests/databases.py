"""The two databases every test of storage runs on, each started by the test run, each test on a schema of its own."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache, wraps
from pathlib import Path
from shutil import copy, disk_usage
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakSet
from zlib import crc32

import pytest

from tests import postgres

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tests.reused import Databases, Files, Rows

KINDS = ("sqlite", "postgresql")
FILE = "school.db"
ROOM_BYTES = 1 << 30
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
_worlds: dict[tuple[object, ...], tuple[Path | Rows, Any]] = {}


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
        world, value = _worlds[key]
        _fill(engine, world)
        return deepcopy(value, {id(HERE): engine})

    return made


def _is_empty(engine: Engine) -> bool:
    from sqlalchemy import text

    with engine.connect() as connection:
        return not any(connection.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).all() for name in STARTS)


def _kept(engine: Engine) -> Path | Rows:
    """What a database holds, for as long as the process lasts: a file, or rows."""
    engine.dispose()
    name = f"w{uuid.uuid4().hex}"
    if engine.dialect.name == "sqlite":
        return copy(str(engine.url.database), _worlds_folder() / name)
    from tests.reused import kept_rows

    return kept_rows(engine)


def _fill(engine: Engine, world: Path | Rows) -> None:
    """Gives an untouched database what was kept."""
    if isinstance(world, Path):
        engine.dispose()
        copy(world, str(engine.url.database))
    else:
        from tests.reused import fill

        fill(engine, world)


@cache
def _worlds_folder() -> Path:
    import atexit
    from tempfile import TemporaryDirectory

    folder = TemporaryDirectory(prefix="worlds", dir=_in_memory())
    atexit.register(folder.cleanup)
    return Path(folder.name)


def _in_memory() -> Path | None:
    """A folder whose files are never written to a disk, where there is room: SQLite waits for the disk to the last."""
    shared = Path("/dev/shm")
    roomy = shared.is_dir() and os.access(shared, os.W_OK) and disk_usage(shared).free > ROOM_BYTES
    return shared if roomy else None


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
def migrated(kind: str) -> Iterator[Engine]:
    """A database with every table. What migrations make is made once per process and copied."""
    if kind != "sqlite" and postgres.binaries() is None:
        pytest.skip(postgres.MISSING)
    shelf = _databases() if kind == "postgresql" else _files()
    engine = shelf.take()
    _untouched.add(engine)
    try:
        yield engine
    finally:
        _untouched.discard(engine)
        shelf.give_back(engine)


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[Engine]:
    """The same for what is measured: nobody had it before, and an SQLite file lies in the folder, on its disk."""
    with copied(kind, _migrated(kind), folder) as engine:
        yield engine


@cache
def _databases() -> Databases:
    import atexit

    from tests.reused import Databases

    made = Databases(_server(), _migrated("postgresql"))
    atexit.register(made.close)
    return made


@cache
def _files() -> Files:
    from tests.reused import Files

    return Files(_worlds_folder(), _migrated("sqlite"))


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
def database(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database with every table, once of each kind."""
    with migrated(request.param) as engine:
        yield engine
