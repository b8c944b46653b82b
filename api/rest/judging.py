"""What is said of timetables: two variants side by side, who is worst off, what has no time and why, exchanges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import Place, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.rest.answers import Paged, listing, made, single
from api.rest.drafts import KeepSent, both_sides, seen_of
from api.rest.routing import creates, lists, reads, section
from api.rest.runs import RunTold, run_told
from api.rest.shapes import KEY, SAMPLE_ID, Id, Instant, Page, Plain, Told, links
from api.rest.variants import LessonTold, lessons_told
from api.services.board.acts import Target
from api.services.board.drafts import Overtaken, drafts_on, look, solve_on
from api.services.board.swaps import taken
from api.services.board.tray import tray
from api.services.runs import comparing, reasons
from api.services.runs.rules import MOST_WEIGHT, USUAL, choices_of
from api.services.runs.variants import NOTHING_YET, read_variant
from api.services.runs.watching import best_of
from api.services.runs.weighing import Weighed, weighed
from api.services.runs.worst import WorstOff
from models.timetable import RunPurpose
from scheduler.terms import Weekday

router = section("judging")
CHOOSE = "Выберите: дозаполнить или улучшить."
WEIGHT = f"Назовите цель и её вес от 0 до {MOST_WEIGHT}, например wish:120."
Weighing = Annotated[str, Field(pattern=r"^[a-z_]{1,20}:[0-9]{1,4}$", examples=["wish:120"])]
Other = Annotated[str, Query(alias="with", pattern=KEY, description="the other variant")]


class GoalTold(Plain):
    """A goal in both variants, in its units; of a person in points. Less is better. changes: what differs."""

    title: str = Field(examples=["Минут в дороге"])
    first: int = Field(examples=[35])
    second: int = Field(examples=[20])
    changes: tuple[str, ...] = Field(default=(), examples=[["минут в дороге 35 → 20"]])


class HardLesson(Plain):
    """A lesson that costs its pupil dear, and why."""

    subject: str = Field(examples=["Математика"])
    when: str = Field(examples=["вт 10:00"])
    points: int = Field(examples=[60])
    why: str = Field(examples=["пожеланий не учтено 1"])


class WorstTold(Plain):
    """The pupil a timetable is worst for, with up to three lessons."""

    pupil: str = Field(examples=["К-03"])
    points: int = Field(examples=[120])
    unplaced: int = Field(examples=[0])
    lessons: tuple[HardLesson, ...]


class ComparisonTold(Told):
    """same_problem: both answer one question. pupils, teachers: those who differ. differences: in words; more: beyond
    those listed. worst: of the first and of the second."""

    same_problem: bool
    goals: tuple[GoalTold, ...]
    pupils: tuple[GoalTold, ...]
    teachers: tuple[GoalTold, ...]
    differences: tuple[str, ...] = Field(examples=[["Математика, К-03: вт 10:00 → ср 11:20"]])
    more: int
    worst: tuple[WorstTold | None, WorstTold | None]


class MissingTold(Told):
    """Lessons of a row without a time. starts: open ones now, of a draft; proof: how certain it is that there are
    none."""

    lesson: str = Field(examples=["Математика, К-03"])
    count: str = Field(examples=["2 занятия"])
    starts: int | None = Field(default=None, description="of a draft: starts that are open")
    proof: str
    reasons: tuple[str, ...]


class SwapTold(Plain):
    """The lesson that would change places, and units of each goal that would change."""

    row: str = Field(examples=["К-01.3"])
    n: int = Field(examples=[1])
    said: str = Field(examples=["Чтение (К-01), вт 09:00"])
    score: dict[str, int]


class TakenTold(Told):
    """Why a start is closed; exchanges that would open it; rules of usage, where nothing else closes it."""

    reasons: tuple[str, ...]
    swaps: tuple[SwapTold, ...]
    rules: tuple[str, ...]


class DraftLine(Told):
    id: str = Field(examples=[SAMPLE_ID])
    author: str
    created_at: Instant


class WeighedTold(Told):
    """A variant under the school's weights and under those asked about. place: among those told, from 1."""

    id: str = Field(examples=[SAMPLE_ID])
    name: str
    before: int = Field(examples=[1240])
    after: int = Field(examples=[1180])
    place_before: int = Field(examples=[2])
    place: int = Field(examples=[1])


class PurposeSent(KeepSent):
    """The draft is kept under the name, and a run goes on from there: `fill` or `improve`."""

    purpose: RunPurpose = RunPurpose.IMPROVE


@reads(router, "/variants/{variant_id}/comparison", ComparisonTold, conditional=False)
def compare_variants(request: Request, unit: ReadUnit, variant_id: Id, other: Other) -> Response:
    """Two variants side by side."""
    found = comparing.compare(unit, variant_id, other)
    to = links(first=f"/variants/{variant_id}", second=f"/variants/{other}")
    told = ComparisonTold(
        links=to, same_problem=found.same_problem, goals=_goals(found.goals), pupils=_goals(found.pupils),
        teachers=_goals(found.teachers), differences=found.differences, more=found.more,
        worst=(worst_told(found.worst[0]), worst_told(found.worst[1])),
    )  # fmt: skip
    return single(request, told)


def _goals(lines: Sequence[comparing.GoalLine]) -> tuple[GoalTold, ...]:
    return tuple(
        GoalTold(
            title=line.title, first=line.first, second=line.second,
            changes=line.changes if isinstance(line, comparing.PersonLine) else (),
        )
        for line in lines
    )  # fmt: skip


def worst_told(found: WorstOff | None) -> WorstTold | None:
    if found is None:
        return None
    lessons = tuple(
        HardLesson(subject=each.subject, when=each.when, points=each.points, why=each.why)
        for each in found.lessons
    )
    return WorstTold(pupil=found.pupil, points=found.points, unplaced=found.unplaced, lessons=lessons)


@lists(router, "/variants/{variant_id}/unplaced", Page[MissingTold])
def list_unplaced(request: Request, unit: ReadUnit, paging: Paged, variant_id: Id) -> Response:
    """Lessons without a time, each with its reasons."""
    stands, to = read_variant(unit, variant_id), links(variant=f"/variants/{variant_id}")

    def told(line: reasons.Unplaced) -> MissingTold:
        return MissingTold(
            links=to, lesson=line.lesson, count=line.count, proof=line.proof, reasons=line.reasons
        )

    found = reasons.unplaced_of(stands.problem, stands.timetable)
    return listing(request, paging, found, told, Page[MissingTold])


@lists(router, "/variants/{variant_id}/drafts", Page[DraftLine])
def list_drafts(request: Request, unit: ReadUnit, paging: Paged, variant_id: Id) -> Response:
    """Open drafts of a variant, one's own first."""
    found = drafts_on(unit, read_variant(unit, variant_id).row.id)
    return listing(
        request, paging, found,
        lambda pair: DraftLine(
            id=pair[0].id, author=pair[1], created_at=pair[0].created_at,
            links=links(this=f"/drafts/{pair[0].id}"),
        ),
        Page[DraftLine],
    )  # fmt: skip


@lists(router, "/runs/{run_id}/lessons", Page[LessonTold])
def list_best(request: Request, unit: ReadUnit, paging: Paged, run_id: Id) -> Response:
    """The best so far of a run."""
    found = best_of(unit, run_id)
    if found is None:
        raise Conflict(NOTHING_YET)
    return lessons_told(request, paging, found[1].lessons, f"/runs/{run_id}")


@lists(router, "/drafts/{draft_id}/unplaced", Page[MissingTold])
def list_tray(request: Request, unit: ReadUnit, paging: Paged, draft_id: Id) -> Response:
    """Lessons without a time, those with the fewest open starts first."""
    held, to = look(unit, draft_id).held, links(draft=f"/drafts/{draft_id}")
    return listing(
        request, paging, tray(held),
        lambda line: MissingTold(
            links=to, lesson=line.title, count=str(line.count), starts=line.starts, proof=line.proof,
            reasons=line.reasons,
        ),
        Page[MissingTold],
    )  # fmt: skip


@reads(router, "/drafts/{draft_id}/taken", TakenTold, conditional=False)
def tell_taken(
    request: Request, unit: ReadUnit, draft_id: Id, row: Annotated[str, Query(max_length=200)],
    n: Annotated[int, Query(ge=1, le=10_000)], day: Weekday, start_min: Annotated[int, Query(ge=0, le=1440)],
    teacher: Annotated[str, Query(max_length=200)], week: Annotated[str, Query(max_length=200)] = "",
    series: bool = True,
) -> Response:  # fmt: skip
    """What stands against a start, and which lessons could change places. Nothing for an unknown lesson."""
    held, to = look(unit, draft_id).held, Target(day=day, start_min=start_min, teacher=teacher, week=week)
    known = row in held.rows and n <= held.rows[row].lessons
    found = taken(held, (row, n), series, to) if known else None
    swaps = tuple(
        SwapTold(row=each.key[0], n=each.key[1], said=each.said, score=dict(each.score))
        for each in (found.swaps if found else ())
    )
    told = TakenTold(
        links=links(draft=f"/drafts/{draft_id}"), reasons=found.reasons if found else (), swaps=swaps,
        rules=found.rules if found else (),
    )  # fmt: skip
    return single(request, told)


@creates(router, "/drafts/{draft_id}/runs", RunTold)
def go_on_from_draft(place: Place, unit: WriteUnit, draft_id: Id, sent: PurposeSent) -> Response:
    """The draft becomes a variant, and a run goes on from it with its pins."""
    if sent.purpose not in (RunPurpose.FILL, RunPurpose.IMPROVE):
        raise Invalid({"purpose": [CHOOSE]})
    try:
        run = solve_on(unit, draft_id, seen_of(sent), sent.name, sent.purpose, place.settings.runs)
    except Overtaken as error:
        return both_sides(look(unit, draft_id), error)
    return made(run_told(unit, run))


@lists(router, "/timetable-rules/weighed", Page[WeighedTold])
def weigh_variants(
    request: Request, unit: ReadUnit, paging: Paged, year_id: Annotated[str, Query(pattern=KEY)],
    weight: Annotated[list[Weighing] | None, Query(max_length=40)] = None,
) -> Response:  # fmt: skip
    """The latest variants of a year under the school's weights and under those asked about: `weight=wish:120`."""
    now = choices_of(unit).weights
    asked = dict(now)
    for each in weight or ():
        code, _, number = each.partition(":")
        if code not in USUAL or int(number) > MOST_WEIGHT:
            raise Invalid({"weight": [WEIGHT]})
        asked[code] = int(number)
    return listing(request, paging, weighed(unit, year_id, now, asked), _weighed, Page[WeighedTold])


def _weighed(line: Weighed) -> WeighedTold:
    return WeighedTold(
        id=line.id, name=line.name, before=line.before, after=line.after, place_before=line.place_before,
        place=line.place, links=links(variant=f"/variants/{line.id}"),
    )  # fmt: skip
