"""The hidden witness: every lesson really placed, lawfully; where nobody can teach it, a teacher is hired."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from scheduler.terms import Weekday
from tests.instances.draft import DAYS, Draft, DraftPupil, DraftRow, DraftTeacher, Span, Stay
from tests.instances.lawful import busiest, pause_min, pupil_may, teacher_may

FIRST_BELLS: tuple[Span, ...] = ((510, 550), (560, 600), (615, 655), (675, 715), (730, 770), (780, 820))
SECOND_BELLS: tuple[Span, ...] = (
    (840, 880),
    (890, 930),
    (945, 985),
    (1000, 1040),
    (1050, 1090),
    (1100, 1140),
)
STEP_MIN = 5
Bundle = list[tuple[DraftRow, int]]  # rows that take turns at one weekly time, each with its weeks


class NoPlaceError(RuntimeError):
    """The generator itself is at fault: a family's frame cannot hold the plan."""


def place_all(draft: Draft, rng: Random) -> None:
    """Give every row a teacher and every lesson a time."""
    for group in _groups(draft):
        if not (_try_known(draft, group, rng) or _try_new(draft, group, rng)):
            raise NoPlaceError(f"{group[0].pupils[0].id}: no place for {group[0].title}")


def _groups(draft: Draft) -> Iterator[list[DraftRow]]:
    """Shared rows first, then pupil by pupil the rows of one slot together, longest first."""
    yield from ([row] for row in draft.rows if len(row.pupils) > 1)
    for pupil in draft.pupils:
        own = [row for row in draft.rows_of(pupil) if len(row.pupils) == 1]
        groups = [[row] for row in own if row.slot is None]
        groups += [[row for row in own if row.slot == slot] for slot in dict.fromkeys(
            row.slot for row in own if row.slot is not None)]  # fmt: skip
        yield from sorted(groups, key=lambda group: -sum(row.lessons for row in group))


def _bundles(draft: Draft, group: list[DraftRow]) -> list[Bundle]:
    """One bundle per weekly time. The weeks of the last, partial one are those the pupil is least busy in."""
    if len(group) > 1:
        return [_taking_turns(draft, group)]
    row = group[0]
    weeks = [week for week in range(draft.weeks) if row.weeks >> week & 1]
    times = -(-row.lessons // len(weeks))
    rest = row.lessons - (times - 1) * len(weeks)
    calm = sorted(weeks, key=lambda week: (_week_load(row.pupils[0], week), week))[:rest]
    return [[(row, row.weeks)] for _ in range(times - 1)] + [[(row, _mask(calm))]]


def _taking_turns(draft: Draft, group: list[DraftRow]) -> Bundle:
    bundle, week = [], 0
    for row in group:
        bundle.append((row, _mask(list(range(week, week + row.lessons)))))
        week += row.lessons
    assert week <= draft.weeks
    return bundle


def _mask(weeks: list[int]) -> int:
    return sum(1 << week for week in weeks)


def _week_load(pupil: DraftPupil, week: int) -> int:
    return sum(1 for stays in pupil.diary.values() for stay in stays if stay.weeks >> week & 1)


def _try_known(draft: Draft, group: list[DraftRow], rng: Random) -> bool:
    """Teachers of the school and of its partner who are there already, some order of them per group."""
    pools = [_pool(draft, row) for row in group]
    if not all(pools):
        return False
    turns = max(len(pool) for pool in pools)
    first = rng.randrange(turns)
    for turn in range(turns):
        chosen = [pool[(first + turn) % len(pool)] for pool in pools]
        if _place_group(draft, group, chosen):
            return True
    return False


def _pool(draft: Draft, row: DraftRow) -> list[DraftTeacher]:
    pupil = row.pupils[0]
    schools = (pupil.school, draft.partner[pupil.school])
    return draft.teachers_of(row.specialty, schools)


def _try_new(draft: Draft, group: list[DraftRow], rng: Random) -> bool:
    """Hire for each specialty of the group; a few tries, for the new class timetable may be in the way."""
    for _ in range(8):
        known = len(draft.teachers)
        hired: dict[str, DraftTeacher] = {}
        for row in group:
            if row.specialty not in hired:
                hired[row.specialty] = _hire(draft, row, rng)
        if _place_group(draft, group, [hired[row.specialty] for row in group]):
            return True
        while len(draft.teachers) > known:
            draft.dismiss_last()
    return False


def _hire(draft: Draft, row: DraftRow, rng: Random) -> DraftTeacher:
    pupil = row.pupils[0]
    school = draft.partner[pupil.school] if rng.randrange(4) == 0 else pupil.school
    number = len(draft.teachers) + 1
    other = draft.partner[school]
    desk = other if number % 5 == 0 else school
    teacher = DraftTeacher(f"t{number}", school, row.specialty, 1 - pupil.shift, {}, desk)
    bells = SECOND_BELLS if teacher.shift else FIRST_BELLS
    methodical = rng.randrange(8)
    for turn, day in enumerate(DAYS):
        held = _classes(bells, teacher, rng) if turn != methodical else ()
        spot = other if number % 6 == 0 and day == Weekday.THU else school  # works at both schools
        teacher.diary[day] = [Stay(start, end, spot, draft.all_weeks) for start, end in held]
        teacher.frame[day] = _frame(teacher, day)
    draft.hire(teacher)
    return teacher


def _classes(bells: tuple[Span, ...], teacher: DraftTeacher, rng: Random) -> tuple[Span, ...]:
    """Own classes of a day: primary teachers from the first bell on, the others with holes."""
    if teacher.specialty in ("primary", "special"):
        return bells[: 3 + rng.randrange(2)]
    first = rng.randrange(2)
    last = 3 + rng.randrange(4)
    hole = rng.randrange(6)
    return tuple(span for number, span in enumerate(bells) if first <= number < last and number != hole)


def _frame(teacher: DraftTeacher, day: Weekday) -> Span:
    """The half of the day that the own classes leave; a day without them is open to ten hours."""
    held = teacher.diary[day]
    if not held:
        return (540, 1140)
    return (480, held[0].start_min) if teacher.shift else (held[-1].end_min, 1140)


def _place_group(draft: Draft, group: list[DraftRow], teachers: list[DraftTeacher]) -> bool:
    """All times of the rows with these teachers, or nothing at all."""
    for row, teacher in zip(group, teachers, strict=True):
        row.teacher = teacher
    if all(_place_bundle(draft, bundle) for bundle in _bundles(draft, group)):
        return True
    for row in group:
        _take_back(row)
    return False


def _place_bundle(draft: Draft, bundle: Bundle) -> bool:
    weeks = 0
    for _, mask in bundle:
        weeks |= mask
    for day in sorted(DAYS, key=lambda day: _day_cost(draft, bundle, day, weeks)):
        closed = draft.closed.get(day, 0)
        for start in _starts(draft, bundle[0][0], day, weeks & ~closed):
            open_part = [(row, mask & ~closed) for row, mask in bundle if mask & ~closed]
            if not _bundle_may(draft, open_part, day, start):
                continue
            for row, mask in open_part:
                _stand(row, day, start, mask)
            displaced = [(row, mask & closed) for row, mask in bundle if mask & closed]
            if not displaced or _place_bundle(draft, displaced):
                return True
            for row, mask in open_part:
                _take_back(row, (day, start, mask))
    return False


def _bundle_may(draft: Draft, bundle: Bundle, day: Weekday, start: int) -> bool:
    return bool(bundle) and all(
        row.teacher is not None
        and teacher_may(draft, row, row.teacher, day, start, mask)
        and all(pupil_may(draft, row, pupil, day, start, mask) for pupil in row.pupils)
        for row, mask in bundle
    )


def _day_cost(draft: Draft, bundle: Bundle, day: Weekday, weeks: int) -> tuple[int, int]:
    """Days with few lessons of the pupil first, days beside one of the row later."""
    row = bundle[0][0]
    load = max(busiest(pupil, day, weeks, draft.weeks) for pupil in row.pupils)
    beside = any(abs(stood.number - day.number) <= 1 for stood, _, _ in row.stood)
    return (2 * load + 3 * beside + (1 if weeks & draft.closed.get(day, 0) else 0), (day.number * 3) % 5)


def _starts(draft: Draft, row: DraftRow, day: Weekday, weeks: int) -> list[int]:
    """Starts worth trying: right after or before the pupil's other lessons, else along the frame."""
    pupil = row.pupils[0]
    beside: list[int] = []
    for stay in pupil.diary[day]:
        if stay.weeks & weeks:
            place = row.pupil_place(pupil, day)
            pause = max(pause_min(pupil, row, stay), draft.travel(stay.place, place))
            beside += [stay.end_min + pause, stay.start_min - pause - row.lesson_min]
    along = range(pupil.frame[0], pupil.frame[1] - row.lesson_min + 1, 2 * STEP_MIN)
    return list(dict.fromkeys([_on_grid(start) for start in sorted(beside)] + [_on_grid(s) for s in along]))


def _on_grid(start: int) -> int:
    return -(-start // STEP_MIN) * STEP_MIN


def _stand(row: DraftRow, day: Weekday, start: int, mask: int) -> None:
    end = start + row.lesson_min
    assert row.teacher is not None
    row.stood.append((day, start, mask))
    spot = row.teacher_place(row.teacher, day)
    row.teacher.diary[day].append(Stay(start, end, spot, mask, row.number, row.subject, row.outside))
    for pupil in row.pupils:
        where = row.pupil_place(pupil, day)
        pupil.diary[day].append(Stay(start, end, where, mask, row.number, row.subject, row.outside))


def _take_back(row: DraftRow, only: tuple[Weekday, int, int] | None = None) -> None:
    """Remove the row's lessons, or those of one of its times, from every diary."""
    assert row.teacher is not None
    gone = row.stood if only is None else [only]
    for day, start, mask in gone:
        for diary in (row.teacher.diary, *(pupil.diary for pupil in row.pupils)):
            diary[day] = [
                stay
                for stay in diary[day]
                if (stay.row, stay.start_min, stay.weeks) != (row.number, start, mask)
            ]
    row.stood = [] if only is None else [stood for stood in row.stood if stood != only]
