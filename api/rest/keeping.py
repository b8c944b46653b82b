"""How long a school keeps what, and the norms it works under."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit, WriteUnit
from api.rest.answers import Tags, changed, expect_digest, single
from api.rest.routing import reads, section, writes
from api.rest.shapes import Day, Flag, Id, Sent, Told, Whole, links, text
from api.services.desk import locked
from api.services.schools.norms_said import documents
from api.services.schools.options import school_of
from api.services.schools.retention import MOST_YEARS, RetentionDraft, read_retention, write_retention
from api.services.unit import Unit
from models.base import Keep
from models.school import TERMS, School

router = section("schools")


class TermItem(Sent):
    """Whole years after what the term counts from; what has no term is never taken away."""

    term: Keep = Field(examples=[Keep.CASE])
    years: Annotated[Whole, Field(ge=0, le=MOST_YEARS, examples=[3])]
    source: Annotated[str, text(300, "номенклатура дел школы")]
    to_check: Flag = True


class RetentionSent(Sent):
    terms: Annotated[tuple[TermItem, ...], Field(max_length=len(TERMS))]


class RetentionTold(Told):
    terms: tuple[TermItem, ...]


class NormItem(Sent):
    title: str = Field(examples=["Наибольшая нагрузка"])
    value: str = Field(examples=["5 класс: 10,5 ч в неделю"])
    section: str = Field(examples=["п. 2.10"])
    certainty: str = Field(examples=["текст видели"])
    certain: bool = Field(description="the text of the norm was seen")


class DocumentItem(Sent):
    code: str = Field(examples=["reg-2024"])
    title: str = Field(examples=["СП 2.4.3648-20"])
    validity: str = Field(examples=["с 01.01.2021"])
    warning: str | None = Field(description="it has run out, or will within a year")
    lapsed: bool
    lines: tuple[NormItem, ...]


class NormsTold(Told):
    on: date
    documents: tuple[DocumentItem, ...]


@reads(router, "/schools/{school_id}/retention", RetentionTold)
def get_retention(request: Request, unit: ReadUnit, school_id: Id) -> Response:
    return single(request, _retention(unit, school_id))


@writes(router, "PUT", "/schools/{school_id}/retention", RetentionTold)
def put_retention(unit: WriteUnit, tags: Tags, school_id: Id, sent: RetentionSent) -> Response:
    """The terms of a school anew; one that is left out is set no more."""
    locked(unit, School, school_id)
    expect_digest(_retention(unit, school_id), tags)
    write_retention(unit, school_id, [RetentionDraft(**item.model_dump()) for item in sent.terms])
    return changed(_retention(unit, school_id))


@reads(router, "/schools/{school_id}/norms", NormsTold)
def get_norms(request: Request, unit: ReadUnit, school_id: Id, on: Day | None = None) -> Response:
    """Documents in force on a day (today), then those that have run out."""
    school_of(unit, school_id)
    day = on or unit.today
    told = tuple(DocumentItem.model_validate(each, from_attributes=True) for each in documents(day))
    at = links(this=f"/schools/{school_id}/norms", school=f"/schools/{school_id}")
    return single(request, NormsTold(on=day, documents=told, links=at))


def _retention(unit: Unit, school_id: str) -> RetentionTold:
    told = read_retention(unit, school_id)
    items = tuple(TermItem.model_validate(told[term], from_attributes=True) for term in TERMS if term in told)
    at = links(this=f"/schools/{school_id}/retention", school=f"/schools/{school_id}")
    return RetentionTold(terms=items, links=at)
