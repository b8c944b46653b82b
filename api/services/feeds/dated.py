"""Lessons on their dates: published versions, each for its own days, over the calendars of all schools.

A version that was replaced in mid-year gives its lessons until its last day, the next one from its first. Ids are
school, plan row, ISO week and ordinal in that week; they survive versions, moves and substitutions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session, col, select

from api.services.feeds.networks import Grounds, grounds_of
from api.services.feeds.problems import of_versions
from api.services.feeds.versions import Held
from models.case import CaseMove
from models.states import OVER, TEACHING, State
from scheduler.calendar.expand import expand
from scheduler.calendar.lessons import DatedLesson, LapseKind
from scheduler.problem import Problem

DAY = timedelta(days=1)
SUSPENDED = "занятия приостановлены"
Span = tuple[date, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Lessons in order of time, their problem (rows, teachers, places, cases as pupils) and why others lapse.

    reasons: by the id of a lesson that is not held.
    """

    problem: Problem
    lessons: tuple[DatedLesson, ...]
    reasons: Mapping[str, str]


def dated(session: Session, held: Iterable[Held], span: Span, timezone: str) -> Dated:
    """Lessons of versions on the days of a span, both inclusive."""
    groups: dict[tuple[str, str, int], list[Held]] = defaultdict(list)
    for each in held:
        groups[each.case.school_id, each.case.year_id, each.cycle_weeks].append(each)
    lessons: list[DatedLesson] = []
    reasons: dict[str, str] = {}
    for (school_id, year_id, _), versions in groups.items():
        grounds = grounds_of(session, school_id, year_id, versions)
        if grounds is not None:
            lessons += _of_group(session, versions, grounds, span, reasons)
    kept = _one_each(lessons)
    every = [each for versions in groups.values() for each in versions]
    return Dated(
        problem=of_versions(session, every, timezone).problem,
        lessons=kept,
        reasons={name: why for name, why in reasons.items() if name not in {each.id for each in kept}},
    )


def _of_group(
    session: Session, versions: list[Held], grounds: Grounds, span: Span, reasons: dict[str, str]
) -> list[DatedLesson]:
    """Lessons of one school's versions by one year; `pupils` are cases from here on."""
    made = of_versions(session, versions, grounds.timezone)
    found = expand(
        made.alone, made.timetable, grounds.years, parity=grounds.parity, first=span[0], last=span[1],
        validity={each.version.id: each.days for each in versions}, reference=grounds.code,
    )  # fmt: skip
    version = {each.version.id: each for each in versions}
    closed = _closed(session, {each.case.id for each in versions})
    for lapse in found.lapsed:
        if lapse.kind != LapseKind.PAPER:
            reasons[_name(lapse.id, grounds.code)] = lapse.text
    lessons = []
    for lesson in found.lessons:
        case_id = version[lesson.pupils[0]].case.id
        name = _name(lesson.id, grounds.code)
        if any(first <= lesson.on and (last is None or lesson.on <= last) for first, last in closed[case_id]):
            reasons[name] = SUSPENDED
        else:
            lessons.append(replace(lesson, id=name, pupils=(case_id,)))
    return lessons


def _name(lesson_id: str, school: str) -> str:
    """`s1/math-1/2026-W37/2` of `<version>:math-1/2026-W37/2`."""
    return f"{school}/{lesson_id.partition(':')[2]}"


def _one_each(lessons: Iterable[DatedLesson]) -> tuple[DatedLesson, ...]:
    """A lesson shared by several cases once; in a week with two versions every lesson with an id of its own."""
    taken: dict[str, DatedLesson] = {}
    for lesson in sorted(lessons, key=lambda each: (each.on, each.start_min, each.end_min, each.row)):
        row, week, ordinal = lesson.id.rsplit("/", 2)
        number = int(ordinal)
        while (known := taken.get(f"{row}/{week}/{number}")) is not None and not _same(known, lesson):
            number += 1
        name = f"{row}/{week}/{number}"
        pupils = tuple(dict.fromkeys((*(known.pupils if known else ()), *lesson.pupils)))
        taken[name] = replace(known or lesson, id=name, pupils=pupils)
    return tuple(taken.values())


def _same(one: DatedLesson, other: DatedLesson) -> bool:
    return (one.on, one.start_min, one.end_min, one.teacher) == (
        other.on, other.start_min, other.end_min, other.teacher,
    )  # fmt: skip


def _closed(session: Session, case_ids: Iterable[str]) -> dict[str, list[tuple[date, date | None]]]:
    """Days a case has no lessons on: suspended, or over; both inclusive, None: for good."""
    told: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    asked = select(CaseMove).where(col(CaseMove.case_id).in_(list(case_ids)))
    for move in session.exec(asked.order_by(col(CaseMove.case_id), col(CaseMove.number))):
        spans, to = told[move.case_id], State(move.to_state)
        is_shut = bool(spans) and spans[-1][1] is None
        if to in TEACHING and is_shut:
            spans[-1] = (spans[-1][0], move.on_date - DAY)
        if (to == State.SUSPENDED or to in OVER) and not is_shut:
            spans.append((move.on_date + (DAY if to == State.FINISHED else DAY * 0), None))
    return told
