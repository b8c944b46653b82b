"""Suggestions against the checker, start by start: what is possible, what blocks the rest, every change.

The oracle judges whole timetables: as it is, without the moved lessons, and with them at each start.
TORTURE=1 asks many times as many questions.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from functools import cache
from random import Random

import pytest

from scheduler.checks import Verdict, check
from scheduler.problem import Problem
from scheduler.rulebook import GOALS
from scheduler.suggest import Board, Suggestions
from scheduler.terms import Weekday
from scheduler.timetable import Lesson, Timetable, Unplaced
from tests.builders import lesson, timetable
from tests.instances import make_instance
from tests.scheduler.exact.tiny import tiny_problem

TORTURE = bool(os.environ.get("TORTURE"))
SEEDS = range(2_000) if TORTURE else range(50)
PERSON = {"teacher.clash": 0, "teacher.gap": 0, "teacher.load": 0, "teacher.free": None, "pupil.clash": 0,
          "pupil.avoid": 2, "adult.home": 2, "pupil.load": 0, "subject.day": 0}  # fmt: skip
Place = tuple[tuple[str, ...], Weekday, int, str]


def wide(seed: int, random: Random) -> Problem:
    """A tiny problem with more lessons, a finer grid and a longer day."""
    tiny = tiny_problem(seed)
    rows = [row.model_copy(update={"lessons": row.lessons + random.randrange(3)}) for row in tiny.rows]
    later = {"day_end_min": tiny.day_end_min + 90, "step_min": 15, "rows": tuple(rows)}
    return tiny.model_copy(update=later)


def lawless(problem: Problem, random: Random) -> Timetable:
    """Most lessons somewhere, whatever the rules say; sometimes at places that no problem knows."""
    found: list[str] = []
    slots = [f"{random.choice(list(problem.days))} {random.choice(_clocks(problem))}" for _ in range(5)]
    for row in problem.rows:
        for n in range(1, row.lessons + 1):
            teachers = row.teachers if random.random() < 0.9 else [each.id for each in problem.teachers]
            if random.random() < 0.75 and teachers:
                who = teachers[0] if random.random() < 0.7 else random.choice(list(teachers))
                week = random.choice(problem.weeks).id
                found.append(f"{row.id}/{n} {week} {random.choice(slots)} {who}")
    odd = [_odd(lesson(problem, each), random) if random.random() < 0.05 else each for each in found]
    return timetable(problem, *odd)


def _clocks(problem: Problem) -> list[str]:
    times = range(problem.day_start_min, problem.day_end_min - 15, problem.step_min)
    return [f"{time // 60:02d}:{time % 60:02d}" for time in times]


def _odd(given: Lesson, random: Random) -> Lesson:
    longer, later = {"end_min": given.start_min + 55}, {"start_min": given.start_min + 7}
    change = random.choice([{"week": "w9"}, {"day": "sun"}, {"teacher": "nobody"}, longer, later])
    return given.model_copy(update=change)


def with_lessons(given: Timetable, lessons: Sequence[Lesson], row: str, more_unplaced: int) -> Timetable:
    """The timetable with other lessons; what that leaves unplaced of the row is reported as before."""
    reported = {entry.row: entry.count for entry in given.unplaced}
    reported[row] = max(0, reported.get(row, 0) + more_unplaced)
    unplaced = tuple(Unplaced(row=name, count=count) for name, count in reported.items() if count)
    return given.model_copy(update={"lessons": tuple(lessons), "unplaced": unplaced})


def excesses(verdict: Verdict) -> Counter[tuple[str, tuple[str, ...]]]:
    found: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for each in verdict.violations:
        found[each.rule, each.scope] += each.excess
    return found


class Oracle:
    """One question, answered by judging whole timetables."""

    def __init__(self, problem: Problem, given: Timetable, row: str, n: int, moved: Sequence[Lesson]) -> None:
        self.problem, self.given, self.row, self.n = problem, given, row, n
        self.moved = {id(each): each for each in moved}
        rest = [each for each in given.lessons if id(each) not in self.moved]
        self.now = check(problem, given)
        without = check(problem, with_lessons(given, rest, row, len(moved)))
        now, out = excesses(self.now), excesses(without)
        self.known = Counter({key: min(now[key], out[key]) for key in now})

    def at(self, place: Place) -> Verdict:
        weeks, day, start, teacher = place
        own = next(each for each in self.problem.rows if each.id == self.row)
        words = f"{day} {start // 60:02d}:{start % 60:02d} {teacher}"
        if not self.moved:
            added = lesson(self.problem, f"{own.id}/{self.n} {weeks[0]} {words}")
            return check(self.problem, with_lessons(self.given, [*self.given.lessons, added], own.id, -1))
        target = {each.week: each.week for each in self.moved.values()}
        if len(self.moved) == 1:
            target = dict.fromkeys(target, weeks[0])
        put = {key: f"{x.row}/{x.n} {target[x.week]} {words}" for key, x in self.moved.items()}
        lessons = [
            lesson(self.problem, put[id(each)]) if id(each) in put else each for each in self.given.lessons
        ]
        return check(self.problem, with_lessons(self.given, lessons, own.id, 0))

    def guilty(self, verdict: Verdict) -> set[tuple[str, str | None]]:
        """Rules that the move breaks, with the person where the rule is about one."""
        after = excesses(verdict)
        grown = [key for key, excess in after.items() if excess > self.known[key]]
        return {(rule, _person(rule, scope)) for rule, scope in grown}


def _person(rule: str, scope: tuple[str, ...]) -> str | None:
    place = PERSON.get(rule)
    return None if place is None else scope[place]


def judge(oracle: Oracle, answer: Suggestions, places: set[Place] | None = None) -> int:
    """Compare start by start; the number of starts compared."""
    seen: Counter[Place] = Counter()
    for day in answer.days:
        head = (day.weeks, day.day)
        for start in day.possible:
            place = (*head, start.start_min, day.teacher)
            seen[place] += 1
            if places is not None and place not in places:
                continue
            verdict = oracle.at(place)
            assert oracle.guilty(verdict) == set(), place
            changed = {code: verdict.score[code] - oracle.now.score[code] for code in verdict.score}
            assert start.score == {code: change for code, change in changed.items() if change}, place
            assert start.points == verdict.points - oracle.now.points, place
            assert start.ranks == ranks(oracle.problem, changed), place
        for run in day.blocked:
            told = {
                (each.rule, None if PERSON.get(each.rule) is None else each.pupil or each.teacher)
                if each.rule != "pupil.load" else (each.rule, each.pupil)
                for each in run.blockers
            }  # fmt: skip
            for minute in range(run.start_min, run.until_min + 1, oracle.problem.step_min):
                place = (*head, minute, day.teacher)
                seen[place] += 1
                if places is None or place in places:
                    assert oracle.guilty(oracle.at(place)) == told, place
    assert set(seen.values()) <= {1}
    return len(seen)


def ranks(problem: Problem, changed: dict[str, int]) -> dict[int, int]:
    sums: Counter[int] = Counter()
    for rule in GOALS:
        own = problem.goals.get(rule.code)
        rank = rule.rank if own is None or own.rank is None else own.rank
        sums[rank] += changed[rule.code] * (rule.weight if own is None or own.weight is None else own.weight)
    return dict(sums)


def starts_of(problem: Problem, row_id: str, weeks: Sequence[str]) -> int:
    """Days open in some of the weeks × starts after which the lesson ends in time × candidates."""
    row = next(row for row in problem.rows if row.id == row_id)
    times = range(problem.day_start_min, problem.day_end_min - row.lesson_min + 1, problem.step_min)
    days = sum(any(not problem.is_closed(week, day) for week in weeks) for day in problem.days)
    return days * len(times) * len(row.teachers)


@cache
def asked(seed: int) -> tuple[Problem, Timetable, str, int]:
    random = Random(seed)
    problem = wide(seed, random)
    row = random.choice(problem.rows)
    return problem, lawless(problem, random), row.id, random.randint(1, row.lessons)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_start_of_one_lesson_is_judged_as_the_checker_judges_it(seed: int) -> None:
    problem, given, row, n = asked(seed)
    moved = [each for each in given.lessons if (each.row, each.n) == (row, n)]
    answer = Board(problem, given).suggest(row, n)
    weeks = problem.weeks_of(next(each for each in problem.rows if each.id == row))
    count = judge(Oracle(problem, given, row, n, moved), answer)
    assert count == sum(starts_of(problem, row, [week]) for week in weeks)


@pytest.mark.parametrize("seed", [seed for seed in SEEDS[::2] if asked(seed)[1].lessons])
def test_every_start_of_a_series_is_judged_as_the_checker_judges_it(seed: int) -> None:
    problem, given, _, _ = asked(seed)
    first = Random(seed).choice(given.lessons)
    slot = (first.row, first.day, first.start_min)
    weeks = problem.weeks_of(next(each for each in problem.rows if each.id == first.row))
    same = [x for x in given.lessons if (x.row, x.day, x.start_min) == slot and x.week in weeks]
    moved = {each.week: each for each in reversed(same)} | {first.week: first}
    moved = moved if first.week in weeks else {first.week: first}
    answer = Board(problem, given).suggest(first.row, first.n, series=True)
    assert sorted((each.row, each.n) for each in answer.lessons) == sorted(
        (x.row, x.n) for x in moved.values()
    )
    judge(Oracle(problem, given, first.row, first.n, list(moved.values())), answer)


@pytest.mark.parametrize("seed", SEEDS[::4])
def test_suggestions_in_a_whole_school_are_judged_as_the_checker_judges_them(seed: int) -> None:
    instance = _school()
    random = Random(seed)
    chosen = random.choice(instance[1].lessons)
    series = random.random() < 0.5
    answer = instance[2].suggest(chosen.row, chosen.n, series)
    named = {(each.row, each.n) for each in answer.lessons}
    moved = [each for each in instance[1].lessons if (each.row, each.n) in named]
    oracle = Oracle(instance[0], instance[1], chosen.row, chosen.n, moved)
    possible: list[Place] = [
        (start.weeks, start.day, start.start_min, start.teacher) for start in answer.starts
    ]
    others: list[Place] = [
        (day.weeks, day.day, run.start_min, day.teacher) for day in answer.days for run in day.blocked
    ]
    sample = random.sample(possible, min(6, len(possible))) + random.sample(others, min(12, len(others)))
    judge(oracle, answer, set(sample))


@cache
def _school() -> tuple[Problem, Timetable, Board]:
    instance = make_instance("school")
    return instance.problem, instance.witness, Board(instance.problem, instance.witness)
