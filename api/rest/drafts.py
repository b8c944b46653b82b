"""Drafts: lessons moved by hand, step by step. Whoever acts says what they have seen; both sides are told."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.rest.answers import Once, Paged, changed, listing, made, single
from api.rest.routing import creates, lists, reads, section, writes
from api.rest.shapes import (
    PLAIN,
    SAMPLE_ID,
    Id,
    Instant,
    Minute,
    Page,
    Plain,
    Record,
    Sent,
    Told,
    links,
    shape,
)
from api.rest.variants import LessonTold, VariantTold, lessons_told, variant_told
from api.services.board import acts
from api.services.board.acts import Blocked, Target
from api.services.board.drafts import (
    Desk,
    Overtaken,
    Seen,
    StepTold,
    keep_draft,
    look,
    open_draft,
    redo,
    take_step,
    undo,
)
from api.services.board.held import Held
from api.services.board.overrides import Why, in_spite
from api.services.board.starts import answer
from api.services.board.state import Change, Key, PinKind, StepKind
from api.services.board.words import step_said
from api.services.unit import Unit
from api.web import problems
from models.timetable import LiftReason
from scheduler.suggest import Day
from scheduler.terms import Weekday, clock

router = section("drafts")
RowId = Annotated[str, Field(strict=True, min_length=1, max_length=200, pattern=PLAIN, examples=["К-01.3"])]
Ordinal = Annotated[int, Field(strict=True, ge=1, le=10_000, examples=[1])]
Rev = Annotated[int, Field(strict=True, ge=1, le=1_000_000, examples=[1])]
Seen_ = Annotated[str, Field(strict=True, max_length=32, pattern=r"^[0-9a-f]*$", examples=[""])]


class SeenSent(Sent):
    """rev: of the draft as it was looked at; seen: id of its last step that counted then, empty for none."""

    rev: Rev
    seen: Seen_ = ""


class KeepSent(SeenSent):
    name: Annotated[
        str, Field(strict=True, min_length=1, max_length=100, pattern=PLAIN, examples=["Осень, без окон"])
    ]


class LessonRef(Sent):
    row: RowId
    n: Ordinal


class StepSent(SeenSent):
    """What is done with the lesson row, n. series: with its like of other weeks.

    move, place: to `day`, `start_min`, `teacher` (`week` for a lesson alone). out: off the timetable. swap: with
    `other`. teacher: the whole row to `teacher`. pins: `pins` from now on. reason, words: to let a rule of usage go
    that alone stands against a move.
    """

    kind: StepKind
    row: RowId
    n: Ordinal
    series: Annotated[bool, Field(strict=True)] = True
    day: Weekday | None = None
    start_min: Minute | None = None
    teacher: Annotated[str, Field(strict=True, max_length=200, pattern=PLAIN)] = ""
    week: Annotated[str, Field(strict=True, max_length=200, pattern=PLAIN)] = ""
    other: LessonRef | None = None
    pins: Annotated[tuple[PinKind, ...], Field(max_length=3)] = ()
    reason: LiftReason | None = None
    words: Annotated[str, Field(strict=True, max_length=300, pattern=PLAIN)] = ""


class DraftTold(Record):
    """seen: id of the last step that counts. score: units of each goal now. warnings: of rules let go."""

    variant_id: str = Field(examples=[SAMPLE_ID])
    account_id: str = Field(examples=[SAMPLE_ID], description="whose it is")
    created_at: Instant
    seen: str
    steps: int = Field(description="that count")
    undone: int = Field(description="that may be redone")
    closed: bool
    kept_id: str | None = Field(description="the variant it has become")
    score: dict[str, int]
    warnings: tuple[str, ...]


class StepSeen(Told):
    """said: in words. score: units of each goal it changed. counts: it is not undone."""

    id: str = Field(examples=[SAMPLE_ID])
    number: int = Field(examples=[1])
    kind: StepKind
    said: tuple[str, ...]
    score: dict[str, int]
    author: str
    at: Instant
    counts: bool


class StartTold(Plain):
    """points: at default weights, less is better than now."""

    start: str = Field(examples=["14:00"])
    points: int
    score: dict[str, int]


class ShutTold(Plain):
    """Neighbouring starts, both ends included, closed by the same. rules: their codes."""

    start: str = Field(examples=["08:00"])
    until: str = Field(examples=["09:35"])
    rules: tuple[str, ...]
    reasons: tuple[str, ...]


class DayTold(Told):
    """All starts of a day with one teacher, in these weeks."""

    weeks: tuple[str, ...]
    day: Weekday
    teacher: str
    possible: tuple[StartTold, ...]
    blocked: tuple[ShutTold, ...]


def _told(desk: Desk) -> DraftTold:
    row, done = desk.draft, desk.done
    at = f"/drafts/{row.id}"
    to = links(
        this=at, variant=f"/variants/{row.variant_id}", steps=f"{at}/steps", lessons=f"{at}/lessons",
        starts=f"{at}/starts", undo=f"{at}/undo", redo=f"{at}/redo", keep=f"{at}/keep",
        kept=f"/variants/{row.kept_id}" if row.kept_id else None,
    )  # fmt: skip
    return shape(
        DraftTold, row, to, seen=desk.last_id, steps=len(done), undone=len(desk.steps) - len(done),
        closed=row.closed_at is not None, score=dict(desk.held.verdict.score), warnings=desk.held.warnings,
    )  # fmt: skip


def _step(desk: Desk, step: StepTold) -> StepSeen:
    said = step_said(desk.held.state.problem, step.change)
    return StepSeen(
        id=step.id, number=step.number, kind=step.change.kind, said=said, score=dict(step.score),
        author=step.author, at=step.at, counts=step.counts, links=links(draft=f"/drafts/{desk.draft.id}"),
    )  # fmt: skip


@creates(router, "/variants/{variant_id}/drafts", DraftTold)
def begin_draft(unit: WriteUnit, once: Once, variant_id: Id) -> Response:
    """One's own open draft of a variant, a new one where there is none."""

    def act() -> Response:
        desk = look(unit, open_draft(unit, variant_id).id)
        return made(_told(desk), desk.draft)

    return once(None, act)


@reads(router, "/drafts/{draft_id}", DraftTold)
def get_draft(request: Request, unit: ReadUnit, draft_id: Id) -> Response:
    desk = look(unit, draft_id)
    return single(request, _told(desk), desk.draft)


@lists(router, "/drafts/{draft_id}/steps", Page[StepSeen])
def list_steps(request: Request, unit: ReadUnit, paging: Paged, draft_id: Id) -> Response:
    desk = look(unit, draft_id)
    return listing(request, paging, desk.steps, lambda step: _step(desk, step), Page[StepSeen])


@lists(router, "/drafts/{draft_id}/lessons", Page[LessonTold])
def list_lessons_of_draft(request: Request, unit: ReadUnit, paging: Paged, draft_id: Id) -> Response:
    found = look(unit, draft_id).held.state.timetable
    return lessons_told(request, paging, found.lessons, f"/drafts/{draft_id}")


@lists(router, "/drafts/{draft_id}/starts", Page[DayTold])
def list_starts(
    request: Request, unit: ReadUnit, paging: Paged, draft_id: Id,
    row: Annotated[str, Query(max_length=200)], n: Annotated[int, Query(ge=1, le=10_000)], series: bool = True,
) -> Response:  # fmt: skip
    """Every start of a lesson: what it would change, or all that closes it. Nothing for an unknown lesson."""
    held = look(unit, draft_id).held
    known = row in held.rows and n <= held.rows[row].lessons
    days = answer(held, (row, n), series) if known else ()
    return listing(request, paging, days, lambda day: _day(day, draft_id), Page[DayTold])


def _day(day: Day, draft_id: str) -> DayTold:
    possible = tuple(
        StartTold(start=clock(start.start_min), points=start.points, score=start.score)
        for start in day.possible
    )
    blocked = tuple(
        ShutTold(
            start=clock(run.start_min), until=clock(run.until_min),
            rules=tuple(dict.fromkeys(blocker.rule for blocker in run.blockers)),
            reasons=tuple(dict.fromkeys(blocker.text for blocker in run.blockers)),
        )
        for run in day.blocked
    )  # fmt: skip
    return DayTold(
        weeks=day.weeks, day=day.day, teacher=day.teacher, possible=possible, blocked=blocked,
        links=links(draft=f"/drafts/{draft_id}"),
    )  # fmt: skip


@writes(router, "POST", "/drafts/{draft_id}/steps", DraftTold)
def do_step(unit: WriteUnit, draft_id: Id, sent: StepSent) -> Response:
    """One step. 409 tells every reason against it, or what somebody else did meanwhile."""
    return _acted(
        unit, draft_id, lambda: take_step(unit, draft_id, seen_of(sent), lambda held: _change(held, sent))
    )


@writes(router, "POST", "/drafts/{draft_id}/undo", DraftTold)
def undo_step(unit: WriteUnit, draft_id: Id, sent: SeenSent) -> Response:
    return _acted(unit, draft_id, lambda: undo(unit, draft_id, seen_of(sent)))


@writes(router, "POST", "/drafts/{draft_id}/redo", DraftTold)
def redo_step(unit: WriteUnit, draft_id: Id, sent: SeenSent) -> Response:
    return _acted(unit, draft_id, lambda: redo(unit, draft_id, seen_of(sent)))


@creates(router, "/drafts/{draft_id}/keep", VariantTold)
def keep_as_variant(unit: WriteUnit, draft_id: Id, sent: KeepSent) -> Response:
    """The draft ends as a variant of its own."""
    try:
        row = keep_draft(unit, draft_id, seen_of(sent), sent.name)
    except Overtaken as error:
        return both_sides(look(unit, draft_id), error)
    return made(variant_told(row), row)


def seen_of(sent: SeenSent) -> Seen:
    return Seen(rev=sent.rev, step_id=sent.seen)


def _acted(unit: Unit, draft_id: str, act: Callable[[], object]) -> Response:
    """The draft after an act; refusals come before anything is written."""
    try:
        act()
    except Overtaken as error:
        return both_sides(look(unit, draft_id), error)
    except Blocked as error:
        return _problem(error.sentence, reasons=list(error.reasons), rules=sorted(error.rules))
    desk = look(unit, draft_id)
    return changed(_told(desk), desk.draft)


def both_sides(desk: Desk, error: Overtaken) -> Response:
    """What others did, beside the refusal; what was asked for, the asker knows."""
    theirs, undone = (
        [_step(desk, step).model_dump(mode="json", by_alias=True) for step in steps]
        for steps in (error.theirs, error.undone)
    )
    return _problem(error.sentence, theirs=theirs, undone=undone, rev=desk.draft.rev, seen=desk.last_id)


def _problem(sentence: str, **more: object) -> Response:
    told = json.loads(problems.body_of(409, "conflict", sentence)) | more
    return Response(json.dumps(told, ensure_ascii=False), 409, media_type=problems.MEDIA)


def _change(held: Held, sent: StepSent) -> Change:
    key: Key = (sent.row, sent.n)
    if sent.row not in held.rows or sent.n > held.rows[sent.row].lessons:
        raise Conflict(acts.GONE)
    if sent.kind in (StepKind.MOVE, StepKind.PLACE):
        return _put(held, key, sent)
    if sent.kind == StepKind.OUT:
        return acts.take_out(held, key, sent.series)
    if sent.kind == StepKind.SWAP and sent.other is not None:
        return acts.swap(held, key, (sent.other.row, sent.other.n), sent.series)
    if sent.kind == StepKind.TEACHER:
        return acts.change_teacher(held, sent.row, sent.teacher)
    if sent.kind == StepKind.PINS:
        return acts.set_pins(held, key, sent.series, frozenset(sent.pins))
    raise Invalid({"other": ["Назовите занятие, с которым поменять."]})


def _put(held: Held, key: Key, sent: StepSent) -> Change:
    if sent.day is None or sent.start_min is None:
        raise Invalid({"start_min": ["Назовите день и время."]})
    week = "" if sent.kind == StepKind.MOVE and sent.series else sent.week
    to = Target(day=sent.day, start_min=sent.start_min, teacher=sent.teacher, week=week)

    def act(loose: Held) -> Change:
        if sent.kind == StepKind.MOVE:
            return acts.move(loose, key, sent.series, to)
        return acts.place(loose, sent.row, sent.series, to)

    if sent.reason is None:
        return act(held)
    return in_spite(held, act, Why(reason=sent.reason, words=sent.words))
