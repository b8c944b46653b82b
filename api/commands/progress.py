"""How a search goes, shown while it runs: on a terminal only, and gone when it ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from api.texts import score_phrases


class Progress(Protocol):
    """What the solver reports at each improvement: seconds since the start, units by goal, proven bounds."""

    @property
    def seconds(self) -> float: ...
    @property
    def score(self) -> Mapping[str, int]: ...
    @property
    def points(self) -> int: ...
    @property
    def bound(self) -> Mapping[str, int]: ...
    @property
    def unplaced(self) -> int: ...


class Report:
    """Keeps the last progress and tells it in words; the solver's own clock goes on between two reports."""

    def __init__(self, limit_seconds: float | None) -> None:
        self._limit = limit_seconds
        self._last: Progress | None = None
        self._told_at = 0.0
        self.stopping = False

    def __call__(self, progress: Progress) -> None:
        self._last, self._told_at = progress, time.monotonic()

    def text(self) -> str:
        """The lines shown now: time, lessons unplaced, bound, points; then the goals in native units."""
        if self._last is None:
            return "Останавливаюсь" if self.stopping else "Готовлюсь"
        seconds = self._last.seconds + time.monotonic() - self._told_at
        limit = f" из {self._limit:g}" if self._limit is not None else ""
        doing = "Останавливаюсь" if self.stopping else "Ищу"
        return f"{doing}, {_decimal(seconds)}{limit} с: {progress_text(self._last)}"

    def __rich__(self) -> Any:
        from rich.text import Text

        return Text(self.text())


def progress_text(progress: Progress) -> str:
    """`не размещено занятий 2 (доказано: не меньше 1), баллов 140, найдено на 1,5 с`, then the goals."""
    unplaced, *goals = score_phrases(progress.score)
    bound = progress.bound.get("unplaced", 0)
    if bound:
        known = "меньше нельзя" if bound == progress.unplaced else f"не меньше {bound}"
        unplaced += f" (доказано: {known})"
    head = f"{unplaced}, баллов {progress.points}, найдено на {_decimal(progress.seconds)} с"
    return "\n  ".join([head, ", ".join(goals)]) if goals else head


def _decimal(seconds: float) -> str:
    return f"{seconds:.1f}".replace(".", ",")


@contextmanager
def shown(limit_seconds: float | None) -> Iterator[Report]:
    """A report to hand to the solver, live on a terminal and silent otherwise."""
    report = Report(limit_seconds)
    if not sys.stderr.isatty():
        yield report
        return
    from rich.console import Console
    from rich.live import Live

    with Live(report, console=Console(stderr=True), refresh_per_second=5, transient=True):
        yield report
