"""What versions promise: their lessons on dates, each version for its own days, over the calendars of all schools.

A version that was replaced in mid-year gives its lessons until its last day, the next one from its first. Where a
medical paper, an order or a contract ends earlier, so do the lessons, until the next one begins. Ids are school,
plan row, ISO week and ordinal in that week; they survive versions, moves and substitutions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session, col, select

from api.services.days.networks import Grounds, grounds_of
from api.services.days.papers import NO_PAPERS, covers_of, why_ended
from api.services.days.problems import of_versions
from api.services.days.versions import Held
from models.case import CaseMove
from models.states import OVER, TEACHING, State
from scheduler.calendar.expand import expand
from scheduler.calendar.lessons import DatedLesson, Lapse, LapseKind

DAY = timedelta(days=1)
SUSPENDED = "занятия приостановлены"
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Lost:
    """A lesson of a case that the calendar takes: id as of a dated lesson, why in Russian."""

    id: str
    case_id: str
    row: str
    on: date
    minutes: int
    teacher: str
    is_holiday: bool
    why: str
    start_min: int


@dataclass(frozen=True, slots=True)
class Promised:
    """Lessons in order of time, each of one case (its only pupil), and those that the calendar takes."""

    lessons: tuple[DatedLesson, ...]
    lost: tuple[Lost, ...]


def promised(session: Session, held: Iterable[Held], span: Span) -> Promised:
    """Lessons of versions on the days of a span, both inclusive; a span of whole weeks, so that ids are lasting."""
    groups: dict[tuple[str, str, int], list[Held]] = defaultdict(list)
    for each in held:
        groups[each.case.school_id, each.case.year_id, each.cycle_weeks].append(each)
    lessons: list[DatedLesson] = []
    lost: list[Lost] = []
    for (school_id, year_id, _), versions in groups.items():
        grounds = grounds_of(session, school_id, year_id, versions)
        if grounds is not None:
            some, others = _of_group(session, versions, grounds, span)
            lessons += some
            lost += others
    kept = _one_each(lessons)
    known = {(each.pupils[0], each.id) for each in kept}
    return Promised(kept, tuple(each for each in lost if (each.case_id, each.id) not in known))


def _of_group(
    session: Session, versions: Sequence[Held], grounds: Grounds, span: Span
) -> tuple[list[DatedLesson], list[Lost]]:
    """Lessons of one school's versions by one year; `pupils` are cases from here on."""
    made = of_versions(session, versions, grounds.timezone)
    found = expand(
        made.alone, made.timetable, grounds.years, parity=grounds.parity, first=span[0], last=span[1],
        validity={each.version.id: each.days for each in versions}, reference=grounds.code,
    )  # fmt: skip
    case_of = {each.version.id: each.case.id for each in versions}
    closed = _closed(session, set(case_of.values()))
    covers = covers_of(session, set(case_of.values()))
    lost = list(_lapsed(found.lapsed, case_of, grounds.code))
    lessons = []
    for lesson in found.lessons:
        case_id = case_of[lesson.pupils[0]]
        own = replace(lesson, id=_name(lesson.id, grounds.code), pupils=(case_id,))
        if any(first <= own.on and (last is None or own.on <= last) for first, last in closed[case_id]):
            lost.append(_lost(own, case_id, is_holiday=False, why=SUSPENDED))
        elif (ended := covers.get(case_id, NO_PAPERS).ended(own.on)) is not None:
            lost.append(_lost(own, case_id, is_holiday=False, why=why_ended(ended)))
        else:
            lessons.append(own)
    return lessons, lost


def _lapsed(lapsed: Iterable[Lapse], case_of: dict[str, str], school: str) -> Iterator[Lost]:
    """Days out of a version's own are no loss: there another version holds, or none."""
    for lapse in lapsed:
        if lapse.kind != LapseKind.PAPER:
            yield Lost(
                _name(lapse.id, school), case_of[lapse.pupils[0]], lapse.row, lapse.on,
                lapse.end_min - lapse.start_min, lapse.teacher, True, lapse.text, lapse.start_min,
            )  # fmt: skip


def _lost(lesson: DatedLesson, case_id: str, *, is_holiday: bool, why: str) -> Lost:
    minutes = lesson.end_min - lesson.start_min
    return Lost(
        lesson.id, case_id, lesson.row, lesson.on, minutes, lesson.teacher, is_holiday, why, lesson.start_min
    )


def _name(lesson_id: str, school: str) -> str:
    """`s1/math-1/2026-W37/2` of `<version>:math-1/2026-W37/2`."""
    return f"{school}/{lesson_id.partition(':')[2]}"


def _one_each(lessons: Iterable[DatedLesson]) -> tuple[DatedLesson, ...]:
    """In a week with two versions of a case every lesson has an id of its own."""
    taken: dict[tuple[str, str], DatedLesson] = {}
    for lesson in sorted(lessons, key=lambda each: (each.on, each.start_min, each.end_min, each.row)):
        row, week, ordinal = lesson.id.rsplit("/", 2)
        number, (case_id,) = int(ordinal), lesson.pupils
        while (case_id, f"{row}/{week}/{number}") in taken:
            number += 1
        name = f"{row}/{week}/{number}"
        taken[case_id, name] = lesson if name == lesson.id else replace(lesson, id=name)
    return tuple(taken.values())


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
