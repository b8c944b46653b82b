"""Largest flow through a small network, and who competes for too little room in it (a least cut)."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from itertools import pairwise

Node = Hashable
SOURCE, SINK = "source", "sink"


class Network:
    """Whole-number capacities; edges are added once, then `push_all` fills them."""

    def __init__(self) -> None:
        self._left: dict[Node, dict[Node, int]] = {SOURCE: {}, SINK: {}}

    def add(self, origin: Node, target: Node, capacity: int) -> None:
        self._left.setdefault(origin, {})[target] = capacity
        self._left.setdefault(target, {}).setdefault(origin, 0)

    def push_all(self) -> int:
        """Sends as much as possible from source to sink; returns how much."""
        sent = 0
        while True:
            levels = self._levels()
            if SINK not in levels:
                return sent
            edges = {node: list(targets) for node, targets in self._left.items()}
            while pushed := self._send(levels, edges):
                sent += pushed

    def short_side(self) -> set[Node]:
        """After `push_all`: nodes the source still reaches; its demands among them share the missing room."""
        return set(self._levels())

    def _levels(self) -> dict[Node, int]:
        levels: dict[Node, int] = {SOURCE: 0}
        todo: deque[Node] = deque([SOURCE])
        while todo:
            node = todo.popleft()
            for target, left in self._left[node].items():
                if left > 0 and target not in levels:
                    levels[target] = levels[node] + 1
                    todo.append(target)
        return levels

    def _send(self, levels: dict[Node, int], edges: dict[Node, list[Node]]) -> int:
        """One path along rising levels; an edge found useless is not tried twice."""
        path: list[Node] = [SOURCE]
        while path[-1] != SINK:
            node = path[-1]
            onward = edges[node]
            while onward and not self._rises(levels, node, onward[-1]):
                onward.pop()
            if onward:
                path.append(onward[-1])
            elif len(path) == 1:
                return 0
            else:
                levels.pop(path.pop(), None)
        return self._fill(path)

    def _rises(self, levels: dict[Node, int], node: Node, target: Node) -> bool:
        return self._left[node][target] > 0 and levels.get(target) == levels[node] + 1

    def _fill(self, path: list[Node]) -> int:
        steps = list(pairwise(path))
        amount = min(self._left[origin][target] for origin, target in steps)
        for origin, target in steps:
            self._left[origin][target] -= amount
            self._left[target][origin] += amount
        return amount
