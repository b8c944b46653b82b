"""Files across the kernel's border: bytes to values and back, all faults of a file at once.

A file is read in three passes: its JSON, the shape of every value, then what the values say of each other
(`scheduler.references`). Values whose shape is wrong are left out of the last pass and nothing else is, so
that one report holds everything and no fault is told twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from scheduler.errors import BadFileError, Fault
from scheduler.jsonfile import JsonText, read_object
from scheduler.problem import Frozen, Problem
from scheduler.references import meaning_faults
from scheduler.salvage import Draft, salvaged
from scheduler.shape import Loc, shape_faults
from scheduler.timetable import Timetable

Model = TypeVar("Model", bound=Frozen)

MAX_FILE_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LoadedProblem:
    """A problem and the digest of the very file it came from: SHA-256 of its canonical JSON, in hex."""

    problem: Problem
    digest: str


def canonical_digest(raw: Any) -> str:
    """SHA-256 of JSON with sorted keys, separators `,` and `:`, UTF-8 unescaped."""
    text = json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def to_wire(value: Frozen) -> dict[str, Any]:
    """The value as the JSON object of its file format, keys as in the file, absent options left out."""
    plain = value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return {"format": value.format} | plain if isinstance(value, Problem | Timetable) else plain


def load_problem(path: Path) -> LoadedProblem:
    """Read and judge a problem file. Raises BadFileError with every fault."""
    return parse_problem(read_file(path), str(path))


def load_timetable(path: Path) -> Timetable:
    """Read a timetable file. Raises BadFileError with every fault of shape; wrong lessons are for the checker."""
    return parse_timetable(read_file(path), str(path))


def parse_problem(data: bytes, source: str = "problem") -> LoadedProblem:
    """Judge the bytes of a problem file. Raises BadFileError with every fault of text, shape and meaning."""
    text = read_object(data, source)
    problem, shape = _shaped(Problem, text)
    faults = [*text.faults, *shape.values()]
    bad = text.lost | shape.keys()
    if () not in bad:
        faults += meaning_faults(salvaged(text.raw, bad) if problem is None else Draft(problem, bad))
    if faults or problem is None:
        raise BadFileError(source, faults)
    return LoadedProblem(problem, canonical_digest(text.raw))


def parse_timetable(data: bytes, source: str = "timetable") -> Timetable:
    """Judge the bytes of a timetable file. Raises BadFileError with every fault of text and shape."""
    return read_whole(Timetable, data, source)


def read_whole(model: type[Model], data: bytes, source: str) -> Model:
    """The value that the bytes of a JSON file hold. Raises BadFileError with every fault of text and shape."""
    text = read_object(data, source)
    value, shape = _shaped(model, text)
    if value is None or text.faults:
        raise BadFileError(source, [*text.faults, *shape.values()])
    return value


def loaded(problem: Problem) -> LoadedProblem:
    """A problem built in Python, judged as if read from its own file."""
    return parse_problem(dump_bytes(problem), problem.name)


def dump_bytes(value: Frozen) -> bytes:
    """The file's bytes: UTF-8, one space of indent, one newline at the end."""
    return (json.dumps(to_wire(value), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def write_atomic(path: Path, data: bytes) -> None:
    """Write beside and rename, so that a killed writer leaves the former file whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_file(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise BadFileError(str(path), [Fault("$", f"{size} bytes", f"at most {MAX_FILE_BYTES} bytes")])
        return path.read_bytes()
    except OSError as error:
        raise BadFileError(
            str(path), [Fault("$", error.strerror or "unreadable", "a readable file")]
        ) from None


def _shaped(model: type[Model], text: JsonText) -> tuple[Model | None, dict[Loc, Fault]]:
    """The value, or None and the faults of its shape; what the text already lost is not told again."""
    value: Model | None = None
    error: ValidationError | None = None
    try:
        value = model.model_validate_json(json.dumps(text.raw), strict=True, by_alias=True, by_name=False)
    except ValidationError as failed:
        error = failed
    shape = shape_faults(model, error, text.raw)
    told = {loc: fault for loc, fault in shape.items() if loc not in text.lost}
    return (None if shape else value), told
