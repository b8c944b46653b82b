"""A small network with its year, and calendars of it by keyword."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from exports.ical.entries import Audience, Holder, Level
from exports.ical.feed import Feed, Options, feed
from exports.ical.stamps import Stamps
from scheduler.calendar.expand import expand
from scheduler.calendar.lessons import DatedLesson
from scheduler.calendar.published import school_year_2026
from scheduler.calendar.year import SchoolYear
from scheduler.problem import Problem
from tests.builders import problem, pupil, row, teacher, timetable

PERIOD = {"first": date(2026, 9, 1), "last": date(2026, 9, 30)}
AT = datetime(2026, 8, 25, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 9, 3, 12, 0, tzinfo=UTC)
T1, P1 = Audience(Holder.TEACHER, "t1"), Audience(Holder.PUPIL, "К-03")
LESSONS = ("r1/1 mon 09:00", "r1/2 thu 14:20", "r2/1 tue 10:05")


def network(title: str = "Математика", **more: Any) -> Problem:
    """Two rows of two pupils with one teacher: r1 at home for К-03, r2 in school for К-07."""
    plain: dict[str, Any] = {
        "rows": [
            row("r1", title=title, pupils=["К-03"], lessons=2),
            row("r2", title="Труд", pupils=["К-07"], form="school"),
        ],
        "teachers": [teacher(title="Озёрная А. А.")],
        "pupils": [pupil("К-03", title="К-03, 5А"), pupil("К-07", home="h2", title="К-07, 6Б")],
    }
    return problem(**(plain | more))


def lessons_of(
    given: Problem, lessons: Sequence[str] = LESSONS, year: SchoolYear | None = None, **period: Any
) -> tuple[DatedLesson, ...]:
    plan = timetable(given, *lessons)
    return expand(given, plan, (year or school_year_2026("s1"),), **(PERIOD | period)).lessons


def feed_of(
    given: Problem | None = None,
    lessons: Sequence[str] = LESSONS,
    *,
    audience: Audience = T1,
    at: datetime = AT,
    previous: Stamps | None = None,
    title: str = "Занятия: Озёрная А. А.",
    year: SchoolYear | None = None,
    period: dict[str, Any] | None = None,
    **options: Any,
) -> Feed:
    """The calendar of `audience` for September 2026."""
    asked = given or network()
    span = PERIOD | (period or {})
    return feed(
        asked, lessons_of(asked, lessons, year, **span), audience, title=title, at=at, previous=previous,
        options=Options(**({"level": Level.BARE} | options)), **span,
    )  # fmt: skip


def unfolded(data: bytes) -> list[str]:
    """Content lines with their folds undone."""
    return data.replace(b"\r\n ", b"").decode("utf-8").removesuffix("\r\n").split("\r\n")


def events(data: bytes) -> list[dict[str, str]]:
    """Every VEVENT as its raw properties, without a calendar library; a doubled property is an error."""
    found: list[dict[str, str]] = []
    inside = False
    for line in unfolded(data):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            inside, event = True, {}
        elif line == "END:VEVENT":
            inside = False
            found.append(event)
        elif inside:
            assert name not in event, f"{name} twice"
            event[name] = value
    return found
