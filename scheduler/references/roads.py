"""Travel times that some day may need and nothing tells: neither a pair nor coordinates of both places."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from scheduler.errors import Fault
from scheduler.problem import PlanRow, Problem, Pupil, Teacher
from scheduler.salvage import Draft
from scheduler.shape import shown
from scheduler.terms import LessonForm, Weekday


def road_faults(draft: Draft) -> Iterator[Fault]:
    """One fault per pair of places that one person's day may hold both; broken ones are not judged."""
    yield from _half_located(draft)
    unlocated = _unlocated(draft)
    if not unlocated or any(draft.spoiled(key) for key in ("travel", "weeks", "days")):
        return
    told = {frozenset((pair.from_place, pair.to_place)) for pair in draft.problem.travel.pairs}
    for pair, who in _needed(draft.problem).items():
        lacking = [name for name in pair if name in unlocated]
        if lacking and frozenset(pair) not in told:
            found = f"no pair {shown(pair[0])} - {shown(pair[1])}, and no lat and lon of {shown(lacking[0])}"
            yield Fault("travel.minutes", found, f"a travel time for {who}, who may have both on one day")


def _half_located(draft: Draft) -> Iterator[Fault]:
    for number, place in enumerate(draft.problem.places):
        path = f"places.{number}"
        if draft.spoiled("places", number) or (place.lat is None) == (place.lon is None):
            continue
        lacking, given = ("lon", "lat") if place.lon is None else ("lat", "lon")
        yield Fault(f"{path}.{lacking}", f"none beside {given}", "lat and lon both, or neither")


def _unlocated(draft: Draft) -> set[str]:
    """Whole places without coordinates."""
    return {
        place.id
        for number, place in enumerate(draft.problem.places)
        if not draft.spoiled("places", number) and place.lat is None and place.lon is None
    }


def _needed(problem: Problem) -> dict[tuple[str, str], str]:
    """Pairs of places that one day of one person may hold, with the first such person."""
    needed: dict[tuple[str, str], str] = {}
    seen: set[frozenset[str]] = set()
    for (who, _, _), places in _DayPlaces(problem).places.items():
        if frozenset(places) not in seen:
            seen.add(frozenset(places))
            for pair in combinations(sorted(places), 2):
                needed.setdefault(pair, who)
    return needed


class _DayPlaces:
    """Places each person's day may hold: lessons of every row, fixed engagements, desks of remote lessons."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.places: dict[tuple[str, str, Weekday], set[str]] = {}
        self._pupils = {pupil.id: pupil for pupil in problem.pupils}
        self._desks = {teacher.id: teacher.remote_place or teacher.school for teacher in problem.teachers}
        for row in problem.rows:
            self._add_row(row)
        for teacher in problem.teachers:
            self._add_busy("teacher", teacher)
        for pupil in problem.pupils:
            self._add_busy("pupil", pupil)

    def _add_row(self, row: PlanRow) -> None:
        group = [self._pupils[name] for name in row.pupils if name in self._pupils]
        for week in self.problem.weeks_of(row):
            for day in self.problem.days:
                for pupil in group:
                    self._add_lesson(row, pupil, week, day)

    def _add_lesson(self, row: PlanRow, pupil: Pupil, week: str, day: Weekday) -> None:
        school_lesson = row.form == LessonForm.SCHOOL
        spot = (row.place or pupil.school) if school_lesson else pupil.home_on(week, day)
        self._add(f"pupil {shown(pupil.id)}", week, day, spot)
        for name in row.teachers:
            at = self._desks.get(name) if row.form == LessonForm.REMOTE else spot
            self._add(f"teacher {shown(name)}", week, day, at)

    def _add_busy(self, kind: str, person: Teacher | Pupil) -> None:
        for window in person.busy:
            for week in self.problem.weeks:
                for day in self.problem.days:
                    if window.holds_on(week.id, day):
                        self._add(f"{kind} {shown(person.id)}", week.id, day, window.place or person.school)

    def _add(self, who: str, week: str, day: Weekday, place: str | None) -> None:
        if place is not None:
            self.places.setdefault((who, week, day), set()).add(place)
