"""What can still be read of a problem whose file has faults of shape, so that faults of meaning are told too.

A value whose shape is wrong becomes None (a list becomes empty); everything else keeps its place, so that
paths stay those of the file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from scheduler.problem import Frozen, Problem
from scheduler.shape import Loc


@dataclass(frozen=True, slots=True)
class Draft:
    """A problem to be judged for meaning. `bad`: paths whose shape is wrong; what they held reads as None."""

    problem: Problem
    bad: frozenset[Loc] = frozenset()

    def spoiled(self, *loc: int | str) -> bool:
        """True when the value at the path, or something inside it, has a fault of shape."""
        return any(entry[: len(loc)] == loc for entry in self.bad)


def salvaged(raw: dict[str, Any], bad: frozenset[Loc]) -> Draft:
    """The problem of a raw file as far as its shape is right."""
    above = frozenset(loc[:cut] for loc in bad for cut in range(len(loc)))
    problem = _model(Problem, raw, (), bad, above)
    assert isinstance(problem, Problem)
    return Draft(problem, bad)


def _model(model: type[Frozen], raw: Any, at: Loc, bad: frozenset[Loc], above: frozenset[Loc]) -> Frozen:
    if at not in bad and at not in above:
        return model.model_validate_json(json.dumps(raw), strict=True, by_alias=True, by_name=False)
    found = raw if isinstance(raw, dict) and at not in bad else {}
    values = {
        name: _field(model, name, field, found, (*at, field.alias or name), bad, above)
        for name, field in model.model_fields.items()
    }
    return model.model_construct(**values)


def _field(
    model: type[Frozen],
    name: str,
    field: FieldInfo,
    raw: dict[str, Any],
    at: Loc,
    bad: frozenset[Loc],
    above: frozenset[Loc],
) -> Any:
    inner = _without_null(field.annotation)
    key = at[-1]
    if key not in raw:
        return (
            _nothing(inner)
            if field.is_required() or at in bad
            else field.get_default(call_default_factory=True)
        )
    if at in bad:
        return _nothing(inner)
    if at not in above:
        return _adapter(model, name).validate_json(
            json.dumps(raw[key]), strict=True, by_alias=True, by_name=False
        )
    return _part(inner, raw[key], at, bad, above)


def _part(inner: Any, raw: Any, at: Loc, bad: frozenset[Loc], above: frozenset[Loc]) -> Any:
    """A list, a table or an object some part of which is wrong."""
    if isinstance(inner, type) and issubclass(inner, Frozen):
        return _model(inner, raw, at, bad, above)
    kind, entry = get_origin(inner), get_args(inner)
    if kind is dict:
        return {key: _item(entry[1], value, (*at, key), bad, above) for key, value in raw.items()}
    return tuple(_item(entry[0], value, (*at, number), bad, above) for number, value in enumerate(raw))


def _item(kind: Any, raw: Any, at: Loc, bad: frozenset[Loc], above: frozenset[Loc]) -> Any:
    if isinstance(kind, type) and issubclass(kind, Frozen):
        return _model(kind, raw, at, bad, above)
    if at in bad:
        return None
    try:
        return TypeAdapter(kind).validate_json(json.dumps(raw), strict=True)
    except ValidationError:
        return None


def _nothing(inner: Any) -> Any:
    if isinstance(inner, type) and issubclass(inner, Frozen):
        return _model(inner, {}, ("",), frozenset([("",)]), frozenset())
    kind = get_origin(inner)
    return () if kind is tuple else {} if kind is dict else None


def _without_null(annotation: Any) -> Any:
    """`Annotated[X, ...] | None` and the like as X."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif type(None) in get_args(annotation):
            annotation = next(part for part in get_args(annotation) if part is not type(None))
        else:
            return annotation


@cache
def _adapter(model: type[Frozen], name: str) -> TypeAdapter[Any]:
    field = model.model_fields[name]
    kind: Any = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    return TypeAdapter(kind)
