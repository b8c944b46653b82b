"""Lessons as they are: what versions promise, with the changes that were made and the absences that were told.

A move or a substitution holds while the promise is what it was when it was changed; a newer version wins over it.
That a lesson was held, or cancelled, holds for ever. An absence takes every lesson of its days that is not said to
be given despite it, also one that is promised only later.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session, col, or_, select

from api.services.days.dated import Lost, Span, promised
from api.services.days.problems import NOWHERE, added_row, of_versions
from api.services.days.versions import Held, Whose, held_for
from models.day import Absence, AbsenceLesson, Cause, Fate, LessonChange
from models.message import FeedHolder
from scheduler.calendar.lessons import DatedLesson
from scheduler.calendar.turns import monday_of
from scheduler.problem import Problem

WEEK = timedelta(days=7)
ADDED = "+"  # stands for the cycle's week of a lesson that no version has


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDay:
    """One case's lesson. lesson: as it is now, its only pupil the case; base: as promised, None for one that was
    added (makes_up: the lesson it stands for). cause, absence_id: why it is cancelled. known_as: its tag, where it is
    told by another clock than its school's."""

    case_id: str
    row_key: str
    lesson: DatedLesson
    base: DatedLesson | None
    fate: Fate = Fate.PLANNED
    cause: Cause | None = None
    absence_id: str | None = None
    despite: bool = False
    makes_up: str | None = None
    known_as: str | None = None

    @property
    def id(self) -> str:
        return self.lesson.id

    @property
    def is_moved(self) -> bool:
        base, now = self.base, self.lesson
        return base is not None and (base.on, base.start_min, base.end_min) != (
            now.on, now.start_min, now.end_min,
        )  # fmt: skip

    @property
    def is_substituted(self) -> bool:
        return self.base is not None and self.base.teacher != self.lesson.teacher

    @property
    def tag(self) -> str:
        """What one has seen of it, short: a change counts only while it is still so."""
        if self.known_as is not None:
            return self.known_as
        now = self.lesson
        told = (
            now.id,
            now.on,
            now.start_min,
            now.end_min,
            now.teacher,
            now.form,
            now.place,
            self.fate,
            self.cause,
        )
        return hashlib.sha256("|".join(map(str, told)).encode("utf-8")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Lessons of a span in order of time, cancelled ones too, and what the calendar takes of it.

    problem: rows, teachers and places they speak of; its pupils are cases. held: the versions behind. passed: of a
    teacher, lessons promised to them that another gives.
    """

    problem: Problem
    held: tuple[Held, ...]
    lessons: tuple[OnDay, ...]
    lost: tuple[Lost, ...]
    passed: tuple[OnDay, ...] = ()

    @property
    def given(self) -> tuple[DatedLesson, ...]:
        """What is not cancelled, for a calendar: a lesson shared by several cases once."""
        return _together(each.lesson for each in self.lessons if each.fate != Fate.CANCELLED)

    def find(self, case_id: str, lesson_id: str) -> OnDay | None:
        found = (each for each in self.lessons if (each.case_id, each.id) == (case_id, lesson_id))
        return next(found, None)


def days_of(session: Session, whose: Whose, span: Span, timezone: str) -> Days:
    """Somebody's lessons on the days of a span, both inclusive; timezone: of the school that asks."""
    wide = (monday_of(span[0]), monday_of(span[1]) + WEEK - timedelta(days=1))
    held = held_for(session, whose, *wide)
    changes = _changes(session, {each.case.id for each in held}, wide)
    wider = _wide_enough(wide, changes)
    if wider != wide:
        held = held_for(session, whose, *wider)
    found = promised(session, held, wider)
    case_ids = {each.case.id for each in held}
    told = _absences(
        session, case_ids, {each.teacher for each in found.lessons} | {c.teacher_id for c in changes}
    )
    merged = [told.applied(each) for each in _merged(found.lessons, changes)]
    within = sorted((each for each in merged if span[0] <= each.lesson.on <= span[1]), key=_in_time)
    return Days(
        problem=of_versions(session, held, timezone, changes).problem,
        held=held,
        lessons=tuple(each for each in within if _is_of(each, whose)),
        lost=tuple(each for each in found.lost if span[0] <= each.on <= span[1] and _is_taken(each, whose)),
        passed=tuple(each for each in within if not _is_of(each, whose) and _was_of(each, whose)),
    )


def _in_time(each: OnDay) -> tuple[date, int, int, str, str]:
    now = each.lesson
    return now.on, now.start_min, now.end_min, now.id, each.case_id


def _is_of(each: OnDay, whose: Whose) -> bool:
    return whose.holder != FeedHolder.TEACHER or each.lesson.teacher == whose.id


def _was_of(each: OnDay, whose: Whose) -> bool:
    return each.base is not None and each.base.teacher == whose.id


def _is_taken(each: Lost, whose: Whose) -> bool:
    return whose.holder != FeedHolder.TEACHER or each.teacher == whose.id


def _changes(session: Session, case_ids: Iterable[str], span: Span) -> list[LessonChange]:
    """Changes of lessons that stand in a span or were promised for it."""
    asked = select(LessonChange).where(
        col(LessonChange.case_id).in_(list(case_ids)),
        or_(
            col(LessonChange.on_date).between(*span),
            col(LessonChange.base_on).between(*span),
        ),
    )  # fmt: skip
    return list(session.exec(asked.order_by(col(LessonChange.case_id), col(LessonChange.lesson))))


def _wide_enough(span: Span, changes: Sequence[LessonChange]) -> Span:
    """Whole weeks with every promise that was moved into the span."""
    days = [each.base_on for each in changes if each.base_on is not None]
    return monday_of(min([span[0], *days])), max(
        [span[1], *(monday_of(day) + WEEK - timedelta(days=1) for day in days)]
    )


def _merged(lessons: Sequence[DatedLesson], changes: Sequence[LessonChange]) -> Iterator[OnDay]:
    by_key = {(each.case_id, each.lesson): each for each in changes}
    for lesson in lessons:
        case_id = lesson.pupils[0]
        plain = OnDay(case_id=case_id, row_key=row_key_of(lesson.id), lesson=lesson, base=lesson)
        change = by_key.pop((case_id, lesson.id), None)
        yield plain if change is None else _changed(plain, change)
    for change in by_key.values():
        if change.makes_up is not None or change.state == Fate.HELD:
            yield _alone(change)


def row_key_of(lesson_id: str) -> str:
    """`math-1` of `s1/math-1/2026-W37/2`."""
    return lesson_id.split("/", 1)[1].rsplit("/", 2)[0]


def _changed(plain: OnDay, change: LessonChange) -> OnDay:
    lesson, fate = plain.lesson, Fate(change.state)
    stands = (change.base_on, change.base_start_min, change.base_end_min, change.base_teacher_id) == (
        lesson.on, lesson.start_min, lesson.end_min, lesson.teacher,
    )  # fmt: skip
    now = _as_changed(lesson, change) if stands or fate == Fate.HELD else lesson
    cause = Cause(change.cause) if change.cause else None
    return replace(plain, lesson=now, fate=fate, cause=cause, despite=change.despite)


def _alone(change: LessonChange) -> OnDay:
    """A lesson that was added, or was held though nothing promises it any more."""
    lesson = DatedLesson(
        id=change.lesson, row=added_row(change), n=1, week=ADDED, on=change.on_date, start_min=change.start_min,
        end_min=change.end_min, teacher=change.teacher_id, form=change.form, place=change.place_id or NOWHERE,
        pupils=(change.case_id,),
    )  # fmt: skip
    return OnDay(
        case_id=change.case_id, row_key=change.row_key, lesson=lesson, base=None, fate=Fate(change.state),
        cause=Cause(change.cause) if change.cause else None, despite=change.despite, makes_up=change.makes_up,
    )  # fmt: skip


def _as_changed(lesson: DatedLesson, change: LessonChange) -> DatedLesson:
    return replace(
        lesson, on=change.on_date, start_min=change.start_min, end_min=change.end_min,
        teacher=change.teacher_id, form=change.form, place=change.place_id or NOWHERE,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Told:
    """Absences by the case or teacher who is away, and the lessons of those that do not take whole days."""

    absences: Mapping[str, Sequence[Absence]]
    named: Mapping[str, frozenset[str]]

    def applied(self, each: OnDay) -> OnDay:
        """Cancelled, where somebody is away; the child's absence is told before the teacher's."""
        if each.fate != Fate.PLANNED or each.despite:
            return each
        for key in (each.case_id, each.lesson.teacher):
            for absence in self.absences.get(key, ()):
                if self._takes(absence, each.lesson):
                    return replace(
                        each, fate=Fate.CANCELLED, cause=Cause(absence.cause), absence_id=absence.id
                    )
        return each

    def _takes(self, absence: Absence, lesson: DatedLesson) -> bool:
        if not (absence.first_on <= lesson.on and (absence.last_on is None or lesson.on <= absence.last_on)):
            return False
        return absence.whole or lesson.id in self.named.get(absence.id, frozenset())


def _absences(session: Session, case_ids: Iterable[str], teacher_ids: Iterable[str]) -> _Told:
    asked = select(Absence).where(
        col(Absence.withdrawn_at).is_(None),
        or_(col(Absence.case_id).in_(list(case_ids)), col(Absence.teacher_id).in_(list(teacher_ids))),
    )
    absences: dict[str, list[Absence]] = defaultdict(list)
    parts = []
    for row in session.exec(asked.order_by(col(Absence.at), col(Absence.id))):
        absences[row.case_id or row.teacher_id or ""].append(row)
        if not row.whole:
            parts.append(row.id)
    named: dict[str, set[str]] = defaultdict(set)
    if parts:
        for line in session.exec(select(AbsenceLesson).where(col(AbsenceLesson.absence_id).in_(parts))):
            named[line.absence_id].add(line.lesson)
    return _Told(absences, {key: frozenset(lessons) for key, lessons in named.items()})


def _together(lessons: Iterable[DatedLesson]) -> tuple[DatedLesson, ...]:
    """Lessons with one id at one time as one, with all who have it; another with a taken id gets one of its own."""
    taken: dict[str, DatedLesson] = {}
    for lesson in lessons:
        name, number = lesson.id, 1
        while (known := taken.get(name)) is not None and not _same(known, lesson):
            number += 1
            name = f"{lesson.id}~{number}"
        pupils = tuple(dict.fromkeys((*(known.pupils if known else ()), *lesson.pupils)))
        taken[name] = replace(known or lesson, id=name, pupils=pupils)
    return tuple(taken.values())


def _same(one: DatedLesson, other: DatedLesson) -> bool:
    return (one.on, one.start_min, one.end_min, one.teacher) == (
        other.on, other.start_min, other.end_min, other.teacher,
    )  # fmt: skip
