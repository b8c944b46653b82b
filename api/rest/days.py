"""Who is away, lessons on their dates, and what is said of single ones: held, not given, given again, noted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit, WriteUnit
from api.errors import Invalid, NotFound
from api.rest.answers import Once, Paged, Tags, changed, listing, made, single
from api.rest.routing import creates, lists, reads, section, writes
from api.rest.shapes import SAMPLE_ID, Day, Id, Instant, Page, Record, Ref, Sent, Told, links, shape, text
from api.services.agreement.timetable.desk import guardian_of
from api.services.cases.life import case_of
from api.services.days import changes, notes, reports
from api.services.days.absences import AbsenceDraft
from api.services.days.desk import LessonKey, days_of_case, days_of_teacher, teacher_seen, zone_of
from api.services.days.lessons import Days, OnDay
from api.services.days.lines import Kind, kind_of, line_of
from api.services.days.receipts import absence_rows, child_absence, days_gone, teacher_absence
from api.services.days.zones import seen_from
from api.services.desk import DESK, expect
from api.services.teachers.seen import own_teacher
from api.services.unit import Unit
from models.case import Case
from models.day import Absence, Cause, Channel, Fate, LessonChange, LessonNote
from models.person import Role

router = section("days")
LONGEST = timedelta(days=62)
NEAR = timedelta(days=13)
SAMPLE_LESSON = "s100/math-1/2026-W37/2"
KeyText = Annotated[str, text(160, SAMPLE_LESSON)]
Lasts = Annotated[Day | None, Field(description="the last day away; none: until it is said")]


class ChildAway(Sent):
    """lessons: only these of the days; none: whole days."""

    cause: Cause = Field(description="child_ill or child_away", examples=[Cause.CHILD_ILL])
    first_on: Day
    last_on: Lasts = None
    lessons: Annotated[tuple[KeyText, ...], Field(max_length=100)] = ()
    channel: Channel = Channel.CALL


class TeacherAway(Sent):
    cause: Cause = Field(description="teacher_ill or teacher_away", examples=[Cause.TEACHER_ILL])
    first_on: Day
    last_on: Lasts = None


class Resumed(Sent):
    on: Day = Field(description="the first day with lessons again")


class LessonSent(Sent):
    """A lesson as it was told. tag: refused where the lesson is not so any more."""

    case_id: Ref
    lesson: KeyText
    tag: Annotated[str, text(16, "6b1e6b1e6b1e6b1e")]

    @property
    def key(self) -> LessonKey:
        return LessonKey(case_id=self.case_id, lesson=self.lesson, tag=self.tag)


class LessonMissed(LessonSent):
    cause: Cause = Field(examples=[Cause.NO_ADULT])


class NoteSent(LessonSent):
    """None: left as it is; empty: none."""

    topic: Annotated[str | None, Field(strict=True, max_length=300, examples=["Дроби"])] = None
    homework: Annotated[str | None, Field(strict=True, max_length=500, examples=["№ 5"])] = None
    mark: Annotated[str | None, Field(strict=True, max_length=20, examples=["5"])] = None
    handover: Annotated[str | None, Field(strict=True, max_length=1000, examples=["Повторить"])] = None


class AbsenceTold(Record):
    case_id: str | None
    teacher_id: str | None
    cause: Cause
    first_on: date
    last_on: date | None
    whole: bool = Field(description="whole days; else single lessons")
    channel: Channel
    at: Instant
    resumed_at: Instant | None
    withdrawn_at: Instant | None


class LessonTold(Told):
    """A lesson on its date as it is now; minutes local to the school that asks, half-open."""

    case_id: str = Field(examples=[SAMPLE_ID])
    lesson: str = Field(examples=[SAMPLE_LESSON], description="lasts over versions, moves and substitutions")
    tag: str = Field(description="what was seen of it, for changes")
    on: date
    start_min: int
    end_min: int
    subject: str
    teacher_id: str
    form: str
    state: Fate
    cause: Cause | None = Field(description="told to the desk only")
    why: str = Field(description="why it is cancelled, in words anybody may read", examples=[""])
    change: Kind | None = Field(description="how it differs from what was promised")


class ChangeTold(Record):
    case_id: str
    lesson: str
    on_date: date
    start_min: int
    end_min: int
    teacher_id: str
    state: Fate
    cause: Cause | None
    makes_up: str | None
    held_at: Instant | None


class NoteTold(Record):
    case_id: str
    lesson: str
    topic: str | None
    homework: str | None
    mark: str | None
    handover: str | None


def _absence(row: Absence) -> AbsenceTold:
    at = f"/{'absences' if row.case_id else 'away'}/{row.id}"
    of = f"/cases/{row.case_id}" if row.case_id else None
    to = links(this=at, case=of, lessons=f"{at}/lessons", resume=f"{at}/resume", withdraw=f"{at}/withdraw")
    return shape(AbsenceTold, row, to)


def _teller(unit: Unit, days: Days) -> Callable[[OnDay], LessonTold]:
    return lambda each: _lesson(unit, each, days)


def _lesson(unit: Unit, each: OnDay, days: Days) -> LessonTold:
    """Whether somebody is ill is the desk's to know; everybody else is told as calendars tell it."""
    now, line = each.lesson, line_of(each, days)
    at_desk = unit.actor.role in DESK
    return LessonTold(
        case_id=each.case_id, lesson=each.id, tag=each.tag, on=now.on, start_min=now.start_min,
        end_min=now.end_min, subject=line.subject, teacher_id=now.teacher, form=now.form, state=each.fate,
        cause=each.cause if at_desk else None, why=line.why, change=kind_of(each),
        links=links(case=f"/cases/{each.case_id}"),
    )  # fmt: skip


def _change(row: LessonChange) -> ChangeTold:
    return shape(ChangeTold, row, links(case=f"/cases/{row.case_id}"))


def _note(row: LessonNote) -> NoteTold:
    return shape(NoteTold, row, links(case=f"/cases/{row.case_id}"))


@lists(router, "/cases/{case_id}/absences", Page[AbsenceTold])
def list_absences_of_case(request: Request, unit: ReadUnit, paging: Paged, case_id: Id) -> Response:
    rows = absence_rows(unit, case_id=_case(unit, case_id).id)
    return listing(request, paging, rows, _absence, Page[AbsenceTold])


@creates(router, "/cases/{case_id}/absences", AbsenceTold)
def report_child_away(unit: WriteUnit, once: Once, case_id: Id, sent: ChildAway) -> Response:
    """Its lessons are cancelled at once, and everybody concerned is told."""

    def act() -> Response:
        told = sent.model_dump()
        if unit.actor.role == Role.PARENT:
            told["channel"] = Channel.PAGE
        row = reports.report(unit, AbsenceDraft(case_id=case_id, **told)).absence
        return made(_absence(row), row)

    return once(sent, act)


@reads(router, "/absences/{absence_id}", AbsenceTold)
def get_absence_of_child(request: Request, unit: ReadUnit, absence_id: Id) -> Response:
    row = child_absence(unit, absence_id)
    return single(request, _absence(row), row)


@lists(router, "/absences/{absence_id}/lessons", Page[LessonTold])
def list_lessons_of_absence(request: Request, unit: ReadUnit, paging: Paged, absence_id: Id) -> Response:
    """Lessons that are not given for it."""
    return _gone(request, unit, paging, child_absence(unit, absence_id))


@writes(router, "POST", "/absences/{absence_id}/resume", AbsenceTold)
def resume_lessons_of_child(unit: WriteUnit, tags: Tags, absence_id: Id, sent: Resumed) -> Response:
    child_absence(unit, absence_id)
    return _resumed(unit, tags, absence_id, sent)


@writes(router, "POST", "/absences/{absence_id}/withdraw", AbsenceTold)
def withdraw_absence_of_child(unit: WriteUnit, tags: Tags, absence_id: Id) -> Response:
    """It was told by mistake: every lesson is given again."""
    child_absence(unit, absence_id)
    return _withdrawn(unit, tags, absence_id)


@lists(router, "/teachers/{teacher_id}/absences", Page[AbsenceTold])
def list_absences_of_teacher(request: Request, unit: ReadUnit, paging: Paged, teacher_id: Id) -> Response:
    rows = absence_rows(unit, teacher_id=teacher_seen(unit, teacher_id).id)
    return listing(request, paging, rows, _absence, Page[AbsenceTold])


@creates(router, "/teachers/{teacher_id}/absences", AbsenceTold)
def report_teacher_away(unit: WriteUnit, once: Once, teacher_id: Id, sent: TeacherAway) -> Response:
    def act() -> Response:
        draft = AbsenceDraft(teacher_id=teacher_id, channel=Channel.CALL, **sent.model_dump())
        row = reports.report(unit, draft).absence
        return made(_absence(row), row)

    return once(sent, act)


@reads(router, "/away/{away_id}", AbsenceTold)
def get_absence_of_teacher(request: Request, unit: ReadUnit, away_id: Id) -> Response:
    row = teacher_absence(unit, away_id)
    return single(request, _absence(row), row)


@lists(router, "/away/{away_id}/lessons", Page[LessonTold])
def list_lessons_of_teachers_absence(
    request: Request, unit: ReadUnit, paging: Paged, away_id: Id
) -> Response:
    return _gone(request, unit, paging, teacher_absence(unit, away_id))


@writes(router, "POST", "/away/{away_id}/resume", AbsenceTold)
def resume_lessons_of_teacher(unit: WriteUnit, tags: Tags, away_id: Id, sent: Resumed) -> Response:
    teacher_absence(unit, away_id)
    return _resumed(unit, tags, away_id, sent)


@writes(router, "POST", "/away/{away_id}/withdraw", AbsenceTold)
def withdraw_absence_of_teacher(unit: WriteUnit, tags: Tags, away_id: Id) -> Response:
    teacher_absence(unit, away_id)
    return _withdrawn(unit, tags, away_id)


@lists(router, "/cases/{case_id}/lessons", Page[LessonTold])
def list_lessons_of_case(
    request: Request, unit: ReadUnit, paging: Paged, case_id: Id, first: Annotated[Day | None, Query()] = None,
    last: Annotated[Day | None, Query()] = None,
) -> Response:  # fmt: skip
    """Of days first..last, by default of two weeks from today on; at most 62 days."""
    case, span = _case(unit, case_id), _span(unit, first, last)
    days = days_of_case(unit, case, *span)
    return listing(request, paging, days.lessons, _teller(unit, days), Page[LessonTold])


@lists(router, "/lessons", Page[LessonTold])
def list_own_lessons(
    request: Request, unit: ReadUnit, paging: Paged, first: Annotated[Day | None, Query()] = None,
    last: Annotated[Day | None, Query()] = None,
) -> Response:  # fmt: skip
    """A teacher's own of days first..last, by default of two weeks from today on; at most 62 days."""
    teacher, span = own_teacher(unit), _span(unit, first, last)
    told: tuple[LessonTold, ...] = ()
    if teacher is not None:
        found = days_of_teacher(unit, teacher, *span)
        days = seen_from(unit.session, found, zone_of(unit, teacher.school_id))
        told = tuple(map(_teller(unit, days), days.lessons))
    return listing(request, paging, told, lambda each: each, Page[LessonTold])


@writes(router, "POST", "/lessons/hold", ChangeTold)
def hold_lesson(unit: WriteUnit, once: Once, sent: LessonSent) -> Response:
    """It was given. From its start on."""
    return once(sent, lambda: _changed(changes.hold(unit, sent.key)))


@writes(router, "POST", "/lessons/unhold", ChangeTold)
def unhold_lesson(unit: WriteUnit, once: Once, sent: LessonSent) -> Response:
    """It was marked by mistake."""
    return once(sent, lambda: _changed(changes.unhold(unit, sent.key)))


@writes(router, "POST", "/lessons/miss", ChangeTold)
def miss_lesson(unit: WriteUnit, once: Once, sent: LessonMissed) -> Response:
    """It did not take place."""
    return once(sent, lambda: _changed(reports.not_given(unit, sent.key, sent.cause)))


@writes(router, "POST", "/lessons/restore", ChangeTold)
def restore_lesson(unit: WriteUnit, once: Once, sent: LessonSent) -> Response:
    """A cancelled one is given after all."""
    return once(sent, lambda: _changed(reports.give_again(unit, sent.key)))


@writes(router, "POST", "/lessons/note", NoteTold)
def note_lesson(unit: WriteUnit, once: Once, sent: NoteSent) -> Response:
    """Topic, homework, mark; handover: for who gives it instead."""

    def act() -> Response:
        told = notes.NoteDraft(**sent.model_dump(exclude={"case_id", "lesson", "tag"}))
        row = notes.write(unit, sent.key, told)
        return changed(_note(row), row)

    return once(sent, act)


def _changed(row: LessonChange) -> Response:
    return changed(_change(row), row)


def _resumed(unit: Unit, tags: frozenset[str], key: str, sent: Resumed) -> Response:
    expect(unit, Absence, key, tags)
    row = reports.resume(unit, key, sent.on).absence
    return changed(_absence(row), row)


def _withdrawn(unit: Unit, tags: frozenset[str], key: str) -> Response:
    expect(unit, Absence, key, tags)
    row = reports.withdraw(unit, key).absence
    return changed(_absence(row), row)


def _gone(request: Request, unit: Unit, paging: Paged, absence: Absence) -> Response:
    days, gone = days_gone(unit, absence)
    return listing(request, paging, gone, _teller(unit, days), Page[LessonTold])


def _case(unit: Unit, case_id: str) -> Case:
    """Of the desk's school, or of a child the actor speaks for."""
    if unit.actor.role != Role.PARENT:
        return case_of(unit, case_id)
    case = unit.session.get(Case, case_id)
    if case is None:
        raise NotFound
    guardian_of(unit, case.pupil_id)
    return case


def _span(unit: Unit, first: date | None, last: date | None) -> tuple[date, date]:
    first = first or unit.today
    last = last or first + NEAR
    if not first <= last <= first + LONGEST:
        raise Invalid({"last": ["Не раньше первого дня и не больше чем через 62 дня."]})
    return first, last
