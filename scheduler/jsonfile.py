"""Bytes to one JSON object, strictly: UTF-8, no key twice, no NaN, no number beyond a double, plain depth."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

from scheduler.errors import BadFileError, Fault
from scheduler.shape import Loc, dotted, shown

MAX_DEPTH = 100

_BOM = b"\xef\xbb\xbf"


class _Doubled(dict[str, Any]):
    """An object in which some keys stood twice."""

    keys_twice: tuple[str, ...] = ()


class _BadNumber:
    """A number JSON has no place for, as it stood in the file."""

    def __init__(self, text: str) -> None:
        self.text = text


class _Hooks:
    """What the JSON parser calls; remembers whether the tree needs a second look."""

    def __init__(self) -> None:
        self.suspicious = False

    def pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        plain = dict(pairs)
        if len(plain) == len(pairs):
            return plain
        self.suspicious = True
        keys = [key for key, _ in pairs]
        doubled = _Doubled(plain)
        doubled.keys_twice = tuple(key for key in plain if keys.count(key) > 1)
        return doubled

    def constant(self, text: str) -> _BadNumber:
        self.suspicious = True
        return _BadNumber(text)

    def number(self, text: str) -> float | _BadNumber:
        value = float(text)
        return value if math.isfinite(value) else self.constant(text)


@dataclass(frozen=True, slots=True)
class JsonText:
    """The object of a file. `faults`: those of the text alone; values at `lost` were unreadable, now null."""

    raw: dict[str, Any]
    faults: tuple[Fault, ...] = ()
    lost: frozenset[Loc] = frozenset()


def read_object(data: bytes, source: str) -> JsonText:
    """The JSON object of a file. Raises BadFileError where there is none to go on with."""
    hooks = _Hooks()
    raw = _parsed(data, source, hooks)
    if not isinstance(raw, dict):
        found = raw.text[:40] if isinstance(raw, _BadNumber) else shown(raw)
        raise BadFileError(source, [Fault("$", found, "one JSON object")])
    nested = data.count(b"[") + data.count(b"{") > MAX_DEPTH
    if not (hooks.suspicious or nested or b"\\u" in data):
        return JsonText(raw)
    return _mended(raw, source)


def _parsed(data: bytes, source: str, hooks: _Hooks) -> Any:
    if not data.removeprefix(_BOM).strip():
        raise BadFileError(source, [Fault("$", "an empty file", "one JSON object")])
    try:
        return json.loads(
            data.removeprefix(_BOM).decode("utf-8"),
            object_pairs_hook=hooks.pairs,
            parse_constant=hooks.constant,
            parse_float=hooks.number,
        )
    except UnicodeDecodeError as error:
        fault = Fault("$", f"byte {error.start} is not UTF-8", "JSON in UTF-8")
    except json.JSONDecodeError as error:
        fault = Fault(
            "$", f"no JSON at line {error.lineno}, column {error.colno} ({error.msg})", "one JSON object"
        )
    except RecursionError:
        fault = _too_deep("$")
    except ValueError:
        fault = Fault("$", "a number of thousands of digits", "numbers the format knows")
    raise BadFileError(source, [fault])


def _too_deep(path: str) -> Fault:
    return Fault(path, f"more than {MAX_DEPTH} levels", f"JSON at most {MAX_DEPTH} levels deep")


def _mended(raw: dict[str, Any], source: str) -> JsonText:
    """Walks the tree in the file's order; what cannot be read becomes null or goes, with a fault."""
    faults: list[Fault] = []
    lost: set[Loc] = set()
    todo: list[tuple[Loc, Any]] = [((), raw)]
    while todo:
        loc, value = todo.pop()
        if len(loc) >= MAX_DEPTH:
            raise BadFileError(source, [_too_deep(dotted(loc[:3]) + "...")])
        if isinstance(value, _Doubled):
            faults += [Fault(dotted((*loc, key)), _TWICE, "each key once") for key in value.keys_twice]
        for key, inner in reversed(_entries(value)):
            problem = _unreadable(key, inner)
            if problem:
                faults.append(Fault(dotted((*loc, key)), *problem))
                lost.add((*loc, key))
                value[key] = None
            else:
                todo.append(((*loc, key), inner))
        if isinstance(value, dict):
            for key in [key for key in value if _broken(key)]:
                del value[key]
    return JsonText(raw, tuple(faults), frozenset(lost))


_TWICE = "the key twice in one object"


def _entries(value: Any) -> list[tuple[Any, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def _unreadable(key: int | str, value: Any) -> tuple[str, str] | None:
    """What was found and what is allowed, where a key or a value cannot be used."""
    if isinstance(value, _BadNumber):
        return value.text[:40], "a finite number"
    if _broken(key) or _broken(value):
        return "half of a surrogate pair", "whole characters"
    return None


def _broken(text: Any) -> bool:
    return isinstance(text, str) and any("\ud800" <= letter <= "\udfff" for letter in text)
