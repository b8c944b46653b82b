"""What one person's day says about the moved lesson: closed starts with their blockers, and costs.

Both sides, teacher and pupil, are judged once per day and reused for every partner.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from scheduler.checks.desk import Engagement
from scheduler.checks.verdict import LessonRef, ref
from scheduler.problem import Window, merge_windows
from scheduler.suggest.answer import Blocker
from scheduler.suggest.scene import Between, Near, Scene, Slot


class Vary(NamedTuple):
    """Changes that depend on the start: constant over a cell, but idle and gap are base + slope × start."""

    travel: int = 0
    visits: int = 0
    wish: int = 0
    changes: int = 0
    idle: int = 0
    idle_slope: int = 0
    gap: int = 0
    gap_slope: int = 0


NOTHING = Vary()
Cell = tuple[int, Vary]
Closed = tuple[int, Blocker]


@dataclass(slots=True)
class Side:
    """closed: masks of starts with what closes them. cells: for each cause of varying cost a partition of the
    day's starts. fixed: changes that every start of the day brings."""

    closed: list[Closed] = field(default_factory=list)
    cells: list[list[Cell]] = field(default_factory=list)
    fixed: dict[str, int] = field(default_factory=dict)

    def close(self, mask: int, blocker: Blocker) -> None:
        if mask:
            self.closed.append((mask, blocker))


def refs(*items: Engagement) -> tuple[LessonRef, ...]:
    return tuple(ref(item.lesson) for item in items if item.lesson is not None)


def inside(scene: Scene, windows: tuple[Window, ...], slot: Slot) -> tuple[int, list[tuple[int, int]]]:
    """Starts at which the whole lesson lies in one of the day's windows, and these windows joined."""
    spans = merge_windows([(x.start_min, x.end_min) for x in windows if x.holds_on(*slot)])
    mask = 0
    for start, end in spans:
        mask |= scene.grid.between(start, end - scene.length_min)
    return mask, spans


def clash_masks(scene: Scene, near: list[Near], slices: list[Between]) -> list[int]:
    """For each engagement the starts it closes: by overlap, or as neighbour without the needed minutes."""
    between, length = scene.grid.between, scene.length_min
    masks = [
        between(each.item.start_min - length + 1, max(each.item.end_min, each.item.start_min) - 1)
        for each in near
    ]
    for k, cut in enumerate(slices):
        if cut.before is not None:
            latest = cut.before.item.end_min + cut.before.from_min - 1
            masks[k - 1] |= between(cut.low_min, min(cut.high_min, latest))
        if cut.after is not None:
            earliest = cut.after.item.start_min - cut.after.to_min - length + 1
            masks[k] |= between(max(cut.low_min, earliest), cut.high_min)
    return masks


def pair_cells(scene: Scene, slices: list[Between], vary: Callable[[Between], Vary]) -> list[Cell]:
    """One cell per slice of the day that holds a start."""
    masks = [(scene.grid.between(cut.low_min, cut.high_min), cut) for cut in slices]
    return [(mask, vary(cut)) for mask, cut in masks if mask]
