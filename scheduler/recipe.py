"""What a timetable is found from once more: problem, start, chance and course. File format `homelessons-recipe/1`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from scheduler.course import steps_of
from scheduler.problem import Frozen, Problem
from scheduler.timetable import Lesson, Timetable
from scheduler.wire import canonical_digest, read_whole, to_wire


class Recipe(Frozen):
    """problem, hint: as in their files; hint None: from nothing. course: of the search (scheduler.course). lessons:
    digest of the lessons it gave. version: of the program that searched; another one may go another way."""

    format: Literal["homelessons-recipe/1"] = "homelessons-recipe/1"
    version: str | None = None
    problem: dict[str, Any]
    hint: dict[str, Any] | None = None
    seed: int
    workers: Annotated[int, Field(ge=1, le=64)]
    course: str
    lessons: str


def digest_of(lessons: Sequence[Lesson]) -> str:
    """SHA-256 of the lessons, whatever their order."""
    in_order = sorted(lessons, key=lambda lesson: (lesson.row, lesson.week, lesson.n))
    return canonical_digest([to_wire(lesson) for lesson in in_order])


def recipe_of(
    problem: Problem, hint: Timetable | None, seed: int, workers: int, course: str, found: Timetable
) -> Recipe:
    return Recipe(
        format="homelessons-recipe/1", version=found.version, problem=to_wire(problem),
        hint=to_wire(hint) if hint is not None else None, seed=seed, workers=workers, course=course,
        lessons=digest_of(found.lessons),
    )  # fmt: skip


def parse_recipe(data: bytes, source: str = "recipe") -> Recipe:
    """Judge the bytes of a recipe. Raises BadFileError with every fault of text and shape, then of its course."""
    recipe = read_whole(Recipe, data, source)
    list(steps_of(recipe.course))
    return recipe
