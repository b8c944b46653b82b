"""What the tests' own PostgreSQL hands out again is empty and whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from models.audit import AuditRow
from models.engines import reading
from models.school import School
from tests import postgres
from tests.api.services.world import new_world
from tests.databases import new_template
from tests.reused import Databases, Files, fill, kept_rows


@pytest.fixture(scope="module")
def databases() -> Iterator[Databases]:
    from models.migrate import upgrade

    if postgres.binaries() is None:
        pytest.skip(postgres.MISSING)
    with new_template("postgresql") as (engine, template):
        upgrade(engine)
    made = Databases(engine.url.set(database="postgres").render_as_string(hide_password=False), template)
    yield made
    made.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    from models.migrate import upgrade

    with new_template("sqlite") as (engine, template):
        upgrade(engine)
    return Files(tmp_path_factory.mktemp("files"), template)


def counts(engine: Engine) -> tuple[int, int]:
    with reading(engine) as session:
        return len(session.exec(select(School.id)).all()), len(session.exec(select(AuditRow.n)).all())


def fill_in(engine: Engine) -> tuple[int, int]:
    new_world.__wrapped__(engine)  # type: ignore[attr-defined]
    found = counts(engine)
    assert min(found) > 0
    return found


def test_a_filled_database_comes_back_empty_and_its_rows_are_put_back(databases: Databases) -> None:
    engine = databases.take()
    before = fill_in(engine)
    rows = kept_rows(engine)
    databases.give_back(engine)
    assert databases.take() is engine
    assert counts(engine) == (0, 0)
    fill(engine, rows)
    assert counts(engine) == before
    databases.give_back(engine)


def test_a_filled_file_comes_back_empty(files: Files) -> None:
    engine = files.take()
    fill_in(engine)
    files.give_back(engine)
    assert files.take() is engine
    assert counts(engine) == (0, 0)


def test_two_at_a_time_are_two(files: Files) -> None:
    first, second = files.take(), files.take()
    fill_in(first)
    assert counts(second) == (0, 0)


@pytest.mark.parametrize(
    "order", ["DROP TABLE message CASCADE", "ALTER TABLE audit DISABLE TRIGGER ALL", "CREATE TABLE x (y int)"]
)
def test_one_with_another_catalogue_is_not_given_out_again(databases: Databases, order: str) -> None:
    engine = databases.take()
    with engine.begin() as connection:
        connection.execute(text(order))
    databases.give_back(engine)
    assert databases.take() is not engine


def test_whoever_stays_in_is_thrown_out(databases: Databases) -> None:
    engine = databases.take()
    held = engine.connect()
    held.execute(text("LOCK TABLE school"))
    databases.give_back(engine)
    with pytest.raises(OperationalError, match="terminating connection"):
        held.execute(text("SELECT 1"))
    held.close()
    assert databases.take() is engine
