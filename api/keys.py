"""The four keys of an installation and the file they stand in, outside the database."""

from __future__ import annotations

import base64
import json
import os
import secrets
import stat
from dataclasses import dataclass, field, fields
from pathlib import Path

BYTES = 32


class BadKeysError(Exception):
    """A key file that cannot be used; the sentence says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """audit: the log's chain. tokens: digests of tokens. secrets: sealed columns. files: stored papers."""

    audit: bytes = field(repr=False)
    tokens: bytes = field(repr=False)
    secrets: bytes = field(repr=False)
    files: bytes = field(repr=False)
    demo: bool = False


def fresh(demo: bool = False) -> Keys:
    """Four random keys."""
    return Keys(**{name: secrets.token_bytes(BYTES) for name in NAMES}, demo=demo)


NAMES = tuple(item.name for item in fields(Keys) if item.name != "demo")


def create(path: Path, demo: bool = False) -> Keys:
    """Writes a new key file that only its owner reads. Raises FileExistsError rather than replace one."""
    keys = fresh(demo)
    told: dict[str, object] = {"demo": demo} | {
        name: base64.b64encode(getattr(keys, name)).decode("ascii") for name in NAMES
    }
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(told, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return keys


def load(path: Path) -> Keys:
    """The keys of a file. Raises BadKeysError; its text holds nothing of the file."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        found = {name: base64.b64decode(told[name], validate=True) for name in NAMES}
        demo = bool(told.get("demo", False))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise BadKeysError(f"Файл ключей {path} не читается. Восстановите его из резервной копии.") from None
    if any(len(key) != BYTES or len(set(key)) < BYTES // 4 for key in found.values()):
        raise BadKeysError(f"В файле {path} есть слабый ключ. Создайте новый файл: homelessons keys.")
    if len(set(found.values())) < len(found):
        raise BadKeysError(f"В файле {path} ключи повторяются. Создайте новый файл: homelessons keys.")
    return Keys(**found, demo=demo)


def open_to_others(path: Path) -> bool:
    """True when somebody else than the owner may read or write the file or folder."""
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
