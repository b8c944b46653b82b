"""Pupils and groups of teachers with more lessons than their days hold: a flow of lessons to days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.preflight.capacity import Capacity
from scheduler.preflight.facts import Day
from scheduler.preflight.finding import Finding
from scheduler.preflight.spread import Edges, Quick, Spot, Spread
from scheduler.problem import PlanRow, Pupil
from scheduler.russian import counted, lessons


@dataclass(frozen=True, slots=True)
class Shortage:
    """Rows that compete for less room than they need; needed and available in lessons."""

    rows: tuple[PlanRow, ...]
    needed: int
    available: int


def pupil_findings(capacity: Capacity) -> Iterator[Finding]:
    """Every pupil whose days hold less than the plan."""
    for pupil in capacity.facts.problem.pupils:
        yield from pupil_finding(capacity, pupil)


def pupil_finding(capacity: Capacity, pupil: Pupil) -> Iterator[Finding]:
    """Days of one pupil: lessons, minutes, windows and breaks; one finding or none."""
    rows = capacity.facts.rows_of_pupil[pupil.id]
    short = _pupil_shortage(capacity, pupil, rows)
    if short:
        path = f"pupils.{capacity.facts.problem.pupils.index(pupil)}"
        text = f"{pupil.name}: {_of_rows(short, rows)}{_numbers(short)}{_pupil_limits(pupil)}"
        fields = tuple(f"{path}.{key}" for key in ("adult_home", "avoid", "max_day_lessons", "max_day_min"))
        yield _finding("pupil.room", pupil.name, text, short, fields)


def teacher_findings(capacity: Capacity) -> Iterator[Finding]:
    """Every set of candidates that some row has and that falls short by more than the sets inside it."""
    told: list[tuple[frozenset[str], int]] = []
    for pool in capacity.pools:
        already = sum(missing for inner, missing in told if inner < pool)
        for finding in pool_findings(capacity, pool):
            if finding.code == "teacher.minutes":
                yield finding
            elif finding.missing > already:
                told.append((pool, finding.missing))
                yield finding


def pool_findings(capacity: Capacity, pool: frozenset[str]) -> Iterator[Finding]:
    """A set of teachers against all rows that have no other candidates: days first, then weekly minutes."""
    problem = capacity.facts.problem
    teachers = {each.id: number for number, each in enumerate(problem.teachers) if each.id in pool}
    who = capacity.names.teachers(teachers)
    rows = [row for inner, held in capacity.pools.items() if inner <= pool for row in held]
    short = _pool_shortage(capacity, pool, rows)
    if short:
        fields = tuple(f"teachers.{number}.free" for number in teachers.values())
        yield _finding("teacher.room", who, f"{who}: {_of_rows(short, rows)}{_numbers(short)}", short, fields)
    mend = tuple(f"teachers.{number}.max_week_min" for number in teachers.values())
    yield from _minutes_finding(capacity, pool, rows, who, mend)


def _finding(code: str, who: str, text: str, short: Shortage, fields: tuple[str, ...]) -> Finding:
    ids = tuple(row.id for row in short.rows)
    return Finding(code, "blocks", who, text, short.needed, short.available, ids, fields)


def _of_rows(short: Shortage, rows: Sequence[PlanRow]) -> str:
    """`Математика, Физика: ` when only some of the rows compete."""
    if len(short.rows) == len(rows):
        return ""
    subjects = list(dict.fromkeys(row.name for row in short.rows))
    more = f" и ещё {len(subjects) - 5}" if len(subjects) > 5 else ""
    return f"{', '.join(subjects[:5])}{more}: "


def _numbers(short: Shortage) -> str:
    return f"нужно {lessons(short.needed)}, свободных мест {short.available}"


def _pupil_limits(pupil: Pupil) -> str:
    limits = []
    if pupil.max_day_lessons is not None:
        limits.append(f"в день не больше {lessons_of(pupil.max_day_lessons)}")
    if pupil.max_day_min is not None:
        limits.append(f"в день не больше {pupil.max_day_min} мин")
    return f" ({', '.join(limits)})" if limits else ""


def lessons_of(number: int) -> str:
    """Genitive after `не больше`: `1 занятия`, `3 занятий`."""
    return counted(number, "занятия", "занятий", "занятий")


def _pupil_shortage(capacity: Capacity, pupil: Pupil, rows: Sequence[PlanRow]) -> Shortage | None:
    wants = [capacity.want(row) for row in rows]
    for names in _tries(capacity, rows):
        spread = _pupil_spread(capacity, pupil, rows, names)
        if spread.all_go(wants):
            return None
    return _shortage(capacity, spread, rows)


def _pupil_spread(
    capacity: Capacity, pupil: Pupil, rows: Sequence[PlanRow], names: Mapping[str, Sequence[str]]
) -> Spread:
    """Days of the pupil with the given teachers of each row; fewer teachers leave less room."""
    spread = Spread()
    held: dict[Day, int] = defaultdict(int)
    shortest: dict[Day, int] = {}
    longest = 1 + max((row.lesson_min for row in rows), default=0)
    for row in rows:
        for teacher_id in names[row.id]:
            for day, mask in capacity.starts.masks(row, teacher_id).items():
                if mask:
                    held[day] |= mask
                    if shortest.get(day, longest) > row.lesson_min:
                        shortest[day] = row.lesson_min
    for day, mask in held.items():
        limits = [capacity.packed(mask, shortest[day] + pupil.break_min)]
        limits += [] if pupil.max_day_lessons is None else [pupil.max_day_lessons]
        limits += [] if pupil.max_day_min is None else [pupil.max_day_min // shortest[day]]
        spread.spot(day, min(limits))
    for row in rows:
        for day, most in _days_of_row(capacity, row, names[row.id]).items():
            spread.may_go(row.id, day[0], day, most)
    return spread


def _pool_shortage(capacity: Capacity, pool: frozenset[str], rows: Sequence[PlanRow]) -> Shortage | None:
    if any(_easily(capacity, rows, names) for names in _tries(capacity, rows)):
        return None
    spread = Spread()
    for teacher_id in pool:
        _add_teacher(capacity, spread, teacher_id, rows)
    return _shortage(capacity, spread, rows)


def _tries(capacity: Capacity, rows: Sequence[PlanRow]) -> Iterator[dict[str, tuple[str, ...]]]:
    """Teachers of each row: first those that were looked at and are enough for it alone, then all it may have."""
    likely = {row.id: tuple(room.teacher for room in capacity.rooms(row)) for row in rows}
    every = {row.id: capacity.facts.candidates(row) for row in rows}
    if any(len(likely[name]) < len(every[name]) for name in every):
        yield likely
    yield every


def _easily(capacity: Capacity, rows: Sequence[PlanRow], names: Mapping[str, Sequence[str]]) -> bool:
    """True only where all lessons find their place at the first look: so it is with most sets of teachers.

    names: teachers of each row that are looked at; fewer of them prove no less.
    """
    given: dict[str, list[PlanRow]] = {}
    edges: dict[str, list[Edges]] = {row.id: [] for row in rows}
    for row in rows:
        for name in names[row.id]:
            given.setdefault(name, []).append(row)
    loads: dict[tuple[str, str], int] = {}
    for name, mine in given.items():
        limit = _week_limit(capacity, name, mine)
        loads |= {(name, week.id): limit for week in capacity.facts.problem.weeks}
        for row in mine:
            edges[row.id].append(capacity.edges(row, name))

    def holds(spot: Spot) -> int:
        teacher_id, day = spot
        there = [row for row in given[teacher_id] if capacity.days(row, teacher_id).get(day)]
        return _held(capacity, teacher_id, day, there)

    return Quick(holds, loads).all_go([capacity.want(row) for row in rows], edges)


def _held(capacity: Capacity, teacher_id: str, day: Day, rows: Sequence[PlanRow]) -> int:
    """Lessons of a teacher's day; days on which the same rows leave the same are counted once."""
    own = capacity.facts.alike(capacity.facts.teachers[teacher_id])[day]
    key = (teacher_id, own, *((row.id, capacity.starts.like(row)[day]) for row in rows))
    if key not in capacity.held_on:
        capacity.held_on[key] = _teacher_day(capacity, teacher_id, day, rows)
    return capacity.held_on[key]


def _week_limit(capacity: Capacity, teacher_id: str, rows: Sequence[PlanRow]) -> int:
    """Lessons of the rows that a week of the teacher holds by the weekly load."""
    limit = sum(row.lessons for row in rows)
    most = capacity.facts.teachers[teacher_id].max_week_min
    if most is not None:
        limit = min(limit, most // min((row.lesson_min for row in rows), default=1))
    return limit


def _add_teacher(capacity: Capacity, spread: Spread, teacher_id: str, rows: Sequence[PlanRow]) -> None:
    mine = [row for row in rows if teacher_id in capacity.facts.candidates(row)]
    on_day: dict[Day, list[PlanRow]] = defaultdict(list)
    for row in mine:
        for week, edges in capacity.edges(row, teacher_id).items():
            spread.may_go_to(row.id, week, edges)
            for (_, day), _ in edges:
                on_day[day].append(row)
    for day, there in on_day.items():
        spread.spot((teacher_id, day), _held(capacity, teacher_id, day, there), (teacher_id, day[0]))
    week_limit = _week_limit(capacity, teacher_id, mine)
    for week in dict.fromkeys(day[0] for day in on_day):
        spread.load((teacher_id, week), week_limit)


def _teacher_day(capacity: Capacity, teacher_id: str, day: Day, rows: Sequence[PlanRow]) -> int:
    """Lessons of one teacher's day: starts at least a lesson and the shortest needed road apart."""
    mask, shortest = 0, rows[0].lesson_min
    for row in rows:
        mask |= capacity.starts.masks(row, teacher_id)[day]
        if row.lesson_min < shortest:
            shortest = row.lesson_min
    number = capacity.packed(mask, shortest + _least_road(capacity, teacher_id, day, rows))
    most = capacity.facts.teachers[teacher_id].max_day_lessons
    return number if most is None else min(number, most)


def _least_road(capacity: Capacity, teacher_id: str, day: Day, rows: Sequence[PlanRow]) -> int:
    """The shortest way between two lessons of that day; 0 when two may stand at one place."""
    places: set[str] = set()
    for row in rows:
        place = capacity.starts.places(row, teacher_id)[day]
        if place in places:
            return 0
        places.add(place)
    if any(capacity.day(row, teacher_id, day) > 1 for row in rows):
        return 0
    return capacity.least_road(f"teacher {teacher_id}", frozenset(places))


def _days_of_row(capacity: Capacity, row: PlanRow, names: Sequence[str]) -> dict[Day, int]:
    """Lessons of the row by day with the best of some teachers."""
    each = [capacity.days(row, name) for name in names]
    if len(each) == 1:
        return {day: most for day, most in each[0].items() if most}
    days = {}
    for day in capacity.facts.days_of(row):
        most = max((known[day] for known in each), default=0)
        if most:
            days[day] = most
    return days


def _shortage(capacity: Capacity, spread: Spread, rows: Sequence[PlanRow]) -> Shortage | None:
    """Lessons to weeks as the row's own bounds allow; None when all of them find room."""
    wants = [capacity.want(row) for row in rows]
    missing, side = spread.missing(wants)
    if not missing:
        return None
    short = tuple(row for row in rows if ("row", row.id) in side)
    needed = sum(want.lessons for want in wants if ("row", want.row) in side)
    return Shortage(short, needed, needed - missing)


def _minutes_finding(
    capacity: Capacity, pool: frozenset[str], rows: Sequence[PlanRow], who: str, fields: tuple[str, ...]
) -> Iterator[Finding]:
    """Minutes of lessons against the weekly limits of all teachers of the pool."""
    teachers = [capacity.facts.teachers[name] for name in pool]
    limits = [teacher.max_week_min for teacher in teachers if teacher.max_week_min is not None]
    if len(limits) < len(teachers):
        return
    weeks = len({week for row in rows for week in capacity.facts.problem.weeks_of(row)})
    needed = sum(row.lesson_min * capacity.most(row) for row in rows)
    available = sum(limits) * weeks
    if needed > available:
        period = counted(weeks, "неделю", "недели", "недель")
        text = f"{who}: нужно {needed} мин занятий за {period}, по нагрузке допустимо {available}"
        ids = tuple(row.id for row in rows)
        yield Finding("teacher.minutes", "blocks", who, text, needed, available, ids, fields)
