"""Every migration there is, with rows in every table: up, down, up; broken off anywhere; killed. Both databases."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from models import tables
from models.audit import AuditRow
from models.base import Table
from models.engines import writing
from models.migrate import config, differences, downgrade, upgrade
from models.version import current, newest
from tests.conftest import TORTURE
from tests.databases import KINDS, copied, new_template
from tests.models.rows import PER_TABLE, Row, rows_for
from tests.models.standing import VERSION, Contents, contents, interrupted, lost, schema, step

ROOT = Path(__file__).parents[2]
REVISIONS = tuple(script.revision for script in ScriptDirectory.from_config(config()).walk_revisions())[::-1]
BELOW = dict(zip(REVISIONS, ("base", *REVISIONS), strict=False))
ABOVE = {below: revision for revision, below in BELOW.items()}
STRIDE = 1 if TORTURE else 5  # every fifth statement, and the first two, where time is short
STEPS = [(way, revision) for revision in REVISIONS for way in ("up", "down")]
GIVEN_UP = {"0030": {"decision.channel", "decision.strength"}}  # answers by file become answers on a visit
At = Callable[[str], Engine]
KILLED = [*(("up", revision) for revision in REVISIONS), ("down", REVISIONS[-1])]


@cache
def made_rows() -> dict[str, list[Row]]:
    assert tables.ALL
    return rows_for(Table.metadata)


def filled(engine: Engine) -> Contents:
    """The newest schema with rows in every table."""
    with writing(engine) as session:
        for table in Table.metadata.sorted_tables:
            session.connection().execute(table.insert(), made_rows()[table.name])
    return contents(engine)


@cache
def template(kind: str, revision: str) -> str:
    """What stands at a revision after the newest was filled; `base` is nothing. One step below the next one's."""
    above = ABOVE.get(revision)
    after = template(kind, above) if above else None
    with new_template(kind, after) as (engine, told):
        if above:
            downgrade(engine, revision)
        else:
            upgrade(engine)
            filled(engine)
    return told


@pytest.fixture(params=KINDS)
def at(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[At]:
    """Gives the engine of a copy of what stands at a revision."""
    with ExitStack() as stack:
        yield lambda revision: stack.enter_context(
            copied(request.param, template(request.param, revision), Path(mkdtemp(dir=tmp_path)))
        )


@pytest.fixture
def newest_schema(at: At) -> list[str]:
    return schema(at(REVISIONS[-1]))


@pytest.fixture(scope="module")
def killer() -> Iterator[subprocess.Popen[str]]:
    """Migrates in processes that are killed."""
    command = [sys.executable, "-m", "tests.models.standing"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as started:
        yield started


def assert_guarded(engine: Engine) -> None:
    """The log of acts still refuses to be changed. (Without a row nothing would be changed and nothing refused.)"""
    told = contents(engine)
    if "audit" not in told:
        return
    with writing(engine) as session:
        if not told["audit"]:
            session.connection().execute(AuditRow.__table__.insert(), made_rows()["audit"])  # type: ignore[attr-defined]
    for statement in ("UPDATE audit SET actor = 'x'", "DELETE FROM audit"):
        with pytest.raises(DBAPIError, match="append-only"), writing(engine) as session:
            session.execute(text(statement))


def test_every_table_has_rows(database: Engine) -> None:
    told = filled(database)
    assert set(told) - {VERSION} == {str(table.__tablename__) for table in tables.ALL}
    assert {
        name: len(rows) for name, rows in told.items() if name != VERSION and len(rows) != PER_TABLE
    } == {}
    empty = [
        f"{name}.{column}"
        for name, rows in told.items()
        for column in rows[0]
        if all(row[column] is None for row in rows)
    ]
    assert len(empty) < 15  # columns that one condition keeps empty in all three rows


@pytest.mark.parametrize("revision", ["base", *REVISIONS[:-1]])
def test_rows_outlive_the_way_down_and_up_again(at: At, newest_schema: list[str], revision: str) -> None:
    """Down by one step from what came down before, up by all of them."""
    database = at(ABOVE[revision])
    before = contents(database)
    downgrade(database, revision)
    below = contents(database)
    assert set(lost(before, below)) == GIVEN_UP.get(ABOVE[revision], set())
    assert_guarded(database)
    upgrade(database)
    after = contents(database)
    kept = {name: [dict(row) for row in rows] for name, rows in below.items()}
    assert lost(kept, after) == []
    assert differences(database) == []
    assert (
        newest_schema == schema(database) or database.dialect.name == "sqlite"
    )  # SQLite keeps the words of each change
    assert_guarded(database)


class BrokenOffError(Exception):
    """Planted before a statement."""


@pytest.mark.parametrize(("way", "revision"), STEPS, ids=lambda told: str(told))
def test_a_migration_broken_off_anywhere_changes_nothing_and_can_be_repeated(
    at: At, way: str, revision: str
) -> None:
    start, end = (BELOW[revision], revision) if way == "up" else (revision, BELOW[revision])
    database = at(start)
    before, made = contents(database), schema(database)
    breaks = 0
    while True:

        def break_off(number: int, _statement: str, wanted: int = breaks) -> None:
            if number == wanted:
                raise BrokenOffError

        try:
            with interrupted(database, break_off):
                step(database, way, end)
            break
        except BrokenOffError:
            assert (schema(database), contents(database)) == (made, before), f"after {breaks} statements"
            breaks += STRIDE if breaks else 1
    assert breaks >= 2
    assert current(database) == (None if end == "base" else end)
    assert set(lost(before, contents(database))) == (
        GIVEN_UP.get(revision, set()) if way == "down" else set()
    )
    assert_guarded(database)


@pytest.mark.parametrize(("way", "revision"), KILLED, ids=lambda told: str(told))
def test_a_migration_killed_at_its_end_changes_nothing_and_can_be_repeated(
    at: At, killer: subprocess.Popen[str], way: str, revision: str
) -> None:
    start, end = (BELOW[revision], revision) if way == "up" else (revision, BELOW[revision])
    database = at(start)
    before, made = contents(database), schema(database)
    url = database.url.render_as_string(hide_password=False)
    database.dispose()
    assert killer.stdin is not None
    assert killer.stdout is not None
    print(url, way, end, file=killer.stdin, flush=True)
    assert int(killer.stdout.readline()) == -signal.SIGKILL
    assert (schema(database), contents(database)) == (made, before)
    step(database, way, end)
    assert current(database) == (None if end == "base" else end)
    assert set(lost(before, contents(database))) == (
        GIVEN_UP.get(revision, set()) if way == "down" else set()
    )
    assert_guarded(database)


def test_the_newest_script_is_the_one_the_program_needs_and_names_are_revisions(database: Engine) -> None:
    scripts = ScriptDirectory.from_config(config())
    assert (newest(), current(database)) == (scripts.get_current_head(), REVISIONS[-1])
    for script in scripts.walk_revisions():
        assert Path(script.path).name.startswith(f"{script.revision}_")
    assert list(REVISIONS) == sorted(REVISIONS)


def test_an_empty_database_stands_nowhere(bare: Engine) -> None:
    assert current(bare) is None
    upgrade(bare)
    downgrade(bare, "base")
    assert current(bare) is None
