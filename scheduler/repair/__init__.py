"""Dated weeks mended with the least harm: lost lessons made up, lessons of an absent teacher given to others.

Everything published stands, but what a budget of changes lets move. No solver: seats are judged as suggestions are,
and a search over days proves its answer. Goals are those that a single day decides: wish, travel, idle, visits,
adult_days, pupil_gap, at their default weights; fewest lessons without a place come first.
"""

from __future__ import annotations

from scheduler.repair.budget import make_up_moving
from scheduler.repair.makeups import make_up
from scheduler.repair.substitutes import Cover, Vacancy, cover
from scheduler.repair.values import Answer, Lost, Movable, Moving, Option, Rules, Unmet

__all__ = [
    "Answer",
    "Cover",
    "Lost",
    "Movable",
    "Moving",
    "Option",
    "Rules",
    "Unmet",
    "Vacancy",
    "cover",
    "make_up",
    "make_up_moving",
]
