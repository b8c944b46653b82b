"""The store: sealed, named by a keyed digest, whole or not at all."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.services.papers import files
from api.services.papers.files import BrokenFileError, FileStore

SCHOOL, OTHER = "a" * 32, "b" * 32
KEY = b"k" * 32
SECRET = "КАНАРЕЙКА-G40".encode() * 40


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files", KEY)


def kept_files(store: FileStore) -> list[Path]:
    return sorted(path for path in store.folder.rglob("*") if path.is_file())


def test_what_is_put_is_got(store: FileStore) -> None:
    digest = store.put(SCHOOL, SECRET)
    assert store.get(SCHOOL, digest) == SECRET
    assert kept_files(store) == [store.path(SCHOOL, digest)]


def test_the_same_content_is_kept_once_and_named_otherwise_elsewhere(
    store: FileStore, tmp_path: Path
) -> None:
    first, again, foreign = store.put(SCHOOL, SECRET), store.put(SCHOOL, SECRET), store.put(OTHER, SECRET)
    assert first == again
    assert len({first, foreign, FileStore(tmp_path, b"z" * 32).digest(SCHOOL, SECRET)}) == 3
    assert len(kept_files(store)) == 2


def test_nothing_of_the_content_stands_on_disk(store: FileStore) -> None:
    store.put(SCHOOL, SECRET)
    (path,) = kept_files(store)
    assert SECRET[:13] not in path.read_bytes()
    assert "КАНАРЕЙКА" not in str(path)
    assert oct(path.stat().st_mode & 0o777) == "0o600"


def test_two_seals_of_one_content_differ(store: FileStore, tmp_path: Path) -> None:
    digest = store.put(SCHOOL, SECRET)
    other = FileStore(tmp_path / "more", KEY)
    other.put(SCHOOL, SECRET)
    assert store.path(SCHOOL, digest).read_bytes() != other.path(SCHOOL, digest).read_bytes()


@pytest.mark.parametrize("place", [0, 3, 4, 15, 16, -1])
def test_a_changed_byte_is_found(store: FileStore, place: int) -> None:
    digest = store.put(SCHOOL, SECRET)
    path = store.path(SCHOOL, digest)
    changed = bytearray(path.read_bytes())
    changed[place] ^= 1
    path.write_bytes(changed)
    with pytest.raises(BrokenFileError, match=digest):
        store.get(SCHOOL, digest)


@pytest.mark.parametrize("content", [b"", b"HLF1", b"HLF1" + b"0" * 12])
def test_a_cut_file_is_found(store: FileStore, content: bytes) -> None:
    digest = store.put(SCHOOL, SECRET)
    store.path(SCHOOL, digest).write_bytes(content)
    with pytest.raises(BrokenFileError):
        store.get(SCHOOL, digest)


def test_a_file_put_in_place_of_another_is_found(store: FileStore) -> None:
    first, second = store.put(SCHOOL, b"one"), store.put(SCHOOL, b"two")
    store.path(SCHOOL, second).replace(store.path(SCHOOL, first))
    with pytest.raises(BrokenFileError):
        store.get(SCHOOL, first)


def test_another_key_or_school_opens_nothing(store: FileStore) -> None:
    digest = store.put(SCHOOL, SECRET)
    path = store.path(OTHER, digest)
    path.parent.mkdir(parents=True)
    path.write_bytes(store.path(SCHOOL, digest).read_bytes())
    for wrong, school in ((store, OTHER), (FileStore(store.folder, b"z" * 32), SCHOOL)):
        with pytest.raises(BrokenFileError):
            wrong.get(school, digest)


def test_a_missing_file_is_broken_and_told(store: FileStore) -> None:
    digest = store.put(SCHOOL, SECRET)
    store.remove(SCHOOL, digest)
    store.remove(SCHOOL, digest)
    with pytest.raises(BrokenFileError):
        store.get(SCHOOL, digest)
    assert store.missing({(SCHOOL, digest)}) == ((SCHOOL, digest),)


@pytest.mark.parametrize(
    ("school", "digest"),
    [("..", "0" * 64), (SCHOOL, "../" * 21 + "x"), (SCHOOL, "0" * 63), ("A" * 32, "0" * 64)],
)
def test_a_path_is_made_of_digests_only(store: FileStore, school: str, digest: str) -> None:
    with pytest.raises(ValueError, match="neither a school nor a digest"):
        store.get(school, digest)


def test_a_write_that_fails_leaves_nothing(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.put(SCHOOL, SECRET)
    assert kept_files(store) == []


def test_orphans_are_the_old_files_no_row_knows(store: FileStore) -> None:
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    known, orphan, young = (store.put(SCHOOL, content) for content in (b"known", b"orphan", b"young"))
    half = store.path(SCHOOL, known).with_name(f"{known}.0.part")
    half.write_bytes(b"half")
    for path, hours in ((store.path(SCHOOL, known), 5), (store.path(SCHOOL, orphan), 2), (half, 2)):
        written = (now - timedelta(hours=hours)).timestamp()
        os.utime(path, (written, written))
    recent = (now - timedelta(minutes=59)).timestamp()
    os.utime(store.path(SCHOOL, young), (recent, recent))
    assert set(store.orphans({(SCHOOL, known)}, now)) == {half, store.path(SCHOOL, orphan)}
    assert store.missing({(SCHOOL, known)}) == ()


def test_an_empty_store_has_no_orphans(store: FileStore) -> None:
    assert store.orphans(set(), datetime.now(UTC)) == ()
