"""A timetable found once more from its recipe."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from scheduler.outcome import Settings
from scheduler.recipe import Recipe, digest_of
from scheduler.solve import solve
from scheduler.timetable import Timetable
from scheduler.wire import parse_problem, parse_timetable


def repeat(recipe: Recipe, should_stop: Callable[[], bool] | None = None) -> tuple[Timetable, bool]:
    """The timetable found once more, and whether its lessons are the same. Raises BadFileError for a problem or a
    hint that is none."""
    problem = parse_problem(_bytes(recipe.problem), "problem")
    hint = parse_timetable(_bytes(recipe.hint), "hint") if recipe.hint is not None else None
    settings = Settings(seconds=None, workers=recipe.workers, seed=recipe.seed, course=recipe.course)
    found = solve(problem.problem, settings, hint, should_stop=should_stop).timetable
    signed = found.model_copy(update={"problem": problem.digest})
    return signed, digest_of(signed.lessons) == recipe.lessons


def _bytes(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8")
