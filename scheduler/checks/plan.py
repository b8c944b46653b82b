"""Rules of a whole row: even weeks, rhythm, pins, count."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator

from scheduler.checks.desk import Desk
from scheduler.checks.verdict import Violation, broken
from scheduler.problem import PlanRow
from scheduler.terms import Rhythm, clock


def check_week_even(desk: Desk) -> Iterator[Violation]:
    """In a cycle no week has more than its even share rounded up, and weeks fall short of the share rounded
    down by no more than what is unplaced. Excess: lessons above, or a shortfall nothing explains."""
    if desk.problem.dated:
        return
    for row in desk.problem.rows:
        weeks = desk.problem.weeks_of(row)
        lessons = desk.by_row.get(row.id, [])
        held = Counter(lesson.week for lesson in lessons)
        most, least = math.ceil(row.lessons / len(weeks)), row.lessons // len(weeks)
        above = sum(max(0, held[week] - most) for week in weeks)
        short = sum(max(0, least - held[week]) for week in weeks) - max(0, row.lessons - len(lessons))
        if above > 0:
            text = f"{row.id}: {above} lesson(s) above {most} a week"
            yield broken("week.even", (row.id,), tuple(lessons), above, text)
        elif short > 0:
            text = f"{row.id}: weeks fall {short} lesson(s) short of {least} a week beyond what is unplaced"
            yield broken("week.even", (row.id,), tuple(lessons), short, text)


def check_rhythm(desk: Desk) -> Iterator[Violation]:
    """Fixed rows of a group use at most ceil(lessons ÷ weeks) slots, one more if a week has a closed day."""
    for rows in _rhythm_groups(desk):
        lessons = [lesson for row in rows for lesson in desk.by_row.get(row.id, [])]
        used = {(lesson.day, lesson.start_min) for lesson in lessons}
        weeks = {week for row in rows for week in desk.problem.weeks_of(row)}
        allowed = math.ceil(sum(row.lessons for row in rows) / len(weeks))
        allowed += any(week in weeks and day in desk.days for week, day in desk.closed)
        if len(used) > allowed:
            slots = ", ".join(f"{day} {clock(start)}" for day, start in sorted(used))
            names = ", ".join(row.id for row in rows)
            text = f"{names}: {len(used)} weekly slots ({slots}), at most {allowed}"
            yield broken("rhythm", tuple(row.id for row in rows), tuple(lessons), len(used) - allowed, text)


def _rhythm_groups(desk: Desk) -> list[tuple[PlanRow, ...]]:
    """Rows whose slots count together: of one pupil with one `slot`, others alone; equal groups once."""
    fixed = [row for row in desk.problem.rows if desk.problem.rhythm_of(row) is Rhythm.FIXED]
    groups = [(row,) for row in fixed if row.slot is None]
    shared: dict[tuple[str, str], list[PlanRow]] = defaultdict(list)
    for row in fixed:
        for pupil_id in row.pupils:
            if row.slot is not None:
                shared[pupil_id, row.slot].append(row)
    by_names = {tuple(row.id for row in rows): tuple(rows) for rows in shared.values()}
    return [*groups, *by_names.values()]


def check_pin(desk: Desk) -> Iterator[Violation]:
    """For each pin a lesson of its row stands at its week, day and start, with its teacher if named."""
    for pin in desk.problem.pins:
        lessons = desk.by_row.get(pin.row, [])
        stands = any(
            (lesson.week, lesson.day, lesson.start_min) == (pin.week, pin.day, pin.start_min)
            and pin.teacher in (None, lesson.teacher)
            for lesson in lessons
        )
        if not stands:
            who = f" with {pin.teacher}" if pin.teacher else ""
            text = f"{pin.row}: no lesson on {pin.week} {pin.day} at {clock(pin.start_min)}{who} as pinned"
            scope = (pin.row, pin.week, pin.day, pin.start_min, pin.teacher)
            yield broken("pin", scope, tuple(lessons), 1, text)


def check_row_count(desk: Desk) -> Iterator[Violation]:
    """Each row has exactly its lessons placed or reported unplaced; ordinals 1..lessons, none twice; no
    unknown row. Excess: lessons too many or too few, else lessons with a wrong ordinal."""
    reported: Counter[str] = Counter()
    for entry in desk.timetable.unplaced:
        reported[entry.row] += entry.count
    for row in desk.problem.rows:
        lessons = desk.by_row.get(row.id, [])
        total = len(lessons) + reported[row.id]
        numbers = Counter(lesson.n for lesson in lessons)
        wrong = sum(count if not 1 <= n <= row.lessons else count - 1 for n, count in numbers.items())
        if total != row.lessons:
            text = (
                f"{row.id}: {len(lessons)} placed and {reported[row.id]} unplaced, the row has {row.lessons}"
            )
            yield broken("row.count", (row.id,), tuple(lessons), abs(total - row.lessons), text)
        elif wrong:
            found = sorted(numbers.elements())
            text = f"{row.id}: ordinals {found}, expected different ones of 1..{row.lessons}"
            yield broken("row.count", (row.id,), tuple(lessons), wrong, text)
    yield from _unknown_rows(desk, reported)


def _unknown_rows(desk: Desk, reported: Counter[str]) -> Iterator[Violation]:
    strangers = [lesson for lesson in desk.timetable.lessons if lesson.row not in desk.rows]
    for row_id in dict.fromkeys([*(lesson.row for lesson in strangers), *reported]):
        if row_id not in desk.rows:
            lost = tuple(lesson for lesson in strangers if lesson.row == row_id)
            yield broken(
                "row.count",
                (row_id,),
                lost,
                len(lost) + reported[row_id],
                f"{row_id}: no such row in the problem",
            )
