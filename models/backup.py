"""Backup of a running service, and the way back: the database as of one instant and the files, sealed in one file.

SQLite is copied by VACUUM INTO, never by copying the file; PostgreSQL by pg_dump. Files of documents are written
once and never changed, so copying them after the database misses none that the database knows.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, inspect

from models.sealed import SealError, seal, unseal_into
from models.version import current

DATABASE, FILES, ABOUT = "database", "files", "about.json"
HALF = ".part"  # how the store of files calls one it has not written to its end


class BackupError(Exception):
    """What could not be done, as a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class About:
    """What an archive holds: kind of database and revision of its schema."""

    kind: str
    revision: str | None


def backup(engine: Engine, files: Path, target: Path, key: bytes) -> About:
    """Writes a sealed archive, whole or not at all; the service may go on writing meanwhile."""
    about = About(engine.dialect.name, current(engine))
    with TemporaryDirectory(dir=target.parent) as name:
        folder = Path(name)
        _dump(engine, folder / DATABASE)
        (folder / ABOUT).write_text(json.dumps({"kind": about.kind, "revision": about.revision}))
        with tarfile.open(folder / "plain.tar", "w") as archive:
            archive.add(folder / ABOUT, ABOUT)
            archive.add(folder / DATABASE, DATABASE)
            _add_files(archive, files)
        with (folder / "plain.tar").open("rb") as source, (folder / "sealed").open("wb") as sealed:
            seal(key, source, sealed)
            sealed.flush()
            os.fsync(sealed.fileno())
        (folder / "sealed").replace(target)
    return about


def _add_files(archive: tarfile.TarFile, files: Path) -> None:
    """Whole files only: one that is being written, or is taken away meanwhile, belongs to no row of the copy."""
    for path in sorted(path for path in files.rglob("*") if path.suffix != HALF):
        with contextlib.suppress(FileNotFoundError):
            archive.add(path, f"{FILES}/{path.relative_to(files)}", recursive=False)


def restore(archive: Path, engine: Engine, files: Path, key: bytes) -> About:
    """Fills an empty database and an absent or empty folder of files. Raises BackupError and changes nothing when
    the archive is damaged, of another kind, or something stands there already."""
    if inspect(engine).get_table_names():
        raise BackupError("в базе уже есть таблицы: восстановление возможно только в пустую базу")
    if files.is_dir() and any(files.iterdir()):
        raise BackupError("папка с файлами не пуста: укажите пустую папку")
    with TemporaryDirectory(dir=archive.parent) as name:
        folder = Path(name)
        _open(archive, folder, key)
        told = json.loads((folder / ABOUT).read_text())
        about = About(told["kind"], told["revision"])
        if about.kind != engine.dialect.name:
            raise BackupError(f"архив сделан из базы {about.kind}, а эта база — {engine.dialect.name}")
        _load(engine, folder / DATABASE)
        if (folder / FILES).is_dir():
            shutil.copytree(folder / FILES, files, dirs_exist_ok=True)
    return about


def _open(archive: Path, folder: Path, key: bytes) -> None:
    plain = folder / "plain.tar"
    try:
        with archive.open("rb") as source, plain.open("wb") as target:
            unseal_into(key, source, target)
    except SealError as error:
        raise BackupError(f"архив не открыт: другой ключ, или файл повреждён ({error})") from None
    with tarfile.open(plain) as opened:
        opened.extractall(folder, filter="data")
    plain.unlink()


def _dump(engine: Engine, target: Path) -> None:
    if engine.dialect.name == "postgresql":
        _run("pg_dump", engine, "--format=custom", "--no-owner", f"--file={target}")
        return
    connection = engine.raw_connection()  # outside any transaction: VACUUM allows none
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()


def _load(engine: Engine, source: Path) -> None:
    if engine.dialect.name == "postgresql":
        _run("pg_restore", engine, "--no-owner", "--exit-on-error", "--single-transaction", str(source))
        return
    path = engine.url.database
    if path is None:
        raise BackupError("база SQLite должна быть файлом")
    engine.dispose()
    shutil.copy(source, f"{path}.new")
    Path(f"{path}.new").replace(path)


def _run(program: str, engine: Engine, *words: str) -> None:
    """A program of PostgreSQL; the password travels in the environment, not on the command line."""
    found = shutil.which(program)
    if found is None:
        raise BackupError(
            f"нет программы {program}: установите клиент PostgreSQL той же версии, что и сервер"
        )
    url = engine.url.set(drivername="postgresql")
    environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    target = url.set(password=None).render_as_string(hide_password=False)
    told = subprocess.run(
        [found, *(words[:-1] if program == "pg_restore" else words), f"--dbname={target}",
         *(words[-1:] if program == "pg_restore" else ())],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if told.returncode:
        raise BackupError(f"{program} не справилась: {told.stderr.strip()[:500]}")
