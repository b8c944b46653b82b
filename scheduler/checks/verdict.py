"""What the checker says."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.rulebook import RULES
from scheduler.timetable import Lesson


@dataclass(frozen=True, slots=True)
class LessonRef:
    """A lesson by its row and ordinal."""

    row: str
    n: int


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: the lessons concerned, how far beyond the rule in `unit`, and an English sentence.

    scope: what the rule was broken for, whatever the excess: person, week, day, limit, or row. Violations of
    two timetables with one rule and scope are the same violation, grown or shrunk.
    """

    rule: str
    lessons: tuple[LessonRef, ...]
    excess: int
    unit: str
    text: str
    scope: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """All violations, the units of every goal, and the benchmark points."""

    violations: tuple[Violation, ...]
    score: dict[str, int]
    points: int


def ref(lesson: Lesson) -> LessonRef:
    return LessonRef(lesson.row, lesson.n)


def broken(
    rule: str,
    scope: tuple[object, ...],
    lessons: tuple[Lesson, ...],
    excess: int,
    text: str,
    unit: str | None = None,
) -> Violation:
    """A violation in the rule's own unit, unless another is named."""
    concerned = tuple(ref(lesson) for lesson in lessons)
    return Violation(rule, concerned, excess, unit or RULES[rule].unit, text, tuple(str(x) for x in scope))
