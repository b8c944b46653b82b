"""Lessons without a time, and why: how certain it is, and one sentence per reason."""

from __future__ import annotations

from dataclasses import dataclass

from api.services.runs.differences import Words
from exports.words import PROOF
from scheduler.explain import explain
from scheduler.problem import Problem
from scheduler.russian import lessons as lessons_counted
from scheduler.timetable import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """`Математика, К-03`, `2 занятия`, `невозможно`, reasons."""

    lesson: str
    count: str
    proof: str
    reasons: tuple[str, ...]


def bare(title: str, text: str) -> str:
    """A reason without the lesson's own name in front of it, where that stands beside it anyway."""
    told = text.removeprefix(f"{title}: ")
    return f"{told[:1].upper()}{told[1:]}"


def unplaced_of(problem: Problem, timetable: Timetable) -> tuple[Unplaced, ...]:
    """One line per row that has lessons without a time."""
    words = Words(problem)
    return tuple(
        Unplaced(
            lesson=words.lesson(found.row), count=lessons_counted(found.count),
            proof=PROOF[found.proof] if found.proof else "",
            reasons=tuple(dict.fromkeys(bare(found.title, reason.text) for reason in found.reasons)),
        )
        for found in explain(problem, timetable)
    )  # fmt: skip
