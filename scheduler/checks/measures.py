"""Goals in their native units, counted over the lessons that stand. One function per goal."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from scheduler.checks.desk import Desk, Engagement
from scheduler.checks.pupil import break_needed
from scheduler.terms import LessonForm, Weekday, WishKind
from scheduler.timetable import Lesson


def count_unplaced(desk: Desk) -> int:
    return sum(entry.count for entry in desk.timetable.unplaced)


def count_changes(desk: Desk) -> int:
    """Weights of the entries of `previous` that no lesson keeps."""
    stands = {(x.row, x.week, x.day, x.start_min, x.teacher) for x in desk.known}
    anybody = {key[:4] for key in stands}
    lost = 0
    for entry in desk.problem.previous:
        key = (entry.row, entry.week, str(entry.day), entry.start_min)
        kept = key in anybody if entry.teacher is None else (*key, entry.teacher) in stands
        lost += 0 if kept else entry.weight
    return lost


def count_wish(desk: Desk) -> int:
    """Per lesson and pupil: the largest prefer weight if it starts outside all prefer windows, plus the
    weight of every dislike window that holds its start."""
    total = 0
    for pupil_id, days in desk.by_pupil.items():
        wishes = desk.pupils[pupil_id].wishes
        prefer = [wish for wish in wishes if wish.kind is WishKind.PREFER]
        dislike = [wish for wish in wishes if wish.kind is WishKind.DISLIKE]
        if not wishes:
            continue
        for (week, day), lessons in days.items():
            for start in (lesson.start_min for lesson in lessons):
                holding = [
                    wish
                    for wish in wishes
                    if wish.holds_on(week, Weekday(day)) and wish.start_min <= start < wish.end_min
                ]
                if prefer and not any(wish in holding for wish in prefer):
                    total += max(wish.weight for wish in prefer)
                total += sum(wish.weight for wish in dislike if wish in holding)
    return total


def count_travel(desk: Desk) -> int:
    """Minutes between consecutive engagements of teachers at different places, busy windows included."""
    return sum(sum(_travel(desk, items) for items in days.values()) for days in desk.teacher_days.values())


def count_idle(desk: Desk) -> int:
    """Minutes between consecutive engagements of teachers, one of them a lesson, beyond travel."""
    return sum(sum(_idle(desk, items) for items in days.values()) for days in desk.teacher_days.values())


def count_fairness(desk: Desk) -> int:
    """The largest travel plus idle minutes of any teacher over all weeks."""
    return max(
        (
            sum(_travel(desk, x) + _idle(desk, x) for x in days.values())
            for days in desk.teacher_days.values()
        ),
        default=0,
    )


def _travel(desk: Desk, items: list[Engagement]) -> int:
    return sum(desk.travel(a.place, b.place) for a, b in pairwise(items) if a.place != b.place)


def _idle(desk: Desk, items: list[Engagement]) -> int:
    return sum(
        max(0, b.start_min - a.end_min - desk.travel(a.place, b.place))
        for a, b in pairwise(items)
        if a.lesson is not None or b.lesson is not None
    )


def count_visits(desk: Desk) -> int:
    """Maximal runs of consecutive home lessons of a teacher at one home on one day."""
    visits = 0
    for days in desk.teacher_days.values():
        for items in days.values():
            at_home: str | None = None
            for item in items:
                home = item.place if item.lesson is not None and _is_home(desk, item.lesson) else None
                visits += home is not None and home != at_home
                at_home = home
    return visits


def _is_home(desk: Desk, lesson: Lesson) -> bool:
    return desk.row(lesson).form is LessonForm.HOME


def count_adult_days(desk: Desk) -> int:
    """(pupil, week, day) with a home lesson."""
    return sum(
        any(_is_home(desk, lesson) for lesson in lessons)
        for days in desk.by_pupil.values()
        for lessons in days.values()
    )


def count_pupil_gap(desk: Desk) -> int:
    """Minutes between consecutive engagements of a pupil beyond the required break, busy windows included."""
    total = 0
    for pupil_id, days in desk.pupil_days.items():
        pupil = desk.pupils[pupil_id]
        for items in days.values():
            for a, b in pairwise(items):
                total += max(0, b.start_min - a.end_min - break_needed(desk, pupil, a, b))
    return total


def _by_week(days: dict[tuple[str, str], list[Lesson]]) -> dict[str, dict[str, list[Lesson]]]:
    weeks: dict[str, dict[str, list[Lesson]]] = defaultdict(dict)
    for (week, day), lessons in days.items():
        weeks[week][day] = lessons
    return weeks


def count_balance(desk: Desk) -> int:
    """Lessons on a pupil's day above an even share of the week, rounded up."""
    total = 0
    for days in desk.by_pupil.values():
        for week in _by_week(days).values():
            share = -(-sum(len(lessons) for lessons in week.values()) // len(desk.days))
            total += sum(max(0, len(lessons) - share) for lessons in week.values())
    return total


def count_spread(desk: Desk) -> int:
    """Pairs of neighbouring weekdays with the same row, in weeks with fewer than days − 1 lessons of it."""
    numbers = {str(day): day.number for day in desk.problem.days}
    total = 0
    for lessons in desk.by_row.values():
        weeks: dict[str, list[int]] = defaultdict(list)
        for lesson in lessons:
            if desk.on_calendar(lesson):
                weeks[lesson.week].append(numbers[lesson.day])
        for held in weeks.values():
            if len(held) < len(desk.days) - 1:
                total += sum(day + 1 in held for day in set(held))
    return total


def count_curve(desk: Desk) -> int:
    """Difficulty points of a pupil's first and last listed day above an even share, rounded up."""
    edges = {desk.days[0], desk.days[-1]}
    total = 0
    for days in desk.by_pupil.values():
        for week in _by_week(days).values():
            points = {day: sum(desk.row(x).difficulty for x in lessons) for day, lessons in week.items()}
            share = -(-sum(points.values()) // len(desk.days))
            total += sum(max(0, points.get(day, 0) - share) for day in edges)
    return total


def count_faces(desk: Desk) -> int:
    """Different teachers of each pupil, added up."""
    return len({(pupil_id, x.teacher) for x in desk.known for pupil_id in desk.row(x).pupils})
