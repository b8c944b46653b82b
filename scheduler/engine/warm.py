"""Compiles the engine once and keeps the result: `python -m scheduler.engine.warm` during set-up, or at first use."""

from __future__ import annotations

from functools import cache

from scheduler.engine.search import Search
from scheduler.problem import Place, PlanRow, Problem, Pupil, Teacher, Travel, Week, Window
from scheduler.terms import Block, LessonForm, Needs, PlaceKind, Weekday


@cache
def warm() -> None:
    """Runs every compiled function on a tiny problem: compiles them, or reads what was compiled before."""
    search = Search(_tiny(), {}, 1, 1)
    search.start()
    search.start(search.lessons())
    search.walk(1, 1000)
    search.place_more(1)
    search.return_to_best()
    search.close()


def _tiny() -> Problem:
    return Problem(
        name="warm-up",
        timezone="UTC",
        weeks=(Week(id="w1"),),
        days=(Weekday.MON,),
        day_start_min=480,
        day_end_min=600,
        step_min=30,
        places=(Place(id="s", kind=PlaceKind.SCHOOL),),
        travel=Travel(pairs=(), speed_kmh=5.0, detour=1.0, door_min=0),
        teachers=(Teacher(id="t", school="s", free=(Window(start_min=480, end_min=600),)),),
        pupils=(Pupil(id="p", school="s", home="s", grade=5, needs=Needs.GENERAL),),
        rows=(
            PlanRow(
                id="r", pupils=("p",), subject="x", block=Block.MANDATORY, form=LessonForm.HOME,
                lessons=1, lesson_min=30, teachers=("t",),
            ),
        ),
    )  # fmt: skip


if __name__ == "__main__":
    warm()
