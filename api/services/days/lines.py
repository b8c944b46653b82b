"""Lessons of a date as people read them: where they are, what became of them, what they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from api.services.days.lessons import Days, OnDay
from api.services.days.words import CAUSE, TOLD
from models.day import Fate
from scheduler.problem import Problem
from scheduler.russian import DAY, MONTHS
from scheduler.terms import LessonForm, Weekday, clock

FORM = {
    LessonForm.HOME: "дома",
    LessonForm.REMOTE: "дистанционно",
    LessonForm.SCHOOL: "в школе",
}


class Kind(StrEnum):
    """How a lesson that is given differs from what was promised, as calendars and pages name it."""

    MAKE_UP = "отработка"
    SUBSTITUTED = "замена"
    MOVED = "перенос"
    REMOTE = "дистанционно"


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonLine:
    """One lesson. tag: what is seen of it. why: of one that is cancelled, in words anybody may read; cause: to its
    people. kind: None, as promised. was: `вт 24.11, 10:00–10:40` of a moved one. teacher: who gives it now."""

    case_id: str
    id: str
    tag: str
    on: date
    start_min: int
    end_min: int
    subject: str
    teacher: str
    form: str
    at_home: bool
    fate: Fate
    why: str
    cause: str
    kind: Kind | None
    was: str

    @property
    def time(self) -> str:
        return f"{clock(self.start_min)}–{clock(self.end_min)}"

    @property
    def cancelled(self) -> bool:
        return self.fate == Fate.CANCELLED

    @property
    def held(self) -> bool:
        return self.fate == Fate.HELD


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOf:
    """A day with its lessons in order. closed: why the calendar takes lessons of it. adult: when somebody has to be
    at home, empty: never. left: what was moved to another day, as `математика: перенесено на ср 25.11, 12:00–12:40`.
    """

    on: date
    title: str
    lines: tuple[LessonLine, ...]
    closed: tuple[str, ...] = ()
    adult: str = ""
    left: tuple[str, ...] = ()


def line_of(each: OnDay, days: Days) -> LessonLine:
    lesson, rows = each.lesson, {row.id: row for row in days.problem.rows}
    row = rows[lesson.row]
    teacher = next((one.name for one in days.problem.teachers if one.id == lesson.teacher), "")
    return LessonLine(
        case_id=each.case_id, id=each.id, tag=each.tag, on=lesson.on, start_min=lesson.start_min,
        end_min=lesson.end_min, subject=row.title or row.subject, teacher=teacher,
        form=FORM.get(LessonForm(lesson.form), ""), at_home=lesson.form == LessonForm.HOME, fate=each.fate,
        why=TOLD[each.cause] if each.cause else "", cause=CAUSE[each.cause] if each.cause else "",
        kind=kind_of(each), was=was_of(each),
    )  # fmt: skip


def kind_of(each: OnDay) -> Kind | None:
    if each.makes_up is not None:
        return Kind.MAKE_UP
    if each.is_substituted:
        return Kind.SUBSTITUTED
    if each.is_moved:
        return Kind.MOVED
    turned = each.base is not None and each.base.form != each.lesson.form
    return Kind.REMOTE if turned and each.lesson.form == LessonForm.REMOTE else None


def was_of(each: OnDay) -> str:
    """`вт 24.11, 10:00–10:40` where it was promised; empty for one that was not moved."""
    base = each.base
    return when(base.on, base.start_min, base.end_min) if base is not None and each.is_moved else ""


def when(on: date, start_min: int, end_min: int) -> str:
    return f"{DAY[list(Weekday)[on.weekday()]]} {on:%d.%m}, {clock(start_min)}–{clock(end_min)}"


def titled(on: date, today: date) -> str:
    """`Сегодня, вт, 24 ноября`."""
    near = {0: "Сегодня, ", 1: "Завтра, "}.get((on - today).days, "")
    told = f"{near}{DAY[list(Weekday)[on.weekday()]]}, {on.day} {MONTHS[on.month - 1]}"
    return told[:1].upper() + told[1:]


def days_said(days: Days, first: date, last: date, today: date) -> tuple[DayOf, ...]:
    """Every day of a span that has something to tell, and today in any case."""
    by_day: dict[date, list[OnDay]] = {}
    for each in days.lessons:
        by_day.setdefault(each.lesson.on, []).append(each)
    closed: dict[date, list[str]] = {}
    for lost in days.lost:
        closed.setdefault(lost.on, []).append(lost.why)
    left = _left(days)
    told = []
    for number in range((last - first).days + 1):
        on = first + timedelta(days=number)
        if on in by_day or on in closed or on in left or on == today:
            lines = tuple(line_of(each, days) for each in by_day.get(on, ()))
            told.append(
                DayOf(
                    on=on, title=titled(on, today), lines=lines, closed=tuple(dict.fromkeys(closed.get(on, ()))),
                    adult=_adult(lines), left=tuple(left.get(on, ())),
                )
            )  # fmt: skip
    return tuple(told)


def _adult(lines: Sequence[LessonLine]) -> str:
    home = [line for line in lines if line.at_home and not line.cancelled]
    if not home:
        return ""
    return f"{clock(min(x.start_min for x in home))}–{clock(max(x.end_min for x in home))}"


def _left(days: Days) -> Mapping[date, list[str]]:
    """Day → what was to be then and is on another day."""
    told: dict[date, list[str]] = {}
    for each in days.lessons:
        base, now = each.base, each.lesson
        if base is not None and base.on != now.on and each.fate != Fate.CANCELLED:
            to = when(now.on, now.start_min, now.end_min)
            told.setdefault(base.on, []).append(f"{subject_of(each, days.problem)}: перенесено на {to}")
    return told


def subject_of(each: OnDay, problem: Problem) -> str:
    row = next(row for row in problem.rows if row.id == each.lesson.row)
    return row.title or row.subject
