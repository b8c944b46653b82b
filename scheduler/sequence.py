"""One person's day as a path through possible engagements: which follows which, exactly.

Every possible engagement (stop) is a node, every lawful "next" an arc; one unit flows from morning to evening
and passes exactly the stops that stand. Arcs only lead forward in time, so overlaps cannot occur, and an arc
is taken if and only if its two stops are consecutive engagements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.constraints.facts import Stop

Literals = Sequence[cp_model.BoolVarT]


@dataclass(frozen=True, slots=True)
class Arc:
    """`taken` is true when `after` is the next engagement after `before`."""

    before: Stop
    after: Stop
    taken: cp_model.BoolVarT


@dataclass(frozen=True, slots=True)
class Day:
    """Consecutive pairs of one person's day, and all stops with the literals that put them there.

    An empty list of literals means that the stop always stands (a busy window).
    """

    arcs: tuple[Arc, ...]
    stops: Mapping[Stop, Literals]


def add_day(
    model: cp_model.CpModel,
    stops: Mapping[Stop, Literals],
    certain: frozenset[Stop],
    may_follow: Callable[[Stop, Stop], bool],
) -> Day:
    """Tie the stops of a day into one path. `certain` stops stand in every solution; no arc jumps one."""
    order = sorted(stops, key=lambda stop: (stop.start_min, stop.end_min, stop.place))
    pairs = [(a, b) for i, a in enumerate(order) for b in _reachable(order, i, certain) if may_follow(a, b)]
    arcs = tuple(Arc(a, b, model.new_bool_var("next")) for a, b in pairs)
    into: defaultdict[Stop, list[cp_model.BoolVarT]] = defaultdict(list)
    out_of: defaultdict[Stop, list[cp_model.BoolVarT]] = defaultdict(list)
    for arc in arcs:
        out_of[arc.before].append(arc.taken)
        into[arc.after].append(arc.taken)
    first, last = ({stop: model.new_bool_var(name) for stop in order} for name in ("first", "last"))
    for stop in order:
        _pass_through(model, stops[stop], [*into[stop], first[stop]])
        _pass_through(model, stops[stop], [*out_of[stop], last[stop]])
    model.add_at_most_one(first.values())
    model.add_at_most_one(last.values())
    return Day(arcs, dict(stops))


def _reachable(order: list[Stop], index: int, certain: frozenset[Stop]) -> list[Stop]:
    """Stops that may come right after order[index] in time: up to and with the next certain one."""
    found: list[Stop] = []
    for stop in order[index + 1 :]:
        if stop.start_min >= order[index].end_min:
            found.append(stop)
            if stop in certain:
                break
    return found


def _pass_through(model: cp_model.CpModel, present: Literals, ways: list[cp_model.BoolVarT]) -> None:
    """Exactly one way in (or out) if the stop stands, none if it does not."""
    if not present:
        model.add_exactly_one(ways)
    elif len(present) == 1:
        model.add_exactly_one([*ways, present[0].Not()])
    else:
        model.add(sum(ways) == sum(present))
