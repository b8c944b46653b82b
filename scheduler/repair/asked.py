"""What the rows of a cycle ask of dated weeks: a row per week, so that every week gets its own share.

The lessons of a row are dealt out evenly over its weeks of the cycle; a dated week asks for what its week of the cycle
has, in proportion to the days on which all of the row's pupils have lessons, halves up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from scheduler.calendar.network import Network
from scheduler.calendar.turns import Turns
from scheduler.problem import Pin, PlanRow, Problem, Week
from scheduler.repair.weeks import Calendar
from scheduler.terms import Weekday


def asked(cycle: Problem, weeks: Problem, calendar: Calendar) -> Problem:
    """weeks: the dated weeks of the cycle as `dated` makes them. Rows are called `math-1@2026-W37`.

    Pins of the cycle hold in the weeks that are theirs, on days with lessons. MissingYearError as `dated`.
    """
    turns = _turns(cycle, weeks, calendar)
    days = _Days(weeks)
    rows, pins = [], []
    for row in cycle.rows:
        for week in weeks.weeks:
            count = _share(cycle, row, turns[week.id], len(days.of_row(row, week.id)))
            if count:
                made = _row(row, week, count)
                rows.append(made)
                open_days = days.of_row(row, week.id)
                pins += list(_pins(cycle, row, made, turns[week.id], open_days))[:count]
    return weeks.model_copy(update={"rows": tuple(rows), "pins": tuple(pins)})


def row_of(name: str) -> str:
    """The row of the cycle behind a row of a dated week."""
    return name.rpartition("@")[0] or name


def _turns(cycle: Problem, weeks: Problem, calendar: Calendar) -> dict[str, str]:
    """Dated week -> week of the cycle, by its first day with lessons."""
    network = Network(cycle, calendar.years, calendar.reference)
    turns = Turns(network, tuple(week.id for week in cycle.weeks), calendar.parity, (calendar.reference,))
    found = {}
    for week in weeks.weeks:
        held = (day for day in weeks.days if not weeks.is_closed(week.id, day))
        day = next(held, weeks.days[0])
        assert week.monday is not None
        found[week.id] = turns.week(week.monday + timedelta(days=day.number), day)
    return found


class _Days:
    """Days of a dated week on which pupils have lessons."""

    def __init__(self, weeks: Problem) -> None:
        self._weeks = weeks
        self._pupils = {pupil.id: pupil for pupil in weeks.pupils}
        self._known: dict[tuple[str, str], frozenset[Weekday]] = {}

    def of_row(self, row: PlanRow, week: str) -> frozenset[Weekday]:
        return frozenset.intersection(*(self._of_pupil(name, week) for name in row.pupils))

    def _of_pupil(self, name: str, week: str) -> frozenset[Weekday]:
        if (name, week) not in self._known:
            away = [
                each
                for each in self._pupils[name].avoid
                if each.start_min <= self._weeks.day_start_min and each.end_min >= self._weeks.day_end_min
            ]
            self._known[name, week] = frozenset(
                day
                for day in self._weeks.days
                if not self._weeks.is_closed(week, day) and not any(each.holds_on(week, day) for each in away)
            )
        return self._known[name, week]


def _share(cycle: Problem, row: PlanRow, turn: str, held: int) -> int:
    """Lessons of a week of the cycle with so many days of lessons."""
    own = cycle.weeks_of(row)
    if turn not in own:
        return 0
    at, number = own.index(turn), len(own)
    whole = row.lessons * (at + 1) // number - row.lessons * at // number
    every = len(cycle.days)
    return min(whole, (2 * whole * min(held, every) + every) // (2 * every))


def _row(row: PlanRow, week: Week, count: int) -> PlanRow:
    told = {"id": f"{row.id}@{week.id}", "lessons": count, "weeks": (week.id,), "slot": None, "rhythm": None}
    return row.model_copy(update=told)


def _pins(cycle: Problem, row: PlanRow, made: PlanRow, turn: str, days: frozenset[Weekday]) -> Iterator[Pin]:
    assert made.weeks is not None
    for pin in cycle.pins:
        if (pin.row, pin.week) == (row.id, turn) and pin.day in days:
            yield pin.model_copy(update={"row": made.id, "week": made.weeks[0]})
