"""Lessons by the clock of whoever looks: a partner's teacher may live in another zone than the school of the child.

What a school promises and stores is told by its own clock. Acts speak of that; only what is shown, put into a calendar
or judged beside other lessons is turned to another clock, and keeps the tag it is known by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from api.services.days.lessons import Days, OnDay
from models.school import School
from scheduler.calendar.lessons import DatedLesson


def seen_from(session: Session, days: Days, timezone: str) -> Days:
    """The same days by the clock of a zone; lessons that cross midnight there lie on their new day."""
    zones = _zones(session, days)
    foreign = {case: ZoneInfo(zone) for case, zone in zones.items() if zone != timezone}
    if not foreign:
        return days
    here = ZoneInfo(timezone)
    lessons = sorted(
        (_turned(each, foreign, here) for each in days.lessons),
        key=lambda each: (each.lesson.on, each.lesson.start_min, each.lesson.end_min, each.id, each.case_id),
    )
    return replace(
        days, lessons=tuple(lessons), passed=tuple(_turned(each, foreign, here) for each in days.passed)
    )


def _zones(session: Session, days: Days) -> dict[str, str]:
    """Case → the zone of its school."""
    schools = {each.case.id: each.case.school_id for each in days.held}
    asked = select(School.id, School.timezone).where(col(School.id).in_(set(schools.values())))
    told = dict(session.exec(asked).all())
    return {case: told[school] for case, school in schools.items()}


def _turned(each: OnDay, foreign: Mapping[str, ZoneInfo], here: ZoneInfo) -> OnDay:
    zone = foreign.get(each.case_id)
    if zone is None:
        return each
    base = _lesson(each.base, zone, here) if each.base is not None else None
    return replace(each, lesson=_lesson(each.lesson, zone, here), base=base, known_as=each.tag)


def _lesson(lesson: DatedLesson, zone: ZoneInfo, here: ZoneInfo) -> DatedLesson:
    on, start = by_clock(lesson.on, lesson.start_min, zone, here)
    return replace(lesson, on=on, start_min=start, end_min=start + lesson.end_min - lesson.start_min)


def by_clock(on: date, minute: int, zone: ZoneInfo, here: ZoneInfo) -> tuple[date, int]:
    """A day and minute of one zone as another one has them."""
    at = datetime.combine(on, time(), zone) + timedelta(minutes=minute)
    told = at.astimezone(here)
    return told.date(), told.hour * 60 + told.minute
