"""What a line is split against, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scheduler.registry.values import Pattern
from scheduler.terms import LessonForm

TOLERANCE = Fraction(1, 2)  # lessons a year, more or fewer than the plan (domain 10.2.4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What surrounds a line.

    lesson_min, remote_min: length of a lesson, in person and at a distance, where the line says none.
    year_weeks: study weeks of the school year; line_weeks: those of them on which the line holds.
    partners: the other subjects of the line's slot.
    """

    cycle_weeks: int = 4
    hour_min: int = 40
    lesson_min: int = 40
    remote_min: int = 40
    year_weeks: Fraction = Fraction(34)
    line_weeks: Fraction = Fraction(34)
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Lessons of one form and length over the cycle; form None is self-study, which has no lessons.

    hours: academic hours this part gives over the cycle. row: id of the row of the problem it becomes.
    """

    row: str
    form: LessonForm | None
    hours: Fraction
    lessons: int
    lesson_min: int

    @property
    def minutes(self) -> int:
        return self.lessons * self.lesson_min


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A line's cycle. pattern: the one that was applied; it differs from the line's where that cannot work.

    plan_hours: hours of the plan over the cycle, those with the class left out; in a block the raised ones.
    paid_hours: hours paid over the cycle. year_gap: academic hours a year given beyond the plan (below: < 0).
    phrase: what is done, in Russian.
    """

    line: str
    pattern: Pattern
    cycle_weeks: int
    plan_hours: Fraction
    parts: tuple[Part, ...]
    paid_hours: Fraction
    year_gap: Fraction
    phrase: str

    @property
    def lessons(self) -> int:
        return sum(part.lessons for part in self.parts)

    @property
    def minutes(self) -> int:
        """Real minutes with a teacher over the cycle."""
        return sum(part.minutes for part in self.parts)

    @property
    def given_hours(self) -> Fraction:
        """Academic hours that the cycle gives, self-study included."""
        return sum((part.hours for part in self.parts), Fraction(0))

    @property
    def off_plan(self) -> bool:
        """True when rounding takes the year further from the plan than the tolerance."""
        return self.pattern != Pattern.ROUND_UP and abs(self.year_gap) > TOLERANCE
