"""Which patterns days take, so that the fewest lessons are left over and, of those plans, the points are least.

Every day takes at most one pattern; a pattern takes lessons of groups of like lessons. Prices of groups, found by
subgradient steps, bound from below what a rest of days and lessons costs; the search over days keeps only states
that could still be better than the best plan known. So the answer is proved, unless too many states were left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

LEFT = 10_000  # points of a lesson left over, more than any other thing costs
MUST = 100  # times as much for a lesson that has to be placed, more than any lessons of a plan together
STEPS, BEAM = 120, 150
Rest = tuple[int, ...]


class Pattern(NamedTuple):
    """What a day may take: points, how many of which groups, minutes of teachers whose week is short, and what it is
    to whoever asks."""

    points: int
    takes: tuple[tuple[int, int], ...]
    minutes: tuple[tuple[int, int], ...]
    what: Any


class Day(NamedTuple):
    """week: days of one number share the minutes of teachers; limits: of them, by the teacher's number."""

    week: int
    patterns: tuple[Pattern, ...]
    limits: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Packed:
    """chosen: the pattern of each day, None for none. points: those of the patterns alone."""

    chosen: tuple[Pattern | None, ...]
    points: int
    left: Rest
    proved: bool


class _State(NamedTuple):
    cost: int
    back: Any  # (state before, pattern) as a chain


def pack(
    days: Sequence[Day], counts: Sequence[int], most_states: int, must: Sequence[bool] | None = None
) -> Packed:
    """counts: lessons of each group; must: whether they have to be placed before all others."""
    search = _Search(days, tuple(counts), tuple(must or [False] * len(counts)))
    search.tighten(STEPS // 3)
    search.run(BEAM)
    search.tighten(STEPS)
    proved = search.run(most_states)
    return search.packed(proved)


class _Search:
    def __init__(self, days: Sequence[Day], counts: Rest, must: Sequence[bool]) -> None:
        self.days, self.counts = days, counts
        self._left = [LEFT * MUST if each else LEFT for each in must]
        self.best = self._over(counts)
        self.chain: Any = None
        self.prices = [0.0] * len(counts)
        self.tails = self._tails(self.prices)
        self.bound = float("-inf")

    def _over(self, rest: Rest) -> int:
        """Points of lessons left over."""
        return sum(left * n for left, n in zip(self._left, rest, strict=True))

    def tighten(self, steps: int) -> None:
        """Prices that bound from below ever better: the more lessons than there are, the cheaper a group."""
        prices, scale, stale = list(self.prices), 1.0, 0
        for _ in range(steps):
            bound, used = self._relaxed(prices)
            if bound > self.bound + 1e-6:
                self.bound, self.prices, stale = bound, list(prices), 0
            else:
                stale += 1
                scale, stale = (scale / 2, 0) if stale >= 8 else (scale, stale)
            slack = [have - take for have, take in zip(self.counts, used, strict=True)]
            slack = [
                0 if price >= left and each > 0 else each
                for left, price, each in zip(self._left, prices, slack, strict=True)
            ]  # at that price a lesson may as well be left over
            size = sum(each * each for each in slack)
            if size == 0 or self.bound > self.best - 1 + 1e-6:
                break
            step = scale * max(1.0, self.best - bound) / size
            prices = [
                min(left, price + step * each)
                for left, price, each in zip(self._left, prices, slack, strict=True)
            ]
        self.tails = self._tails(self.prices)

    def _relaxed(self, prices: list[float]) -> tuple[float, list[int]]:
        """The bound that prices give, and how often each group is then taken."""
        used = [0] * len(prices)
        total = sum(price * have for price, have in zip(prices, self.counts, strict=True))
        for day in self.days:
            least, chosen = 0.0, None
            for pattern in day.patterns:
                reduced = pattern.points - sum(prices[group] * n for group, n in pattern.takes)
                if reduced < least:
                    least, chosen = reduced, pattern
            total += least
            for group, n in chosen.takes if chosen else ():
                used[group] += n
        return total, used

    def _tails(self, prices: list[float]) -> list[float]:
        """What the days from each on cost at least, at these prices."""
        tails = [0.0]
        for day in reversed(self.days):
            least = min(
                (p.points - sum(prices[group] * n for group, n in p.takes) for p in day.patterns), default=0.0
            )
            tails.append(tails[-1] + min(0.0, least))
        return tails[::-1]

    def run(self, most: int) -> bool:
        """Day after day, every state that may still be better than the best plan. False where some had to go."""
        states: dict[tuple[Rest, Rest], _State] = {(self.counts, ()): _State(0, None)}
        whole, week = True, -1
        for number, day in enumerate(self.days):
            if day.week != week:
                states, week = _new_week(states, len(day.limits)), day.week
            following: dict[tuple[Rest, Rest], _State] = {}
            for (rest, minutes), state in states.items():
                for key, cost, pattern in _steps(day, rest, minutes, state.cost):
                    known = following.get(key)
                    if (known is None or cost < known.cost) and self._may_win(number + 1, key[0], cost):
                        following[key] = _State(cost, (state.back, pattern))
            if len(following) > most:
                whole = False
                order = sorted(
                    following, key=lambda key: self._floor(number + 1, key[0], following[key].cost)
                )
                following = {key: following[key] for key in order[:most]}
            states = following
        for (rest, _), state in states.items():
            cost = state.cost + self._over(rest)
            if cost < self.best:
                self.best, self.chain = cost, state.back
        return whole

    def _floor(self, number: int, rest: Rest, cost: int) -> float:
        return cost + self.tails[number] + sum(p * n for p, n in zip(self.prices, rest, strict=True))

    def _may_win(self, number: int, rest: Rest, cost: int) -> bool:
        return self._floor(number, rest, cost) <= self.best - 1 + 1e-6

    def packed(self, proved: bool) -> Packed:
        chosen: list[Pattern | None] = []
        chain = self.chain
        while chain is not None:
            chain, pattern = chain
            chosen.append(pattern)
        chosen = [*reversed(chosen)] or [None] * len(self.days)
        left = list(self.counts)
        for pattern in chosen:
            for group, n in pattern.takes if pattern else ():
                left[group] -= n
        points = sum(pattern.points for pattern in chosen if pattern)
        return Packed(tuple(chosen), points, tuple(left), proved)


def _steps(
    day: Day, rest: Rest, minutes: Rest, cost: int
) -> Iterator[tuple[tuple[Rest, Rest], int, Pattern | None]]:
    yield (rest, minutes), cost, None
    for pattern in day.patterns:
        left = list(rest)
        for group, n in pattern.takes:
            left[group] -= n
        if min(left) < 0:
            continue
        used = list(minutes)
        for teacher, more in pattern.minutes:
            used[teacher] += more
        if all(held <= limit for held, limit in zip(used, day.limits, strict=True)):
            yield (tuple(left), tuple(used)), cost + pattern.points, pattern


def _new_week(states: dict[tuple[Rest, Rest], _State], teachers: int) -> dict[tuple[Rest, Rest], _State]:
    """Minutes of teachers count from nothing again."""
    fresh: dict[tuple[Rest, Rest], _State] = {}
    for (rest, _), state in states.items():
        key = (rest, (0,) * teachers)
        known = fresh.get(key)
        if known is None or state.cost < known.cost:
            fresh[key] = state
    return fresh
