"""Which fields a template of a form may name: read off its values, never written down twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints

from exports.document.forms import Form
from exports.document.values import LINK, SQUARE, VALUES

Node: TypeAlias = "Each | dict[str, Node] | None"
"""None: a text or a yes-or-no; a mapping: something with fields; Each: a list."""


@dataclass(frozen=True, slots=True)
class Each:
    """A list, and what one entry of it is."""

    of: Node


@cache
def fields_of(form: Form) -> dict[str, Node]:
    """The names a template of a form may begin with."""
    told = _of_class(VALUES[form])
    return told | {SQUARE: None} if LINK in told else told


def _of_class(kind: type[Any]) -> dict[str, Node]:
    hints = get_type_hints(kind)
    return {entry.name: _of(hints[entry.name]) for entry in fields(kind)}


def _of(hint: Any) -> Node:
    if get_origin(hint) is tuple:
        return Each(_of(get_args(hint)[0]))
    return _of_class(hint) if is_dataclass(hint) and isinstance(hint, type) else None


def named(form: Form) -> tuple[str, ...]:
    """Every field as it is written in a template: `child.name.genitive`, `rows: row.subject`."""
    return tuple(_named(fields_of(form), ""))


def _named(node: dict[str, Node], before: str) -> Iterator[str]:
    for name, under in node.items():
        if isinstance(under, Each):
            yield f"{before}{name}[]"
            if isinstance(under.of, dict):
                yield from _named(under.of, f"{before}{name}[].")
        elif under is None:
            yield f"{before}{name}"
        else:
            yield from _named(under, f"{before}{name}.")
