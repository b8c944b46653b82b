"""What a suggestion says: possible starts with the change of score, all blockers of every other start."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from scheduler.checks.verdict import LessonRef
from scheduler.terms import Weekday, clock


class Blocker(NamedTuple):
    """Why a start is closed: rule code, whom it concerns, standing lessons in the way, one Russian sentence.

    week: the week in which it is so; None when it is not about a week.
    """

    rule: str
    text: str
    teacher: str | None = None
    pupil: str | None = None
    lessons: tuple[LessonRef, ...] = ()
    week: str | None = None

    def to_json(self) -> dict[str, Any]:
        plain: dict[str, Any] = {"rule": self.rule, "text": self.text}
        named = {"teacher": self.teacher, "pupil": self.pupil, "week": self.week}
        plain |= {key: value for key, value in named.items() if value is not None}
        if self.lessons:
            plain["lessons"] = [{"row": lesson.row, "n": lesson.n} for lesson in self.lessons]
        return plain


class Start(NamedTuple):
    """A possible start and what it changes, compared with the timetable as it is.

    score: units of each goal that changes. points: at default weights. ranks: the problem's own ranks and
    weights, in order of rank. Less is better, so a negative number is a gain.
    """

    weeks: tuple[str, ...]
    day: Weekday
    start_min: int
    teacher: str
    score: dict[str, int]
    points: int
    ranks: dict[int, int]

    @property
    def key(self) -> tuple[int, ...]:
        """Orders starts as the problem ranks them: unplaced lessons, then rank by rank."""
        return (self.score.get("unplaced", 0), *self.ranks.values())

    def to_json(self) -> dict[str, Any]:
        ranks = {str(rank): change for rank, change in self.ranks.items()}
        return {"start": clock(self.start_min), "score": self.score, "points": self.points, "ranks": ranks}


class Blocked(NamedTuple):
    """Neighbouring starts, both ends included, that the same blockers close."""

    start_min: int
    until_min: int
    blockers: tuple[Blocker, ...]


class Day(NamedTuple):
    """All starts of one day with one teacher; several weeks when lessons move together."""

    weeks: tuple[str, ...]
    day: Weekday
    teacher: str
    possible: tuple[Start, ...]
    blocked: tuple[Blocked, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The answer for one lesson, or for lessons that move together.

    lessons: those that move, as they stand now (empty for an unplaced lesson). days: in order of week, day
    and candidate teacher; empty for a row without teachers.
    """

    row: str
    n: int
    lessons: tuple[LessonRef, ...]
    days: tuple[Day, ...]

    @property
    def starts(self) -> tuple[Start, ...]:
        """Every possible start, the best for the problem's ranks first."""
        return tuple(
            sorted((start for day in self.days for start in day.possible), key=lambda each: each.key)
        )

    def to_json(self) -> dict[str, Any]:
        """The answer of `homelessons suggest --json`:

        `{"row", "n", "lessons": [{"row", "n"}], "blockers": [...], "days": [...]}`, where a blocker is
        `{"rule", "text", "teacher"?, "pupil"?, "week"?, "lessons"?}` and a day
        `{"weeks", "day", "teacher", "possible": [{"start", "score", "points", "ranks"}],
        "blocked": [{"start", "until", "by"}]}`. `score` holds the units that change, `ranks` the weighted sum
        per rank, `until` the last start of a run, `by` the places of its blockers in `blockers`.
        """
        numbers: dict[Blocker, int] = {}
        days = [self._day_json(day, numbers) for day in self.days]
        return {
            "row": self.row,
            "n": self.n,
            "lessons": [{"row": lesson.row, "n": lesson.n} for lesson in self.lessons],
            "blockers": [blocker.to_json() for blocker in numbers],
            "days": days,
        }

    @staticmethod
    def _day_json(day: Day, numbers: dict[Blocker, int]) -> dict[str, Any]:
        blocked = [
            {
                "start": clock(run.start_min),
                "until": clock(run.until_min),
                "by": _numbered(run.blockers, numbers),
            }
            for run in day.blocked
        ]
        return {
            "weeks": list(day.weeks),
            "day": str(day.day),
            "teacher": day.teacher,
            "possible": [start.to_json() for start in day.possible],
            "blocked": blocked,
        }


def _numbered(blockers: Iterable[Blocker], numbers: dict[Blocker, int]) -> list[int]:
    return [numbers.setdefault(blocker, len(numbers)) for blocker in blockers]
