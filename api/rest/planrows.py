"""Rows of a plan as they go in and out: hours are exact, as `3/4` or `0.75`, and `3/4` when told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from api.errors import Invalid
from api.rest.shapes import PLAIN, Day, Plain, Ref, Sent, Whole, text
from api.services.plans.hours import WRONG, read_hours
from api.services.plans.rows import Row
from api.services.plans.store import rows_of, yearly_told
from api.services.unit import Unit
from scheduler.terms import Block, HoursKind, LessonForm, Pattern

HOURS = r"^[0-9]{1,3}([.,][0-9]{1,4}|/[0-9]{1,3}| [0-9]{1,3}/[0-9]{1,3})?$"
Hours = Annotated[str, Field(strict=True, pattern=HOURS, examples=["3/4"], description="academic hours")]
Weeks = Annotated[
    tuple[Annotated[Whole, Field(ge=1, le=4)], ...] | None,
    Field(min_length=1, max_length=4, description="weeks of the cycle; none: all"),
]
Line = Field(strict=True, max_length=200, pattern=PLAIN)


class RowSent(Sent):
    """key: of a row that stays; none: a new row. lesson_min none: as the norms allow. paid: hours paid for a lesson,
    none: one. in_class: the part of the hours sat with the class. teachers: none named is everybody who fits."""

    key: Annotated[str, text(60, "0f8fad5bd9cb469fa16570867728950e")] | None = None
    area: Annotated[str, Line] = ""
    subject: Annotated[str, text(200, "Математика")]
    block: Block = Block.MANDATORY
    kind: HoursKind = HoursKind.CONTACT
    form: LessonForm = LessonForm.HOME
    place_id: Ref | None = None
    hours: Hours
    in_class: Hours = "0"
    lesson_min: Annotated[Whole | None, Field(ge=5, le=120)] = None
    paid: Hours | None = None
    pattern: Pattern = Pattern.PARITY
    slot: Annotated[str, text(60, "рисование и музыка")] | None = None
    max_per_day: Annotated[Whole, Field(ge=1, le=8)] = 1
    weeks: Weeks = None
    difficulty: Annotated[Whole | None, Field(ge=0, le=20)] = None
    first_on: Day | None = None
    last_on: Day | None = None
    teachers: Annotated[tuple[Ref, ...], Field(max_length=30)] = ()
    by_screen: Annotated[bool, Field(strict=True, description="false: never remote instead")] = True


class RowTold(Plain):
    """yearly: hours of the row's days, as counted when it was written. shared: one lesson with other children."""

    key: str
    area: str
    subject: str
    block: Block
    kind: HoursKind
    form: LessonForm
    place_id: str | None
    hours: str = Field(examples=["3/4"])
    in_class: str = Field(examples=["0"])
    lesson_min: int | None
    paid: str | None
    pattern: Pattern
    slot: str | None
    max_per_day: int
    weeks: tuple[int, ...] | None
    difficulty: int | None
    first_on: date | None
    last_on: date | None
    teachers: tuple[str, ...]
    by_screen: bool
    yearly: str | None = Field(examples=["51/2"])
    shared: bool


PLAIN_FIELDS = set(RowSent.model_fields) - {"hours", "in_class", "paid", "weeks"}
TOLD_FIELDS = set(RowTold.model_fields) - {"hours", "in_class", "paid", "yearly", "shared"}


def values_of(sent: Iterable[RowSent], stored: Iterable[Row]) -> tuple[Row, ...]:
    """What lessons are shared with stays as it is. Invalid names hours nobody can read, as `hours-3`."""
    shared = {row.key: row.shared for row in stored}
    faults = {
        f"{name}-{number}": [WRONG]
        for number, row in enumerate(sent)
        for name in ("hours", "in_class", "paid")
        if getattr(row, name) is not None and read_hours(getattr(row, name)) is None
    }
    if faults:
        raise Invalid(faults)
    return tuple(
        Row(
            **{name: getattr(row, name) for name in PLAIN_FIELDS},
            hours=read_hours(row.hours) or Fraction(0), in_class=read_hours(row.in_class) or Fraction(0),
            paid=None if row.paid is None else read_hours(row.paid), shared=shared.get(row.key),
            weeks=tuple(sorted(set(row.weeks))) if row.weeks else None,
        )
        for row in sent
    )  # fmt: skip


def told_rows(unit: Unit, plan_id: str) -> tuple[RowTold, ...]:
    yearly = yearly_told(unit.session, plan_id)
    return tuple(
        RowTold(
            **{name: getattr(row, name) for name in TOLD_FIELDS}, hours=str(row.hours),
            in_class=str(row.in_class), paid=None if row.paid is None else str(row.paid),
            yearly=yearly.get(row.key or ""), shared=row.shared is not None,
        )
        for row in rows_of(unit.session, plan_id)
    )  # fmt: skip
