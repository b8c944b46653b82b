"""What one running service remembers of its calendars: nothing that could not be found out again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

KNOWN_A_MINUTE, UNKNOWN_A_MINUTE = 60, 20
MOST = 20_000  # links or networks remembered before the oldest ones are forgotten


@dataclass(frozen=True, slots=True)
class Moment:
    """head: number of the last act in the log; hour: days pass, papers end."""

    head: int
    hour: int


@dataclass(frozen=True, slots=True)
class Fresh:
    """A link whose copy was found right: then, at that revision of the copy, for what had that digest, on a day."""

    then: Moment
    copy_rev: int
    digest: str
    day: date

    def is_so(self, now: Moment, copy_rev: int, digest: str) -> bool:
        """Whether nothing can be otherwise: no change of any data, no new hour."""
        return (self.then.hour, self.copy_rev, self.digest) == (now.hour, copy_rev, digest)


@dataclass
class Memory:
    """One per service, for all its threads."""

    fresh: dict[str, Fresh] = field(default_factory=dict)
    _prints: dict[int, str] = field(default_factory=dict)
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _prints_lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, link_id: str, found: Fresh) -> None:
        with self._lock:
            _forget(self.fresh)
            self.fresh[link_id] = found

    def print_at(self, head: int, find: Callable[[], str]) -> str:
        """The digest at a head of the log, found once."""
        with self._prints_lock:
            if head not in self._prints:
                self._prints = {head: find()}
            return self._prints[head]

    def wait(self, key: str, a_minute: int, now: float | None = None) -> int:
        """Takes one request out of what a key may ask for; 0, or seconds until there is one more."""
        at, rate = time.monotonic() if now is None else now, a_minute / 60
        with self._lock:
            _forget(self._buckets)
            left, then = self._buckets.get(key, (float(a_minute), at))
            left = min(float(a_minute), left + (at - then) * rate)
            if left < 1:
                self._buckets[key] = (left, at)
                return max(1, round((1 - left) / rate))
            self._buckets[key] = (left - 1, at)
            return 0


def _forget(known: dict[str, object] | dict[str, Fresh] | dict[str, tuple[float, float]]) -> None:
    """The older half of too many."""
    if len(known) > MOST:
        for key in list(known)[: MOST // 2]:
            del known[key]
