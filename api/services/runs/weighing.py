"""What other weights would make of the variants there are: arithmetic on their stored scores, nothing is solved."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.services.runs.rules import WEIGHED, goals_of
from api.services.runs.scores import Score, key_by
from api.services.runs.variants import variants
from api.services.unit import Unit
from models.timetable import Variant
from scheduler.rulebook import RULES

MOST = 5
SHARES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A variant under two sets of weights, in points (less is better). place: among those told, by the new ones."""

    id: str
    number: int
    name: str
    unplaced: int
    before: int
    after: int
    place: int
    place_before: int
    shares: tuple[tuple[str, int], ...]


def weighed(
    unit: Unit, year_id: str, before: Mapping[str, int], after: Mapping[str, int]
) -> tuple[Weighed, ...]:
    """The latest variants of a year, the newest first."""
    rows = variants(unit, year_id)[:MOST]
    scores = [json.loads(row.score) for row in rows]
    old, new = _places(scores, before), _places(scores, after)
    return tuple(
        _weighed(row, score, before, after, new[number], old[number])
        for number, (row, score) in enumerate(zip(rows, scores, strict=True))
    )


def points(score: Score, weights: Mapping[str, int]) -> int:
    """Units of each goal times its weight, together."""
    return sum(weight * score.get(code, 0) for code, weight in weights.items())


def _weighed(
    row: Variant, score: Score, before: Mapping[str, int], after: Mapping[str, int], place: int, was: int
) -> Weighed:
    return Weighed(
        id=row.id, number=row.number, name=row.name, unplaced=row.unplaced, before=points(score, before),
        after=points(score, after), place=place, place_before=was, shares=shares(score, after),
    )  # fmt: skip


def shares(score: Score, weights: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """The goals that weigh most in a score, with percent."""
    whole = points(score, weights)
    parts = [(RULES[rule.code].said, weights[rule.code] * score.get(rule.code, 0)) for rule in WEIGHED]
    most = sorted(parts, key=lambda part: -part[1])[:SHARES]
    return tuple((said, round(100 * part / whole)) for said, part in most if part and whole)


def _places(scores: Sequence[Score], weights: Mapping[str, int]) -> list[int]:
    """Places from 1; alike scores share one."""
    keys = [key_by(goals_of(weights), score) for score in scores]
    return [1 + sum(other < key for other in keys) for key in keys]
