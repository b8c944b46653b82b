"""Teachers and their time: cards, hours one by one, handing in; of a partner's teachers free and busy alone."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit, WriteUnit
from api.errors import NotFound
from api.rest.answers import Once, Paged, Tags, changed, expect_digest, listing, made, single
from api.rest.hours import Days, EndMin, HoursSent, StartMin, Weeks, told_hours, told_of
from api.rest.routing import creates, lists, reads, section, writes
from api.rest.shapes import (
    PLAIN,
    SAMPLE_ID,
    Day,
    Grade,
    Id,
    Instant,
    Page,
    Plain,
    Record,
    Ref,
    Sent,
    Told,
    links,
    text,
)
from api.services.desk import expect
from api.services.teachers import cards
from api.services.teachers.open_hours import open_hours
from api.services.teachers.overview import Handed, TeacherLine, overview
from api.services.teachers.seen import teacher_seen
from api.services.teachers.sheet import frame_of
from api.services.teachers.submitting import copy_last, reopen, submit
from api.services.teachers.windows import (
    WindowDraft,
    add_window,
    remove_window,
    window_of,
    windows_of,
    write_transport,
)
from api.services.unit import Unit
from models.staff import Teacher, TeacherWindow, Transport, WindowKind

router = section("teachers")
AT = "/teachers/{teacher_id}"
Limit = Annotated[int | None, Field(strict=True, ge=0, le=10_000, description="none: no limit")]
WORD = "a word of reason, never about health; for refused and unwanted time"


class CardSent(Sent):
    """What a school writes down of its teacher; all of it at once."""

    name: Annotated[str, text(200, "Лебедева Ольга Игоревна")]
    subjects: Annotated[
        tuple[Annotated[str, text(200, "Математика")], ...], Field(min_length=1, max_length=30)
    ]
    grade_first: Grade = 1
    grade_last: Grade = 11
    max_week_min: Limit = None
    max_day_lessons: Limit = None
    max_gap_min: Limit = None
    account_id: Ref | None = None


class CardTold(Record):
    code: str = Field(examples=["Лебедева О. И."])
    name: str = Field(examples=["Лебедева Ольга Игоревна"])
    subjects: tuple[str, ...] = Field(examples=[("Математика",)])
    grade_first: int
    grade_last: int
    max_week_min: int | None
    max_day_lessons: int | None
    max_gap_min: int | None
    account_id: str | None = Field(description="who comes in as this teacher")
    first_on: date
    last_on: date | None


class TeacherListed(Told):
    """foreign: of a partner school; of them only free and busy is told."""

    id: str = Field(examples=[SAMPLE_ID])
    name: str
    school: str = Field(description="title of the school")
    foreign: bool
    subjects: tuple[str, ...]
    handed: Handed
    handed_at: Instant | None
    free_min: int = Field(description="free minutes a week, the average of the cycle")
    lessons_min: int = Field(description="minutes a week with the own classes")


class FreeHours(Plain):
    days: Days
    weeks: Weeks
    start_min: StartMin
    end_min: EndMin


class TeacherHoursSent(HoursSent):
    """on: for that date alone; days and weeks are then left out."""

    kind: WindowKind
    on: Day | None = None
    reason: Annotated[str, Field(strict=True, max_length=100, pattern=PLAIN, description=WORD)] = ""


class TeacherHours(FreeHours):
    id: str = Field(examples=[SAMPLE_ID])
    kind: WindowKind
    on: date | None
    reason: str = Field(description=WORD)


class TeacherHoursTold(Record):
    teacher_id: str = Field(examples=[SAMPLE_ID])
    kind: WindowKind
    days: Days
    weeks: Weeks
    start_min: StartMin
    end_min: EndMin
    on: date | None
    reason: str


class TimeTold(Told):
    """free, lessons: what of the week is free for lessons at home, and given to the own classes. windows: as they
    were told, none of a partner's teacher. locked: handed in, and not opened again."""

    teacher_id: str = Field(examples=[SAMPLE_ID])
    foreign: bool
    locked: bool
    handed_at: Instant | None
    transport: Transport | None = Field(description="none: as most do, or a partner's teacher")
    free_min: int
    free: tuple[FreeHours, ...]
    lessons: tuple[FreeHours, ...]
    windows: tuple[TeacherHours, ...]


class TransportSent(Sent):
    """none: as most do; the roads are then reckoned as the school has chosen."""

    transport: Transport | None


class TransportTold(Record):
    transport: Transport | None


def _listed(line: TeacherLine) -> TeacherListed:
    at = f"/teachers/{line.id}"
    names = set(TeacherListed.model_fields) - {"links"}
    to = links(this=at, time=f"{at}/time")
    return TeacherListed(links=to, **{name: getattr(line, name) for name in names})


def _card(unit: Unit, teacher_id: str) -> tuple[CardTold, Teacher]:
    row = cards.card_of(unit, teacher_id).seen.teacher
    names = set(CardTold.model_fields) - {"links", "subjects"}
    at = f"/teachers/{row.id}"
    told = CardTold(
        links=links(this=at, time=f"{at}/time", transport=f"{at}/transport"),
        subjects=cards.subjects_of(unit, row.id), **{name: getattr(row, name) for name in names},
    )  # fmt: skip
    return told, row


def _time(unit: Unit, teacher_id: str) -> TimeTold:
    seen = teacher_seen(unit, teacher_id)
    found = open_hours(unit, [teacher_id], frame_of(seen))[teacher_id]
    rows = () if seen.foreign else windows_of(unit, teacher_id)
    at = f"/teachers/{teacher_id}"
    return TimeTold(
        links=links(this=f"{at}/time", teacher=None if seen.foreign else at), teacher_id=teacher_id,
        foreign=seen.foreign, locked=seen.locked,
        handed_at=seen.last.at if seen.last and not seen.foreign else None,
        transport=None if seen.foreign else seen.teacher.goes, free_min=found.free_min,
        free=tuple(FreeHours(**told_hours(hours)) for hours in found.free),
        lessons=tuple(FreeHours(**told_hours(hours)) for hours in found.lessons),
        windows=tuple(
            TeacherHours(id=row.id, kind=row.sort, on=row.on_date, reason=row.reason or "", **told_of(row))
            for row in rows
        ),
    )  # fmt: skip


def _window(row: TeacherWindow) -> TeacherHoursTold:
    teacher = f"/teachers/{row.teacher_id}"
    at = f"/teacher-hours/{row.id}"
    return TeacherHoursTold(
        links=links(this=at, time=f"{teacher}/time", remove=f"{at}/remove"), id=row.id, rev=row.rev,
        teacher_id=row.teacher_id, kind=row.sort, on=row.on_date, reason=row.reason or "", **told_of(row),
    )  # fmt: skip


def _own_window(unit: Unit, hours_id: str) -> TeacherWindow:
    """NotFound for hours of others, and for those of a partner's teacher."""
    row = window_of(unit, hours_id)
    if teacher_seen(unit, row.teacher_id).foreign:
        raise NotFound
    return row


@lists(router, "/teachers", Page[TeacherListed])
def list_teachers(request: Request, unit: ReadUnit, paging: Paged) -> Response:
    """The own school's, then those of partners with an agreement in force."""
    found = overview(unit)
    return listing(request, paging, (*found.lines, *found.partners), _listed, Page[TeacherListed])


@creates(router, "/teachers", CardTold)
def add_teacher(unit: WriteUnit, once: Once, sent: CardSent) -> Response:
    def act() -> Response:
        return made(*_card(unit, cards.add_teacher(unit, cards.CardDraft(**sent.model_dump())).id))

    return once(sent, act)


@reads(router, AT, CardTold)
def get_teacher(request: Request, unit: ReadUnit, teacher_id: Id) -> Response:
    return single(request, *_card(unit, teacher_id))


@writes(router, "PUT", AT, CardTold)
def put_teacher(unit: WriteUnit, tags: Tags, teacher_id: Id, sent: CardSent) -> Response:
    rev = expect(unit, Teacher, teacher_id, tags).rev
    cards.write_card(unit, teacher_id, rev, cards.CardDraft(**sent.model_dump()))
    return changed(*_card(unit, teacher_id))


@reads(router, f"{AT}/time", TimeTold)
def get_time(request: Request, unit: ReadUnit, teacher_id: Id) -> Response:
    return single(request, _time(unit, teacher_id))


@creates(router, f"{AT}/hours", TeacherHoursTold)
def add_teacher_hours(unit: WriteUnit, once: Once, teacher_id: Id, sent: TeacherHoursSent) -> Response:
    """One more stretch; the same one is kept once."""

    def act() -> Response:
        draft = WindowDraft(kind=sent.kind, hours=sent.hours, on=sent.on, reason=sent.reason)
        row = add_window(unit, teacher_id, draft)
        return made(_window(row), row)

    return once(sent, act)


@reads(router, "/teacher-hours/{hours_id}", TeacherHoursTold)
def get_teacher_hours(request: Request, unit: ReadUnit, hours_id: Id) -> Response:
    row = _own_window(unit, hours_id)
    return single(request, _window(row), row)


@writes(router, "POST", "/teacher-hours/{hours_id}/remove", TimeTold)
def remove_teacher_hours(unit: WriteUnit, tags: Tags, hours_id: Id) -> Response:
    """Answers with the time that is left."""
    teacher_id = _own_window(unit, hours_id).teacher_id
    expect(unit, TeacherWindow, hours_id, tags)
    remove_window(unit, teacher_id, hours_id)
    return changed(_time(unit, teacher_id))


@reads(router, f"{AT}/transport", TransportTold)
def get_transport(request: Request, unit: ReadUnit, teacher_id: Id) -> Response:
    return single(request, *_transport(unit, teacher_id))


@writes(router, "PUT", f"{AT}/transport", TransportTold)
def put_transport(unit: WriteUnit, tags: Tags, teacher_id: Id, sent: TransportSent) -> Response:
    write_transport(unit, teacher_id, expect(unit, Teacher, teacher_id, tags).rev, sent.transport or "")
    return changed(*_transport(unit, teacher_id))


def _transport(unit: Unit, teacher_id: str) -> tuple[TransportTold, Teacher]:
    seen = teacher_seen(unit, teacher_id)
    if seen.foreign:
        raise NotFound
    row = seen.teacher
    to = links(this=f"/teachers/{row.id}/transport", time=f"/teachers/{row.id}/time")
    return TransportTold(links=to, id=row.id, rev=row.rev, transport=row.goes), row


@writes(router, "POST", f"{AT}/time/submit", TimeTold)
def submit_time(unit: WriteUnit, tags: Tags, teacher_id: Id) -> Response:
    """Hands in what stands now; the teacher may change it only after it was opened again."""
    expect_digest(_time(unit, teacher_id), tags)
    submit(unit, teacher_id)
    return changed(_time(unit, teacher_id))


@writes(router, "POST", f"{AT}/time/reopen", TimeTold)
def reopen_time(unit: WriteUnit, tags: Tags, teacher_id: Id) -> Response:
    expect_digest(_time(unit, teacher_id), tags)
    reopen(unit, teacher_id)
    return changed(_time(unit, teacher_id))


@writes(router, "POST", f"{AT}/time/copy", TimeTold)
def copy_time(unit: WriteUnit, tags: Tags, teacher_id: Id) -> Response:
    """The weekly hours of the last quarter in place of those that stand now."""
    expect_digest(_time(unit, teacher_id), tags)
    copy_last(unit, teacher_id)
    return changed(_time(unit, teacher_id))
