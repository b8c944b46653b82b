"""A lesson on its date, one that lapsed and why, and the instants in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

Validity = Mapping[str, tuple[date | None, date | None]]
"""First and last day of a pupil's papers, both inclusive; None or an absent pupil: open-ended."""


class LapseKind(StrEnum):
    """Why a lesson of the cycle is not held on its date."""

    HOLIDAY = "holiday"  # the pupil's school has no lessons
    PARTNER_HOLIDAY = "partner_holiday"  # the teacher's school has none
    OTHER_DAY = "other_day"  # one of both schools holds another weekday's timetable
    PAPER = "paper"  # the pupil's papers are not valid


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedLesson:
    """A lesson on a date. `week` is the cycle's or the dated week's id; minutes are local, half-open.

    id: plan row, ISO week, ordinal in that week (`r1/2026-W37/2`). The ordinal counts what the timetable gives
    in that week, lapsed lessons included, those of moved days last. So it survives versions, moves, substitutions.
    pupils: those who have it on the date.
    """

    id: str
    row: str
    n: int
    week: str
    on: date
    start_min: int
    end_min: int
    teacher: str
    form: str
    place: str
    pupils: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """A lesson of the timetable that these pupils do not have on its date; `text` says why, in Russian."""

    id: str
    row: str
    n: int
    week: str
    on: date
    start_min: int
    end_min: int
    teacher: str
    pupils: tuple[str, ...]
    kind: LapseKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """Both in order of time. A shared lesson may stand in both, for different pupils."""

    lessons: tuple[DatedLesson, ...]
    lapsed: tuple[Lapse, ...]


def instant(on: date, minutes: int, zone: ZoneInfo) -> datetime:
    """The moment in UTC of local minutes since midnight; 1440 is the next midnight."""
    local = datetime.combine(on, time()) + timedelta(minutes=minutes)
    return local.replace(tzinfo=zone).astimezone(UTC)


def instants(lesson: DatedLesson, timezone: str) -> tuple[datetime, datetime]:
    """Start and end in UTC; timezone is that of the problem. Raises ZoneInfoNotFoundError."""
    zone = ZoneInfo(timezone)
    return instant(lesson.on, lesson.start_min, zone), instant(lesson.on, lesson.end_min, zone)


def lesson_id(row: str, on: date, ordinal: int) -> str:
    year, week, _ = on.isocalendar()
    return f"{row}/{year}-W{week:02d}/{ordinal}"


def in_papers(validity: Validity, pupil: str, on: date) -> bool:
    first, last = validity.get(pupil, (None, None))
    return (first is None or first <= on) and (last is None or on <= last)
