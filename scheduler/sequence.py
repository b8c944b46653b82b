"""One person's day as a path through possible engagements: which follows which, exactly, with few unknowns.

Stops that stand in every solution cut the day into stretches. In a stretch one unit flows through the stops
that stand: out of a stop into a timeline of waiting, one timeline per kind of stop left behind; from there,
in time for the way to the next stop, into that one. So the flow passes exactly the stops that stand; a move
tells which kind was left for which stop; what is waited in between is beyond the required minutes. Pairs of
two facts follow rules of their own and have arcs of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from scheduler.constraints.facts import Stop

Literals = Sequence[cp_model.BoolVarT]
Ways = defaultdict[Stop, list[cp_model.BoolVarT]]


@dataclass(frozen=True, slots=True)
class Manners:
    """How a person goes from one engagement to the next.

    apart: minutes required between two (times of the stops do not matter). longest_wait_min: beyond these
    minutes, unless both are facts; None: no limit.
    """

    apart: Callable[[Stop, Stop], int]
    longest_wait_min: int | None = None


@dataclass(frozen=True, slots=True)
class Arc:
    """`taken` if and only if `after` comes right after `before`; both are facts or stand in any case."""

    before: Stop
    after: Stop
    taken: cp_model.BoolVarT


@dataclass(frozen=True, slots=True)
class Move:
    """`taken` if and only if `after` comes right after a stop of the kind `before`, whose times are void."""

    before: Stop
    after: Stop
    taken: cp_model.BoolVarT


@dataclass(frozen=True, slots=True)
class Wait:
    """`taken` if and only if these minutes lie between two consecutive engagements, beyond those required."""

    minutes: int
    taken: cp_model.BoolVarT


@dataclass(slots=True)
class Day:
    """Consecutive pairs of a day: those told by arcs, and those told by moves and waits.

    stops: every possible stop and the literals that put it there; none for one that always stands.
    """

    stops: Mapping[Stop, Literals]
    arcs: list[Arc] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)

    @property
    def steps(self) -> list[Arc | Move]:
        """Everything that tells from where to where."""
        return [*self.arcs, *self.moves]


def add_day(
    model: cp_model.CpModel, stops: Mapping[Stop, Literals], certain: frozenset[Stop], manners: Manners
) -> Day:
    """Tie the stops of a day into one path. `certain` stops stand in every solution."""
    day = Day(stops)
    fence = sorted(certain, key=_in_time)
    for before, after in zip([None, *fence], [*fence, None], strict=True):
        inside = [stop for stop in stops if stop not in certain and _between(stop, before, after)]
        _Stretch(model, day, manners, before, after).add(sorted(inside, key=_in_time))
    for stop, literals in stops.items():
        if stop in certain and literals:
            model.add_exactly_one(literals)
        if stop not in certain and any(_overlap(stop, other) for other in fence):
            model.add(sum(literals) == 0)
    return day


def _in_time(stop: Stop) -> tuple[int, int, str]:
    return stop.start_min, stop.end_min, stop.place


def _between(stop: Stop, before: Stop | None, after: Stop | None) -> bool:
    late = before is None or stop.start_min >= before.end_min
    return late and (after is None or stop.end_min <= after.start_min)


def _overlap(a: Stop, b: Stop) -> bool:
    return a.start_min < b.end_min and b.start_min < a.end_min


def _kind(stop: Stop) -> Stop:
    return replace(stop, start_min=0, end_min=0)


@dataclass(slots=True)
class _Stretch:
    """The flow between two stops that always stand, or between one and the edge of the day."""

    model: cp_model.CpModel
    day: Day
    manners: Manners
    before: Stop | None
    after: Stop | None
    ways_in: Ways = field(default_factory=lambda: defaultdict(list))
    ways_out: Ways = field(default_factory=lambda: defaultdict(list))

    def add(self, inside: list[Stop]) -> None:
        if not inside:
            self._straight()
            return
        sources = [*([self.before] if self.before else []), *inside]
        targets = [*inside, *([self.after] if self.after else [])]
        self._direct(sources, targets)
        by_kind: defaultdict[Stop, list[Stop]] = defaultdict(list)
        for stop in sources:
            by_kind[_kind(stop)].append(stop)
        for kind, left in by_kind.items():
            self._timeline(kind, left, targets)
        self._edges(inside)
        for stop in sources:
            self._pass(stop, self.ways_out[stop])
        for stop in targets:
            self._pass(stop, self.ways_in[stop])

    def _straight(self) -> None:
        """Nothing can stand in between: the pair is known."""
        if self.before is None or self.after is None:
            return
        if self._lawful(self.before, self.after):
            self.day.arcs.append(Arc(self.before, self.after, self.model.new_constant(1)))
        else:
            self.model.add_bool_or()

    def _lawful(self, a: Stop, b: Stop) -> bool:
        if not (a.is_lesson or b.is_lesson):
            return True
        waiting = b.start_min - a.end_min - self.manners.apart(a, b)
        limit = self.manners.longest_wait_min
        return waiting >= 0 and (limit is None or waiting <= limit or (a.is_fact and b.is_fact))

    def _direct(self, sources: list[Stop], targets: list[Stop]) -> None:
        """An arc for each lawful pair of facts."""
        facts = [stop for stop in targets if stop.is_fact]
        for a in sources:
            for b in facts if a.is_fact else ():
                if b.start_min >= a.end_min and a is not b and self._lawful(a, b):
                    taken = self.model.new_bool_var("arc")
                    self.day.arcs.append(Arc(a, b, taken))
                    self.ways_out[a].append(taken)
                    self.ways_in[b].append(taken)

    def _timeline(self, kind: Stop, left: list[Stop], targets: list[Stop]) -> None:
        """Waiting after a stop of one kind, until it is time to go to the next."""
        goes = [
            (b.start_min - self.manners.apart(kind, b), b)
            for b in targets
            if not (kind.is_fact and b.is_fact)
        ]
        first = min(stop.end_min for stop in left)
        goes = [(time, b) for time, b in goes if time >= first]
        if not goes:
            return
        entries: defaultdict[int, list[cp_model.BoolVarT]] = defaultdict(list)
        exits: defaultdict[int, list[cp_model.BoolVarT]] = defaultdict(list)
        for stop in left:
            entries[stop.end_min].append(self.model.new_bool_var("enter"))
            self.ways_out[stop].append(entries[stop.end_min][-1])
        for time, stop in goes:
            exits[time].append(self.model.new_bool_var("move"))
            self.ways_in[stop].append(exits[time][-1])
            self.day.moves.append(Move(kind, stop, exits[time][-1]))
        self._flow(sorted({*entries, *exits}), entries, exits)

    def _flow(
        self,
        times: list[int],
        entries: Mapping[int, list[cp_model.BoolVarT]],
        exits: Mapping[int, list[cp_model.BoolVarT]],
    ) -> None:
        waiting: list[cp_model.BoolVarT] = []
        for time, later in zip(times, [*times[1:], None], strict=True):
            coming = [*waiting, *entries.get(time, ())]
            waiting = []
            if later is not None:
                waiting = [self.model.new_bool_var("wait")]
                self.day.waits.append(Wait(later - time, waiting[0]))
                self._limit_wait(waiting[0], later, time, entries)
            self.model.add(sum(coming) == sum([*waiting, *exits.get(time, ())]))

    def _limit_wait(
        self, wait: cp_model.BoolVarT, until: int, since: int, entries: Mapping[int, list[cp_model.BoolVarT]]
    ) -> None:
        """Who waits has come within the limit. One unit flows, so its last coming is the one that counts."""
        limit = self.manners.longest_wait_min
        if limit is not None:
            recent = (lits for time, lits in entries.items() if until - limit <= time <= since)
            self.model.add_bool_or(wait.Not(), *(literal for lits in recent for literal in lits))

    def _edges(self, inside: list[Stop]) -> None:
        """Without a stop before, some stop may be the first of the day; without one after, the last."""
        for fence, ways in ((self.before, self.ways_in), (self.after, self.ways_out)):
            if fence is None:
                edge = {stop: self.model.new_bool_var("edge") for stop in inside}
                self.model.add_at_most_one(edge.values())
                for stop, literal in edge.items():
                    ways[stop].append(literal)
        if self.after is not None and self.before is None:
            self.ways_in[self.after].append(self.model.new_bool_var("edge"))
        if self.before is not None and self.after is None:
            self.ways_out[self.before].append(self.model.new_bool_var("edge"))

    def _pass(self, stop: Stop, ways: list[cp_model.BoolVarT]) -> None:
        """Exactly one way in (or out) if the stop stands, none if it does not."""
        present = self.day.stops[stop]
        if stop in (self.before, self.after):
            self.model.add_exactly_one(ways)
        elif len(present) == 1:
            self.model.add_exactly_one([*ways, present[0].Not()])
        else:
            self.model.add(sum(ways) == sum(present))
