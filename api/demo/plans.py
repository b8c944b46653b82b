"""The eight invented plans of plans.toml as values: subject, lessons in a four-week cycle, points."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from scheduler.norms import norms_on
from scheduler.terms import Block, Needs

SCHOOL_YEAR_STARTS = date(2026, 9, 1)
CYCLE_WEEKS = 4


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A subject of a plan; `lessons` over the four weeks of the cycle."""

    subject: str
    title: str
    lessons: int
    lesson_min: int
    difficulty: int
    block: Block


@dataclass(frozen=True, slots=True)
class Plan:
    code: str
    about: str
    grade: int
    needs: Needs
    lines: tuple[PlanLine, ...]

    @property
    def lessons(self) -> int:
        """Lessons of the whole cycle, correction included."""
        return sum(line.lessons for line in self.lines)

    def line(self, subject: str) -> PlanLine:
        """The line of a subject. KeyError where the plan has none."""
        found = {line.subject: line for line in self.lines}
        return found[subject]


@cache
def plans() -> dict[str, Plan]:
    """The plans P1 to P8 by code."""
    source = tomllib.loads((Path(__file__).parent / "plans.toml").read_text(encoding="utf-8"))
    return {code: _plan(code, entry, source) for code, entry in source["plans"].items()}


def cycle_lessons(hours: str) -> int:
    """Lessons in four weeks of so many hours a week. ValueError unless the hours are whole quarters."""
    lessons = Decimal(hours) * CYCLE_WEEKS
    if lessons != int(lessons) or lessons <= 0:
        raise ValueError(f"{hours} hours a week are no whole number of lessons in {CYCLE_WEEKS} weeks")
    return int(lessons)


def _plan(code: str, entry: dict[str, Any], source: dict[str, Any]) -> Plan:
    lines = [
        _line(text, entry["grade"], entry["lesson_min"], Block.MANDATORY, source)
        for text in entry["mandatory"]
    ]
    lines += [
        _line(text, entry["grade"], entry["correction_min"], Block.CORRECTION, source)
        for text in entry.get("correction", ())
    ]
    return Plan(code, entry["about"], entry["grade"], Needs(entry["needs"]), tuple(lines))


def _line(text: str, grade: int, lesson_min: int, block: Block, source: dict[str, Any]) -> PlanLine:
    title, hours = text.rsplit(" ", 1)
    subject = source["subjects"][title]
    difficulty = norms_on(SCHOOL_YEAR_STARTS).difficulty(subject, grade)
    if difficulty is None:
        difficulty = source["own_difficulty"].get(subject, 0)
    return PlanLine(subject, title, cycle_lessons(hours), lesson_min, difficulty, block)
