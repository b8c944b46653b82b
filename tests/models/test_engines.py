"""Engines: settings in force, units of work whole or not at all, two writers one after the other."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from models.engines import journal_mode, make_engine, reading, writing
from models.school import School


def school(code: str = "s100") -> School:
    return School(code=code, title="СОШ № 100")


def codes(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return sorted(session.exec(select(School.code)))


def test_writing_commits_at_its_end(database: Engine) -> None:
    with writing(database) as session:
        session.add(school())
    assert codes(database) == ["s100"]


def test_writing_that_raises_leaves_nothing(database: Engine) -> None:
    def fail_halfway() -> None:
        with writing(database) as session:
            session.add(school())
            session.flush()
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        fail_halfway()
    assert codes(database) == []


def test_reading_keeps_nothing_it_changed(database: Engine) -> None:
    with reading(database) as session:
        session.add(school())
        session.flush()
    assert codes(database) == []


def test_writers_wait_for_each_other(database: Engine) -> None:
    """Eight writers read the highest number and add the next: none fails, none doubles (deferred ones would)."""

    def add() -> None:
        with writing(database) as session:
            if database.dialect.name == "postgresql":
                session.execute(text("LOCK TABLE school IN EXCLUSIVE MODE"))
            number = len(session.exec(select(School.code)).all())
            session.add(school(f"s{number}"))

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes(database) == [f"s{number}" for number in range(8)]


def test_sqlite_asks_for_durability_and_foreign_keys(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "foreign_keys", "busy_timeout", "journal_mode")
        }
    engine.dispose()
    # synchronous 2 is FULL
    assert told == {
        "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "journal_mode": journal_mode().lower(),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "DELETE"),
        ((3, 44, 5), "DELETE"),
        ((3, 44, 6), "WAL"),
        ((3, 45, 0), "DELETE"),
        ((3, 50, 6), "DELETE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((3, 52, 0), "WAL"),
    ],
)
def test_wal_is_used_only_where_it_is_safe(version: tuple[int, ...], mode: str) -> None:
    assert journal_mode(version) == mode


def test_postgresql_has_its_time_limits(bare: Engine) -> None:
    if bare.dialect.name != "postgresql":
        return
    with bare.connect() as connection:
        told = [
            connection.exec_driver_sql(f"SHOW {name}").scalar()
            for name in (
                "statement_timeout",
                "lock_timeout",
                "idle_in_transaction_session_timeout",
                "timezone",
            )
        ]
    assert told == ["5s", "3s", "10s", "UTC"]


def test_another_database_is_refused() -> None:
    with pytest.raises(ValueError, match="mysql: the service keeps its data in SQLite or PostgreSQL"):
        make_engine("mysql://somewhere/x")


def test_error_texts_carry_no_values(database: Engine) -> None:
    with pytest.raises(Exception, match="school") as caught, writing(database) as session:
        session.add_all([School(code="s1", title="КАНАРЕЙКА"), School(code="s1", title="КАНАРЕЙКА")])
    assert "КАНАРЕЙКА" not in str(caught.value)
