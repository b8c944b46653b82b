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
    """Keeps the last progress and tells it in words; silent until something is shown."""

    def __init__(self, limit_seconds: float | None) -> None:
        self._limit = limit_seconds
        self._began = time.monotonic()
        self._last: Progress | None = None
        self.stopping = False

    def __call__(self, progress: Progress) -> None:
        self._last = progress

    def text(self) -> str:
        """The lines shown now."""
        clock = f"{time.monotonic() - self._began:.1f}".replace(".", ",")
        limit = f" из {self._limit:g}" if self._limit is not None else ""
        head = f"{'Останавливаюсь' if self.stopping else 'Ищу'}, {clock}{limit} с"
        if self._last is None:
            return f"{head}: расписания ещё нет"
        return f"{head}: {progress_text(self._last)}"

    def __rich__(self) -> Any:
        from rich.text import Text

        return Text(self.text())


def progress_text(progress: Progress) -> str:
    """`не размещено занятий 2 (меньше 2 нельзя), минут в дороге 35; баллов 140, найдено на 1,5 с`."""
    phrases = score_phrases(progress.score)
    bound = progress.bound.get("unplaced", 0)
    if bound:
        phrases[0] += f" (меньше {bound} нельзя)"
    found = f"{progress.seconds:.1f}".replace(".", ",")
    return f"{', '.join(phrases)}; баллов {progress.points}, найдено на {found} с"


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
