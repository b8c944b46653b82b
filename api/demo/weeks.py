"""Weeks and days in words: `нед. 1–3`, `Пн`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from scheduler.problem import Problem
from scheduler.terms import Weekday

DAY = {
    Weekday.MON: "Понедельник",
    Weekday.TUE: "Вторник",
    Weekday.WED: "Среда",
    Weekday.THU: "Четверг",
    Weekday.FRI: "Пятница",
    Weekday.SAT: "Суббота",
    Weekday.SUN: "Воскресенье",
}


def week_names(problem: Problem) -> dict[str, str]:
    """Name of each week by id: its number in a cycle, the Monday's date else."""
    return {
        week.id: f"{week.monday:%d.%m}" if week.monday else str(number)
        for number, week in enumerate(problem.weeks, 1)
    }


def weeks_said(problem: Problem, weeks: Collection[str]) -> str:
    """`нед. 1–3`, `нед. 2, 4`; empty when all weeks are meant."""
    names = week_names(problem)
    chosen = [number for number, week in enumerate(names) if week in weeks]
    if len(chosen) == len(names):
        return ""
    known = list(names.values())
    said = [
        known[first] if first == last else f"{known[first]}–{known[last]}" for first, last in _runs(chosen)
    ]
    return f"нед. {', '.join(said)}"


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as runs of neighbours, ends included."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
