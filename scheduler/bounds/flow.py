"""Largest flow in a small network of whole numbers (Dinic)."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable


class Flow:
    """Edges with capacities between any hashable nodes; `push` returns the largest flow between two."""

    def __init__(self) -> None:
        self._number: dict[Hashable, int] = {}
        self._edges: list[list[int]] = []  # per node: numbers of edges out of it
        self._head: list[int] = []
        self._room: list[int] = []

    def add(self, origin: Hashable, target: Hashable, capacity: int) -> None:
        a, b = self._node(origin), self._node(target)
        for tail, head, room in ((a, b, capacity), (b, a, 0)):
            self._edges[tail].append(len(self._head))
            self._head.append(head)
            self._room.append(room)

    def push(self, source: Hashable, sink: Hashable) -> int:
        start, goal, total = self._node(source), self._node(sink), 0
        while True:
            level = self._levels(start)
            if level[goal] < 0:
                return total
            position = [0] * len(self._edges)
            while sent := self._augment(start, goal, 1 << 60, level, position):
                total += sent

    def _node(self, name: Hashable) -> int:
        if name not in self._number:
            self._number[name] = len(self._edges)
            self._edges.append([])
        return self._number[name]

    def _levels(self, start: int) -> list[int]:
        level = [-1] * len(self._edges)
        level[start] = 0
        queue = deque([start])
        while queue:
            node = queue.popleft()
            for edge in self._edges[node]:
                head = self._head[edge]
                if self._room[edge] and level[head] < 0:
                    level[head] = level[node] + 1
                    queue.append(head)
        return level

    def _augment(self, node: int, goal: int, limit: int, level: list[int], position: list[int]) -> int:
        if node == goal:
            return limit
        edges = self._edges[node]
        while position[node] < len(edges):
            edge = edges[position[node]]
            head = self._head[edge]
            if self._room[edge] and level[head] == level[node] + 1:
                sent = self._augment(head, goal, min(limit, self._room[edge]), level, position)
                if sent:
                    self._room[edge] -= sent
                    self._room[edge ^ 1] += sent
                    return sent
            position[node] += 1
        return 0
