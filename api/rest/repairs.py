"""Mending the dated year: plans of make-ups, substitutes, lessons moved, a day by screen."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import Place, ReadUnit, WriteUnit, origin_of
from api.rest.answers import Once, Paged, Tags, changed, listing, made, single
from api.rest.days import SAMPLE_LESSON, KeyText, LessonSent
from api.rest.routing import creates, lists, reads, section, writes
from api.rest.shapes import (
    SAMPLE_ID,
    Day,
    Flag,
    Id,
    Instant,
    Page,
    Plain,
    Record,
    Ref,
    Sent,
    Told,
    links,
    shape,
    text,
)
from api.services.cases.life import case_of
from api.services.days.desk import LessonKey
from api.services.days.repairs import making_up, moving, proposing, remote_day, substituting
from api.services.days.repairs.making_up import Word
from api.services.days.repairs.vacancies import Asking, Gap, vacancies
from api.services.desk import expect
from models.repair import MakeUpLesson, MakeUpPlan, MakeUpState

router = section("repairs")
KeyTextOfTurn = Annotated[str, text(240, f"{SAMPLE_ID}|{SAMPLE_LESSON}|6b1e6b1e6b1e6b1e")]
Count = Annotated[int, Field(strict=True, ge=0, le=10, examples=[1])]


class MakeUpAsked(Sent):
    """absence_id: of the child; none: all other lessons that somebody owes. most_moves: published lessons of the child
    that may go elsewhere for it."""

    absence_id: Ref | None = None
    first_on: Day
    weeks: Count = 3
    most_a_day: Count = 2
    most_moves: Count = 0
    remote_until: Day | None = Field(default=None, description="before that day by screen only")
    others: Flag = Field(default=False, description="other teachers of the subject, too")


class WordSent(Sent):
    item: Ref = Field(description="id of a lesson of the plan")
    reason: Annotated[str, Field(strict=True, max_length=500, examples=["Бассейн."])] = ""


class AnswerSent(Sent):
    """Lessons that do not suit; all others do."""

    unfit: Annotated[tuple[WordSent, ...], Field(max_length=100)] = ()


class SubstituteSent(LessonSent):
    """One of teacher_id and way (of a vacancy)."""

    teacher_id: Ref | None = Field(default=None, examples=[SAMPLE_ID])
    way: Annotated[str, Field(strict=True, max_length=60, examples=[""])] = ""
    handover: Annotated[str, Field(strict=True, max_length=1000, examples=["Прошли дроби."])] = ""


class AskSent(LessonSent):
    teachers: Annotated[tuple[Ref, ...], Field(max_length=50)] = ()
    handover: Annotated[str, Field(strict=True, max_length=1000, examples=["Прошли дроби."])] = ""


class MoveSent(LessonSent):
    place: Annotated[str, Field(strict=True, max_length=60, examples=["2026-09-15_600_home"])]


class DaySent(Sent):
    """turn: names of lessons that go by screen; seen: all that were looked at; cancel_rest: the others are off."""

    on: Day
    turn: Annotated[tuple[KeyTextOfTurn, ...], Field(max_length=1000)] = ()
    seen: Annotated[tuple[KeyTextOfTurn, ...], Field(max_length=1000)] = ()
    cancel_rest: Flag = False


class MakeUpTold(Record):
    case_id: str
    absence_id: str | None
    state: MakeUpState
    first_on: date
    week_count: int
    most_a_day: int
    most_moves: int
    remote_until: date | None
    others: bool
    proved: bool | None = Field(description="no plan is better; null: nobody says")
    sent_at: Instant | None
    until: Instant | None
    answered_at: Instant | None


class MakeUpLessonTold(Record):
    """A lost lesson and its new time, or (was_start_min) a published one that moves. change_id: what it became."""

    lesson: str
    subject: str
    lost_on: date
    was_start_min: int | None
    on_date: date | None
    start_min: int | None
    end_min: int | None
    teacher_id: str
    form: str
    why: str
    fits: bool | None
    reason: str
    change_id: str | None


class ChoiceTold(Plain):
    """points: None where it is not possible. said: reasons for or against, in words."""

    teacher_id: str
    name: str
    points: int | None
    chosen: bool
    asked: Asking
    said: tuple[str, ...]


class WayTold(Plain):
    way: str
    said: str


class VacancyTold(Told):
    """A lesson without its teacher. also: how many other children have it, too."""

    case_id: str
    lesson: str
    tag: str
    on: date
    start_min: int
    end_min: int
    subject: str
    also: int
    handover: str
    choices: tuple[ChoiceTold, ...]
    ways: tuple[WayTold, ...]


class PlaceTold(Told):
    place: str = Field(examples=["2026-09-15_600_home"])
    said: str
    on: date
    start_min: int
    form: str
    as_promised: bool


class TurnTold(Told):
    """A lesson at home of a day. why: what stands against the screen, in words."""

    name: str
    case_id: str
    lesson: str
    start_min: int
    end_min: int
    subject: str
    why: str


class DoneTold(Told):
    """How many lessons an act changed."""

    changed: int
    cancelled: int


def _plan(row: MakeUpPlan) -> MakeUpTold:
    at = f"/makeups/{row.id}"
    return shape(
        MakeUpTold, row,
        links(
            this=at, case=f"/cases/{row.case_id}", lessons=f"{at}/lessons", send=f"{at}/send",
            answer=f"{at}/answer", drop=f"{at}/drop",
        ),
    )  # fmt: skip


def _item(row: MakeUpLesson) -> MakeUpLessonTold:
    return shape(MakeUpLessonTold, row, links(plan=f"/makeups/{row.plan_id}"))


def _vacancy(gap: Gap) -> VacancyTold:
    now = gap.lesson.lesson
    return VacancyTold(
        case_id=gap.key.case_id, lesson=gap.key.lesson, tag=gap.key.tag, on=now.on, start_min=now.start_min,
        end_min=now.end_min, subject=gap.subject, also=len(gap.also), handover=gap.handover,
        choices=tuple(
            ChoiceTold(
                teacher_id=one.teacher_id, name=one.name, points=one.points, chosen=one.chosen,
                asked=one.asked,
                said=one.why if one.points is None else one.said,
            )
            for one in gap.choices
        ),
        ways=tuple(WayTold(way=way.key, said=way.said) for way in gap.ways),
        links=links(case=f"/cases/{gap.key.case_id}"),
    )  # fmt: skip


def _done(changes: int, cancelled: int = 0) -> Response:
    return changed(DoneTold(changed=changes, cancelled=cancelled, links=links()))


@lists(router, "/cases/{case_id}/makeups", Page[MakeUpTold])
def list_makeups_of_case(request: Request, unit: ReadUnit, paging: Paged, case_id: Id) -> Response:
    """The latest first."""
    rows = making_up.plans_of_case(unit, case_of(unit, case_id))
    return listing(request, paging, rows, _plan, Page[MakeUpTold])


@creates(router, "/cases/{case_id}/makeups", MakeUpTold)
def propose_makeups(unit: WriteUnit, once: Once, case_id: Id, sent: MakeUpAsked) -> Response:
    """A draft instead of an older one; 409 where there is nothing to make up or a plan is out."""

    def act() -> Response:
        wishes = proposing.Wishes(**sent.model_dump(exclude={"absence_id"}))
        row = proposing.propose(unit, case_of(unit, case_id).id, sent.absence_id, wishes)
        return made(_plan(row), row)

    return once(sent, act)


@reads(router, "/makeups/{makeup_id}", MakeUpTold)
def get_makeups(request: Request, unit: ReadUnit, makeup_id: Id) -> Response:
    row, _ = making_up.plan_of(unit, makeup_id)
    return single(request, _plan(row), row)


@lists(router, "/makeups/{makeup_id}/lessons", Page[MakeUpLessonTold])
def list_lessons_of_makeups(request: Request, unit: ReadUnit, paging: Paged, makeup_id: Id) -> Response:
    row, _ = making_up.plan_of(unit, makeup_id)
    return listing(request, paging, making_up.items_of(unit, row), _item, Page[MakeUpLessonTold])


@writes(router, "POST", "/makeups/{makeup_id}/send", MakeUpTold)
def send_makeups(request: Request, place: Place, unit: WriteUnit, tags: Tags, makeup_id: Id) -> Response:
    """To the family, which has 48 hours."""
    making_up.plan_of(unit, makeup_id)
    expect(unit, MakeUpPlan, makeup_id, tags)
    row = making_up.send(unit, makeup_id, origin_of(request, place))
    return changed(_plan(row), row)


@writes(router, "POST", "/makeups/{makeup_id}/answer", MakeUpTold)
def answer_makeups(unit: WriteUnit, tags: Tags, makeup_id: Id, sent: AnswerSent) -> Response:
    """The family's one answer, or what the desk heard of it."""
    making_up.plan_of(unit, makeup_id)
    expect(unit, MakeUpPlan, makeup_id, tags)
    words = {each.item: Word(fits=False, reason=each.reason) for each in sent.unfit}
    row = making_up.answer(unit, makeup_id, words).plan
    return changed(_plan(row), row)


@writes(router, "POST", "/makeups/{makeup_id}/drop", MakeUpTold)
def drop_makeups(unit: WriteUnit, tags: Tags, makeup_id: Id) -> Response:
    making_up.plan_of(unit, makeup_id)
    row = expect(unit, MakeUpPlan, makeup_id, tags)
    making_up.drop(unit, makeup_id)
    return changed(_plan(row), row)


@lists(router, "/away/{away_id}/vacancies", Page[VacancyTold])
def list_vacancies(request: Request, unit: WriteUnit, paging: Paged, away_id: Id) -> Response:
    """Lessons of a teacher who is away, from now on, with who could give them, the best first."""
    found = vacancies(unit, away_id)
    return listing(request, paging, found.gaps, _vacancy, Page[VacancyTold])


@writes(router, "POST", "/lessons/substitute", DoneTold)
def substitute_lesson(unit: WriteUnit, once: Once, sent: SubstituteSent) -> Response:
    """Another teacher gives it, at its time or in another way of its day."""

    def act() -> Response:
        if sent.way:
            substituting.give_otherwise(unit, sent.key, sent.way, sent.handover)
        else:
            substituting.give(unit, sent.key, sent.teacher_id or "", sent.handover)
        return _done(1)

    return once(sent, act)


@writes(router, "POST", "/lessons/ask", DoneTold)
def ask_teachers(unit: WriteUnit, once: Once, sent: AskSent) -> Response:
    """Whoever agrees first has it."""

    def act() -> Response:
        substituting.ask(unit, sent.key, sent.teachers, sent.handover)
        return _done(1)

    return once(sent, act)


@lists(router, "/lessons/places", Page[PlaceTold])
def list_places_of_lesson(
    request: Request, unit: WriteUnit, paging: Paged, case_id: Annotated[Ref, Query()],
    lesson: Annotated[KeyText, Query(examples=[SAMPLE_LESSON])], tag: Annotated[str, Query(max_length=16)],
) -> Response:  # fmt: skip
    """Where a lesson could go, its own day first."""
    found = moving.places(unit, LessonKey(case_id=case_id, lesson=lesson, tag=tag))
    return listing(request, paging, found, _place, Page[PlaceTold])


def _place(each: moving.Elsewhere) -> PlaceTold:
    to = each.target
    return PlaceTold(
        place=each.key, said=each.said, on=to.on, start_min=to.start_min, form=to.form, as_promised=each.as_promised,
        links=links(),
    )  # fmt: skip


@writes(router, "POST", "/lessons/move", DoneTold)
def move_lesson(unit: WriteUnit, once: Once, sent: MoveSent) -> Response:
    """To one of its places; everybody is told."""

    def act() -> Response:
        moving.move_to(unit, sent.key, sent.place)
        return _done(1)

    return once(sent, act)


@lists(router, "/remote-day", Page[TurnTold])
def list_lessons_for_remote_day(
    request: Request, unit: WriteUnit, paging: Paged, on: Annotated[Day | None, Query()] = None
) -> Response:
    """Lessons at home of a day that are still to be given, and what stands against the screen."""
    found = remote_day.remote_day(unit, on or unit.today)
    return listing(request, paging, found.turns, _turn, Page[TurnTold])


def _turn(each: remote_day.Turn) -> TurnTold:
    line = each.line
    return TurnTold(
        name=each.name, case_id=line.case_id, lesson=line.id, start_min=line.start_min, end_min=line.end_min,
        subject=line.subject, why=each.why, links=links(case=f"/cases/{line.case_id}"),
    )  # fmt: skip


@writes(router, "POST", "/remote-day", DoneTold)
def make_day_remote(unit: WriteUnit, once: Once, sent: DaySent) -> Response:
    """One act for a day of snow; everybody is told."""

    def act() -> Response:
        done = remote_day.turn(unit, sent.on, sent.turn, sent.seen, cancel_rest=sent.cancel_rest)
        return _done(done.turned, done.cancelled)

    return once(sent, act)
