"""The kernel's checker over versions that would hold together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from api.services.agreement.timetable.drafting import problem_value
from api.services.unit import Unit
from models.agreement import TimetableEntry, TimetableVersion
from models.place import Place
from models.staff import Teacher
from models.timetable import ProblemText, Variant
from scheduler.checks import check
from scheduler.checks.verdict import Violation
from scheduler.problem import PlanRow, Problem
from scheduler.rulebook import RULES
from scheduler.russian import DAY
from scheduler.terms import LessonForm, Weekday, clock
from scheduler.timetable import Lesson, Timetable, Unplaced

MOST = 5  # sentences of the checker; more of them help nobody


@dataclass(frozen=True, slots=True)
class _Named:
    """An entry with the codes a problem knows its teacher and place by."""

    entry: TimetableEntry
    teacher: str
    place: str

    def holds_in(self, week: int) -> bool:
        return self.entry.weeks is None or str(week) in self.entry.weeks.split(",")


def faults_of(
    unit: Unit, versions: Sequence[TimetableVersion], in_force: Sequence[TimetableVersion]
) -> tuple[str, ...]:
    """Rules of each variant's problem that all versions break together with those in force; each sentence once.

    A problem judges the lessons of its own rows, whichever variant they are from."""
    variants = [unit.session.get_one(Variant, version.variant_id) for version in versions]
    named = _named(unit, [*versions, *in_force])
    told: dict[str, None] = {}
    for problem_id in sorted({variant.problem_id for variant in variants}):
        problem = problem_value(unit.session.get_one(ProblemText, problem_id).text)
        told |= dict.fromkeys(rule_faults(problem, lessons_of(problem, named)))
    return tuple(told)


def rule_faults(problem: Problem, lessons: tuple[Lesson, ...]) -> list[str]:
    """Rules that lessons break. What is not there counts as unplaced: a family may agree to less than its plan,
    and the ledger counts what is owed."""
    count = Counter(lesson.row for lesson in lessons)
    unplaced = tuple(
        Unplaced(row=row.id, count=row.lessons - count[row.id])
        for row in problem.rows
        if count[row.id] < row.lessons
    )
    pins = tuple(pin for pin in problem.pins if count[pin.row])
    verdict = check(problem.model_copy(update={"pins": pins}), Timetable(lessons=lessons, unplaced=unplaced))
    return [fault_said(problem, lessons, item) for item in verdict.violations[:MOST]]


def fault_said(problem: Problem, lessons: Iterable[Lesson], item: Violation) -> str:
    """A broken rule with the lessons concerned, two of them at most by name."""
    rows = {row.id: row for row in problem.rows}
    by_ref = {(lesson.row, lesson.n): lesson for lesson in lessons}
    named = [by_ref[ref.row, ref.n] for ref in item.lessons if (ref.row, ref.n) in by_ref]
    told = [
        f"{rows[lesson.row].name} ({', '.join(rows[lesson.row].pupils)}), "
        f"{DAY[Weekday(lesson.day)]} {clock(lesson.start_min)}"
        for lesson in named[:2]
    ]
    more = f" и ещё {len(named) - 2}" if len(named) > 2 else ""
    return f"Нарушено правило «{RULES[item.rule].said}»: {'; '.join(told)}{more}."


def _named(unit: Unit, versions: Sequence[TimetableVersion]) -> list[_Named]:
    asked = (
        select(TimetableEntry, Teacher.code, Place.code)
        .join(Teacher, col(Teacher.id) == TimetableEntry.teacher_id)
        .outerjoin(Place, col(Place.id) == TimetableEntry.place_id)
        .where(col(TimetableEntry.version_id).in_([version.id for version in versions]))
    )
    return [_Named(entry, teacher, place or "") for entry, teacher, place in unit.session.exec(asked)]


def lessons_of(problem: Problem, named: Iterable[_Named]) -> tuple[Lesson, ...]:
    """Entries as lessons of the problem, numbered in order of time; a shared lesson once, unknown rows left out."""
    rows = {row.id: row for row in problem.rows}
    found = {
        (week, Weekday(each.entry.day).number, each.entry.start_min, each.entry.row_key): each
        for each in named
        if each.entry.row_key in rows
        for week in range(1, len(problem.weeks) + 1)
        if each.holds_in(week)
    }
    numbers: Counter[str] = Counter()
    lessons = []
    for (number, _, _, row), each in sorted(found.items(), key=lambda item: item[0]):
        numbers[row] += 1
        entry, week = each.entry, problem.weeks[number - 1].id
        lessons.append(
            Lesson(
                row=row, n=numbers[row], week=week, day=entry.day, start_min=entry.start_min,
                end_min=entry.end_min, teacher=each.teacher, form=entry.form,
                place=each.place or usual_place(problem, rows[row], each.teacher, week, Weekday(entry.day)),
            )
        )  # fmt: skip
    return tuple(lessons)


def usual_place(problem: Problem, row: PlanRow, teacher_id: str, week: str, day: Weekday) -> str:
    """Where a lesson of a row is by the problem; for entries whose place the school has no row of."""
    pupil = next(one for one in problem.pupils if one.id == row.pupils[0])
    if row.form == LessonForm.SCHOOL:
        return row.place or pupil.school
    if row.form == LessonForm.HOME:
        return pupil.home_on(week, day)
    teacher = next((one for one in problem.teachers if one.id == teacher_id), None)
    return (teacher.remote_place or teacher.school) if teacher else ""
