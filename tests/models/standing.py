"""What stands in a database, schema and rows, so that two moments can be compared. Run as a program: is killed.

`python -m tests.models.standing` reads lines of `URL up|down REVISION` and starts a process for each, which migrates
and kills itself before the version is marked. It answers how that one ended.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event, text

from models.engines import make_engine
from models.migrate import downgrade, upgrade

SCHEMA = {
    "sqlite": ("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",),
    "postgresql": (
        "SELECT table_name, column_name, data_type, is_nullable, column_default, character_maximum_length "
        "FROM information_schema.columns WHERE table_schema = 'public'",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace",
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    ),
}
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}
VERSION = "alembic_version"
Contents = dict[str, list[dict[str, Any]]]


def schema(engine: Engine) -> list[str]:
    """Tables, constraints, indexes, triggers and functions, in order."""
    with engine.connect() as connection:
        asked = [connection.execute(text(query)).all() for query in SCHEMA[engine.dialect.name]]
    return sorted(repr(tuple(row)) for rows in asked for row in rows)


def contents(engine: Engine) -> Contents:
    """Every row of every table as the driver gives it, in order of the first column."""
    with engine.connect() as connection:
        names = connection.execute(text(TABLES[engine.dialect.name])).scalars().all()
        return {
            name: [
                dict(row) for row in connection.execute(text(f"SELECT * FROM {name} ORDER BY 1")).mappings()
            ]
            for name in sorted(names)
        }


def lost(before: Contents, after: Contents) -> list[str]:
    """Rows and values that are in `after` otherwise than in `before`, for tables and columns in both."""
    told = []
    for name in sorted((set(before) & set(after)) - {VERSION}):
        if len(before[name]) != len(after[name]):
            told.append(f"{name}: {len(before[name])} rows became {len(after[name])}")
        for old, new in zip(before[name], after[name], strict=False):
            told += [f"{name}.{column}" for column in set(old) & set(new) if old[column] != new[column]]
    return sorted(set(told))


@contextmanager
def interrupted(engine: Engine, act: Callable[[int, str], None]) -> Iterator[None]:
    """Calls act(number, statement) before each statement that changes something, from 0 on."""
    number = 0

    def before(_c: object, _cursor: object, statement: str, *_: object) -> None:
        nonlocal number
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "BEGIN")):
            act(number, statement)
            number += 1

    event.listen(engine, "before_cursor_execute", before)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", before)


def step(engine: Engine, way: str, revision: str) -> None:
    (upgrade if way == "up" else downgrade)(engine, revision)


def _kill(_number: int, statement: str) -> None:
    if VERSION in statement and not statement.lstrip().upper().startswith("CREATE"):
        os.kill(os.getpid(), signal.SIGKILL)


def _migrate_and_be_killed(url: str, way: str, revision: str) -> None:
    made = make_engine(url)
    with interrupted(made, _kill):
        step(made, way, revision)


def main() -> None:
    """Forks: what a start of the program has to load is loaded once."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _migrate_and_be_killed(*line.split())
            return
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
