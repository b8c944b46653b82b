"""Lessons of rows over days: a quick look whether all of them go in, and the flow that tells who does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from scheduler.preflight.facts import Day
from scheduler.preflight.flow import SINK, SOURCE, Network, Node


@dataclass(frozen=True, slots=True)
class Want:
    """A row's lessons, at most so many of them in each of its weeks."""

    row: str
    lessons: int
    in_week: int
    weeks: tuple[str, ...]


Spot = tuple[str, Day]  # a teacher's day
Edges = Mapping[
    str, Sequence[tuple[Spot, int]]
]  # by week: where lessons of a row may go with a teacher, and how many


class Quick:
    """Looks for a place for every lesson, asking what a day holds only where a second lesson is to stand.

    holds: lessons of a spot, at least one. loads: lessons of a (teacher, week) at most.
    """

    def __init__(self, holds: Callable[[Spot], int], loads: dict[tuple[str, str], int]) -> None:
        self._holds, self._loads = holds, loads
        self._used: dict[Spot, int] = {}
        self._known: dict[Spot, int] = {}

    def all_go(self, wants: Sequence[Want], edges: Mapping[str, Sequence[Edges]]) -> bool:
        """True only where every lesson has found a place; False proves nothing. edges: of each row, by teacher."""
        counts = {
            want.row: sum(len(spots) for each in edges[want.row] for spots in each.values()) for want in wants
        }
        return all(self._goes(want, edges[want.row]) for want in sorted(wants, key=lambda w: counts[w.row]))

    def _goes(self, want: Want, edges: Sequence[Edges]) -> bool:
        rest = want.lessons
        for week in want.weeks:
            here = min(rest, want.in_week)
            if here:
                spots = [entry for each in edges for entry in each.get(week, ())]
                rest += self._week(spots, week, here) - here
        return not rest

    def _week(self, spots: Sequence[tuple[Spot, int]], week: str, here: int) -> int:
        """How many of so many lessons find no place; days without a lesson come first."""
        used, loads = self._used, self._loads
        mine: dict[Spot, int] = {}
        for spot, _ in spots:
            if spot not in used and loads[spot[0], week]:
                mine[spot] = used[spot] = 1
                loads[spot[0], week] -= 1
                here -= 1
                if not here:
                    return 0
        for spot, most in spots:
            room = min(here, most - mine.get(spot, 0), loads[spot[0], week])
            if room > 0:
                if spot not in self._known:
                    self._known[spot] = self._holds(spot)
                room = min(room, self._known[spot] - used[spot])
                used[spot] += room
                loads[spot[0], week] -= room
                here -= room
                if not here:
                    return 0
        return here


class Spread:
    """Spots (days of a pupil or a teacher) that hold so many lessons; spots of one teacher's week share a load."""

    def __init__(self) -> None:
        self._edges: defaultdict[tuple[str, str], list[tuple[Node, int]]] = defaultdict(list)
        self._spots: dict[Node, tuple[Node | None, int]] = {}
        self._loads: dict[Node, int] = {}

    def may_go(self, row: str, week: str, spot: Node, most: int) -> None:
        self._edges[row, week].append((spot, most))

    def may_go_to(self, row: str, week: str, spots: Iterable[tuple[Node, int]]) -> None:
        self._edges[row, week] += spots

    def spot(self, spot: Node, holds: int, load: Node | None = None) -> None:
        self._spots[spot] = (load, holds)

    def load(self, load: Node, holds: int) -> None:
        self._loads[load] = holds

    def missing(self, wants: Sequence[Want]) -> tuple[int, set[Node]]:
        """Lessons that go nowhere, and the rows (`("row", id)`) among what competes for too little room."""
        if self.all_go(wants):
            return 0, set()
        network = self._network(wants)
        missing = sum(want.lessons for want in wants) - network.push_all()
        return missing, network.short_side() if missing else set()

    def all_go(self, wants: Sequence[Want]) -> bool:
        """True only where every lesson has found a place, the emptiest first; False proves nothing."""
        left = {spot: holds for spot, (_, holds) in self._spots.items()}
        loads = dict(self._loads)
        narrow = sorted(
            wants, key=lambda want: sum(len(self._edges.get((want.row, week), ())) for week in want.weeks)
        )
        return all(self._goes(want, left, loads) for want in narrow)

    def _goes(self, want: Want, left: dict[Node, int], loads: dict[Node, int]) -> bool:
        rest = want.lessons
        for week in want.weeks:
            here = min(rest, want.in_week)
            edges = self._edges.get((want.row, week), ()) if here else ()
            for spot, most in sorted(edges, key=lambda edge: -left.get(edge[0], 0)):
                load = self._spots[spot][0]
                take = min(here, most, left[spot], here if load is None else loads[load])
                left[spot] -= take
                if load is not None:
                    loads[load] -= take
                here, rest = here - take, rest - take
                if not here:
                    break
            if not rest:
                return True
        return not rest

    def _network(self, wants: Sequence[Want]) -> Network:
        network = Network()
        for (row, week), edges in self._edges.items():
            for spot, most in edges:
                network.add(("week", row, week), ("day", spot), most)
        for spot, (load, holds) in self._spots.items():
            network.add(("day", spot), SINK if load is None else ("load", load), holds)
        for load, holds in self._loads.items():
            network.add(("load", load), SINK, holds)
        for want in wants:
            network.add(SOURCE, ("row", want.row), want.lessons)
            for week in want.weeks:
                network.add(("row", want.row), ("week", want.row, week), want.in_week)
        return network
