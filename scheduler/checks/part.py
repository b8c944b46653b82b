"""Judging a timetable that differs from a judged one in a few lessons: only what these touch is judged anew.

The part of a timetable around some lessons holds every lesson of their pupils, of their teachers before and after,
and all of each row that has such a lesson. Whoever else is in the part stands in it the same before and after, so
whatever is found of them cancels out. Goals are sums over people and rows, but for fairness, which is a maximum.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from scheduler.checks import CHECKS, MEASURES, measures
from scheduler.checks.desk import Desk
from scheduler.checks.verdict import Verdict, Violation
from scheduler.problem import Problem
from scheduler.rulebook import points
from scheduler.timetable import Lesson, Timetable

FAIRNESS = "fairness"


@dataclass(frozen=True, slots=True)
class Judged:
    """A timetable with its desk, its verdict, and the minutes of way and waiting of every teacher."""

    desk: Desk
    verdict: Verdict
    minutes: Mapping[str, int]

    @classmethod
    def whole(cls, desk: Desk) -> Judged:
        """Judged from the beginning."""
        found, score = _judge(desk)
        return cls(desk, Verdict(found, score, points(score)), _minutes(desk, desk.teachers))

    def after(self, timetable: Timetable, moved: Collection[Lesson]) -> Judged:
        """Another timetable of the problem that differs in these lessons alone: as they stood and as they stand."""
        part = _Part(self.desk, timetable, moved)
        before, now = part.desk(self.desk.timetable), part.desk(timetable)
        (was, units), (found, more) = _judge(before), _judge(now)
        minutes = {**self.minutes, **_minutes(now, part.teachers)}
        score = {code: number - units[code] + more[code] for code, number in self.verdict.score.items()} | {
            FAIRNESS: max(minutes.values(), default=0)
        }
        verdict = Verdict(_instead(self.verdict.violations, was, found), score, points(score))
        return Judged(part.joined(self.desk, now, timetable), verdict, minutes)


class _Part:
    """Whom and what some lessons touch."""

    def __init__(self, desk: Desk, timetable: Timetable, moved: Collection[Lesson]) -> None:
        self._problem = desk.problem
        self.rows = {lesson.row for lesson in moved}
        self.teachers = {lesson.teacher for lesson in moved} & set(desk.teachers)
        self.pupils = {name for row in self.rows for name in desk.rows[row].pupils}
        taught = {x.row for x in timetable.lessons if x.teacher in self.teachers}
        taught |= {x.row for x in desk.timetable.lessons if x.teacher in self.teachers}
        self._rows = tuple(
            row
            for row in desk.problem.rows
            if row.id in taught or row.id in self.rows or not self.pupils.isdisjoint(row.pupils)
        )
        self._names = {row.id for row in self._rows}

    def desk(self, timetable: Timetable) -> Desk:
        """The part of a timetable."""
        names = self._names
        lessons = tuple(lesson for lesson in timetable.lessons if lesson.row in names)
        unplaced = tuple(entry for entry in timetable.unplaced if entry.row in names)
        part = timetable.model_copy(update={"lessons": lessons, "unplaced": unplaced})
        return Desk(self._smaller(lessons), part)

    def _smaller(self, lessons: Collection[Lesson]) -> Problem:
        problem, names = self._problem, self._names
        pupils = {name for row in self._rows for name in row.pupils}
        teachers = {lesson.teacher for lesson in lessons} | self.teachers
        return problem.model_copy(
            update={
                "rows": self._rows,
                "pupils": tuple(pupil for pupil in problem.pupils if pupil.id in pupils),
                "teachers": tuple(teacher for teacher in problem.teachers if teacher.id in teachers),
                "pins": tuple(pin for pin in problem.pins if pin.row in names),
                "previous": tuple(entry for entry in problem.previous if entry.row in names),
            }
        )

    def joined(self, old: Desk, part: Desk, timetable: Timetable) -> Desk:
        """The whole desk of the timetable: the old one, with the days of those who are touched out of the part."""
        new = copy.copy(old)
        new.timetable, new.known = timetable, [x for x in timetable.lessons if x.row in new.rows]
        rows = old.by_row.copy()
        for row in self.rows:
            rows[row] = part.by_row.get(row, [])
            if not rows[row]:
                del rows[row]
        new.__dict__ |= {
            "by_row": rows,
            "by_teacher": {**old.by_teacher, **{x: part.by_teacher[x] for x in self.teachers}},
            "teacher_days": {**old.teacher_days, **{x: part.teacher_days[x] for x in self.teachers}},
            "by_pupil": {**old.by_pupil, **{x: part.by_pupil[x] for x in self.pupils}},
            "pupil_days": {**old.pupil_days, **{x: part.pupil_days[x] for x in self.pupils}},
        }
        return new


def _judge(desk: Desk) -> tuple[tuple[Violation, ...], dict[str, int]]:
    found = tuple(violation for rule in CHECKS.values() for violation in rule(desk))
    return found, {code: measure(desk) for code, measure in MEASURES.items()}


def _minutes(desk: Desk, teachers: Collection[str]) -> dict[str, int]:
    """Way and waiting of each teacher: what the goal of fairness looks for the largest of."""
    alone = copy.copy(desk)
    found = {}
    for teacher in teachers:
        alone.__dict__["teacher_days"] = {teacher: desk.teacher_days[teacher]}
        found[teacher] = measures.count_fairness(alone)
    return found


def _instead(
    known: tuple[Violation, ...], was: tuple[Violation, ...], now: tuple[Violation, ...]
) -> tuple[Violation, ...]:
    """What is known, without what was found in the part before, with what is found there now."""
    before, after = Counter(was), Counter(now)
    return (*_less(known, before - after), *_less(now, before))


def _less(violations: tuple[Violation, ...], gone: Counter[Violation]) -> Iterator[Violation]:
    left = gone.copy()
    for violation in violations:
        if left[violation] > 0:
            left[violation] -= 1
        else:
            yield violation
