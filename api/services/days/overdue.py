"""Lessons that passed and nobody has marked, and lessons that fell out: for the deputy and the class teacher.

The class teacher watches that lessons of the class are given (regulation, «контроль»; domain 5).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from api.services.cases.seen import seen_lines
from api.services.days.deskline import Desk, DeskLine
from api.services.days.lessons import Days, days_of
from api.services.days.versions import Whose
from api.services.desk import DESK, at_desk
from api.services.unit import Unit
from models.case import Case
from models.day import LessonChange
from models.message import FeedHolder
from models.school import School
from scheduler.terms import Fate

GRACE = timedelta(days=2)  # a lesson may wait so long to be marked
BACK = timedelta(days=60)  # how far the list looks; the ledger counts the whole year
COUNTED = timedelta(days=14)  # how far the number on the deputy's day looks: the page is opened often


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A lesson that fell out and has no make-up; has_make_up: one is set or was held."""

    line: DeskLine
    has_make_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """unmarked: not marked though they lie more than two days back; lost: fallen out in the same time. Newest last."""

    since: date
    until: date
    unmarked: tuple[DeskLine, ...]
    lost: tuple[Lost, ...]


def overdue_of(unit: Unit) -> Overdue:
    """Of the whole school from the desk, of one's class for a class teacher."""
    since, until = unit.today - BACK, unit.today
    unmarked: list[DeskLine] = []
    lost: list[Lost] = []
    for days in _days(unit, since):
        desk = Desk(unit.session, days)
        made_up = _made_up(unit, {each.case.id for each in days.held})
        for each in days.lessons:
            if each.fate == Fate.PLANNED and each.lesson.on < until - GRACE:
                unmarked.append(desk.line(each))
            elif each.fate == Fate.CANCELLED and each.makes_up is None:
                lost.append(Lost(line=desk.line(each), has_make_up=(each.case_id, each.id) in made_up))
    unmarked.sort(key=_in_time)
    lost.sort(key=lambda each: _in_time(each.line))
    return Overdue(since=since, until=until - GRACE, unmarked=tuple(unmarked), lost=tuple(lost))


def unmarked_count(unit: Unit, school_id: str) -> int:
    """Lessons of the school's last two weeks that should have been marked by now."""
    days = _of(unit, Whose(FeedHolder.SCHOOL, school_id), school_id, unit.today - COUNTED)
    return sum(
        each.fate == Fate.PLANNED and each.lesson.on < unit.today - GRACE for each in days.lessons
    )  # fmt: skip


def _days(unit: Unit, since: date) -> Iterator[Days]:
    if unit.actor.role in DESK:
        school_id = at_desk(unit)
        yield _of(unit, Whose(FeedHolder.SCHOOL, school_id), school_id, since)
        return
    for line in seen_lines(unit):
        case = unit.session.exec(select(Case).where(Case.id == line.id)).one()
        yield _of(unit, Whose(FeedHolder.CASE, case.id), case.school_id, since)


def _made_up(unit: Unit, case_ids: Collection[str]) -> set[tuple[str, str | None]]:
    """(case, lesson) of what has a make-up, whenever it is."""
    asked = select(LessonChange.case_id, LessonChange.makes_up).where(
        col(LessonChange.case_id).in_(case_ids), col(LessonChange.makes_up).is_not(None),
        LessonChange.state != Fate.CANCELLED,
    )  # fmt: skip
    return set(unit.session.exec(asked))


def _of(unit: Unit, whose: Whose, school_id: str, since: date) -> Days:
    zone = unit.session.get_one(School, school_id).timezone
    return days_of(unit.session, whose, (since, unit.today), zone)


def _in_time(line: DeskLine) -> tuple[date, int, str, str]:
    return line.on, line.start_min, line.code, line.id
