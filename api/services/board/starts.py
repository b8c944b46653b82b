"""Every start of a lesson, judged: what it would change, or all that closes it.

A lesson's own pins close too, and what is held for another family.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.errors import Conflict
from api.services.board.held import Held
from api.services.board.state import FREE, Change, Key, Kinds, PinKind, key_of
from scheduler.russian import DAY
from scheduler.suggest import Blocked, Blocker, Day, Start
from scheduler.terms import Weekday, clock
from scheduler.timetable import Lesson

if TYPE_CHECKING:
    from api.services.board.acts import Target

PIN = "board.pin"
HELD = "board.held"
Weeks = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pinned:
    """What a lesson's pins hold fast, and where it stands."""

    kinds: Kinds
    lesson: Lesson | None

    def against(self, day: Weekday, teacher: str) -> Iterator[str]:
        """What closes the whole day with a teacher."""
        if self.lesson is None:
            return
        if PinKind.DAY in self.kinds and self.lesson.day != day:
            yield f"день занятия закреплён: {DAY[Weekday(self.lesson.day)]}"
        if PinKind.TEACHER in self.kinds and self.lesson.teacher != teacher:
            yield "учитель занятия закреплён"

    @property
    def time_min(self) -> int | None:
        """The only start that is left, where the time is pinned."""
        return self.lesson.start_min if self.lesson and PinKind.TIME in self.kinds else None


def answer(held: Held, key: Key, series: bool) -> tuple[Day, ...]:
    """Every day with every candidate teacher, the lesson's pins and what is held for others among the blockers."""
    days = held.suggest(key, series).days
    if held.for_families:
        days = tuple(_with_held(held, key, day) for day in days)
    pinned = pins_on(held, key, series)
    if not pinned.kinds:
        return days
    return tuple(_with_pins(day, pinned) for day in days)


def refuse_held(held: Held, change: Change) -> None:
    """Raises Conflict where a lesson would come, or get a teacher, at a time held for another family."""
    stood = {key_of(lesson): (lesson.day, lesson.start_min, lesson.teacher) for lesson in change.before}
    for lesson in change.after:
        spot = (lesson.day, lesson.start_min, lesson.teacher)
        if stood.get(key_of(lesson)) == spot:
            continue
        for each in held.for_families.against(
            lesson.row, (lesson.week,), Weekday(lesson.day), lesson.teacher
        ):
            if held.for_families.meets(each, lesson.row, lesson.start_min):
                raise Conflict(f"Так нельзя: {each.said}.")


def pins_on(held: Held, key: Key, series: bool) -> Pinned:
    moved = held.together(key, series)
    kinds = FREE.union(*(held.state.pins_of(key_of(lesson)) for lesson in moved))
    return Pinned(kinds, moved[0] if moved else None)


def day_of(held: Held, key: Key, series: bool, to: Target, weeks: Weeks) -> Day | None:
    """The answer about one day with one teacher; None for a day or a teacher that is none."""
    return next(
        (
            day
            for day in answer(held, key, series)
            if (day.weeks, day.day, day.teacher) == (weeks, to.day, to.teacher)
        ),
        None,
    )


def open_start(held: Held, key: Key, series: bool, to: Target, weeks: Weeks) -> Start | None:
    day = day_of(held, key, series, to, weeks)
    return next((start for start in day.possible if start.start_min == to.start_min), None) if day else None


def closed_by(held: Held, key: Key, series: bool, to: Target, weeks: Weeks) -> tuple[str, ...]:
    """Every reason against a start; a start off the grid has that reason."""
    return tuple(dict.fromkeys(blocker.text for blocker in blockers_at(held, key, series, to, weeks))) or (
        "Такого начала нет: выберите время из предложенных.",
    )


def blockers_at(held: Held, key: Key, series: bool, to: Target, weeks: Weeks) -> tuple[Blocker, ...]:
    day = day_of(held, key, series, to, weeks)
    runs = day.blocked if day else ()
    return next((run.blockers for run in runs if run.start_min <= to.start_min <= run.until_min), ())


def number_of_starts(days: tuple[Day, ...]) -> int:
    return sum(len(day.possible) for day in days)


def _with_held(held: Held, key: Key, day: Day) -> Day:
    """The day with the starts closed that are held; neighbours that the same closes are one run."""
    found = held.for_families.against(key[0], day.weeks, day.day, day.teacher)
    if not found:
        return day
    possible: list[Start] = []
    closed: list[Blocked] = []
    joined = False
    for start in day.possible:
        met = (each for each in found if held.for_families.meets(each, key[0], start.start_min))
        told = tuple(Blocker(HELD, each.said, teacher=day.teacher) for each in met)
        near = joined and closed[-1].until_min + held.state.problem.step_min == start.start_min
        if not told:
            possible.append(start)
        elif near and closed[-1].blockers == told:
            closed[-1] = closed[-1]._replace(until_min=start.start_min)
        else:
            closed.append(Blocked(start.start_min, start.start_min, told))
        joined = bool(told)
    in_order = sorted((*day.blocked, *closed), key=lambda run: run.start_min)
    return Day(day.weeks, day.day, day.teacher, tuple(possible), tuple(in_order))


def _with_pins(day: Day, pinned: Pinned) -> Day:
    told = tuple(Blocker(PIN, text) for text in pinned.against(day.day, day.teacher))
    only = pinned.time_min
    late = Blocker(PIN, f"время занятия закреплено: {clock(only)}") if only is not None else None
    if not told and late is None:
        return day
    possible: list[Start] = []
    blocked = [_more(run, told, late, only) for run in day.blocked]
    for start in day.possible:
        more = told if start.start_min == only or late is None else (*told, late)
        if more:
            blocked.append(Blocked(start.start_min, start.start_min, more))
        else:
            possible.append(start)
    in_order = sorted(blocked, key=lambda run: run.start_min)
    return Day(day.weeks, day.day, day.teacher, tuple(possible), tuple(in_order))


def _more(run: Blocked, told: tuple[Blocker, ...], late: Blocker | None, only: int | None) -> Blocked:
    """The run with the pins' own reasons; a run that holds the pinned time itself keeps to its day's reasons."""
    holds = only is not None and run.start_min <= only <= run.until_min
    pins = told if late is None or holds else (*told, late)
    return Blocked(run.start_min, run.until_min, (*run.blockers, *pins))
