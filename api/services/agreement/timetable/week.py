"""A version's content in words for a family and for staff: the sentence first, then days. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from api.services.agreement.timetable.content import WHERE, Content, Line, Where
from scheduler.russian import counted, lessons
from scheduler.terms import Weekday, clock

DAY = {
    Weekday.MON: "понедельник",
    Weekday.TUE: "вторник",
    Weekday.WED: "среда",
    Weekday.THU: "четверг",
    Weekday.FRI: "пятница",
    Weekday.SAT: "суббота",
    Weekday.SUN: "воскресенье",
}
AT_HOME = frozenset({Where.HOME, Where.OTHER_HOME})


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOf:
    """A day of the week with its lessons in order. adult: when somebody has to be at home, empty: never."""

    title: str
    adult: str
    lines: tuple[Line, ...]


def days_of(lines: Iterable[Line]) -> tuple[DayOf, ...]:
    ordered = sorted(lines, key=lambda line: line.order)
    return tuple(_day(day, tuple(found)) for day, found in groupby(ordered, key=lambda line: line.day))


def _day(day: Weekday, lines: tuple[Line, ...]) -> DayOf:
    home = [line for line in lines if line.where in AT_HOME]
    adult = span(min(x.start_min for x in home), max(x.end_min for x in home)) if home else ""
    return DayOf(title=DAY[day], adult=adult, lines=lines)


def span(start_min: int, end_min: int) -> str:
    """`10:00–10:40`."""
    return f"{clock(start_min)}–{clock(end_min)}"


def weeks_said(weeks: Sequence[int] | None) -> str:
    """`1-я и 3-я недели`, `2-я неделя`; empty for every week."""
    if not weeks:
        return ""
    told = [f"{week}-я" for week in weeks]
    joined = " и ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
    return f"{joined} {'недели' if len(told) > 1 else 'неделя'}"


def how_many(content: Content) -> str:
    """`12 занятий в неделю`; `от 10 до 12 занятий в неделю` where weeks of the cycle differ."""
    counts = [
        sum(line.weeks is None or week in line.weeks for line in content.lines)
        for week in range(1, content.cycle_weeks + 1)
    ]
    fewest, most = min(counts), max(counts)
    if fewest == most:
        return f"{lessons(most)} в неделю"
    return f"от {fewest} до {counted(most, 'занятия', 'занятий', 'занятий')} в неделю"


def when_adult(lines: Iterable[Line]) -> str:
    """`понедельник 10:00–12:20, среда 9:00–9:40`; empty where no lesson is at home."""
    return ", ".join(f"{day.title} {day.adult}" for day in days_of(lines) if day.adult)


def where_said(line: Line) -> str:
    return WHERE[line.where]
