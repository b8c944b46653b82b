"""Two variants side by side: goal by goal, person by person, change by change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.services.runs.differences import Words, differences
from api.services.runs.variants import Stands, read_variant
from api.services.runs.worst import WorstOff, points_of, worst_off
from api.services.unit import Unit
from models.timetable import Variant
from scheduler.checks import check
from scheduler.checks.shares import Shares, Units
from scheduler.problem import Pupil, Teacher
from scheduler.rulebook import GOALS, RULES, UNPLACED

MOST_DIFFERENCES = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    """A goal in both, in its units. better: `first`, `second` or empty."""

    title: str
    first: int
    second: int

    @property
    def better(self) -> str:
        if self.first == self.second:
            return ""
        return "first" if self.first < self.second else "second"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine(GoalLine):
    """A person in both, in points (less is better). changes: goals that differ, `минут окон у детей 50 → 20`.
    missing: lessons without a time in the first and the second, which count before all points."""

    changes: tuple[str, ...]
    missing: tuple[int, int] = (0, 0)

    @property
    def better(self) -> str:
        one, other = (self.missing[0], self.first), (self.missing[1], self.second)
        return "" if one == other else "first" if one < other else "second"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """same_problem: both answer one question; else a part of the differences comes from that. more: differences
    beyond those listed."""

    first: Variant
    second: Variant
    same_problem: bool
    goals: tuple[GoalLine, ...]
    pupils: tuple[PersonLine, ...]
    teachers: tuple[PersonLine, ...]
    differences: tuple[str, ...]
    more: int
    worst: tuple[WorstOff | None, WorstOff | None]


def compare(unit: Unit, first_id: str, second_id: str) -> Comparison:
    """Two variants of the actor's school; NotFound for a foreign one."""
    first, second = read_variant(unit, first_id), read_variant(unit, second_id)
    said = _differences(first, second)
    shares = Shares(first.problem, first.timetable), Shares(second.problem, second.timetable)
    return Comparison(
        first=first.row, second=second.row, same_problem=first.row.problem_id == second.row.problem_id,
        goals=_goals(first, second),
        pupils=_people(first.problem.pupils, second.problem.pupils, shares[0].of_pupils(), shares[1].of_pupils()),
        teachers=_people(
            first.problem.teachers, second.problem.teachers, shares[0].of_teachers(), shares[1].of_teachers()
        ),
        differences=said[:MOST_DIFFERENCES], more=max(0, len(said) - MOST_DIFFERENCES),
        worst=(worst_off(first.problem, first.timetable), worst_off(second.problem, second.timetable)),
    )  # fmt: skip


def _goals(first: Stands, second: Stands) -> tuple[GoalLine, ...]:
    one, other = check(first.problem, first.timetable).score, check(second.problem, second.timetable).score
    return tuple(
        GoalLine(title=_capital(rule.said), first=one[rule.code], second=other[rule.code])
        for rule in (UNPLACED, *GOALS)
        if one[rule.code] or other[rule.code]
    )


def _people(
    first: Iterable[Pupil | Teacher], second: Iterable[Pupil | Teacher], one: Mapping[str, Units],
    other: Mapping[str, Units],
) -> tuple[PersonLine, ...]:  # fmt: skip
    """Whoever the two differ in, the greatest difference first."""
    names = {person.id: person.name for person in (*first, *second)}
    lines = [_person(name, one.get(key, {}), other.get(key, {})) for key, name in names.items()]
    differing = [line for line in lines if line.changes]
    return tuple(sorted(differing, key=_by_difference))


def _by_difference(line: PersonLine) -> tuple[int, int, str]:
    return -abs(line.missing[0] - line.missing[1]), -abs(line.first - line.second), line.title


def _person(name: str, one: Units, other: Units) -> PersonLine:
    codes = dict.fromkeys((*one, *other))
    told = tuple(
        f"{RULES[code].said} {one.get(code, 0)} → {other.get(code, 0)}"
        for code in codes
        if one.get(code, 0) != other.get(code, 0)
    )
    missing = one.get(UNPLACED.code, 0), other.get(UNPLACED.code, 0)
    return PersonLine(
        title=name, first=points_of(one), second=points_of(other), changes=told, missing=missing
    )


def _differences(first: Stands, second: Stands) -> tuple[str, ...]:
    """In words; rows that only the first one knows come last."""
    words = Words(second.problem)
    told = [words.said(each) for each in differences(second.problem, first.timetable, second.timetable)]
    known = {row.id for row in second.problem.rows}
    gone = {row.id for row in first.problem.rows} - known
    if gone:
        words = Words(first.problem)
        lost = differences(first.problem, first.timetable, second.timetable, gone)
        told += [words.said(each) for each in lost]
    return tuple(told)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
