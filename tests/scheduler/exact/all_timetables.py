"""Every timetable of a tiny problem, and some of them at random."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from random import Random
from typing import NamedTuple

from scheduler.problem import PlanRow, Problem
from tests.scheduler.brute_force import Placed, World, key, units, unlawful_alone, violations


class Best(NamedTuple):
    """key None: no lawful timetable at all (pins contradict). tried: timetables judged."""

    key: tuple[int, ...] | None
    score: dict[str, int]
    lessons: tuple[Placed, ...]
    tried: int


NOT_BY_ITSELF = {"pin", "teacher.clash", "teacher.gap", "pupil.clash"}


def row_options(world: World, row: PlanRow) -> list[tuple[Placed, ...]]:
    """Every set of lessons of one row that breaks no rule told from this row alone; largest sets first."""
    if row.id in world.options:
        return world.options[row.id]
    grid = range(0, 1440, world.p.step_min)
    options: list[tuple[Placed, ...]] = [()]
    for teacher in dict.fromkeys(row.teachers):
        every = (Placed(row.id, w, d, s, teacher) for w in world.weeks for d in world.days for s in grid)
        places = [place for place in every if not unlawful_alone(world, place)]
        for count in range(1, row.lessons + 1):
            options.extend(
                lessons
                for lessons in itertools.combinations(places, count)
                if not violations(world, lessons) - NOT_BY_ITSELF
            )
    world.options[row.id] = sorted(options, key=lambda option: -len(option))
    return world.options[row.id]


def _choices(world: World, row: PlanRow) -> int:
    """An upper estimate of the sets of lessons of a row."""
    every = itertools.product(world.weeks, world.days, range(0, 1440, world.p.step_min), {*row.teachers})
    places = sum(not unlawful_alone(world, Placed(row.id, *place)) for place in every)
    return 1 + math.comb(places, row.lessons)


def best(
    problem: Problem, most: int = 100_000, given: Mapping[str, tuple[Placed, ...]] | None = None
) -> Best | None:
    """The best of all timetables; None if there may be more than `most` to look at.

    given: rows whose lessons are not to be decided, with the lessons they have.
    """
    world, given = World(problem), given or {}
    if math.prod(_choices(world, row) for row in problem.rows if row.id not in given) > 50 * most:
        return None
    options = [[given[row.id]] if row.id in given else row_options(world, row) for row in problem.rows]
    if math.prod(len(own) for own in options) > most:
        return None
    found = Best(None, {}, (), 0)
    for lessons in _products(world, options):
        if found.key is not None and sum(r.lessons for r in problem.rows) - len(lessons) > found.key[0]:
            continue
        found = found._replace(tried=found.tried + 1)
        if not violations(world, lessons):
            score = units(world, lessons)
            if found.key is None or key(problem, score) < found.key:
                found = found._replace(key=key(problem, score), score=score, lessons=lessons)
    return found


def _products(world: World, options: list[list[tuple[Placed, ...]]]) -> Iterator[tuple[Placed, ...]]:
    """One option of each row, branches with overlapping lessons cut."""
    if not options:
        yield ()
        return
    for rest in _products(world, options[1:]):
        for option in options[0]:
            if not any(_overlap(world, a, b) for a in option for b in rest):
                yield option + rest


def _overlap(world: World, a: Placed, b: Placed) -> bool:
    if (a.week, a.day) != (b.week, b.day) or a.start >= world.end(b) or b.start >= world.end(a):
        return False
    return a.teacher == b.teacher or bool(set(world.row[a.row].pupils) & set(world.row[b.row].pupils))


def any_timetable(world: World, random: Random) -> tuple[Placed, ...]:
    """A lawful timetable as far as the pins allow one, most often with something done to one lesson."""
    lessons: tuple[Placed, ...] = ()
    for row in world.p.rows:
        options = row_options(world, row)
        pinned = set(_pinned(world, row, random))
        options = [option for option in options if pinned <= set(option)] or options
        for _ in range(6):
            option = random.choice(options[: 1 + len(options) // 2])
            if not violations(world, lessons + option) - {"pin"}:
                lessons += option
                break
    return lessons if random.random() < 0.3 else _disturbed(world, lessons, random)


def _pinned(world: World, row: PlanRow, random: Random) -> list[Placed]:
    teacher = random.choice(row.teachers or ("",))
    pins = [pin for pin in world.p.pins if pin.row == row.id]
    return [Placed(row.id, pin.week, str(pin.day), pin.start_min, pin.teacher or teacher) for pin in pins]


def _disturbed(world: World, lessons: tuple[Placed, ...], random: Random) -> tuple[Placed, ...]:
    """One lesson more, one moved, or one with another teacher; never two of a row at one time."""
    row = random.choice([row for row in world.p.rows if row.teachers] or [None])
    if row is None:
        return lessons
    start = random.randrange(world.p.day_start_min - 30, world.p.day_end_min, random.choice((30, 30, 30, 10)))
    own = [le for le in lessons if le.row == row.id]
    teacher = own[0].teacher if own and random.random() < 0.8 else random.choice(world.p.teachers).id
    more = Placed(row.id, random.choice(world.weeks), random.choice(world.days), start, teacher)
    gone = random.choice(own) if own and random.random() < 0.6 else None
    return (*(le for le in lessons if le != gone and le[:4] != more[:4]), more)
