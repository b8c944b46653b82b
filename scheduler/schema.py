"""JSON Schema of both file formats, made from the types the reader itself uses."""

from __future__ import annotations

from functools import cache
from typing import Any

from scheduler.problem import Frozen, Problem
from scheduler.terms import clock
from scheduler.timetable import Timetable

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def problem_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of `homelessons-problem/1`."""
    return schema_of(Problem)


def timetable_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of `homelessons-timetable/1`."""
    return schema_of(Timetable)


@cache
def schema_of(model: type[Frozen]) -> dict[str, Any]:
    """Schema of one file format: keys as in the file, `format` required. Shared: treat it as read-only."""
    raw: dict[str, Any] = model.model_json_schema(by_alias=True, mode="validation")
    tidy: dict[str, Any] = _tidied(raw)
    tidy["required"] = ["format", *tidy["required"]]
    tidy["properties"]["format"].pop("default", None)
    return {"$schema": _DRAFT, "title": tidy["properties"]["format"]["const"]} | tidy


def _tidied(node: Any) -> Any:
    """Without the titles pydantic makes up, with dates as a pattern and defaults as the file writes them."""
    if isinstance(node, list):
        return [_tidied(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {
        key: _tidied(value) for key, value in node.items() if not (key == "title" and isinstance(value, str))
    }
    if kept.get("format") == "date":
        kept |= {"pattern": _DATE, "description": 'a date "YYYY-MM-DD"'}
    _write_default(kept)
    return kept


def _write_default(node: dict[str, Any]) -> None:
    if isinstance(node.get("default"), int) and "[0-9]" in str(node.get("anyOf", node.get("pattern", ""))):
        node["default"] = clock(node["default"])


def node_at(model: type[Frozen], loc: tuple[int | str, ...]) -> dict[str, Any] | None:
    """The schema of the value at a path like `("rows", 3, "lesson_min")`; None where nothing is allowed."""
    schema = schema_of(model)
    node: dict[str, Any] | None = schema
    for part in loc:
        if node is None:
            return None
        node = _child(_plain(node, schema), part)
    return None if node is None else _plain(node, schema)


def _plain(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """References followed; of `X or null` the X, marked with `nullable`."""
    nullable = False
    while True:
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
        elif "anyOf" in node:
            nullable = True
            node = next(branch for branch in node["anyOf"] if branch.get("type") != "null")
        else:
            return node | {"nullable": True} if nullable else node


def _child(node: dict[str, Any], part: int | str) -> dict[str, Any] | None:
    if isinstance(part, int):
        child = node.get("items")
    elif part in node.get("properties", {}):
        child = node["properties"][part]
    else:
        child = node.get("additionalProperties")
    return child if isinstance(child, dict) else None
