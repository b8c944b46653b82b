"""Things that may stand once only: ids, entries of a row's lists, travel pairs."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar

from scheduler.errors import Fault
from scheduler.salvage import Draft
from scheduler.shape import shown

Name = TypeVar("Name", bound=Hashable)


def identity_faults(draft: Draft) -> Iterator[Fault]:
    problem = draft.problem
    for kind, items in (
        ("weeks", problem.weeks),
        ("places", problem.places),
        ("teachers", problem.teachers),
        ("pupils", problem.pupils),
        ("rows", problem.rows),
    ):
        for number, earlier, name in _again([item.id for item in items]):
            yield Fault(
                f"{kind}.{number}.id", f"{shown(name)}, the id of {kind}.{earlier}", "an id of its own"
            )
    for number, row in enumerate(problem.rows):
        for key, names in (("pupils", row.pupils), ("teachers", row.teachers), ("weeks", row.weeks or ())):
            for place, _, name in _again(names):
                yield Fault(f"rows.{number}.{key}.{place}", f"{shown(name)} again", "each id once")
    yield from _pair_faults(draft)


def _pair_faults(draft: Draft) -> Iterator[Fault]:
    pairs = draft.problem.travel.pairs
    for number, earlier, (origin, target) in _again(
        [_direction(pair.from_place, pair.to_place) for pair in pairs]
    ):
        minutes, before = pairs[number].minutes, pairs[earlier].minutes
        if minutes is not None and before is not None and minutes != before:
            found = f"{minutes} min from {shown(origin)} to {shown(target)}"
            yield Fault(
                f"travel.minutes.{number}",
                found,
                f"one time for one way; travel.minutes.{earlier} says {before}",
            )


def _direction(origin: str | None, target: str | None) -> tuple[str, str] | None:
    return None if origin is None or target is None else (origin, target)


def _again(names: Sequence[Name | None]) -> Iterator[tuple[int, int, Name]]:
    """(number, number of the first, name) for every name that stood before."""
    first: dict[Name, int] = {}
    for number, name in enumerate(names):
        if name is None:
            continue
        if name in first:
            yield number, first[name], name
        first.setdefault(name, number)
