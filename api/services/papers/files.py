"""The store of files: encrypted, named by a keyed digest of their content, written whole or not at all.

A row of `stored_file` is written in the transaction of the request, the file on disk before it: a rolled-back
request leaves an orphan on disk, never a row without its file. Keys per school are derived from the one handed in.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

HEAD = b"HLF1"  # format of a stored file: head, nonce, sealed content
NONCE = 12
YOUNG = timedelta(hours=1)  # an orphan this young may belong to a request under way


class BrokenFileError(Exception):
    """A stored file that is missing, changed, or sealed with another key. The text is its digest."""


@dataclass(frozen=True, slots=True)
class FileStore:
    """A folder and the key of the installation (32 bytes, kept outside the database)."""

    folder: Path
    key: bytes

    def digest(self, school_id: str, content: bytes) -> str:
        """The name of a content: without the key nobody can tell whether a known file is kept."""
        return hmac.new(self._derived(school_id, "name"), content, hashlib.sha256).hexdigest()

    def put(self, school_id: str, content: bytes) -> str:
        """Seals and writes a content; its digest. The same content is kept once."""
        digest = self.digest(school_id, content)
        path = self.path(school_id, digest)
        if path.exists():
            return digest
        nonce = secrets.token_bytes(NONCE)
        sealed = AESGCM(self._derived(school_id, "seal")).encrypt(nonce, content, digest.encode("ascii"))
        _write_whole(path, HEAD + nonce + sealed)
        return digest

    def get(self, school_id: str, digest: str) -> bytes:
        """The content. Raises BrokenFileError."""
        path = self.path(school_id, digest)
        try:
            kept = path.read_bytes()
            nonce, sealed = kept[len(HEAD) : len(HEAD) + NONCE], kept[len(HEAD) + NONCE :]
            if kept[: len(HEAD)] != HEAD:
                raise BrokenFileError(digest)
            content = AESGCM(self._derived(school_id, "seal")).decrypt(nonce, sealed, digest.encode("ascii"))
        except (OSError, InvalidTag, ValueError) as fault:
            raise BrokenFileError(digest) from fault
        if not hmac.compare_digest(self.digest(school_id, content), digest):
            raise BrokenFileError(digest)
        return content

    def remove(self, school_id: str, digest: str) -> None:
        """Takes a file away; one that is gone already is no fault."""
        self.path(school_id, digest).unlink(missing_ok=True)

    def path(self, school_id: str, digest: str) -> Path:
        """Where a content lies. Raises ValueError for a school or digest that is none."""
        if not (_is_hex(digest, 64) and _is_hex(school_id, 32)):
            raise ValueError("neither a school nor a digest")
        return self.folder / school_id / digest[:2] / digest

    def orphans(self, known: set[tuple[str, str]], at: datetime) -> tuple[Path, ...]:
        """Files no row knows of, older than an hour; half-written ones, too. known: (school, digest)."""
        return tuple(
            path
            for path in self._files()
            if (path.parent.parent.name, path.name) not in known and at - _written(path) > YOUNG
        )

    def missing(self, known: set[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Rows whose file is gone."""
        return tuple(
            (school_id, digest)
            for school_id, digest in sorted(known)
            if not self.path(school_id, digest).exists()
        )

    def _files(self) -> Iterator[Path]:
        yield from sorted(path for path in self.folder.glob("*/*/*") if path.is_file())

    def _derived(self, school_id: str, use: str) -> bytes:
        told = f"homelessons files {use} {school_id}".encode("ascii")
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=told).derive(self.key)


def _is_hex(text: str, length: int) -> bool:
    return len(text) == length and set(text) <= set("0123456789abcdef")


def _written(path: Path) -> datetime:
    """When a file was written; one that has just got its name is as young as can be."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return datetime.max.replace(tzinfo=UTC)


def _write_whole(path: Path, data: bytes) -> None:
    """Into a file beside, to the disk, then in one step to its name."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Asks for the folder's entry to be on disk, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
