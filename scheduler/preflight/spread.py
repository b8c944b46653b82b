"""Lessons of rows over days: a quick look whether all of them go in, and the flow that tells who does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.preflight.flow import SINK, SOURCE, Network, Node


@dataclass(frozen=True, slots=True)
class Want:
    """A row's lessons, at most so many of them in each of its weeks."""

    row: str
    lessons: int
    in_week: int
    weeks: tuple[str, ...]


class Spread:
    """Spots (days of a pupil or a teacher) that hold so many lessons; spots of one teacher's week share a load."""

    def __init__(self) -> None:
        self._edges: defaultdict[tuple[str, str], list[tuple[Node, int]]] = defaultdict(list)
        self._spots: dict[Node, tuple[Node | None, int]] = {}
        self._loads: dict[Node, int] = {}

    def may_go(self, row: str, week: str, spot: Node, most: int) -> None:
        self._edges[row, week].append((spot, most))

    def spot(self, spot: Node, holds: int, load: Node | None = None) -> None:
        self._spots[spot] = (load, holds)

    def load(self, load: Node, holds: int) -> None:
        self._loads[load] = holds

    def missing(self, wants: Sequence[Want]) -> tuple[int, set[Node]]:
        """Lessons that go nowhere, and the rows (`("row", id)`) among what competes for too little room."""
        if self._all_go(wants):
            return 0, set()
        network = self._network(wants)
        missing = sum(want.lessons for want in wants) - network.push_all()
        return missing, network.short_side() if missing else set()

    def _all_go(self, wants: Sequence[Want]) -> bool:
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
