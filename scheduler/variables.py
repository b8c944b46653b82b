"""The solver's unknowns: a boolean per possible lesson, and answers in words about them.

Possible means lawful by itself (`constraints.domain`). Expressions that come out are linear and exact, no
relaxations. Times are minutes since midnight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, cast

from ortools.sat.python import cp_model

from scheduler.constraints import CONSTRAINTS
from scheduler.constraints.domain import Domain, questions
from scheduler.constraints.facts import Facts, Question, Stop
from scheduler.problem import Pupil, Teacher
from scheduler.sequence import Day, Manners, add_day
from scheduler.terms import LessonForm, Weekday
from scheduler.timetable import Lesson

Key = tuple[str, ...]
Linear: TypeAlias = cp_model.LinearExpr | int

_ALWAYS: list[cp_model.BoolVarT] = []


class Start(NamedTuple):
    """A possible lesson."""

    row: str
    week: str
    day: Weekday
    start_min: int
    teacher: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What is decided: `fixed` lessons stand, others are decided for `free_rows` only (None: all rows)."""

    fixed: tuple[Lesson, ...] = ()
    free_rows: frozenset[str] | None = None

    @classmethod
    def of(cls, fixed: Iterable[Lesson] = (), free_rows: Collection[str] | None = None) -> Scope:
        return cls(tuple(fixed), None if free_rows is None else frozenset(free_rows))

    def standing(self) -> frozenset[Start]:
        """The fixed lessons as starts."""
        return frozenset(
            Start(le.row, le.week, cast(Weekday, le.day), le.start_min, le.teacher) for le in self.fixed
        )

    def is_free(self, row: str) -> bool:
        return self.free_rows is None or row in self.free_rows


def starts_in_scope(facts: Facts, scope: Scope) -> Iterable[tuple[Question, list[int]]]:
    """Possible starts per question, once the scope has fixed some lessons."""
    domain = Domain(facts)
    standing: defaultdict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for start in scope.standing():
        standing[start.row, start.teacher, start.week, start.day].append(start.start_min)
    for question in questions(facts):
        if scope.is_free(question.row.id):
            yield question, domain.starts(question)
            continue
        fixed = standing.get((question.row.id, question.teacher.id, question.week, question.day))
        if fixed:
            yield question, [start for start in domain.starts(question) if start in fixed]


class Unknowns:
    """The model under construction. `tick` is called now and then and may raise to stop the building."""

    def __init__(self, facts: Facts, scope: Scope, tick: Callable[[], None] = lambda: None) -> None:
        self.facts = facts
        self.model = cp_model.CpModel()
        self.literals: dict[Start, cp_model.BoolVarT] = {}
        self.teacher_days: dict[tuple[str, str, str], Day] = {}
        self.pupil_days: dict[tuple[str, str, str], Day] = {}
        self._tick = tick
        self._index: defaultdict[Key, list[Start]] = defaultdict(list)
        self._teacher_stops: defaultdict[tuple[str, str, str], dict[Stop, list[Start]]] = defaultdict(dict)
        self._pupil_stops: defaultdict[tuple[str, str, str], dict[Stop, list[Start]]] = defaultdict(dict)
        self._any: dict[tuple[int, ...], cp_model.BoolVarT] = {}
        self._standing = scope.standing()
        for question, starts in starts_in_scope(facts, scope):
            self._tick()
            for start_min in starts:
                self._add_start(question, start_min)
        self._fix()
        self._add_days()

    def _add_start(self, question: Question, start_min: int) -> None:
        row, teacher = question.row, question.teacher
        start = Start(row.id, question.week, question.day, start_min, teacher.id)
        self.literals[start] = self.model.new_bool_var("/".join(map(str, start)))
        for week in ("", start.week):
            for day in ("", start.day) if week else ("",):
                self._index["row", row.id, week, day].append(start)
                self._index["teacher", teacher.id, week, day].append(start)
                for pupil in row.pupils:
                    self._index["pupil", pupil, week, day].append(start)
        stop = question.teacher, self.facts.teacher_stop(question, start_min)
        at = (start.week, start.day)
        self._teacher_stops[teacher.id, *at].setdefault(stop[1], []).append(start)
        for name in row.pupils:
            own = self.facts.pupil_stop(question, self.facts.pupils[name], start_min)
            self._pupil_stops[name, *at].setdefault(own, []).append(start)

    def _fix(self) -> None:
        for start in sorted(self._standing):
            self.model.add(self.stands(*start) == 1)

    def _add_days(self) -> None:
        for teacher in self.facts.teachers.values():
            for week in self.facts.week_ids:
                for day in self.facts.problem.days:
                    self._tick()
                    busy = self.facts.busy(teacher, week, day)
                    possible = self._teacher_stops.get((teacher.id, week, day), {})
                    if busy or possible:
                        self.teacher_days[teacher.id, week, day] = self._teacher_day(teacher, busy, possible)
        for pupil in self.facts.pupils.values():
            for week in self.facts.week_ids:
                for day in self.facts.problem.days:
                    self._tick()
                    busy = self.facts.busy(pupil, week, day)
                    possible = self._pupil_stops.get((pupil.id, week, day), {})
                    if busy or possible:
                        self.pupil_days[pupil.id, week, day] = self._pupil_day(pupil, busy, possible)

    def _teacher_day(
        self, teacher: Teacher, busy: tuple[Stop, ...], possible: dict[Stop, list[Start]]
    ) -> Day:
        facts = self.facts
        apart = [entry.teacher_apart for entry in CONSTRAINTS if entry.teacher_apart is not None]
        waits = [
            entry.teacher_wait(facts, teacher) for entry in CONSTRAINTS if entry.teacher_wait is not None
        ]
        limit = min((wait for wait in waits if wait is not None), default=None)
        manners = Manners(lambda a, b: max(rule(facts, teacher, a, b) for rule in apart), limit)
        return self._day(busy, possible, manners)

    def _pupil_day(self, pupil: Pupil, busy: tuple[Stop, ...], possible: dict[Stop, list[Start]]) -> Day:
        apart = [entry.pupil_apart for entry in CONSTRAINTS if entry.pupil_apart is not None]
        manners = Manners(lambda a, b: max(rule(self.facts, pupil, a, b) for rule in apart))
        return self._day(busy, possible, manners)

    def _day(self, busy: tuple[Stop, ...], possible: dict[Stop, list[Start]], manners: Manners) -> Day:
        standing = (stop for stop, starts in possible.items() if not self._standing.isdisjoint(starts))
        stops = {stop: [self.literals[start] for start in starts] for stop, starts in possible.items()}
        certain = frozenset((*busy, *standing))
        return add_day(self.model, dict.fromkeys(busy, _ALWAYS) | stops, certain, manners)

    # -- answers in words

    def stands(self, row: str, week: str, day: str, start_min: int, teacher: str | None = None) -> Linear:
        """1 if the lesson stands there (with that teacher, or with any), else 0."""
        found = self._index.get(("row", row, week, day), ())
        return sum(
            self.literals[start]
            for start in found
            if start.start_min == start_min and teacher in (None, start.teacher)
        )

    def select(
        self,
        *,
        row: str | None = None,
        teacher: str | None = None,
        pupil: str | None = None,
        week: str = "",
        day: str = "",
    ) -> list[Start]:
        """Possible lessons of one row, teacher or pupil, in a week and on a day of it if these are told."""
        kind, name = next(
            (kind, name)
            for kind, name in (("row", row), ("teacher", teacher), ("pupil", pupil))
            if name is not None
        )
        return self._index.get((kind, name, week, day), [])

    def lessons(self, **where: str) -> Linear:
        """Number of lessons that stand; keys as in `select`."""
        return sum(self.literals[start] for start in self.select(**where))

    def minutes(self, *, form: LessonForm | None = None, **where: str) -> Linear:
        """Minutes of the lessons that stand, of one form if told; other keys as in `select`."""
        starts = ((start, self.facts.rows[start.row]) for start in self.select(**where))
        return sum(
            self.literals[start] * row.lesson_min for start, row in starts if form is None or row.form is form
        )

    def any_of(self, starts: Iterable[Start]) -> cp_model.BoolVarT:
        """A literal that is true if and only if one of these lessons stands."""
        return self.any_true([self.literals[start] for start in starts])

    def any_true(self, literals: list[cp_model.BoolVarT]) -> cp_model.BoolVarT:
        """A literal that is true if and only if one of `literals` is."""
        if len(literals) == 1:
            return literals[0]
        key = tuple(sorted(literal.index for literal in literals))
        if key not in self._any:
            found = self.model.new_bool_var("any")
            self.model.add_bool_or(*literals, found.Not())
            for literal in literals:
                self.model.add_implication(literal, found)
            self._any[key] = found
        return self._any[key]

    def all_true(self, literals: list[cp_model.BoolVarT]) -> cp_model.BoolVarT:
        """A literal that is true if and only if all of `literals` are."""
        return self.any_true([literal.Not() for literal in literals]).Not()

    def teaches(self, row: str, teacher: str) -> cp_model.BoolVarT:
        """True if and only if the teacher has a lesson of the row."""
        return self.any_of(start for start in self.select(row=row) if start.teacher == teacher)

    def comes_on(self, row: str, week: str, day: str) -> cp_model.BoolVarT:
        """True if and only if the row has a lesson on that day."""
        return self.any_of(self.select(row=row, week=week, day=day))

    def above(self, amount: Linear, base: Linear, most: int) -> Linear:
        """max(0, amount − base), which never exceeds `most`."""
        over = self.model.new_int_var(0, most, "above")
        self.model.add_max_equality(over, [amount - base, 0])
        return over

    def even_share(self, total: Linear, parts: int, most: int) -> Linear:
        """ceil(total ÷ parts) for a total that is never above `most`."""
        share = self.model.new_int_var(0, -(-most // parts), "share")
        self.model.add(share * parts >= total)
        self.model.add(share * parts <= total + parts - 1)
        return share
