"""What a school year gives: days with lessons by term and weekday, weeks by grade, and what looks odd about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from api.services.schools.year_draft import YearDraft, school_year
from api.services.words import grades_said
from models.school import School
from models.year import OffKind
from scheduler.calendar.counts import school_weeks, term_counts, weekday_counts
from scheduler.calendar.year import SchoolYear
from scheduler.russian import DAY, counted
from scheduler.terms import Weekday

SHORTEST_VACATION = 7  # days; domain 6, from a secondary source


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLine:
    """Days with lessons of a term, by weekday in the order of `YearCounts.days`."""

    title: str
    by_day: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeCount:
    """Grades with the same days: `2–11 классы`, days and weeks."""

    title: str
    days: int
    weeks: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCounts:
    """days: short names of weekdays. outside: days with lessons on moved days outside the terms."""

    days: tuple[str, ...]
    lines: tuple[CountLine, ...]
    total: CountLine
    outside: int
    grades: tuple[GradeCount, ...]


def year_counts(draft: YearDraft, school: School) -> YearCounts:
    """Days of a year for pupils of every grade; breaks of single grades count in `grades` only."""
    year = school_year(draft, school)
    by_day = weekday_counts(year)
    days = tuple(by_day)
    by_term = term_counts(year)
    lines = tuple(_line(year, title, days) for title in by_term)
    total = CountLine(title="Год", by_day=tuple(by_day.values()), total=sum(by_day.values()))
    return YearCounts(
        days=tuple(DAY[day] for day in days), lines=lines, total=total,
        outside=total.total - sum(by_term.values()), grades=_grades(year),
    )  # fmt: skip


def _line(year: SchoolYear, title: str, days: tuple[Weekday, ...]) -> CountLine:
    term = next(term for term in year.terms if term.title == title)
    found = Counter(year.timetable_day(on) for on in year.school_days() if term.first <= on <= term.last)
    return CountLine(title=title, by_day=tuple(found[day] for day in days), total=found.total())


def _grades(year: SchoolYear) -> tuple[GradeCount, ...]:
    groups: dict[tuple[int, Fraction], list[int]] = {}
    for grade in range(1, 12):
        key = (sum(1 for _ in year.school_days(grade)), school_weeks(year, grade))
        groups.setdefault(key, []).append(grade)
    return tuple(
        GradeCount(
            title=f"{grades_said(grades)} {'классы' if len(grades) > 1 else 'класс'}", days=days, weeks=weeks
        )
        for (days, weeks), grades in groups.items()
    )


def year_remarks(draft: YearDraft) -> tuple[str, ...]:
    """What a school may have overlooked; never a refusal."""
    told = [
        f"«{entry.title}» — {counted((entry.last - entry.first).days + 1, 'день', 'дня', 'дней')}; "
        f"обычно не меньше {SHORTEST_VACATION} (из вторых рук)."
        for entry in draft.off
        if entry.kind == OffKind.VACATION and (entry.last - entry.first).days + 1 < SHORTEST_VACATION
    ]
    if not any(entry.grades is not None and 1 in entry.grades for entry in draft.off):
        told.append(
            "У первых классов нет дополнительных каникул. Обычно это неделя в феврале (из вторых рук)."
        )
    return tuple(told)
