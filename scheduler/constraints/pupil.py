"""Rules of pupils: breaks, forbidden time, an adult at home, the day's load, one subject on a day."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from scheduler.constraints.facts import Facts, Stop
from scheduler.constraints.spans import Spans, common, merged, outside
from scheduler.problem import PlanRow, Pupil
from scheduler.terms import LessonForm, Needs, Weekday

if TYPE_CHECKING:
    from scheduler.variables import Unknowns


def required_break(facts: Facts, pupil: Pupil, before: Stop, after: Stop) -> int:
    """Minutes: break_min, the longer break beside correction and extracurricular (not for sipr), travel."""
    needed = max(pupil.break_min, facts.travel(before.place, after.place))
    if pupil.needs is not Needs.SIPR and before.is_outside_lessons != after.is_outside_lessons:
        needed = max(needed, facts.problem.norms.correction_break_min)
    return needed


def clash_with_busy(facts: Facts, row: PlanRow, week: str, day: Weekday) -> Spans:
    """Outside the busy windows of every pupil of the row."""
    pupils = (facts.pupils[pupil] for pupil in row.pupils)
    busy = (stop for pupil in pupils for stop in facts.busy(pupil, week, day))
    return outside([(stop.start_min, stop.end_min) for stop in busy], (0, 1440))


def avoid(facts: Facts, row: PlanRow, week: str, day: Weekday) -> Spans:
    """Outside the avoid windows of every pupil of the row."""
    windows = (window for pupil in row.pupils for window in facts.pupils[pupil].avoid)
    held = (window for window in windows if window.holds_on(week, day))
    return outside([(window.start_min, window.end_min) for window in held], (0, 1440))


def adult_home(facts: Facts, row: PlanRow, week: str, day: Weekday) -> Spans:
    """Inside the time an adult is at home, of every pupil of a home lesson."""
    spans: Spans = ((0, 1440),)
    if row.form is not LessonForm.HOME:
        return spans
    for pupil in row.pupils:
        windows = facts.pupils[pupil].adult_home
        if windows is not None:
            held = (window for window in windows if window.holds_on(week, day))
            spans = common(spans, merged((window.start_min, window.end_min) for window in held))
    return spans


def load(unknowns: Unknowns) -> None:
    """Lessons, minutes, remote minutes and teachers of a pupil's day."""
    for pupil in unknowns.facts.pupils.values():
        for week in unknowns.facts.week_ids:
            for day in unknowns.facts.problem.days:
                _day_load(unknowns, pupil, week, day)


def _day_load(unknowns: Unknowns, pupil: Pupil, week: str, day: str) -> None:
    model = unknowns.model
    at: dict[str, Any] = {"pupil": pupil.id, "week": week, "day": day}
    if pupil.max_day_lessons is not None:
        model.add(unknowns.lessons(**at) <= pupil.max_day_lessons)
    if pupil.max_day_min is not None:
        model.add(unknowns.minutes(**at) <= pupil.max_day_min)
    if pupil.max_remote_day_min is not None:
        model.add(unknowns.minutes(**at, form=LessonForm.REMOTE) <= pupil.max_remote_day_min)
    if pupil.max_teachers_day is not None:
        starts = unknowns.select(**at)
        teachers = dict.fromkeys(start.teacher for start in starts)
        came = [unknowns.any_of(s for s in starts if s.teacher == teacher) for teacher in teachers]
        model.add(sum(came) <= pupil.max_teachers_day)


def subject_day(unknowns: Unknowns) -> None:
    """At most max_per_day lessons of one subject on a pupil's day, the smallest of the pupil's rows of it."""
    for pupil in unknowns.facts.pupils.values():
        by_subject: defaultdict[str, list[PlanRow]] = defaultdict(list)
        for row in unknowns.facts.rows_of_pupil[pupil.id]:
            by_subject[row.subject].append(row)
        for rows in by_subject.values():
            _subject_days(unknowns, rows)


def _subject_days(unknowns: Unknowns, rows: list[PlanRow]) -> None:
    limit = min(row.max_per_day for row in rows)
    for week in unknowns.facts.week_ids:
        for day in unknowns.facts.problem.days:
            lessons = [unknowns.lessons(row=row.id, week=week, day=day) for row in rows]
            unknowns.model.add(sum(lessons) <= limit)
