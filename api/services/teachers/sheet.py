"""The time of one teacher as one value: whole for the teacher and the school, free and busy for other schools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from api.services.teachers.open_hours import Frame, OpenHours, open_hours
from api.services.teachers.seen import TeacherSeen, teacher_seen
from api.services.teachers.submitting import (
    TRANSPORT,
    Difference,
    before_term,
    changed_by_last,
    changed_since,
    draft_said,
)
from api.services.teachers.windows import WindowDraft, windows_of
from api.services.unit import Unit
from api.services.weekly import Days, hours_of, hours_said, in_order, span_said
from models.person import Account
from models.staff import TeacherWindow, WindowKind
from scheduler.russian import DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLine:
    """A row in words."""

    id: str
    said: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """A day of the week: stretches in words, by week where they differ."""

    day: str
    free: tuple[str, ...]
    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSheet:
    """lines: weekly rows by kind, and `date` for the days that differ. week: free and busy, by day.

    transport: empty where nobody has told. handed_at: when it was handed in last, by whom. since: what changed after
    that; by_last: what changed with it.
    """

    id: str
    name: str
    school: str
    rev: int
    own: bool
    foreign: bool
    may_write: bool
    locked: bool
    has_last: bool
    transport: str
    transport_said: str
    days: Days
    cycle: int
    lines: dict[str, tuple[TimeLine, ...]]
    week: tuple[DayLine, ...]
    told: bool
    free_min: int
    handed_at: datetime | None
    handed_by: str
    since: Difference
    by_last: Difference


NOTHING = Difference(added=(), gone=())


def time_sheet(unit: Unit, teacher_id: str) -> TimeSheet:
    seen = teacher_seen(unit, teacher_id)
    found = open_hours(unit, [teacher_id], frame_of(seen))[teacher_id]
    row, last = seen.teacher, None if seen.foreign else seen.last
    rows = () if seen.foreign else windows_of(unit, teacher_id)
    return TimeSheet(
        id=row.id, name=row.name, school=seen.school.title, rev=row.rev, own=seen.own, foreign=seen.foreign,
        may_write=seen.may_write, locked=seen.locked, has_last=before_term(unit, seen) is not None,
        transport=row.goes or "", transport_said=TRANSPORT[row.goes] if row.goes else "", days=seen.days,
        cycle=seen.cycle, lines=_lines(rows, seen.days, unit.today), week=week_of(found, seen.days),
        told=found.told, free_min=found.free_min, handed_at=last.at if last else None,
        handed_by=unit.session.get_one(Account, last.account_id).name if last else "",
        since=NOTHING if seen.foreign else changed_since(unit, seen),
        by_last=NOTHING if seen.foreign or seen.own else changed_by_last(unit, seen),
    )  # fmt: skip


def frame_of(seen: TeacherSeen) -> Frame:
    return Frame(
        days=seen.days, cycle=seen.cycle, day_start_min=seen.day_start_min, day_end_min=seen.day_end_min
    )


def _lines(rows: Sequence[TeacherWindow], days: Days, today: date) -> dict[str, tuple[TimeLine, ...]]:
    weekly = [row for row in rows if row.on_date is None]
    found = {
        kind.value: tuple(
            TimeLine(id=row.id, said=hours_said(hours_of(row), days), reason=row.reason or "")
            for row in sorted(weekly, key=lambda row: (_first(row), row.start_min))
            if row.sort == kind
        )
        for kind in WindowKind
    }
    dated = sorted(
        (row for row in rows if row.on_date and row.on_date >= today), key=lambda row: row.on_date or today
    )
    return found | {"date": tuple(_dated(row, days) for row in dated)}


def _first(row: TeacherWindow) -> int:
    days = hours_of(row).days
    return days[0].number if days else 0


def _dated(row: TeacherWindow, days: Days) -> TimeLine:
    draft = WindowDraft(kind=row.sort, hours=hours_of(row), on=row.on_date)
    return TimeLine(id=row.id, said=draft_said(draft, days), reason=row.reason or "")


def week_of(found: OpenHours, days: Days) -> tuple[DayLine, ...]:
    """Each day of the school's week with its free stretches and lessons in words."""
    lines = []
    for day in days:
        free, lessons = (
            tuple(
                dict.fromkeys(
                    _stretch(hours.weeks, hours.start_min, hours.end_min)
                    for hours in in_order(each for each in told if each.days is None or day in each.days)
                )
            )
            for told in (sorted(found.free, key=lambda hours: hours.start_min), found.lessons)
        )
        lines.append(DayLine(day=DAY[day], free=free, lessons=lessons))
    return tuple(lines)


def _stretch(weeks: tuple[int, ...] | None, start_min: int, end_min: int) -> str:
    told = span_said(start_min, end_min)
    return f"{told} (недели {', '.join(map(str, weeks))})" if weeks else told
