"""`repeat`: a timetable of a recipe is found once more; a recipe that is none is told with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scheduler.outcome import Settings
from scheduler.recipe import Recipe, recipe_of
from scheduler.solve import solve
from scheduler.wire import dump_bytes, parse_timetable
from tests.api.commands.test_cli import run
from tests.builders import problem, row


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    asked = problem(rows=[row("r1"), row("r2", lessons=2)], days=["mon", "tue", "wed"])
    found = solve(asked, Settings(seconds=None, iterations=200, workers=1, seed=5))
    assert found.course
    return recipe_of(asked, None, 5, 1, found.course, found.timetable)


def written(folder: Path, recipe: Recipe, **changed: Any) -> Path:
    path = folder / "recipe.json"
    path.write_text(json.dumps({**json.loads(dump_bytes(recipe)), **changed}), encoding="utf-8")
    return path


def test_the_same_timetable_is_written(recipe: Recipe, tmp_path: Path) -> None:
    target = tmp_path / "timetable.json"
    done = run("repeat", str(written(tmp_path, recipe)), "-o", str(target))
    assert (done.exit_code, "Расписание то же." in done.stderr) == (0, True)
    assert len(parse_timetable(target.read_bytes()).lessons) == 3


def test_another_timetable_is_told(recipe: Recipe, tmp_path: Path) -> None:
    changed = written(tmp_path, recipe, lessons="0" * 64, version="0.0.9")
    done = run("repeat", str(changed), "-o", str(tmp_path / "timetable.json"))
    assert (done.exit_code, "рецепт записан версией 0.0.9" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"course": "p5 walk"}, "step 2"), ({"workers": 0}, "workers"), ({"problem": {}}, "problem")],
)
def test_what_is_no_recipe_is_told_with_its_place(
    recipe: Recipe, tmp_path: Path, changed: dict[str, Any], said: str
) -> None:
    done = run("repeat", str(written(tmp_path, recipe, **changed)))
    assert (done.exit_code, said in done.stderr) == (2, True)
