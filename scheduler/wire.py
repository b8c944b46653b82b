"""Files across the kernel's border: bytes to values and back, all faults of a file at once.

A file is read in three passes that never stop at the first fault: its JSON, the shape of every item by itself,
then what the items say of each other (`scheduler.references`). Items whose shape is wrong are left out of the
last pass but their ids stay known, so one fault is not reported twice.
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

from scheduler.errors import BadFile, Fault
from scheduler.problem import Frozen, Problem
from scheduler.timetable import Timetable

Model = TypeVar("Model", bound=Frozen)

MAX_FILE_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LoadedProblem:
    """A problem and the digest of the very file it came from (SHA-256 of its canonical JSON, lower-case hex)."""

    problem: Problem
    digest: str


def canonical_digest(raw: Any) -> str:
    """SHA-256 of JSON with sorted keys, separators `,` and `:`, UTF-8 unescaped."""
    text = json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def to_wire(value: Frozen) -> dict[str, Any]:
    """The value as the JSON object of its file format, keys as in the file, absent options left out."""
    return value.model_dump(mode="json", by_alias=True, exclude_unset=True) | (
        {"format": value.format} if isinstance(value, Problem | Timetable) else {}
    )


def load_problem(path: Path) -> LoadedProblem:
    """Read and judge a problem file. Raises BadFile with every fault."""
    return parse_problem(_read(path), str(path))


def load_timetable(path: Path) -> Timetable:
    """Read a timetable file. Raises BadFile with every fault of shape; wrong lessons are for the checker."""
    return parse_timetable(_read(path), str(path))


def parse_problem(data: bytes, source: str = "problem") -> LoadedProblem:
    raw = _json_object(data, source)
    faults = _shape_faults(Problem, raw)
    if faults:
        raise BadFile(source, faults)
    return LoadedProblem(_build(Problem, raw), canonical_digest(raw))


def parse_timetable(data: bytes, source: str = "timetable") -> Timetable:
    raw = _json_object(data, source)
    faults = _shape_faults(Timetable, raw)
    if faults:
        raise BadFile(source, faults)
    return _build(Timetable, raw)


def loaded(problem: Problem) -> LoadedProblem:
    """A problem built in Python, judged as if read from its own file."""
    return parse_problem(dump_bytes(problem), problem.name)


def dump_bytes(value: Frozen) -> bytes:
    """The file's bytes: UTF-8, two-space indent, one newline at the end."""
    return (json.dumps(to_wire(value), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def write_atomic(path: Path, data: bytes) -> None:
    """Write beside and rename, so that a killed writer leaves the former file whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
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


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            allowed = f"at most {MAX_FILE_BYTES} bytes"
            raise BadFile(str(path), [Fault("$", f"{path.stat().st_size} bytes", allowed)])
        return path.read_bytes()
    except OSError as error:
        raise BadFile(str(path), [Fault("$", error.strerror or "unreadable", "a readable file")]) from None


def _json_object(data: bytes, source: str) -> dict[str, Any]:
    doubles: list[Fault] = []

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        doubles.extend(
            Fault(key, "the key twice in one object", "each key once") for key in dict.fromkeys(keys) if keys.count(key) > 1
        )
        return dict(pairs)

    def no_constant(text: str) -> float:
        raise BadFile(source, [Fault("$", text, "numbers of JSON")])

    try:
        raw = json.loads(data.decode("utf-8-sig"), object_pairs_hook=unique, parse_constant=no_constant)
    except UnicodeDecodeError as error:
        raise BadFile(source, [Fault("$", f"byte {error.start} is not UTF-8", "JSON in UTF-8")]) from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BadFile(source, [Fault("$", f"{error.msg} at {place}", "one JSON object")]) from None
    except (RecursionError, ValueError) as error:
        raise BadFile(source, [Fault("$", type(error).__name__, "JSON of plain depth and numbers")]) from None
    if not isinstance(raw, dict):
        raise BadFile(source, [Fault("$", _shown(raw), "one JSON object")])
    if doubles:
        raise BadFile(source, doubles)
    return raw


def _build(model: type[Model], raw: dict[str, Any]) -> Model:
    return model.model_validate_json(json.dumps(raw), strict=True, by_alias=True, by_name=False)


def _shape_faults(model: type[Frozen], raw: dict[str, Any]) -> list[Fault]:
    try:
        _build(model, raw)
    except ValidationError as error:
        return [
            Fault(".".join(str(part) for part in item["loc"]), _shown(item["input"]), item["msg"])
            for item in error.errors()
        ]
    return []


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."
