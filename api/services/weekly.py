"""Weekly hours of people: what is wrong with them, how they are said in words, which weeks to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from api.services.registry.lists import days_of, weeks_of
from scheduler.russian import DAY
from scheduler.terms import MINUTES_A_DAY, Weekday

Days = tuple[Weekday, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Days and weeks, None: all; minutes of the day, half-open."""

    days: Days | None = None
    weeks: tuple[int, ...] | None = None
    start_min: int = 0
    end_min: int = MINUTES_A_DAY

    @property
    def whole_day(self) -> bool:
        return (self.start_min, self.end_min) == (0, MINUTES_A_DAY)


class Row(Protocol):
    """A row with such columns."""

    days: str | None
    weeks: str | None
    start_min: int
    end_min: int


def hours_of(row: Row) -> Hours:
    return Hours(
        days=days_of(row.days), weeks=weeks_of(row.weeks), start_min=row.start_min, end_min=row.end_min
    )


def working_days(week_days: int) -> Days:
    """Monday to Friday or Saturday."""
    return tuple(Weekday)[:week_days]


def hours_faults(hours: Hours, days: Days, cycle: int) -> dict[str, list[str]]:
    """What is wrong, by field: days, weeks, start, end. days: those of the school; cycle: how many weeks it has."""
    faults: dict[str, list[str]] = {}
    if hours.days is not None and not hours.days:
        faults["days"] = ["Отметьте хотя бы один день."]
    elif hours.days is not None and not set(hours.days) <= set(days):
        faults["days"] = ["В этот день школа не учит. Отметьте другой."]
    if hours.weeks is not None and not (hours.weeks and set(hours.weeks) <= set(range(1, cycle + 1))):
        faults["weeks"] = ["Выберите недели из списка."]
    if hours.start_min >= hours.end_min:
        faults["end"] = ["Конец должен быть позже начала."]
    return faults


def week_choices(cycle: int) -> tuple[tuple[str, str], ...]:
    """What a list of weeks offers: value as in the column, title. Empty where all weeks are alike."""
    if cycle == 1:
        return ()
    every = range(1, cycle + 1)
    halves = [tuple(week for week in every if week % 2 == rest) for rest in (1, 0)]
    told = [half for half in halves if len(half) > 1] + [(week,) for week in every]
    return (
        ("", "каждую неделю"),
        *((",".join(map(str, weeks)), weeks_said(weeks)) for weeks in told),
    )


def weeks_said(weeks: Sequence[int] | None) -> str:
    """`недели 1 и 3`, `неделя 2`; empty for all."""
    if weeks is None:
        return ""
    return ("неделя " if len(weeks) == 1 else "недели ") + joined([str(week) for week in weeks])


def days_said(days: Days | None, every: Days) -> str:
    """`пн–пт`, `пн, ср`, `каждый день`. every: the days of the school."""
    if days is None or set(every) <= set(days):
        return "каждый день"
    runs: list[list[Weekday]] = []
    for day in sorted(days, key=lambda day: day.number):
        if runs and day.number == runs[-1][-1].number + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(_run_said(run) for run in runs)


def _run_said(run: list[Weekday]) -> str:
    if len(run) > 2:
        return f"{DAY[run[0]]}–{DAY[run[-1]]}"
    return ", ".join(DAY[day] for day in run)


def span_said(start_min: int, end_min: int) -> str:
    """`9:00–14:00`, `до 9:00`, `с 18:00`, `весь день`."""
    if start_min == 0 and end_min == MINUTES_A_DAY:
        return "весь день"
    if start_min == 0:
        return f"до {clock(end_min)}"
    return f"с {clock(start_min)}" if end_min == MINUTES_A_DAY else f"{clock(start_min)}–{clock(end_min)}"


def clock(minutes: int) -> str:
    """`9:05`."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def hours_said(hours: Hours, every: Days) -> str:
    """`пн, ср 9:00–14:00, недели 1 и 3`."""
    told = f"{days_said(hours.days, every)} {span_said(hours.start_min, hours.end_min)}"
    return f"{told}, {weeks_said(hours.weeks)}" if hours.weeks else told


def in_order(hours: Iterable[Hours]) -> list[Hours]:
    """As a week goes by."""
    return sorted(hours, key=lambda each: ((each.days or (Weekday.MON,))[0].number, each.start_min))


def joined(words: Sequence[str]) -> str:
    """`1`, `1 и 3`, `1, 2 и 3`."""
    return " и ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
