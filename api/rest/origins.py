"""What a variant was made from and can be made anew from, and how it stands: the JSON of the variant's own page."""

from __future__ import annotations

import json
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit
from api.rest.answers import single
from api.rest.judging import WorstTold, worst_told
from api.rest.routing import reads, section
from api.rest.shapes import SAMPLE_ID, Id, Told, links
from api.services.board.pinning import pins_of
from api.services.runs.recipes import unpacked
from api.services.runs.running import problem_text_of, variant_of
from api.services.runs.variants import read_variant
from api.services.runs.watching import names_of
from api.services.runs.worst import worst_off

router = section("variants")


class OriginTold(Told):
    """digest: of the problem. settings: of the run (purpose, seconds, workers, iterations), empty of a variant made by
    hand. weights: of the goals that the school has set otherwise. pinned: lessons that the run had to keep.
    repeatable: there is a recipe."""

    author: str = Field(examples=["Вымышленная А. И."])
    digest: str
    settings: dict[str, Any] = Field(examples=[{"purpose": "full", "seconds": 60, "workers": 1}])
    weights: dict[str, int] = Field(examples=[{"wish": 120}])
    seed: int | None
    run_id: str | None = Field(examples=[SAMPLE_ID])
    base_id: str | None = Field(examples=[SAMPLE_ID])
    pinned: int = Field(examples=[0])
    repeatable: bool


class ProblemFileTold(Told):
    """problem: in the format `homelessons-problem/1`."""

    digest: str
    problem: dict[str, Any] = Field(examples=[{"format": "homelessons-problem/1"}])


class RecipeTold(Told):
    """recipe: in the format `homelessons-recipe/1`, which `homelessons repeat` finds the same timetable from."""

    recipe: dict[str, Any] = Field(examples=[{"format": "homelessons-recipe/1"}])


class StandingTold(Told):
    """worst: the pupil it is worst for, none where nobody is taught. warnings: of rules that were let go."""

    worst: WorstTold | None
    warnings: tuple[str, ...]


@reads(router, "/variants/{variant_id}/origin", OriginTold, conditional=False)
def get_origin(request: Request, unit: ReadUnit, variant_id: Id) -> Response:
    """Author, problem, settings, seed and base of a variant."""
    stands, at = read_variant(unit, variant_id), f"/variants/{variant_id}"
    row, goals = stands.row, stands.problem.goals
    base = variant_of(unit, row.base_id) if row.base_id is not None and row.run_id is not None else None
    to = links(
        this=f"{at}/origin", variant=at, problem=f"{at}/problem", recipe=f"{at}/recipe" if row.recipe else None,
        run=f"/runs/{row.run_id}" if row.run_id else None, base=f"/variants/{row.base_id}" if row.base_id else None,
    )  # fmt: skip
    told = OriginTold(
        links=to, author=names_of(unit.session, [row.account_id])[row.account_id],
        digest=problem_text_of(unit, row.problem_id).digest, settings=json.loads(row.settings),
        weights={code: goal.weight for code, goal in goals.items() if goal.weight is not None},
        seed=row.seed, run_id=row.run_id, base_id=row.base_id,
        pinned=len(pins_of(unit.session, base)) if base is not None else 0, repeatable=bool(row.recipe),
    )  # fmt: skip
    return single(request, told)


@reads(router, "/variants/{variant_id}/problem", ProblemFileTold, conditional=False)
def get_problem_of_variant(request: Request, unit: ReadUnit, variant_id: Id) -> Response:
    """What the variant answers."""
    at, kept = f"/variants/{variant_id}", problem_text_of(unit, variant_of(unit, variant_id).problem_id)
    to = links(this=f"{at}/problem", variant=at)
    return single(request, ProblemFileTold(links=to, digest=kept.digest, problem=json.loads(kept.text)))


@reads(router, "/variants/{variant_id}/recipe", RecipeTold, conditional=False)
def get_recipe(request: Request, unit: ReadUnit, variant_id: Id) -> Response:
    """404 where nothing repeats the variant, as of one made by hand."""
    recipe = json.loads(unpacked(read_variant(unit, variant_id).row.recipe))
    to = links(this=f"/variants/{variant_id}/recipe", variant=f"/variants/{variant_id}")
    return single(request, RecipeTold(links=to, recipe=recipe))


@reads(router, "/variants/{variant_id}/standing", StandingTold, conditional=False)
def get_standing(request: Request, unit: ReadUnit, variant_id: Id) -> Response:
    """Whom the variant is worst for, with the three worst lessons, and what it lets go."""
    stands = read_variant(unit, variant_id)
    to = links(this=f"/variants/{variant_id}/standing", variant=f"/variants/{variant_id}")
    worst = worst_told(worst_off(stands.problem, stands.timetable))
    return single(request, StandingTold(links=to, worst=worst, warnings=stands.warnings))
