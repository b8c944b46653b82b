"""Rules of a teacher's day and week: candidate, clash, load, gap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise

from scheduler.checks.desk import Desk, Engagement
from scheduler.checks.verdict import Violation, broken
from scheduler.timetable import Lesson

Needed = Callable[[Engagement, Engagement], int]


def check_teacher_candidate(desk: Desk) -> Iterator[Violation]:
    """Taught by one of the row's teachers, and by the same for the whole row. Excess: teachers who are none
    of the row's, and of its own those beyond one."""
    for row_id, lessons in desk.by_row.items():
        row = desk.rows[row_id]
        strangers = tuple(lesson for lesson in lessons if lesson.teacher not in row.teachers)
        teachers = sorted({lesson.teacher for lesson in lessons})
        own = [name for name in teachers if name in row.teachers]
        if strangers:
            others = sorted({lesson.teacher for lesson in strangers})
            candidates = ", ".join(row.teachers) or "nobody"
            text = f"{row_id}: taught by {', '.join(others)}, candidates are {candidates}"
            yield broken("teacher.candidate", (row_id,), strangers, len(others) + max(0, len(own) - 1), text)
        elif len(teachers) > 1:
            names = ", ".join(teachers)
            text = f"{row_id}: taught by {len(teachers)} teachers ({names}), one serves the whole row"
            yield broken("teacher.candidate", (row_id,), tuple(lessons), len(teachers) - 1, text)


def check_teacher_clash(desk: Desk) -> Iterator[Violation]:
    """Engagements do not overlap; between one and the next there is at least the travel time."""
    for teacher_id, days in desk.teacher_days.items():
        for (week, day), items in days.items():
            for a, b, missing, text in clashes(items, lambda a, b: desk.travel(a.place, b.place)):
                where = f"{desk.teachers[teacher_id].name} {week} {day}: {text}"
                scope = (teacher_id, week, day, a.name, b.name)
                yield broken("teacher.clash", scope, lessons_of(a, b), missing, where)


def check_teacher_load(desk: Desk) -> Iterator[Violation]:
    """Minutes of lessons in a week and lessons on a day stay within the teacher's limits."""
    for teacher_id, days in desk.by_teacher.items():
        teacher = desk.teachers[teacher_id]
        weeks: dict[str, list[Lesson]] = defaultdict(list)
        for (week, day), lessons in days.items():
            weeks[week] += lessons
            most = teacher.max_day_lessons
            if most is not None and len(lessons) > most:
                text = f"{teacher.name} {week} {day}: {len(lessons)} lessons, at most {most}"
                scope = (teacher_id, week, day)
                yield broken("teacher.load", scope, tuple(lessons), len(lessons) - most, text, "lesson")
        for week, lessons in weeks.items():
            minutes, limit = sum(x.end_min - x.start_min for x in lessons), teacher.max_week_min
            if limit is not None and minutes > limit:
                text = f"{teacher.name} {week}: {minutes} min of lessons, at most {limit}"
                yield broken("teacher.load", (teacher_id, week), tuple(lessons), minutes - limit, text, "min")


def check_teacher_gap(desk: Desk) -> Iterator[Violation]:
    """Waiting beyond travel between two engagements, one a lesson and not both facts, within the limit."""
    for teacher_id, days in desk.teacher_days.items():
        teacher = desk.teachers[teacher_id]
        if teacher.max_gap_min is None:
            continue
        for (week, day), items in days.items():
            for a, b in pairwise(items):
                if (a.lesson is None and b.lesson is None) or (a.fact and b.fact):
                    continue
                over = b.start_min - a.end_min - desk.travel(a.place, b.place) - teacher.max_gap_min
                if over > 0:
                    waits = f"waits {over} min more than allowed between {a.said} and {b.said}"
                    text = f"{teacher.name} {week} {day}: {waits}"
                    scope = (teacher_id, week, day, a.name, b.name)
                    yield broken("teacher.gap", scope, lessons_of(a, b), over, text)


def lessons_of(*items: Engagement) -> tuple[Lesson, ...]:
    return tuple(item.lesson for item in items if item.lesson is not None)


def clashes(items: list[Engagement], needed: Needed) -> Iterator[tuple[Engagement, Engagement, int, str]]:
    """Every overlapping pair, and every neighbouring pair with less than the needed minutes between; two busy
    windows never. Yields the pair, the minutes of overlap or missing, and the words."""
    for i, a in enumerate(items):
        for b in items[i + 1 :]:
            if b.start_min >= a.end_min:
                break
            if a.lesson is not None or b.lesson is not None:
                overlap = max(1, min(a.end_min, b.end_min) - b.start_min)
                yield a, b, overlap, f"{a.said} and {b.said} overlap by {overlap} min"
    for a, b in pairwise(items):
        if b.start_min < a.end_min or (a.lesson is None and b.lesson is None):
            continue
        need, between = needed(a, b), b.start_min - a.end_min
        if between < need:
            yield a, b, need - between, f"{between} min between {a.said} and {b.said}, needs {need}"
