"""What a version says: lessons, dates, totals, the sentence above the button. Pure; one content has one text.

Pages and prints are rendered from the stored text, never from live tables (trust 4.2). A lesson's digest leaves
the version out, so that an answer given to it carries over to a later version (decisions, «What is agreed»).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, cast

from api.services.agreement.canonical import canonical, digest, parsed
from scheduler.russian import counted, day_said, lessons
from scheduler.terms import LessonForm, Weekday, clock

SCHEMA = 1
WORDING = 1


class Where(StrEnum):
    """Kind of place as a family knows it."""

    HOME = "home"
    OTHER_HOME = "other_home"
    SCHOOL = "school"
    REMOTE = "remote"


WHERE = {
    Where.HOME: "дома",
    Where.OTHER_HOME: "во втором доме",
    Where.SCHOOL: "в школе",
    Where.REMOTE: "дистанционно",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A lesson on a weekday. weeks: numbers in the cycle, None for all; minutes since midnight, half-open."""

    day: Weekday
    weeks: tuple[int, ...] | None = None
    start_min: int
    end_min: int
    subject: str
    teacher: str
    form: LessonForm
    where: Where

    @property
    def digest(self) -> str:
        return _digest_of(self)

    @property
    def value(self) -> dict[str, Any]:
        return {
            "day": str(self.day),
            "weeks": [] if self.weeks is None else list(self.weeks),
            "start": clock(self.start_min),
            "end": clock(self.end_min),
            "subject": self.subject,
            "teacher": self.teacher,
            "form": str(self.form),
            "where": str(self.where),
        }

    @property
    def order(self) -> tuple[Any, ...]:
        return (self.day.number, self.start_min, self.weeks or (), self.subject, self.teacher)


@lru_cache(maxsize=1 << 14)
def _digest_of(line: Line) -> str:
    """Of a line that never changes; a list of sixty families asks for it four times over."""
    return digest(canonical(line.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """plan: digest of the plan it was made by, empty where there is none. lines in the order of the week."""

    school: str
    case: str
    number: int
    plan: str = ""
    first_on: date
    last_on: date
    zone: str
    cycle_weeks: int
    lines: tuple[Line, ...]
    wording: int = WORDING

    @property
    def lessons(self) -> int:
        """Lessons in a cycle."""
        return sum(self.cycle_weeks if line.weeks is None else len(line.weeks) for line in self.lines)

    @property
    def sentence(self) -> str:
        """What stands above the button, word for word."""
        return SENTENCES[self.wording](self)

    @property
    def totals(self) -> dict[str, int]:
        """Lessons in a cycle by subject."""
        told: Counter[str] = Counter()
        for line in self.lines:
            told[line.subject] += self.cycle_weeks if line.weeks is None else len(line.weeks)
        return dict(told)

    @property
    def text(self) -> str:
        return canonical(
            {
                "schema": SCHEMA,
                "kind": "timetable",
                "school": self.school,
                "case": self.case,
                "number": self.number,
                "plan": self.plan,
                "first_on": self.first_on.isoformat(),
                "last_on": self.last_on.isoformat(),
                "zone": self.zone,
                "cycle_weeks": self.cycle_weeks,
                "lessons": [line.value for line in sorted(self.lines, key=lambda line: line.order)],
                "totals": self.totals,
                "wording": self.wording,
                "sentence": self.sentence,
            }
        )


def _first_sentence(content: Content) -> str:
    """Wording 1."""
    weeks = counted(content.cycle_weeks, "неделю", "недели", "недель")
    return (
        f"Я посмотрел(а) расписание с {day_said(content.first_on)} по {day_said(content.last_on)}: "
        f"{lessons(content.lessons)} за {weeks}. Оно подходит нашей семье."
    )


SENTENCES = {1: _first_sentence}


@lru_cache(maxsize=512)
def content_of(text: str) -> Content:
    """The content of a stored text. Raises NotCanonicalError for a text that is not canonical."""
    told = cast(dict[str, Any], parsed(text))
    return Content(
        school=told["school"],
        case=told["case"],
        number=told["number"],
        plan=told["plan"],
        first_on=date.fromisoformat(told["first_on"]),
        last_on=date.fromisoformat(told["last_on"]),
        zone=told["zone"],
        cycle_weeks=told["cycle_weeks"],
        lines=tuple(_line(entry) for entry in told["lessons"]),
        wording=told["wording"],
    )


def _line(told: dict[str, Any]) -> Line:
    return Line(
        day=Weekday(told["day"]),
        weeks=tuple(told["weeks"]) or None,
        start_min=_minutes(told["start"]),
        end_min=_minutes(told["end"]),
        subject=told["subject"],
        teacher=told["teacher"],
        form=LessonForm(told["form"]),
        where=Where(told["where"]),
    )


def _minutes(told: str) -> int:
    hours, minutes = told.split(":")
    return 60 * int(hours) + int(minutes)
