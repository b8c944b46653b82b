"""`.stamps.json`: for every calendar of a folder its file names and what its events were last."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from exports.ical.entries import Audience, Holder
from exports.ical.stamps import Stamp
from scheduler.errors import BadFileError, Fault
from scheduler.problem import Frozen
from scheduler.wire import write_atomic

STAMPS_FILE = ".stamps.json"
FORMAT = "homelessons-stamps/1"
FileName = Annotated[str, Field(pattern=r"^(teacher|pupil)-[a-z0-9-]+(\.[0-9]+)?\.ics$")]


class FeedRecord(Frozen):
    """One person's calendar. `stem`: its file name without part and suffix."""

    kind: Holder
    id: str
    stem: Annotated[str, Field(pattern=r"^(teacher|pupil)-[a-z0-9-]+$")]
    title: str
    files: tuple[FileName, ...] = ()
    events: dict[str, Stamp]

    @property
    def audience(self) -> Audience:
        return Audience(self.kind, self.id)


class _File(Frozen):
    format: Literal["homelessons-stamps/1"]
    feeds: tuple[FeedRecord, ...]


def read_records(folder: Path) -> dict[Audience, FeedRecord]:
    """What the folder was given last; nothing in a new one. Raises BadFileError."""
    path = folder / STAMPS_FILE
    if not path.exists():
        return {}
    try:
        found = _File.model_validate_json(path.read_bytes())
    except ValidationError as error:
        faults = [
            Fault(".".join(map(str, item["loc"])) or "$", repr(item["input"])[:60], item["msg"])
            for item in error.errors(include_url=False)
        ]
        raise BadFileError(str(path), faults) from None
    except OSError as error:
        raise BadFileError(
            str(path), [Fault("$", error.strerror or "unreadable", "a readable file")]
        ) from None
    return {record.audience: record for record in found.feeds}


def write_records(folder: Path, records: Iterable[FeedRecord]) -> None:
    """One person a line; what is as by default is left out."""
    feeds = ",\n".join(record.model_dump_json(exclude_defaults=True) for record in records)
    text = f'{{"format": "{FORMAT}", "feeds": [\n{feeds}\n]}}\n'
    write_if_new(folder / STAMPS_FILE, text.encode("utf-8"))


def write_if_new(path: Path, data: bytes) -> None:
    """Write unless the very same bytes are there."""
    if not path.is_file() or path.read_bytes() != data:
        write_atomic(path, data)
