"""Witnesses of every rule: `HARD_WITNESSES` and `GOAL_WITNESSES`, for whatever judges or solves."""

from tests.scheduler.checks import (
    goal_witnesses,
    lesson_witnesses,
    plan_witnesses,
    pupil_witnesses,
    teacher_witnesses,
)
from tests.scheduler.checks.witness import Counted, Found, Witness

__all__ = ["GOAL_WITNESSES", "HARD_WITNESSES", "Counted", "Found", "Witness"]

HARD_WITNESSES: tuple[Witness, ...] = (
    *lesson_witnesses.WITNESSES,
    *teacher_witnesses.WITNESSES,
    *pupil_witnesses.WITNESSES,
    *plan_witnesses.WITNESSES,
)
GOAL_WITNESSES: tuple[Counted, ...] = goal_witnesses.WITNESSES
