"""Rules of a pupil's day: clash and breaks, load, one subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from scheduler.checks.desk import Desk, Engagement
from scheduler.checks.teacher import clashes, lessons_of
from scheduler.checks.verdict import Violation, broken
from scheduler.problem import Pupil
from scheduler.terms import Block, LessonForm, Needs
from scheduler.timetable import Lesson


def break_needed(desk: Desk, pupil: Pupil, a: Engagement, b: Engagement) -> int:
    """Minutes a pupil needs between two engagements: the break, the longer one beside correction or
    extracurricular rows (not for СИПР), and the way if the places differ."""
    need = pupil.break_min
    if _apart(desk, a) != _apart(desk, b) and pupil.needs is not Needs.SIPR:
        need = max(need, desk.problem.norms.correction_break_min)
    if a.place != b.place:
        need = max(need, desk.travel(a.place, b.place))
    return need


def _apart(desk: Desk, item: Engagement) -> bool:
    if item.lesson is None:
        return False
    return desk.row(item.lesson).block in (Block.CORRECTION, Block.EXTRACURRICULAR)


def check_pupil_clash(desk: Desk) -> Iterator[Violation]:
    """A pupil's lessons do not overlap and leave the required break."""
    for pupil_id, days in desk.pupil_days.items():
        pupil = desk.pupils[pupil_id]
        for (week, day), items in days.items():
            for a, b, missing, text in clashes(items, lambda a, b, who=pupil: break_needed(desk, who, a, b)):  # type: ignore[misc]
                scope, where = (pupil_id, week, day, a.name, b.name), f"{pupil.name} {week} {day}: {text}"
                yield broken("pupil.clash", scope, lessons_of(a, b), missing, where)


def check_pupil_load(desk: Desk) -> Iterator[Violation]:
    """Lessons, minutes, remote minutes and different teachers of a day stay within the pupil's limits."""
    for pupil_id, days in desk.by_pupil.items():
        pupil = desk.pupils[pupil_id]
        for (week, day), lessons in days.items():
            for number, limit, unit, what in _day_loads(desk, pupil, lessons):
                if limit is not None and number > limit:
                    text = f"{pupil.name} {week} {day}: {number} {what}, at most {limit}"
                    scope = (pupil_id, week, day, what)
                    yield broken("pupil.load", scope, tuple(lessons), number - limit, text, unit)


def _day_loads(desk: Desk, pupil: Pupil, lessons: list[Lesson]) -> Iterator[tuple[int, int | None, str, str]]:
    yield len(lessons), pupil.max_day_lessons, "lesson", "lessons"
    yield sum(x.end_min - x.start_min for x in lessons), pupil.max_day_min, "min", "minutes of lessons"
    remote = sum(x.end_min - x.start_min for x in lessons if desk.row(x).form is LessonForm.REMOTE)
    yield remote, pupil.max_remote_day_min, "min", "remote minutes"
    yield len({x.teacher for x in lessons}), pupil.max_teachers_day, "teacher", "teachers"


def check_subject_day(desk: Desk) -> Iterator[Violation]:
    """At most max_per_day lessons of one subject on a day; of several rows the smallest number counts."""
    most: dict[tuple[str, str], int] = {}
    for row in desk.problem.rows:
        for pupil_id in row.pupils:
            key = (pupil_id, row.subject)
            most[key] = min(most.get(key, row.max_per_day), row.max_per_day)
    for pupil_id, days in desk.by_pupil.items():
        for (week, day), lessons in days.items():
            subjects: dict[str, list[Lesson]] = defaultdict(list)
            for lesson in lessons:
                subjects[desk.row(lesson).subject].append(lesson)
            for subject, held in subjects.items():
                limit = most[pupil_id, subject]
                if len(held) > limit:
                    who = desk.pupils[pupil_id].name
                    text = f"{who} {week} {day}: {len(held)} lessons of {subject}, at most {limit}"
                    scope = (pupil_id, week, day, subject)
                    yield broken("subject.day", scope, tuple(held), len(held) - limit, text)
