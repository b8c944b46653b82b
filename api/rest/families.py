"""Weeks of families: hours an adult is at home, hours that are taken, wishes, daily limits. Never what takes a time."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit, WriteUnit
from api.errors import NotFound
from api.rest.answers import Once, Tags, changed, expect_digest, made, single
from api.rest.hours import Days, EndMin, HoursSent, StartMin, Weeks, told_of
from api.rest.routing import creates, reads, section, writes
from api.rest.shapes import SAMPLE_ID, Id, Plain, Record, Sent, Told, Whole, links
from api.services.desk import expect
from api.services.families import windows
from api.services.families.choices import DayChoice, choice_of, write_choice
from api.services.families.seen import family_of
from api.services.families.sheet import family_sheet
from api.services.families.wishes import Wishes, sorted_wishes, write_wishes
from api.services.unit import Unit
from models.family import FamilyWindow
from scheduler.terms import FamilyKind, Weekday

router = section("families")
AT = "/cases/{case_id}/family"
Weight = Annotated[Literal[1, 4], Field(description="1 desirable, 4 very important", examples=[1])]
Section = Literal["adult", "taken", "liked", "class"]
How = Annotated[
    Literal["call", "paper"], Field(description="how staff came to know; a family's own needs none")
]
Count = Annotated[Whole | None, Field(ge=1, le=12, description="none: as the norms allow")]
TakenAt = Annotated[
    int | None, Field(strict=True, ge=0, le=1440, description="minutes since midnight; none: no such wish")
]


class FamilyHoursSent(HoursSent):
    """adult: an adult is at home. taken: no lessons can be (a treatment, or anything else). liked: best of all.
    class: lessons sat with the class, told by the school alone."""

    section: Section
    weight: Weight = 1
    channel: How = "call"


class FamilyHoursItem(Plain):
    id: str = Field(examples=[SAMPLE_ID])
    kind: FamilyKind
    days: Days
    weeks: Weeks
    start_min: StartMin
    end_min: EndMin
    weight: int = Field(examples=[1])
    place_id: str | None = Field(description="where the child is then, if not at home")
    channel: str = Field(examples=["call"], description="family, call, paper or workbook")


class FamilyHoursTold(Record):
    case_id: str = Field(examples=[SAMPLE_ID])
    kind: FamilyKind
    days: Days
    weeks: Weeks
    start_min: StartMin
    end_min: EndMin
    weight: int
    place_id: str | None
    channel: str = Field(examples=["call"], description="family, call, paper or workbook")


class FamilyTold(Told):
    """summary: what the school has understood, in sentences. lacking: what nobody has told, or cannot be."""

    case_id: str = Field(examples=[SAMPLE_ID])
    may_write: bool
    windows: tuple[FamilyHoursItem, ...]
    summary: tuple[str, ...]
    lacking: tuple[str, ...]


class WishesSent(Sent):
    """Not early, not late, whole days off. Other hours that are disliked are left alone."""

    early_min: TakenAt = None
    early_weight: Weight = 1
    late_min: TakenAt = None
    late_weight: Weight = 1
    off: Annotated[tuple[Weekday, ...], Field(max_length=6)] = ()
    off_weight: Weight = 1
    channel: How = "call"


class WishesTold(Told):
    case_id: str = Field(examples=[SAMPLE_ID])
    early_min: int | None
    early_weight: int
    late_min: int | None
    late_weight: int
    off: tuple[Weekday, ...]
    off_weight: int


class LimitsSent(Sent):
    """What a family wishes a day to have at most; what a doctor limits stands with the medical paper alone."""

    max_day_lessons: Count = None
    max_teachers_day: Count = None
    break_min: Annotated[Whole, Field(ge=10, le=120)] = 10
    channel: How = "call"


class LimitsTold(Told):
    case_id: str = Field(examples=[SAMPLE_ID])
    max_day_lessons: int | None
    max_teachers_day: int | None
    break_min: int


def _at(case_id: str, more: str = "") -> str:
    return f"/cases/{case_id}/family{more}"


def _family(unit: Unit, case_id: str) -> FamilyTold:
    sheet = family_sheet(unit, case_id)
    to = links(
        this=_at(case_id), case=f"/cases/{case_id}", wishes=_at(case_id, "/wishes"),
        limits=_at(case_id, "/limits"), home=_at(case_id, "/home"),
    )  # fmt: skip
    return FamilyTold(
        links=to, case_id=case_id, may_write=sheet.may_write, summary=sheet.summary, lacking=sheet.lacking,
        windows=tuple(
            FamilyHoursItem(
                id=row.id, kind=FamilyKind(row.kind), weight=row.weight, place_id=row.place_id,
                channel=row.channel, **told_of(row),
            )
            for row in windows.windows_of(unit, case_id)
        ),
    )  # fmt: skip


def told_window(row: FamilyWindow) -> FamilyHoursTold:
    at = _at(row.case_id, f"/windows/{row.id}")
    return FamilyHoursTold(
        links=links(this=at, family=_at(row.case_id), remove=f"{at}/remove"), id=row.id, rev=row.rev,
        case_id=row.case_id, kind=FamilyKind(row.kind), weight=row.weight, place_id=row.place_id,
        channel=row.channel, **told_of(row),
    )  # fmt: skip


def _own_window(unit: Unit, case_id: str, window_id: str) -> FamilyWindow:
    family_of(unit, case_id)
    row = next((row for row in windows.windows_of(unit, case_id) if row.id == window_id), None)
    if row is None:
        raise NotFound
    return row


@reads(router, AT, FamilyTold)
def get_family(request: Request, unit: ReadUnit, case_id: Id) -> Response:
    return single(request, _family(unit, case_id))


@creates(router, f"{AT}/windows", FamilyHoursTold)
def add_family_hours(unit: WriteUnit, once: Once, case_id: Id, sent: FamilyHoursSent) -> Response:
    """One more stretch of a section; the same hours are kept once."""

    def act() -> Response:
        row = windows.add_hours(
            unit, case_id, sent.section, sent.hours, weight=sent.weight, channel=sent.channel
        )
        return made(told_window(row), row)

    return once(sent, act)


@reads(router, f"{AT}/windows/{{window_id}}", FamilyHoursTold)
def get_family_hours(request: Request, unit: ReadUnit, case_id: Id, window_id: Id) -> Response:
    row = _own_window(unit, case_id, window_id)
    return single(request, told_window(row), row)


@writes(router, "POST", f"{AT}/windows/{{window_id}}/remove", FamilyTold)
def remove_family_hours(unit: WriteUnit, tags: Tags, case_id: Id, window_id: Id) -> Response:
    """Answers with what is left."""
    _own_window(unit, case_id, window_id)
    expect(unit, FamilyWindow, window_id, tags)
    windows.remove_window(unit, case_id, window_id)
    return changed(_family(unit, case_id))


def _wishes(unit: Unit, case_id: str) -> WishesTold:
    family_of(unit, case_id)
    told = sorted_wishes(windows.windows_of(unit, case_id)).wishes
    names = set(WishesTold.model_fields) - {"links", "case_id"}
    to = links(this=_at(case_id, "/wishes"), family=_at(case_id))
    return WishesTold(links=to, case_id=case_id, **{name: getattr(told, name) for name in names})


@reads(router, f"{AT}/wishes", WishesTold)
def get_wishes(request: Request, unit: ReadUnit, case_id: Id) -> Response:
    return single(request, _wishes(unit, case_id))


@writes(router, "PUT", f"{AT}/wishes", WishesTold)
def put_wishes(unit: WriteUnit, tags: Tags, case_id: Id, sent: WishesSent) -> Response:
    expect_digest(_wishes(unit, case_id), tags)
    told = sent.model_dump(exclude={"channel", "off"})
    draft = Wishes(**told, off=tuple(sorted(set(sent.off), key=lambda day: day.number)))
    mark = sorted_wishes(windows.windows_of(unit, case_id)).mark
    write_wishes(unit, case_id, draft, mark, sent.channel)
    return changed(_wishes(unit, case_id))


def _limits(unit: Unit, case_id: str) -> LimitsTold:
    family_of(unit, case_id)
    row = choice_of(unit, case_id)
    now = row or DayChoice()
    return LimitsTold(
        links=links(this=_at(case_id, "/limits"), family=_at(case_id)), case_id=case_id,
        max_day_lessons=now.max_day_lessons, max_teachers_day=now.max_teachers_day, break_min=now.break_min,
    )  # fmt: skip


@reads(router, f"{AT}/limits", LimitsTold)
def get_limits(request: Request, unit: ReadUnit, case_id: Id) -> Response:
    return single(request, _limits(unit, case_id))


@writes(router, "PUT", f"{AT}/limits", LimitsTold)
def put_limits(unit: WriteUnit, tags: Tags, case_id: Id, sent: LimitsSent) -> Response:
    expect_digest(_limits(unit, case_id), tags)
    row = choice_of(unit, case_id)
    draft = DayChoice(**sent.model_dump(exclude={"channel"}))
    write_choice(unit, case_id, row.rev if row else 0, draft, sent.channel)
    return changed(_limits(unit, case_id))
