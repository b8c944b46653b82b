"""A teacher's own week: today first, the way between lessons, addresses only near their day (trust.md, assets).

A child goes by initials and class. The address and a phone of the family are told for lessons one gives oneself,
from seven days before their day until its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sqlmodel import col, select

from api.errors import NotFound
from api.services.days.desk import LessonKey, days_of_teacher, local, zone_of
from api.services.days.lessons import Days, OnDay
from api.services.days.lines import DayOf, LessonLine, days_said, line_of
from api.services.days.notes import notes_of, parts_in
from api.services.days.problems import NOWHERE, labels_of
from api.services.days.receipts import AbsenceLine, absences_seen
from api.services.days.ways import minutes_between
from api.services.days.zones import seen_from
from api.services.teachers.seen import own_teacher
from api.services.travel.late import late_of
from api.services.unit import Unit
from models.case import Case, Guardian
from models.day import OF_TEACHER, Fate, LessonNote
from models.person import Account
from models.place import Place
from models.staff import Teacher
from scheduler.calendar.turns import monday_of
from scheduler.terms import LessonForm

DAY = timedelta(days=1)
NEAR = timedelta(days=7)  # how long before a lesson its address is told
BACK = timedelta(days=14)  # lessons to be marked stay in sight so long


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLesson:
    """line.teacher is oneself. label: `В. П. И., 5 А`. way_min: from the lesson before (home to home), None: it is
    the first or nobody knows. late: the way is longer than the pause. may_hold: it has begun and is not marked.
    opens: its own page has something to do, a word for a substitute where it is off for the teacher's sake."""

    line: LessonLine
    label: str
    address: str
    phone: str
    way_min: int | None
    late: bool
    may_hold: bool
    handover: str
    noted: bool
    opens: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDay:
    """passed: lessons of the day that somebody else gives now."""

    day: DayOf
    lessons: tuple[OwnLesson, ...]
    passed: tuple[LessonLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWeeks:
    """teacher_id None: no teacher's card is behind the account. days: today and on; unmarked: lessons of the last
    two weeks that nobody has marked. next_id: the lesson that is to come first."""

    teacher_id: str | None
    days: tuple[OwnDay, ...]
    unmarked: tuple[OwnDay, ...]
    away: tuple[AbsenceLine, ...]
    next_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OneLesson:
    """A lesson on a page of its own. gives: one gives it now; else one was to give it and may leave a word. late: what
    one has told of being late, in minutes; None: it has not begun, or one does not go there."""

    lesson: OwnLesson
    gives: bool
    topic: str
    homework: str
    mark: str
    handover: str
    late: int | None


@dataclass(frozen=True, slots=True)
class _Around:
    """What lines of a teacher's lessons are made with."""

    unit: Unit
    days: Days
    labels: Mapping[str, str]
    notes: Mapping[tuple[str, str], LessonNote]
    addresses: Mapping[str, str]
    phones: Mapping[str, str]
    ways: Mapping[tuple[str, str], int]
    now: tuple[date, int]


def own_weeks(unit: Unit) -> OwnWeeks:
    """From today to the end of the next week, and what is still to be marked before."""
    teacher = own_teacher(unit)
    if teacher is None:
        return OwnWeeks(teacher_id=None, days=(), unmarked=(), away=(), next_id="")
    last = monday_of(unit.today) + 14 * DAY - DAY
    found = _days(unit, teacher, last)
    around = _around(unit, teacher, found)
    said = days_said(found, unit.today - BACK, last, unit.today)
    days = tuple(_own_day(around, day) for day in said if day.on >= unit.today)
    before = (_own_day(around, day) for day in said if day.on < unit.today)
    return OwnWeeks(
        teacher_id=teacher.id, days=days, unmarked=tuple(_unmarked(before)), away=_away(unit, teacher.id),
        next_id=_next(around),
    )  # fmt: skip


def own_lesson(unit: Unit, case_id: str, lesson: str) -> OneLesson:
    """A lesson one gives or was to give, of the weeks that are shown; NotFound for every other."""
    teacher = own_teacher(unit)
    if teacher is None:
        raise NotFound
    last = monday_of(unit.today) + 14 * DAY - DAY
    found = _days(unit, teacher, last)
    everything = (*found.lessons, *found.passed)
    each = next((one for one in everything if (one.case_id, one.id) == (case_id, lesson)), None)
    if each is None:
        raise NotFound
    around = _around(unit, teacher, found)
    note, (gives, _) = around.notes.get((case_id, lesson)), parts_in(unit, each)
    return OneLesson(
        lesson=_own(around, each, None), gives=gives, topic=(note and note.topic) or "",
        homework=(note and note.homework) or "", mark=(note and note.mark) or "",
        handover=(note and note.handover) or "", late=_late(around, each),
    )  # fmt: skip


def _late(around: _Around, each: OnDay) -> int | None:
    begun = (each.lesson.on, each.lesson.start_min) <= around.now
    if not begun or not _goes(each) or each.fate == Fate.CANCELLED:
        return None
    told = late_of(around.unit.session, each.case_id, each.id)
    return told.late_min if told else 0


def _days(unit: Unit, teacher: Teacher, last: date) -> Days:
    """By the teacher's own clock."""
    found = days_of_teacher(unit, teacher, unit.today - BACK, last)
    return seen_from(unit.session, found, zone_of(unit, teacher.school_id))


def key_of(one: OneLesson) -> LessonKey:
    line = one.lesson.line
    return LessonKey(case_id=line.case_id, lesson=line.id, tag=line.tag)


def _around(unit: Unit, teacher: Teacher, found: Days) -> _Around:
    near = [each for each in found.lessons if unit.today <= each.lesson.on <= unit.today + NEAR]
    here = local(unit, teacher.school_id)
    return _Around(
        unit=unit, days=found, labels=labels_of(unit.session, found.held),
        notes=notes_of(unit.session, (*found.lessons, *found.passed)), addresses=_addresses(unit, near),
        phones=_phones(unit, near), ways=minutes_between(unit.session, _pairs(found), teacher.goes),
        now=(here.date(), here.hour * 60 + here.minute),
    )  # fmt: skip


def _addresses(unit: Unit, near: Sequence[OnDay]) -> dict[str, str]:
    """By place. Whoever gives no lesson there soon is told nothing."""
    keys = {each.lesson.place for each in near if each.lesson.form != LessonForm.REMOTE}
    asked = select(Place.id, Place.title).where(col(Place.id).in_(keys))
    return dict(unit.session.exec(asked).all())


def _phones(unit: Unit, near: Sequence[OnDay]) -> dict[str, str]:
    """Case → the phone of a representative who decides."""
    asked = (
        select(Case.id, Account, Guardian)
        .where(Guardian.pupil_id == Case.pupil_id, Guardian.account_id == Account.id)
        .where(col(Case.id).in_({each.case_id for each in near}), col(Guardian.may_decide).is_(True))
        .where(Guardian.first_on <= unit.today, col(Account.phone).is_not(None))
        .order_by(col(Guardian.first_on).desc(), col(Guardian.id).desc())
    )
    return {
        case: account.phone or ""
        for case, account, row in unit.session.exec(asked)
        if row.last_on is None or row.last_on >= unit.today
    }


def _pairs(found: Days) -> list[tuple[str, str]]:
    told = [each.lesson for each in found.lessons if each.fate != Fate.CANCELLED and _goes(each)]
    return [
        (one.place, other.place) for one, other in pairwise(told) if one.on == other.on
    ]  # fmt: skip


def _goes(each: OnDay) -> bool:
    return each.lesson.form != LessonForm.REMOTE and each.lesson.place != NOWHERE


def _own_day(around: _Around, day: DayOf) -> OwnDay:
    told: list[OwnLesson] = []
    before: OnDay | None = None
    for each in (one for one in around.days.lessons if one.lesson.on == day.on):
        told.append(_own(around, each, before))
        if each.fate != Fate.CANCELLED and _goes(each):
            before = each
    passed = (each for each in around.days.passed if each.base is not None and each.base.on == day.on)
    return OwnDay(day=day, lessons=tuple(told), passed=tuple(line_of(each, around.days) for each in passed))


def _own(around: _Around, each: OnDay, before: OnDay | None) -> OwnLesson:
    now, goes = each.lesson, _goes(each) and each.fate != Fate.CANCELLED
    way = around.ways.get((before.lesson.place, now.place)) if before is not None and goes else None
    near = around.unit.today <= now.on <= around.unit.today + NEAR
    note = around.notes.get((each.case_id, each.id))
    begun = (now.on, now.start_min) <= around.now
    return OwnLesson(
        line=line_of(each, around.days), label=around.labels.get(each.case_id, ""),
        address=around.addresses.get(now.place, "") if near and goes else "",
        phone=around.phones.get(each.case_id, "") if near else "", way_min=way or None,
        late=way is not None and before is not None and now.start_min - before.lesson.end_min < way,
        may_hold=begun and each.fate == Fate.PLANNED,
        handover=(note.handover or "") if note is not None and each.is_substituted else "",
        noted=note is not None and bool(note.topic),
        opens=each.fate != Fate.CANCELLED or each.cause in OF_TEACHER,
    )  # fmt: skip


def _unmarked(days: Iterable[OwnDay]) -> Iterator[OwnDay]:
    """Days with lessons to be marked, those lessons alone, the latest first."""
    for each in sorted(days, key=lambda one: one.day.on, reverse=True):
        left = tuple(lesson for lesson in each.lessons if lesson.may_hold)
        if left:
            yield OwnDay(day=each.day, lessons=left, passed=())


def _next(around: _Around) -> str:
    coming = (
        each
        for each in around.days.lessons
        if each.fate == Fate.PLANNED and (each.lesson.on, each.lesson.end_min) > around.now
    )
    found = next(coming, None)
    return found.id if found is not None else ""


def _away(unit: Unit, teacher_id: str) -> tuple[AbsenceLine, ...]:
    return tuple(
        line
        for line in absences_seen(unit, teacher_id=teacher_id)
        if not line.withdrawn and (line.last_on is None or line.last_on >= unit.today)
    )
