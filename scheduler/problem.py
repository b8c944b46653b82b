"""The problem: what a school wants placed and everything that binds it. Frozen values, times as minutes.

The classes are the file format `homelessons-problem/1` seen from inside: a field `start_min` (minutes since
midnight) is the key `start` ("HH:MM") of the file. Meaning of every field: shared contract of the kernel,
repeated in scheduler/README.md. Read files with `scheduler.wire`, which also judges references.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from scheduler.terms import Block, LessonForm, Needs, PlaceKind, Rhythm, Weekday, WishKind, clock

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_START_ALLOWED = 'a time "HH:MM" from 00:00 to 23:59'
_END_ALLOWED = 'a time "HH:MM" from 00:00 to 24:00'


def _minutes(value: Any, info: ValidationInfo, allowed: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and info.mode == "python":
        return value
    if isinstance(value, str):
        if value == "24:00" and "24:00" in allowed:
            return 24 * 60
        match = _CLOCK.fullmatch(value)
        if match:
            return int(match[1]) * 60 + int(match[2])
    raise PydanticCustomError("clock_time", "{allowed}", {"allowed": allowed})


def _start(value: Any, info: ValidationInfo) -> int:
    return _minutes(value, info, _START_ALLOWED)


def _end(value: Any, info: ValidationInfo) -> int:
    return _minutes(value, info, _END_ALLOWED)


ClockStart = Annotated[
    int,
    BeforeValidator(_start),
    PlainSerializer(clock, return_type=str, when_used="json"),
    WithJsonSchema(
        {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "description": _START_ALLOWED}
    ),
]
ClockEnd = Annotated[
    int,
    BeforeValidator(_end),
    PlainSerializer(clock, return_type=str, when_used="json"),
    WithJsonSchema(
        {"type": "string", "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", "description": _END_ALLOWED}
    ),
]
Id = Annotated[str, Field(min_length=1, max_length=200)]
Limit = Annotated[int, Field(ge=0, le=100_000)] | None
Weight = Annotated[int, Field(ge=0, le=1_000_000)]


class Frozen(BaseModel):
    """Base of every value that crosses the kernel's border: frozen, and a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)


class Week(Frozen):
    """A week of the cycle, or a dated week when `monday` is given."""

    id: Id
    monday: date | None = None


class ClosedDay(Frozen):
    week: Id
    day: Weekday


class Window(Frozen):
    """Half-open interval of the day; absent days or weeks mean all."""

    days: tuple[Weekday, ...] | None = None
    weeks: tuple[Id, ...] | None = None
    start_min: ClockStart = Field(alias="start")
    end_min: ClockEnd = Field(alias="end")

    def holds_on(self, week: str, day: Weekday) -> bool:
        return (self.weeks is None or week in self.weeks) and (self.days is None or day in self.days)


class BusyWindow(Window):
    """A fixed engagement; `place` None means the own school."""

    place: Id | None = None


class Wish(Window):
    kind: WishKind
    weight: Weight = 1


class Norms(Frozen):
    """Numbers of the norm set in force, written into the problem by whoever builds it."""

    remote_end_min: ClockEnd | None = Field(default=18 * 60, alias="remote_end")
    correction_break_min: Annotated[int, Field(ge=0, le=1440)] = 30


class Place(Frozen):
    id: Id
    title: str | None = None
    kind: PlaceKind
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None


class TravelPair(Frozen):
    from_place: Id = Field(alias="from")
    to_place: Id = Field(alias="to")
    minutes: Annotated[int, Field(ge=0, le=1440)] = Field(alias="min")


class Travel(Frozen):
    """Explicit pairs win; else great-circle distance times detour over speed, plus the minutes at the door."""

    pairs: tuple[TravelPair, ...] = Field(alias="minutes")
    speed_kmh: Annotated[float, Field(gt=0, le=1000)]
    detour: Annotated[float, Field(gt=0, le=100)]
    door_min: Annotated[int, Field(ge=0, le=1440)]


class Teacher(Frozen):
    id: Id
    title: str | None = None
    school: Id
    remote_place: Id | None = None
    free: tuple[Window, ...]
    busy: tuple[BusyWindow, ...] = ()
    max_week_min: Limit = None
    max_day_lessons: Limit = None
    max_gap_min: Limit = None

    @property
    def name(self) -> str:
        return self.title or self.id


class DatedHome(Frozen):
    """Another home on some days or weeks; the last entry that fits wins."""

    place: Id
    days: tuple[Weekday, ...] | None = None
    weeks: tuple[Id, ...] | None = None

    def holds_on(self, week: str, day: Weekday) -> bool:
        return (self.weeks is None or week in self.weeks) and (self.days is None or day in self.days)


class Pupil(Frozen):
    id: Id
    title: str | None = None
    school: Id
    home: Id
    homes: tuple[DatedHome, ...] = ()
    grade: Annotated[int, Field(ge=0, le=12)]
    needs: Needs
    busy: tuple[BusyWindow, ...] = ()
    adult_home: tuple[Window, ...] | None = None
    avoid: tuple[Window, ...] = ()
    wishes: tuple[Wish, ...] = ()
    max_day_lessons: Limit = None
    max_day_min: Limit = None
    break_min: Annotated[int, Field(ge=0, le=1440)] = 10
    max_remote_day_min: Limit = None
    max_teachers_day: Limit = None

    @property
    def name(self) -> str:
        return self.title or self.id

    def home_on(self, week: str, day: Weekday) -> str:
        """Id of the home place on that day."""
        for entry in reversed(self.homes):
            if entry.holds_on(week, day):
                return entry.place
        return self.home


class PlanRow(Frozen):
    """One row of one pupil's plan, or of several pupils' for a shared lesson: `lessons` over all its weeks."""

    id: Id
    title: str | None = None
    pupils: Annotated[tuple[Id, ...], Field(min_length=1)]
    subject: Id
    difficulty: Annotated[int, Field(ge=0, le=1000)] = 0
    block: Block
    form: LessonForm
    place: Id | None = None
    lessons: Annotated[int, Field(ge=1, le=10_000)]
    lesson_min: Annotated[int, Field(ge=1, le=1440)]
    teachers: tuple[Id, ...]
    max_per_day: Annotated[int, Field(ge=1, le=100)] = 1
    rhythm: Rhythm | None = None
    slot: Id | None = None
    weeks: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None

    @property
    def name(self) -> str:
        return self.title or self.id


class Pin(Frozen):
    """A lesson that must stand as said; without `teacher` any of the row's teachers will do."""

    row: Id
    week: Id
    day: Weekday
    start_min: ClockStart = Field(alias="start")
    teacher: Id | None = None


class Previous(Pin):
    weight: Weight = 1


class GoalSetting(Frozen):
    rank: Annotated[int, Field(ge=1, le=99)] | None = None
    weight: Weight | None = None


class Problem(Frozen):
    format: Literal["homelessons-problem/1"] = "homelessons-problem/1"
    name: str
    timezone: str
    weeks: Annotated[tuple[Week, ...], Field(min_length=1)]
    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    day_start_min: ClockStart = Field(alias="day_start")
    day_end_min: ClockEnd = Field(alias="day_end")
    step_min: Annotated[int, Field(ge=1, le=60)]
    closed: tuple[ClosedDay, ...] = ()
    norms: Norms = Norms()
    places: tuple[Place, ...]
    travel: Travel
    teachers: tuple[Teacher, ...]
    pupils: tuple[Pupil, ...]
    rows: tuple[PlanRow, ...]
    pins: tuple[Pin, ...] = ()
    previous: tuple[Previous, ...] = ()
    goals: dict[str, GoalSetting] = {}

    @property
    def dated(self) -> bool:
        """True when the weeks are calendar weeks, False for a repeating cycle."""
        return self.weeks[0].monday is not None

    def rhythm_of(self, row: PlanRow) -> Rhythm:
        return row.rhythm or (Rhythm.FREE if self.dated else Rhythm.FIXED)

    def weeks_of(self, row: PlanRow) -> tuple[str, ...]:
        """The weeks a row may use, in the problem's order."""
        if row.weeks is None:
            return tuple(week.id for week in self.weeks)
        return tuple(week.id for week in self.weeks if week.id in row.weeks)

    def is_closed(self, week: str, day: Weekday) -> bool:
        return any(entry.week == week and entry.day == day for entry in self.closed)


def merge_windows(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping or adjoining half-open spans as one; sorted."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
