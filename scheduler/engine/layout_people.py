"""Teachers and pupils in the layout: until when a lesson may last from each start, limits, wishes, ways."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.engine.fields import NO_LIMIT, Ints
from scheduler.engine.tables import Index, home_table, ints, limit_of
from scheduler.problem import BusyWindow, Problem, Pupil, Teacher, merge_windows
from scheduler.terms import Needs, WishKind
from scheduler.travel import EARTH_KM, TravelTimes


@dataclass(frozen=True, slots=True)
class BusySpan:
    """A merged busy window: half-open minutes at a place (index)."""

    start_min: int
    end_min: int
    place: int


class Days:
    """The open days of a problem and its grid of starts."""

    def __init__(self, problem: Problem, index: Index) -> None:
        step = problem.step_min
        self.problem, self.index, self.step = problem, index, step
        self.base = -(-problem.day_start_min // step) * step
        self.starts = max(0, -(-(problem.day_end_min - self.base) // step))
        self.minutes = self.base + step * np.arange(self.starts)
        closed = {(entry.week, entry.day) for entry in problem.closed}
        self.open = [
            (w, d, week.id, day)
            for w, week in enumerate(problem.weeks)
            for d, day in enumerate(problem.days)
            if (week.id, day) not in closed
        ]

    def busy(self, who: Teacher | Pupil, own_school: str) -> dict[tuple[int, int], list[BusySpan]]:
        """Merged engagements by (week, day), sorted by start."""
        found: dict[tuple[int, int], list[BusySpan]] = {}
        if not who.busy:
            return found
        for w, d, week, day in self.open:
            here: dict[str, list[tuple[int, int]]] = {}
            for window in who.busy:
                if window.holds_on(week, day):
                    here.setdefault(_place_of(window, own_school), []).append(
                        (window.start_min, window.end_min)
                    )
            spans = [
                BusySpan(start, end, self.index.place[place])
                for place, times in here.items()
                for start, end in merge_windows(times)
            ]
            if spans:
                found[w, d] = sorted(spans, key=lambda span: (span.start_min, span.end_min))
        return found

    def until_inside(self, out: Ints, windows: Sequence[tuple[int, int]]) -> None:
        """out[s] = end of the window that holds start s, 0 outside all."""
        for start, end in windows:
            out[(self.minutes >= start) & (self.minutes < end)] = end

    def until_outside(self, out: Ints, spans: Iterable[tuple[int, int]]) -> None:
        """Cuts out[s] down to the start of the next span, 0 inside a span."""
        for start, end in spans:
            before = self.minutes < start
            out[before] = np.minimum(out[before], start)
            out[(self.minutes >= start) & (self.minutes < end)] = 0


def _place_of(window: BusyWindow, own_school: str) -> str:
    return window.place if window.place is not None else own_school


def travel_table(problem: Problem) -> Ints:
    """Minutes between all places, as TravelTimes tells them one by one."""
    places = problem.places
    exact = TravelTimes(problem)
    table, unsure = _estimated(problem)
    index = {place.id: i for i, place in enumerate(places)}
    for pair in problem.travel.pairs:
        unsure |= {
            (index[pair.from_place], index[pair.to_place]),
            (index[pair.to_place], index[pair.from_place]),
        }
    for i, j in unsure:
        try:
            table[i, j] = exact(places[i].id, places[j].id)
        except KeyError:
            table[i, j] = NO_LIMIT  # nobody's day holds both, the reader has made sure
    np.fill_diagonal(table, 0)
    return table


def _estimated(problem: Problem) -> tuple[Ints, set[tuple[int, int]]]:
    """Estimates of all pairs at once, and the pairs where rounding or a missing coordinate leaves a doubt."""
    travel = problem.travel
    known = [
        (place.lat, place.lon) if place.lat is not None and place.lon is not None else None
        for place in problem.places
    ]
    lat, lon = (np.radians([pair[axis] if pair else 0.0 for pair in known]) for axis in (0, 1))
    half = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.outer(np.cos(lat), np.cos(lat)) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    km = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, half)))
    minutes = 60 * travel.detour * km / travel.speed_kmh - 1e-9
    unsure = np.abs(minutes - np.round(minutes)) < 1e-6
    lost = np.array([place.lat is None or place.lon is None for place in problem.places], dtype=bool)
    unsure[lost, :] = unsure[:, lost] = True
    pairs = {(int(i), int(j)) for i, j in zip(*np.nonzero(unsure), strict=True) if i != j}
    return np.ceil(minutes).astype(np.int64) + travel.door_min, pairs


def teacher_times(problem: Problem, days: Days) -> tuple[dict[tuple[int, int, int], list[BusySpan]], Ints]:
    shape = (len(problem.teachers), len(problem.weeks), len(problem.days), days.starts)
    until = np.zeros(shape, dtype=np.int64)
    all_busy: dict[tuple[int, int, int], list[BusySpan]] = {}
    for t, teacher in enumerate(problem.teachers):
        busy = days.busy(teacher, teacher.school)
        for w, d, week, day in days.open:
            free = [(x.start_min, x.end_min) for x in teacher.free if x.holds_on(week, day)]
            days.until_inside(until[t, w, d], merge_windows(free))
            spans = busy.get((w, d), [])
            days.until_outside(until[t, w, d], ((span.start_min, span.end_min) for span in spans))
            if spans:
                all_busy[t, w, d] = spans
    return all_busy, _by_slot(until)


def pupil_times(
    problem: Problem, days: Days
) -> tuple[dict[tuple[int, int, int], list[BusySpan]], Ints, Ints]:
    shape = (len(problem.pupils), len(problem.weeks), len(problem.days), days.starts)
    until, adult = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    all_busy: dict[tuple[int, int, int], list[BusySpan]] = {}
    for p, pupil in enumerate(problem.pupils):
        busy = days.busy(pupil, pupil.school)
        for w, d, week, day in days.open:
            until[p, w, d] = problem.day_end_min
            spans = [(x.start_min, x.end_min) for x in pupil.avoid if x.holds_on(week, day)]
            spans += [(span.start_min, span.end_min) for span in busy.get((w, d), [])]
            days.until_outside(until[p, w, d], spans)
            if pupil.adult_home is None:
                adult[p, w, d] = problem.day_end_min
            else:
                home = [(x.start_min, x.end_min) for x in pupil.adult_home if x.holds_on(week, day)]
                days.until_inside(adult[p, w, d], merge_windows(home))
            if (w, d) in busy:
                all_busy[p, w, d] = busy[w, d]
    return all_busy, _by_slot(until), _by_slot(np.minimum(until, adult))


def _by_slot(table: Ints) -> Ints:
    """[who, weeks, days, starts] as [who, slots, weeks]: the weeks of a slot are looked at together."""
    who, weeks = table.shape[:2]
    return np.ascontiguousarray(table.reshape(who, weeks, -1).transpose(0, 2, 1))


def pupil_fields(problem: Problem, index: Index, days: Days) -> dict[str, Ints]:
    pupils = problem.pupils
    wish = np.zeros((len(pupils), len(problem.weeks), len(problem.days), days.starts), dtype=np.int64)
    for p, pupil in enumerate(pupils):
        prefer = [wish for wish in pupil.wishes if wish.kind is WishKind.PREFER]
        if prefer:
            wish[p] = max(entry.weight for entry in prefer)
        for w, d, week, day in days.open:
            for entry in prefer:
                if entry.holds_on(week, day):
                    wish[p, w, d][(days.minutes >= entry.start_min) & (days.minutes < entry.end_min)] = 0
        for w, d, week, day in days.open:
            for entry in pupil.wishes:
                if entry.kind is WishKind.DISLIKE and entry.holds_on(week, day):
                    held = (days.minutes >= entry.start_min) & (days.minutes < entry.end_min)
                    wish[p, w, d][held] += entry.weight
    homes = np.zeros((len(pupils), len(problem.weeks), len(problem.days)), dtype=np.int64)
    for p, pupil in enumerate(pupils):
        homes[p] = home_table(problem, index, pupil)
    return {
        "p_break": ints(pupil.break_min for pupil in pupils),
        "p_sipr": ints(pupil.needs is Needs.SIPR for pupil in pupils),
        "p_max_lessons": ints(limit_of(pupil.max_day_lessons) for pupil in pupils),
        "p_max_min": ints(limit_of(pupil.max_day_min) for pupil in pupils),
        "p_max_remote": ints(limit_of(pupil.max_remote_day_min) for pupil in pupils),
        "p_max_teachers": ints(limit_of(pupil.max_teachers_day) for pupil in pupils),
        "p_home": homes,
        "p_wish": _by_slot(wish),
    }


def teacher_fields(problem: Problem, index: Index) -> dict[str, Ints]:
    teachers = problem.teachers
    return {
        "t_remote": ints(index.place[x.remote_place or x.school] for x in teachers),
        "t_max_week": ints(limit_of(x.max_week_min) for x in teachers),
        "t_max_lessons": ints(limit_of(x.max_day_lessons) for x in teachers),
        "t_max_gap": ints(limit_of(x.max_gap_min) for x in teachers),
    }
