"""Weeks in words: `нед. 1–3`, `Неделя 2`, `Неделя 07.09–13.09.2026`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from scheduler.problem import Problem, Week


def week_names(problem: Problem) -> dict[str, str]:
    """Name of each week by id: its number in a cycle, the Monday's date else."""
    return {
        week.id: f"{week.monday:%d.%m}" if week.monday else str(number)
        for number, week in enumerate(problem.weeks, 1)
    }


def weeks_said(problem: Problem, weeks: Collection[str]) -> str:
    """`нед. 1–3`, `нед. 2, 4`; empty when all weeks are meant."""
    names = week_names(problem)
    return "" if len(set(weeks)) == len(names) else f"нед. {_ranges(names, weeks)}"


def weeks_column(names: Mapping[str, str], weeks: Collection[str]) -> str:
    """For a column of their own: `1–3`, `2, 4`, `все`; empty when there is but one week. names: by id, in order."""
    if len(names) == 1:
        return ""
    return "все" if len(set(weeks)) == len(names) else _ranges(names, weeks)


def _ranges(names: Mapping[str, str], weeks: Collection[str]) -> str:
    known = list(names.values())
    chosen = [number for number, week in enumerate(names) if week in weeks]
    runs = _runs(chosen)
    return ", ".join(known[one] if one == last else f"{known[one]}–{known[last]}" for one, last in runs)


def week_title(week: Week, number: int) -> str:
    """`Неделя 2` of a cycle, `Неделя 07.09–13.09.2026` of the calendar."""
    if week.monday is None:
        return f"Неделя {number}"
    return f"Неделя {week.monday:%d.%m}–{week.monday + timedelta(days=6):%d.%m.%Y}"


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as runs of neighbours, ends included."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
