"""Faults of shape: what pydantic finds, said in the words of the file format."""

from __future__ import annotations

import json
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from typing import Any

from pydantic import ValidationError

from scheduler.errors import Fault
from scheduler.problem import Frozen
from scheduler.schema import node_at

Loc = tuple[int | str, ...]

_SHOWN_LENGTH = 60


def shape_faults(model: type[Frozen], error: ValidationError | None, raw: dict[str, Any]) -> dict[Loc, Fault]:
    """Every fault of shape by its path in the file, in the order of the format's keys."""
    faults: dict[Loc, Fault] = {}
    if "format" not in raw:
        faults["format",] = _missing(model, ("format",))
    for item in error.errors(include_url=False) if error else ():
        loc: Loc = tuple(part for part in item["loc"] if part != "[key]")
        if item["type"] == "too_short" and len(item["input"]) >= item["ctx"]["min_length"]:
            continue  # long enough; its entries are at fault and have been told
        faults.setdefault(loc, _reworded(model, loc, item["type"], item["input"]))
    return faults


def _reworded(model: type[Frozen], loc: Loc, kind: str, value: Any) -> Fault:
    if kind == "missing":
        return _missing(model, loc)
    if kind == "extra_forbidden":
        return Fault(dotted(loc), "an unknown key", _known_keys(model, loc))
    if kind == "json_invalid":
        return Fault(dotted(loc), "nesting too deep", "JSON at most 200 levels deep")
    node = node_at(model, loc)
    return Fault(dotted(loc), shown(value), "another value" if node is None else described(node))


def _missing(model: type[Frozen], loc: Loc) -> Fault:
    node = node_at(model, loc)
    return Fault(dotted(loc), "no such key", f"required: {'a value' if node is None else described(node)}")


def _known_keys(model: type[Frozen], loc: Loc) -> str:
    node = node_at(model, loc[:-1]) or {}
    keys = list(node.get("properties", {}))
    near = nearest(str(loc[-1]), keys)
    return f"keys of the format; {near}" if near else f"the keys {listed(keys)}"


def described(node: dict[str, Any]) -> str:
    """What a schema node allows, as a phrase."""
    return _described(node) + (" or null" if node.get("nullable") else "")


def _described(node: dict[str, Any]) -> str:
    if "const" in node:
        return shown(node["const"])
    if "enum" in node:
        return f"one of {listed(node['enum'])}"
    kind = node.get("type")
    if kind == "string":
        return _string(node)
    if kind in ("integer", "number"):
        return _number(node)
    if kind == "array":
        return "a list" if not node.get("minItems") else f"a list with at least {node['minItems']} entry"
    return "an object"


def _string(node: dict[str, Any]) -> str:
    if "pattern" in node:
        return str(node["description"])
    if "minLength" in node:
        return f"a text of {node['minLength']} to {node['maxLength']} characters"
    return "a text"


def _number(node: dict[str, Any]) -> str:
    noun = "a whole number" if node["type"] == "integer" else "a number"
    low, high = node.get("minimum"), node.get("maximum")
    if "exclusiveMinimum" in node:
        return f"{noun} above {_plainly(node['exclusiveMinimum'])}, at most {_plainly(high)}"
    if low is not None and high is not None:
        return f"{noun} from {_plainly(low)} to {_plainly(high)}"
    return noun if low is None else f"{noun} from {_plainly(low)}"


def _plainly(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def dotted(loc: Iterable[int | str]) -> str:
    """Path of a fault: `rows.3.lesson_min`; `$` is the file itself. What cannot be printed is escaped."""
    parts = [part if isinstance(part, str) and part.isprintable() else json.dumps(part) for part in loc]
    return ".".join(parts) or "$"


def shown(value: Any) -> str:
    """A value found in a file, short: lists and objects by their kind, all else as JSON."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    text = json.dumps(value, ensure_ascii=False)
    text = text if text.isprintable() else json.dumps(value)
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 3] + "..."


def listed(values: Iterable[Any]) -> str:
    return ", ".join(shown(value) for value in values)


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """`did you mean "t1"?` for a near miss (of equally near ones the first), else an empty text."""
    order = list(known)
    close = get_close_matches(word, order, n=len(order) or 1, cutoff=cutoff)
    if not close:
        return ""
    best = SequenceMatcher(a=close[0], b=word).ratio()
    equals = [name for name in close if SequenceMatcher(a=name, b=word).ratio() == best]
    return f"did you mean {shown(min(equals, key=order.index))}?"
