"""Goal codes that exist; `unplaced` always comes first and cannot be moved."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.errors import Fault
from scheduler.rulebook import GOALS, UNPLACED
from scheduler.salvage import Draft
from scheduler.shape import dotted, listed, nearest


def goal_faults(draft: Draft) -> Iterator[Fault]:
    codes = [rule.code for rule in GOALS]
    for code in draft.problem.goals:
        path = dotted(("goals", code))
        if code == UNPLACED.code:
            yield Fault(path, "a setting of unplaced", "no setting: unplaced lessons always come first")
        elif code not in codes:
            yield Fault(path, "an unknown goal", "a goal code; " + (nearest(code, codes) or listed(codes)))
