"""Faults of meaning: what the values of a problem file say of each other. Imports no solver."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scheduler.errors import Fault
from scheduler.references.busy import busy_faults
from scheduler.references.frame import frame_faults
from scheduler.references.goals import goal_faults
from scheduler.references.identity import identity_faults
from scheduler.references.names import name_faults
from scheduler.references.roads import road_faults
from scheduler.references.shared import shared_faults
from scheduler.references.windows import window_faults
from scheduler.salvage import Draft

JUDGES: tuple[Callable[[Draft], Iterator[Fault]], ...] = (
    frame_faults,  # weeks, days, the day's bounds
    identity_faults,  # ids and lists that hold something twice
    name_faults,  # ids that nothing bears
    window_faults,  # windows: order of start and end, the grid
    busy_faults,  # fixed engagements at different places at once
    shared_faults,  # the place of a lesson
    road_faults,  # travel times
    goal_faults,  # goal codes
)


def meaning_faults(draft: Draft) -> list[Fault]:
    """Every fault of meaning, each once, in the order of JUDGES and of the file."""
    return list(dict.fromkeys(fault for judge in JUDGES for fault in judge(draft)))
