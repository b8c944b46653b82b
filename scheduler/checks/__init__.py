"""The independent checker: judges every timetable, solved, moved by hand or imported.

It owes nothing to the solver: neither OR-Tools nor any of the solver's rules are used here, only problem,
timetable, rulebook and travel times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scheduler.checks import lesson, measures, plan, pupil, teacher
from scheduler.checks.desk import Desk
from scheduler.checks.verdict import LessonRef, Verdict, Violation
from scheduler.problem import Problem
from scheduler.rulebook import points
from scheduler.timetable import Timetable

__all__ = ["CHECKS", "MEASURES", "LessonRef", "Verdict", "Violation", "check"]

CHECKS: dict[str, Callable[[Desk], Iterator[Violation]]] = {
    "frame": lesson.check_frame,
    "teacher.candidate": teacher.check_teacher_candidate,
    "teacher.free": lesson.check_teacher_free,
    "teacher.clash": teacher.check_teacher_clash,
    "teacher.load": teacher.check_teacher_load,
    "teacher.gap": teacher.check_teacher_gap,
    "pupil.clash": pupil.check_pupil_clash,
    "pupil.avoid": lesson.check_pupil_avoid,
    "adult.home": lesson.check_adult_home,
    "pupil.load": pupil.check_pupil_load,
    "remote.end": lesson.check_remote_end,
    "subject.day": pupil.check_subject_day,
    "week.even": plan.check_week_even,
    "rhythm": plan.check_rhythm,
    "pin": plan.check_pin,
    "row.count": plan.check_row_count,
}

MEASURES: dict[str, Callable[[Desk], int]] = {
    "unplaced": measures.count_unplaced,
    "changes": measures.count_changes,
    "wish": measures.count_wish,
    "travel": measures.count_travel,
    "idle": measures.count_idle,
    "visits": measures.count_visits,
    "adult_days": measures.count_adult_days,
    "pupil_gap": measures.count_pupil_gap,
    "balance": measures.count_balance,
    "spread": measures.count_spread,
    "curve": measures.count_curve,
    "faces": measures.count_faces,
    "fairness": measures.count_fairness,
}


def check(problem: Problem, timetable: Timetable) -> Verdict:
    """Every violation of a hard rule, and the units of every goal over the lessons that stand."""
    desk = Desk(problem, timetable)
    violations = tuple(violation for rule in CHECKS.values() for violation in rule(desk))
    score = {code: measure(desk) for code, measure in MEASURES.items()}
    return Verdict(violations, score, points(score))
