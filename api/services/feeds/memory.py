"""What one running service remembers of its calendars: nothing that could not be found out again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date

from api.services.feeds.prints import Prints, Rests
from api.services.feeds.rendering import Picture

KNOWN_A_MINUTE, UNKNOWN_A_MINUTE = 60, 20
MOST = 20_000  # links or networks remembered before the oldest ones are forgotten
PICTURES = 64  # of what links show; each holds the lessons of some months


@dataclass(frozen=True, slots=True)
class Moment:
    """head: number of the last act in the log; hour: days pass, papers end."""

    head: int
    hour: int


@dataclass(frozen=True, slots=True)
class Fresh:
    """A link whose copy was found right: then, at that revision of the copy, resting on that; shown: digest of all
    it shows on a day."""

    then: Moment
    copy_rev: int
    rests: Rests
    shown: str
    day: date

    def is_so(self, now: Moment, copy_rev: int, rests: Rests) -> bool:
        """Whether nothing can be otherwise: no change of any data it rests on, no new hour."""
        return (self.then.hour, self.copy_rev, self.rests) == (now.hour, copy_rev, rests)


@dataclass
class Memory:
    """One per service, for all its threads."""

    fresh: dict[str, Fresh] = field(default_factory=dict)
    _prints: tuple[int, Prints] | None = None
    _pictures: dict[Hashable, Picture] = field(default_factory=dict)
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _prints_lock: threading.Lock = field(default_factory=threading.Lock)
    _pictures_lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, link_id: str, found: Fresh) -> None:
        with self._lock:
            _forget(self.fresh)
            self.fresh[link_id] = found

    def prints_at(self, head: int, find: Callable[[tuple[int, Prints] | None], Prints]) -> Prints:
        """The digests at a head of the log, or at a later one, found once. find: from those of an earlier head."""
        known = self._prints
        if known is not None and known[0] >= head:
            return known[1]
        with self._prints_lock:
            known = self._prints
            if known is None or known[0] < head:
                known = self._prints = head, find(known)
            return known[1]

    def picture(self, key: Hashable, draw: Callable[[], tuple[Picture, bool]]) -> Picture:
        """What links of one kind show, drawn once for all of them. draw: tells whether it may be kept."""
        known = self._pictures.get(key)
        if known is not None:
            return known
        with self._pictures_lock:
            if key not in self._pictures:
                made, lasts = draw()
                if not lasts:
                    return made
                while len(self._pictures) >= PICTURES:
                    del self._pictures[next(iter(self._pictures))]
                self._pictures[key] = made
            return self._pictures[key]

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
