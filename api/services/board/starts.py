"""Every start of a lesson, judged: what it would change, or all that closes it. A lesson's own pins close too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.services.board.held import Held
from api.services.board.state import FREE, Key, Kinds, PinKind, key_of
from scheduler.russian import DAY
from scheduler.suggest import Blocked, Blocker, Day, Start, Suggestions
from scheduler.terms import Weekday, clock
from scheduler.timetable import Lesson

if TYPE_CHECKING:
    from api.services.board.acts import Target

PIN = "board.pin"
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
    """Every day with every candidate teacher, the lesson's pins among the blockers."""
    found = held.suggest(key, series)
    pinned = pins_on(held, key, series)
    if not pinned.kinds:
        return found.days
    return tuple(_with_pins(day, pinned) for day in found.days)


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


def number_of_starts(found: Suggestions) -> int:
    return sum(len(day.possible) for day in found.days)


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
