"""The timetable: lessons that stand, lessons that do not and why. File format `homelessons-timetable/1`.

Week, day, form and place are plain text here on purpose: a timetable may come from another hand, and an unknown
day is a finding of the checker, not a fault of the file.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from scheduler.problem import ClockEnd, ClockStart, Frozen
from scheduler.terms import Proof, SolveStatus


class Lesson(Frozen):
    """A lesson in its place: row and ordinal, week, day, half-open interval, teacher, form and place."""

    row: str
    n: int
    week: str
    day: str
    start_min: ClockStart = Field(alias="start")
    end_min: ClockEnd = Field(alias="end")
    teacher: str
    form: str
    place: str


class Reason(Frozen):
    """One reason in Russian with its code and the things it speaks of."""

    code: str
    text: str
    teacher: str | None = None
    pupil: str | None = None
    row: str | None = None
    facts: dict[str, Any] | None = None


class Unplaced(Frozen):
    row: str
    count: Annotated[int, Field(ge=1)]
    proof: Proof | None = None
    reasons: tuple[Reason, ...] = ()


class Timetable(Frozen):
    format: Literal["homelessons-timetable/1"] = "homelessons-timetable/1"
    problem: str | None = None
    status: SolveStatus | None = None
    lessons: tuple[Lesson, ...]
    unplaced: tuple[Unplaced, ...]
    score: dict[str, int] | None = None
    bound: dict[str, int] | None = None
    seconds: float | None = None
    seed: int | None = None
    workers: int | None = None
    version: str | None = None
