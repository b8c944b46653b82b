"""Rules of usage that no law lays down, taken out of a problem before it is solved, and what is said of that.

A rule that only warns is lifted: the problem forgets the number, `Lifted` keeps it. Whoever shows the timetable
asks `warnings` what the problem with all its numbers would say of it. As pure functions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from models.timetable import Severity
from scheduler.checks import Violation, check
from scheduler.preflight.spoken import Names
from scheduler.problem import PlanRow, Problem, Teacher
from scheduler.russian import DAY
from scheduler.terms import Rhythm, Weekday
from scheduler.timetable import Timetable

GAP, SAME_DAY, RHYTHM = "teacher.gap", "subject.day", "rhythm"
LIFTABLE = (GAP, SAME_DAY, RHYTHM)
SAID = {
    GAP: "окно учителя больше, чем он согласен ждать",
    SAME_DAY: "предмет в один день чаще, чем задано планом",
    RHYTHM: "занятие идёт в разные недели в разное время",
}
Severities = Mapping[str, Severity]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifted:
    """What stood in the problem before. gaps: teacher → minutes. same_day: row → lessons a day. rhythm: rows."""

    gaps: Mapping[str, int] = field(default_factory=dict)
    same_day: Mapping[str, int] = field(default_factory=dict)
    rhythm: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.gaps or self.same_day or self.rhythm)

    def __or__(self, other: Lifted) -> Lifted:
        """Both; what was lifted first stays as it was."""
        return Lifted(
            gaps={**other.gaps, **self.gaps}, same_day={**other.same_day, **self.same_day},
            rhythm=self.rhythm | other.rhythm,
        )  # fmt: skip

    @property
    def rules(self) -> tuple[str, ...]:
        """Codes of what is lifted."""
        parts = ((GAP, self.gaps), (SAME_DAY, self.same_day), (RHYTHM, self.rhythm))
        return tuple(code for code, part in parts if part)

    def to_text(self) -> str:
        """JSON; empty where nothing is lifted."""
        plain = {"gaps": dict(self.gaps), "same_day": dict(self.same_day), "rhythm": sorted(self.rhythm)}
        return json.dumps(plain, ensure_ascii=False, sort_keys=True) if self else ""


NOTHING = Lifted()


def lifted_in(text: str) -> Lifted:
    """What `to_text` has written."""
    if not text:
        return NOTHING
    plain = json.loads(text)
    return Lifted(gaps=plain["gaps"], same_day=plain["same_day"], rhythm=frozenset(plain["rhythm"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """For whom rules are lifted: teachers, rows whose subject may come again on a day, rows without a rhythm."""

    teachers: Collection[str] = ()
    same_day: Collection[str] = ()
    rhythm: Collection[str] = ()


def chosen(problem: Problem, severities: Severities) -> tuple[Problem, Lifted]:
    """The problem as a school wants its rules of usage; those that warn are kept in mind, those off are not."""
    rows = [row.id for row in problem.rows]
    looser = [code for code in LIFTABLE if severities.get(code, Severity.BLOCKS) != Severity.BLOCKS]
    scope = Scope(
        teachers=[teacher.id for teacher in problem.teachers] if GAP in looser else (),
        same_day=rows if SAME_DAY in looser else (), rhythm=rows if RHYTHM in looser else (),
    )  # fmt: skip
    found, lifted = lift(problem, scope)
    warns = {code for code, severity in severities.items() if severity == Severity.WARNS}
    return found, Lifted(
        gaps=lifted.gaps if GAP in warns else {}, same_day=lifted.same_day if SAME_DAY in warns else {},
        rhythm=lifted.rhythm if RHYTHM in warns else frozenset(),
    )  # fmt: skip


def lift(problem: Problem, scope: Scope) -> tuple[Problem, Lifted]:
    """The problem without these numbers, and the numbers."""
    teachers, twice, free = frozenset(scope.teachers), frozenset(scope.same_day), frozenset(scope.rhythm)
    gaps = {
        each.id: each.max_gap_min
        for each in problem.teachers
        if each.id in teachers and each.max_gap_min is not None
    }
    same_day = {
        row.id: row.max_per_day for row in problem.rows if row.id in twice and row.max_per_day < _room(row)
    }
    rhythm = frozenset(
        row.id for row in problem.rows if row.id in free and problem.rhythm_of(row) == Rhythm.FIXED
    )
    lifted = Lifted(gaps=gaps, same_day=same_day, rhythm=rhythm)
    return (_without(problem, lifted), lifted) if lifted else (problem, NOTHING)


def strict(problem: Problem, lifted: Lifted) -> Problem:
    """The problem with its numbers back; people and rows it does not know are passed over."""

    def teacher(each: Teacher) -> Teacher:
        return (
            each.model_copy(update={"max_gap_min": lifted.gaps[each.id]}) if each.id in lifted.gaps else each
        )

    def row(each: PlanRow) -> PlanRow:
        told: dict[str, object] = {}
        if each.id in lifted.same_day:
            told["max_per_day"] = lifted.same_day[each.id]
        if each.id in lifted.rhythm:
            told["rhythm"] = Rhythm.FIXED
        return each.model_copy(update=told) if told else each

    return _with(problem, teacher, row)


def again(problem: Problem, lifted: Lifted) -> tuple[Problem, Lifted]:
    """The same rules lifted in a later problem, for whoever is still in it."""
    return lift(problem, Scope(teachers=lifted.gaps, same_day=lifted.same_day, rhythm=lifted.rhythm))


def warnings(problem: Problem, lifted: Lifted, timetable: Timetable) -> tuple[str, ...]:
    """What the lifted rules say of a timetable, one sentence each."""
    if not lifted:
        return ()
    found = check(strict(problem, lifted), timetable).violations
    rows, names = {row.id: row for row in problem.rows}, Names(problem)
    told = (_said(each, rows, names, timetable) for each in found if each.rule in LIFTABLE)
    return tuple(dict.fromkeys(told))


def _said(found: Violation, rows: Mapping[str, PlanRow], names: Names, timetable: Timetable) -> str:
    where = {(lesson.row, lesson.n): lesson for lesson in timetable.lessons}
    about = dict.fromkeys(names.row(rows[ref.row]) for ref in found.lessons if ref.row in rows)
    first = next((where[ref.row, ref.n] for ref in found.lessons if (ref.row, ref.n) in where), None)
    said = SAID[found.rule]
    day = f", {DAY[Weekday(first.day)]}" if first is not None and found.rule != RHYTHM else ""
    teacher = f", {names.teacher(first.teacher)}" if first is not None and found.rule == GAP else ""
    return f"{said[0].upper()}{said[1:]}: {'; '.join(list(about)[:3])}{teacher}{day}"


def _room(row: PlanRow) -> int:
    return min(row.lessons, 100)


def _without(problem: Problem, lifted: Lifted) -> Problem:
    def teacher(each: Teacher) -> Teacher:
        return each.model_copy(update={"max_gap_min": None}) if each.id in lifted.gaps else each

    def row(each: PlanRow) -> PlanRow:
        told: dict[str, object] = {"max_per_day": _room(each)} if each.id in lifted.same_day else {}
        if each.id in lifted.rhythm:
            told["rhythm"] = Rhythm.FREE
        return each.model_copy(update=told) if told else each

    return _with(problem, teacher, row)


def _with(
    problem: Problem, teacher: Callable[[Teacher], Teacher], row: Callable[[PlanRow], PlanRow]
) -> Problem:
    told = {"teachers": tuple(map(teacher, problem.teachers)), "rows": tuple(map(row, problem.rows))}
    return problem.model_copy(update=told)


def sentences(lifted: Lifted, names: Names) -> Iterator[str]:
    """What is lifted, in words."""
    for teacher in lifted.gaps:
        yield f"окно учителя: {names.teacher(teacher)}"
    if lifted.same_day:
        yield f"один предмет дважды в день: строк плана {len(lifted.same_day)}"
    if lifted.rhythm:
        yield f"одно время каждую неделю: строк плана {len(lifted.rhythm)}"
