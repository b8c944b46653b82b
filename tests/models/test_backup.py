"""Backup and the way back, on both databases: nothing acknowledged is missing, nothing can be read without the key."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from models.audit import Act, append, verify
from models.backup import BackupError, backup, restore
from models.engines import reading, writing
from models.school import School
from models.version import current
from tests import postgres
from tests.databases import empty

KEY, OTHER = b"k" * 32, b"o" * 32
CANARY = "КАНАРЕЙКА"


def add(engine: Engine, code: str) -> None:
    with writing(engine) as session:
        session.add(School(code=code, title=f"{CANARY} {code}"))
        append(
            session,
            KEY,
            Act(
                actor="test",
                role="deputy",
                action="school.add",
                object_kind="school",
                object_id=code,
                facts={},
            ),
        )


def codes(engine: Engine) -> set[str]:
    with reading(engine) as session:
        return set(session.exec(select(School.code)))


def files_of(folder: Path) -> Path:
    folder.mkdir()
    (folder / "aa").mkdir()
    (folder / "aa" / "file").write_bytes(b"sealed document")
    return folder


@pytest.fixture(autouse=True)
def programs_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore of the very server that the tests run, wherever its binaries come from."""
    folder = postgres.binaries()
    if folder is not None:
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_a_restored_service_is_the_one_that_was_saved(database: Engine, tmp_path: Path) -> None:
    add(database, "s1")
    archive = tmp_path / "backup.sealed"
    about = backup(database, files_of(tmp_path / "files"), archive, KEY)
    assert (about.kind, about.revision) == (database.dialect.name, current(database))

    (tmp_path / "new").mkdir()
    with empty(database.dialect.name, tmp_path / "new") as fresh:
        restore(archive, fresh, tmp_path / "new" / "files", KEY)
        assert codes(fresh) == {"s1"}
        add(fresh, "s2")  # it can be written to again, and the chain goes on
        with reading(fresh) as session:
            assert verify(session, KEY) == ()
    assert (tmp_path / "new" / "files" / "aa" / "file").read_bytes() == b"sealed document"


def test_what_was_acknowledged_before_a_backup_is_in_it(database: Engine, tmp_path: Path) -> None:
    acknowledged: list[str] = []
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            add(database, f"s{number}")
            acknowledged.append(f"s{number}")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(acknowledged) < 5:
            stop.wait(0.01)
        before = set(acknowledged)
        backup(database, tmp_path / "none", tmp_path / "b", KEY)
    finally:
        stop.set()
        writer.join()
    (tmp_path / "new").mkdir()
    with empty(database.dialect.name, tmp_path / "new") as fresh:
        restore(tmp_path / "b", fresh, tmp_path / "new" / "files", KEY)
        found = codes(fresh)
        with reading(fresh) as session:
            assert verify(session, KEY) == ()
    assert before - found == set()
    assert found <= set(acknowledged)


def test_an_archive_tells_nothing_without_its_key(database: Engine, tmp_path: Path) -> None:
    add(database, "s1")
    archive = tmp_path / "b"
    backup(database, tmp_path / "none", archive, KEY)
    assert CANARY.encode() not in archive.read_bytes()
    (tmp_path / "new").mkdir()
    with (
        empty(database.dialect.name, tmp_path / "new") as fresh,
        pytest.raises(BackupError, match="другой ключ"),
    ):
        restore(archive, fresh, tmp_path / "new" / "files", OTHER)


@pytest.mark.parametrize("damage", ["cut", "changed", "foreign"])
def test_a_damaged_archive_is_refused_whole(damage: str, tmp_path: Path) -> None:
    with empty("sqlite", tmp_path) as engine:
        from models.migrate import upgrade

        upgrade(engine)
        backup(engine, files_of(tmp_path / "files"), tmp_path / "b", KEY)
    data = bytearray((tmp_path / "b").read_bytes())
    if damage == "cut":
        del data[-100:]
    elif damage == "changed":
        data[len(data) // 2] ^= 1
    else:
        data[:8] = b"PK\x03\x04...."
    (tmp_path / "b").write_bytes(data)
    (tmp_path / "new").mkdir()
    with empty("sqlite", tmp_path / "new") as fresh:
        with pytest.raises(BackupError, match="архив не открыт"):
            restore(tmp_path / "b", fresh, tmp_path / "new" / "files", KEY)
        assert not (tmp_path / "new" / "files").exists()
        assert current(fresh) is None


def test_nothing_that_stands_is_overwritten(database: Engine, tmp_path: Path) -> None:
    backup(database, tmp_path / "none", tmp_path / "b", KEY)
    with pytest.raises(BackupError, match="только в пустую базу"):
        restore(tmp_path / "b", database, tmp_path / "files", KEY)
    (tmp_path / "new").mkdir()
    with empty(database.dialect.name, tmp_path / "new") as fresh:
        full = files_of(tmp_path / "new" / "files")
        with pytest.raises(BackupError, match="не пуста"):
            restore(tmp_path / "b", fresh, full, KEY)


def test_a_backup_that_fails_leaves_the_former_one(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"yesterday's")
    with empty("sqlite", tmp_path) as engine, pytest.raises(Exception, match=r"32|key"):
        backup(engine, tmp_path / "none", tmp_path / "b", b"short")
    assert (tmp_path / "b").read_bytes() == b"yesterday's"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "school.db"]
