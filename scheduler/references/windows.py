"""Windows end after they start and lie on the step grid (24:00 may always end one)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.errors import Fault
from scheduler.problem import Window
from scheduler.salvage import Draft
from scheduler.shape import shown
from scheduler.terms import MINUTES_A_DAY, clock


def window_faults(draft: Draft) -> Iterator[Fault]:
    for path, windows in _windows(draft):
        for number, window in enumerate(windows):
            yield from _judged(f"{path}.{number}", window, draft.problem.step_min)


def _windows(draft: Draft) -> Iterator[tuple[str, Sequence[Window]]]:
    for number, teacher in enumerate(draft.problem.teachers):
        yield f"teachers.{number}.free", teacher.free
        yield f"teachers.{number}.busy", teacher.busy
    for number, pupil in enumerate(draft.problem.pupils):
        yield f"pupils.{number}.busy", pupil.busy
        yield f"pupils.{number}.adult_home", pupil.adult_home or ()
        yield f"pupils.{number}.avoid", pupil.avoid
        yield f"pupils.{number}.wishes", pupil.wishes


def _judged(path: str, window: Window, step_min: int | None) -> Iterator[Fault]:
    start, end = window.start_min, window.end_min
    if start is not None and end is not None and end <= start:
        yield Fault(f"{path}.end", shown(clock(end)), f"a time after start {clock(start)}")
    if step_min is None:
        return
    for key, minutes in (("start", start), ("end", end)):
        if minutes is not None and minutes % step_min and minutes != MINUTES_A_DAY:
            yield Fault(f"{path}.{key}", shown(clock(minutes)), f"a time on the grid of {step_min} minutes")
