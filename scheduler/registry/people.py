"""Teachers and pupils of a registry as those of a problem: free time, own classes by the bells, families' windows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from scheduler.problem import BusyWindow, DatedHome, Pupil, Teacher, Window, Wish, merge_windows
from scheduler.registry.desk import NormDesk
from scheduler.registry.values import (
    Availability,
    AvailabilityKind,
    Bell,
    FamilyKind,
    FamilyWindow,
    PupilEntry,
    Registry,
    TeacherEntry,
)
from scheduler.registry.windows import Grid, week_id, without
from scheduler.terms import MINUTES_A_DAY, Weekday, WishKind

Engagement = tuple[
    Weekday, tuple[int, ...], str | None, int, int
]  # day, weeks, place, start and end in minutes
Fitted = tuple[FamilyWindow, dict[str, Any]]  # a window and its fields on the grid
Fit = Callable[[FamilyWindow, Grid], dict[str, Any] | None]
TEACHER_LIMITS = ("remote_place", "max_week_min", "max_day_lessons", "max_gap_min")
PUPIL_LIMITS = ("max_day_min", "max_teachers_day")
WISHES = {FamilyKind.PREFER: WishKind.PREFER, FamilyKind.DISLIKE: WishKind.DISLIKE}


def teachers(registry: Registry, grid: Grid) -> tuple[Teacher, ...]:
    """Every teacher; busy at the bells of the classes and whenever the availability says so.

    A teacher of whom no free time is known is free whenever not busy. What cannot be is taken out of it.
    """
    told: defaultdict[str, list[Availability]] = defaultdict(list)
    busy = _engagements(registry, grid)
    for entry in registry.availability:
        told[entry.teacher].append(entry)
    every = tuple(range(1, registry.settings.cycle_weeks + 1))
    return tuple(
        Teacher(
            id=entry.id,
            title=entry.name,
            school=entry.school,
            free=tuple(_free(told[entry.id], every, grid)),
            busy=tuple(_busy_windows(busy[entry.id], every, grid)),
            **_given(entry, TEACHER_LIMITS),
        )
        for entry in registry.teachers
    )


def _free(told: Sequence[Availability], every: tuple[int, ...], grid: Grid) -> Iterator[Window]:
    free = [_inside(entry, grid) for entry in told if entry.kind == AvailabilityKind.FREE]
    windows = [fields for fields in free or [{"start_min": 0, "end_min": MINUTES_A_DAY}] if fields]
    cannot = [_around(entry, grid) for entry in told if entry.kind == AvailabilityKind.CANNOT]
    taken = [fields for fields in cannot if fields]
    for fields in without(windows, taken, every, grid) if taken else windows:
        yield Window(**fields)


def _engagements(registry: Registry, grid: Grid) -> defaultdict[str, list[Engagement]]:
    """Fixed engagements by teacher. A place is named only where it is not the teacher's own school."""
    own = {entry.id: entry.school for entry in registry.teachers}
    bells = {(bell.school, bell.shift, bell.number): bell for bell in registry.bells}
    every = tuple(range(1, registry.settings.cycle_weeks + 1))
    found: defaultdict[str, list[Engagement]] = defaultdict(list)

    def add(
        teacher: str, day: Weekday, weeks: tuple[int, ...] | None, place: str | None, at: Bell | Availability
    ) -> None:
        span = grid.around(at.start_min, at.end_min)
        if span and day in grid.days:
            there = None if place in (None, own[teacher]) else place
            found[teacher].append((day, tuple(sorted(set(weeks or every))), there, *span))

    for lesson in registry.classes:
        for teacher in lesson.teachers:
            bell = bells[lesson.school, lesson.shift, lesson.number]
            add(teacher, lesson.day, lesson.weeks, lesson.school, bell)
    for entry in registry.availability:
        if entry.kind == AvailabilityKind.BUSY:
            for day in entry.days or grid.days:
                add(entry.teacher, day, entry.weeks, entry.place, entry)
    return found


def _busy_windows(
    engagements: Iterable[Engagement], every: tuple[int, ...], grid: Grid
) -> Iterator[BusyWindow]:
    """Overlapping and adjoining engagements of a day as one, then the same hours on several days as one window."""
    spans: defaultdict[tuple[Weekday, tuple[int, ...], str | None], list[tuple[int, int]]] = defaultdict(list)
    for day, weeks, place, start, end in engagements:
        spans[day, weeks, place].append((start, end))
    days: defaultdict[tuple[tuple[int, int], tuple[int, ...], str], list[Weekday]] = defaultdict(list)
    for (day, weeks, place), found in spans.items():
        for span in merge_windows(found):
            days[span, weeks, place or ""].append(day)
    for span, weeks, place in sorted(days):
        fields = grid.keys(span, days[span, weeks, place], None if weeks == every else weeks)
        yield BusyWindow(**(fields or {}), **({"place": place} if place else {}))


def pupils(
    registry: Registry, entries: Sequence[PupilEntry], grid: Grid, desk: NormDesk, remote: set[str]
) -> tuple[Pupil, ...]:
    """The pupils of the range. remote: those with lessons at a distance, for whom the screen has a daily limit."""
    windows: defaultdict[str, list[FamilyWindow]] = defaultdict(list)
    for window in registry.families:
        windows[window.pupil].append(window)
    return tuple(_pupil(entry, windows[entry.id], grid, desk, entry.id in remote) for entry in entries)


def _pupil(
    entry: PupilEntry, windows: Sequence[FamilyWindow], grid: Grid, desk: NormDesk, remote: bool
) -> Pupil:
    limits = _given(entry, PUPIL_LIMITS) | {"max_day_lessons": day_lessons(entry, desk)}
    if remote or entry.max_remote_day_min is not None:
        limits["max_remote_day_min"] = remote_minutes(entry, desk)
    fields = limits | _family(entry, windows, grid)
    return Pupil(
        id=entry.id,
        title=f"{entry.id}, {entry.class_title}" if entry.class_title else entry.id,
        school=entry.school,
        home=entry.home,
        grade=entry.grade,
        needs=entry.needs,
        **({} if entry.break_min == 10 else {"break_min": entry.break_min}),
        **{key: value for key, value in fields.items() if value is not None},
    )


def day_lessons(entry: PupilEntry, desk: NormDesk) -> int | None:
    """Lessons a day: the pupil's own limit, else the norm's."""
    answer = desk.answer("day_max", entry.grade)
    if entry.max_day_lessons is not None:
        return entry.max_day_lessons
    return answer.value if answer else None


def remote_minutes(entry: PupilEntry, desk: NormDesk) -> int | None:
    """Minutes a day at the screen of a computer at home: the pupil's own limit, else the norm's."""
    answer = desk.answer("screen_home_day_max", entry.grade, device="computer")
    if entry.max_remote_day_min is not None:
        return entry.max_remote_day_min
    return answer.value if answer else None


def _family(entry: PupilEntry, windows: Sequence[FamilyWindow], grid: Grid) -> dict[str, Any]:
    """Fields of a pupil that families' windows fill; a kind nobody speaks of is absent."""
    inside, around = _each(windows, grid, _inside), _each(windows, grid, _around)
    avoid = (fields for window, fields in around if window.kind == FamilyKind.AVOID)
    filled: dict[str, Any] = {
        "homes": tuple(_homes(windows, grid)),
        "busy": tuple(_with_class(around, entry)),
        "avoid": tuple(Window(**fields) for fields in avoid),
        "wishes": (*_wishes(inside, FamilyKind.PREFER), *_wishes(around, FamilyKind.DISLIKE)),
    }
    filled = {key: value for key, value in filled.items() if value}
    if any(window.kind == FamilyKind.ADULT_HOME for window in windows):
        adult = (fields for window, fields in inside if window.kind == FamilyKind.ADULT_HOME)
        filled["adult_home"] = tuple(Window(**fields) for fields in adult)
    return filled


def _with_class(windows: Iterable[Fitted], entry: PupilEntry) -> Iterator[BusyWindow]:
    for window, fields in windows:
        if window.kind == FamilyKind.WITH_CLASS:
            elsewhere = window.place not in (None, entry.school)
            yield BusyWindow(**fields, **({"place": window.place} if elsewhere else {}))


def _homes(windows: Sequence[FamilyWindow], grid: Grid) -> Iterator[DatedHome]:
    for window in windows:
        if window.kind != FamilyKind.OTHER_HOME:
            continue
        days = None if window.days is None else tuple(day for day in grid.days if day in window.days)
        weeks = None if window.weeks is None else tuple(week_id(week) for week in sorted(set(window.weeks)))
        if days != ():
            given = {"days": days, "weeks": weeks}
            told = {key: value for key, value in given.items() if value is not None}
            yield DatedHome(place=window.place or "", **told)


def _wishes(windows: Iterable[Fitted], kind: FamilyKind) -> Iterator[Wish]:
    for window, fields in windows:
        if window.kind == kind:
            weight = {} if window.weight == 1 else {"weight": window.weight}
            yield Wish(kind=WISHES[kind], **fields, **weight)


def _each(windows: Iterable[FamilyWindow], grid: Grid, fit: Fit) -> list[Fitted]:
    fitted = ((window, fit(window, grid)) for window in windows)
    return [(window, fields) for window, fields in fitted if fields]


def _inside(window: FamilyWindow | Availability, grid: Grid) -> dict[str, Any] | None:
    return grid.keys(grid.inside(window.start_min, window.end_min), window.days, window.weeks)


def _around(window: FamilyWindow | Availability, grid: Grid) -> dict[str, Any] | None:
    return grid.keys(grid.around(window.start_min, window.end_min), window.days, window.weeks)


def _given(entry: PupilEntry | TeacherEntry, keys: Iterable[str]) -> dict[str, Any]:
    return {key: getattr(entry, key) for key in keys if getattr(entry, key) is not None}
