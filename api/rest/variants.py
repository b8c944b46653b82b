"""Variants: timetables that were kept, their lessons, and what the rules that were let go say of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit, WriteUnit
from api.rest.answers import Paged, Tags, changed, listing, single
from api.rest.routing import lists, reads, section, writes
from api.rest.shapes import KEY, SAMPLE_ID, Id, Instant, Page, Record, Sent, Told, links, shape, text
from api.services.desk import expect
from api.services.runs import variants
from api.services.runs.running import variant_of
from models.timetable import Variant
from scheduler.terms import LessonForm, clock
from scheduler.timetable import Lesson

router = section("variants")


class VariantSent(Sent):
    name: Annotated[str, text(100, "Осень, без окон")]


class VariantTold(Record):
    """score: units of each goal. run_id: of the run it comes from; base_id: of the variant it goes out from."""

    year_id: str = Field(examples=[SAMPLE_ID])
    number: int = Field(examples=[3])
    name: str = Field(examples=["Осень, без окон"])
    created_at: Instant
    unplaced: int = Field(examples=[0])
    score: dict[str, int]
    seed: int | None
    run_id: str | None
    base_id: str | None
    removed: bool


class LessonTold(Told):
    """row, n: which lesson of the problem. Times are those of the school."""

    row: str = Field(examples=["К-01.3"])
    n: int = Field(examples=[1])
    week: str = Field(examples=["w1"])
    day: str = Field(examples=["mon"])
    start: str = Field(examples=["14:00"])
    end: str = Field(examples=["14:40"])
    teacher: str = Field(examples=["t1"])
    form: LessonForm
    place: str = Field(examples=["h1"])


def variant_told(row: Variant) -> VariantTold:
    at = f"/variants/{row.id}"
    to = links(
        this=at, lessons=f"{at}/lessons", drafts=f"{at}/drafts", remove=f"{at}/remove", restore=f"{at}/restore",
        year=f"/years/{row.year_id}",
    )  # fmt: skip
    return shape(VariantTold, row, to, score=json.loads(row.score), removed=row.removed_at is not None)


def lessons_told(request: Request, paging: Paged, lessons: Sequence[Lesson], href: str) -> Response:
    """Lessons by week, day and start."""
    in_order = sorted(lessons, key=lambda x: (x.week, x.day, x.start_min, x.row, x.n))
    return listing(request, paging, in_order, lambda lesson: _lesson(lesson, href), Page[LessonTold])


def _lesson(lesson: Lesson, href: str) -> LessonTold:
    return LessonTold(
        row=lesson.row, n=lesson.n, week=lesson.week, day=lesson.day, start=clock(lesson.start_min),
        end=clock(lesson.end_min), teacher=lesson.teacher, form=LessonForm(lesson.form), place=lesson.place,
        links=links(timetable=href),
    )  # fmt: skip


@lists(router, "/variants", Page[VariantTold])
def list_variants(
    request: Request, unit: ReadUnit, paging: Paged, year_id: Annotated[str, Query(pattern=KEY)]
) -> Response:
    """The variants of a year that were not removed, the newest first."""
    return listing(request, paging, variants.variants(unit, year_id), variant_told, Page[VariantTold])


@reads(router, "/variants/{variant_id}", VariantTold)
def get_variant(request: Request, unit: ReadUnit, variant_id: Id) -> Response:
    row = variant_of(unit, variant_id)
    return single(request, variant_told(row), row)


@writes(router, "PUT", "/variants/{variant_id}", VariantTold)
def rename_variant(unit: WriteUnit, tags: Tags, variant_id: Id, sent: VariantSent) -> Response:
    rev = expect(unit, Variant, variant_of(unit, variant_id).id, tags).rev
    row = variants.rename_variant(unit, variant_id, rev, sent.name)
    return changed(variant_told(row), row)


@writes(router, "POST", "/variants/{variant_id}/remove", VariantTold)
def remove_variant(unit: WriteUnit, tags: Tags, variant_id: Id) -> Response:
    """Out of the lists; it can be brought back."""
    rev = expect(unit, Variant, variant_of(unit, variant_id).id, tags).rev
    row = variants.remove_variant(unit, variant_id, rev)
    return changed(variant_told(row), row)


@writes(router, "POST", "/variants/{variant_id}/restore", VariantTold)
def restore_variant(unit: WriteUnit, variant_id: Id) -> Response:
    row = variants.restore_variant(unit, variant_id)
    return changed(variant_told(row), row)


@lists(router, "/variants/{variant_id}/lessons", Page[LessonTold])
def list_lessons(request: Request, unit: ReadUnit, paging: Paged, variant_id: Id) -> Response:
    stands = variants.read_variant(unit, variant_id)
    return lessons_told(request, paging, stands.timetable.lessons, f"/variants/{variant_id}")
