"""A timetable of a tiny problem, judged straight from the contract: the oracle of checker and solvers.

Shares nothing with them but the types of scheduler.problem. Slow and plain on purpose: windows are sets of
minutes, days are sorted lists, rules are sentences. `violations` and `units` judge a timetable.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from scheduler.problem import PlanRow, Problem, Pupil, Teacher

DAY_NUMBER = {name: index for index, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
DEFAULTS = {
    "changes": (1, 1), "wish": (2, 60), "travel": (2, 1), "idle": (2, 1), "visits": (2, 10),
    "adult_days": (2, 30), "pupil_gap": (2, 1), "balance": (2, 20), "spread": (2, 10), "curve": (2, 2),
    "faces": (2, 20), "fairness": (2, 1),
}  # fmt: skip


class Placed(NamedTuple):
    row: str
    week: str
    day: str
    start: int
    teacher: str


class Stay(NamedTuple):
    """An engagement of somebody's day."""

    start: int
    end: int
    place: str
    what: str  # "busy" or "lesson"
    lesson: Placed | None = None


class World:
    """A problem with names looked up."""

    def __init__(self, problem: Problem) -> None:
        self.p = problem
        self.row = {row.id: row for row in problem.rows}
        self.teacher = {teacher.id: teacher for teacher in problem.teachers}
        self.pupil = {pupil.id: pupil for pupil in problem.pupils}
        self.closed = {(entry.week, str(entry.day)) for entry in problem.closed}
        self.days = [str(day) for day in problem.days]
        self.weeks = [week.id for week in problem.weeks]
        self.options: dict[str, list[tuple[Placed, ...]]] = {}
        self._busy: dict[Any, list[Stay]] = {}
        self._minutes: dict[Any, set[int]] = {}

    def travel(self, a: str, b: str) -> int:
        if a == b:
            return 0
        for pair in self.p.travel.pairs:
            if (pair.from_place, pair.to_place) == (a, b):
                return pair.minutes
        for pair in self.p.travel.pairs:
            if (pair.to_place, pair.from_place) == (a, b):
                return pair.minutes
        x, y = (next(place for place in self.p.places if place.id == name) for name in (a, b))
        assert None not in (x.lat, x.lon, y.lat, y.lon)
        one, two = math.radians(x.lat), math.radians(y.lat)
        half = math.sin((two - one) / 2) ** 2
        half += math.cos(one) * math.cos(two) * math.sin(math.radians(y.lon - x.lon) / 2) ** 2
        km = 6371.0 * 2 * math.asin(math.sqrt(half))
        return (
            math.ceil(60 * self.p.travel.detour * km / self.p.travel.speed_kmh - 1e-9)
            + self.p.travel.door_min
        )

    def minutes(self, windows: Any, week: str, day: str) -> set[int]:
        """Every minute of that day that some window holds."""
        key = (id(windows), week, day)
        if key not in self._minutes:
            held = [
                w
                for w in windows
                if (w.days is None or day in w.days) and (w.weeks is None or week in w.weeks)
            ]
            self._minutes[key] = {minute for w in held for minute in range(w.start_min, w.end_min)}
        return self._minutes[key]

    def home(self, pupil: Pupil, week: str, day: str) -> str:
        place = pupil.home
        for entry in pupil.homes:
            if (entry.days is None or day in entry.days) and (entry.weeks is None or week in entry.weeks):
                place = entry.place
        return place

    def pupil_at(self, lesson: Placed, pupil: Pupil) -> str:
        row = self.row[lesson.row]
        if row.form == "school":
            return row.place or pupil.school
        return self.home(pupil, lesson.week, lesson.day)

    def teacher_at(self, lesson: Placed) -> str:
        row, teacher = self.row[lesson.row], self.teacher[lesson.teacher]
        if row.form == "remote":
            return teacher.remote_place or teacher.school
        return self.pupil_at(lesson, self.pupil[row.pupils[0]])

    def end(self, lesson: Placed) -> int:
        return lesson.start + self.row[lesson.row].lesson_min

    def busy(self, person: Pupil | Teacher, week: str, day: str) -> list[Stay]:
        """Busy stays: minutes at one place that touch are one stay; none on a closed day."""
        key = (type(person), person.id, week, day)
        if key not in self._busy:
            self._busy[key] = list(self._stays(person, week, day))
        return self._busy[key]

    def _stays(self, person: Pupil | Teacher, week: str, day: str) -> Iterator[Stay]:
        if (week, day) in self.closed:
            return
        for place in sorted({window.place or person.school for window in person.busy}):
            own = [window for window in person.busy if (window.place or person.school) == place]
            minutes = sorted(self.minutes(tuple(own), week, day))
            self._minutes.clear()
            while minutes:
                run = next(n for n in range(1, len(minutes) + 1) if minutes[0] + n not in minutes)
                yield Stay(minutes[0], minutes[0] + run, place, "busy")
                minutes = minutes[run:]

    def teacher_day(self, lessons: Iterable[Placed], name: str, week: str, day: str) -> list[Stay]:
        own = [le for le in lessons if (le.teacher, le.week, le.day) == (name, week, day)]
        stays = [Stay(le.start, self.end(le), self.teacher_at(le), "lesson", le) for le in own]
        return sorted(stays + self.busy(self.teacher[name], week, day), key=lambda stay: stay[:2])

    def pupil_day(self, lessons: Iterable[Placed], name: str, week: str, day: str) -> list[Stay]:
        pupil = self.pupil[name]
        own = [le for le in lessons if name in self.row[le.row].pupils and (le.week, le.day) == (week, day)]
        stays = [Stay(le.start, self.end(le), self.pupil_at(le, pupil), "lesson", le) for le in own]
        return sorted(stays + self.busy(pupil, week, day), key=lambda stay: stay[:2])

    def extra(self, stay: Stay) -> bool:
        return stay.lesson is not None and self.row[stay.lesson.row].block in (
            "correction",
            "extracurricular",
        )

    def needed_break(self, pupil: Pupil, a: Stay, b: Stay) -> int:
        needed = [pupil.break_min]
        if self.extra(a) != self.extra(b) and pupil.needs != "sipr":
            needed.append(self.p.norms.correction_break_min)
        if a.place != b.place:
            needed.append(self.travel(a.place, b.place))
        return max(needed)

    def fact(self, stay: Stay) -> bool:
        if stay.lesson is None:
            return True
        le = stay.lesson
        return any(
            (pin.row, pin.week, pin.day, pin.start_min) == le[:4] and pin.teacher in (None, le.teacher)
            for pin in self.p.pins
        )

    def weeks_of(self, row: PlanRow) -> list[str]:
        return [week for week in self.weeks if row.weeks is None or week in row.weeks]

    def fixed(self, row: PlanRow) -> bool:
        if row.rhythm is None:
            return self.p.weeks[0].monday is None
        return row.rhythm == "fixed"


# -- hard rules: the codes a timetable breaks


def violations(world: World, lessons: Sequence[Placed]) -> set[str]:
    broken: set[str] = set()
    for lesson in lessons:
        broken |= unlawful_alone(world, lesson)
    for week, day in itertools.product(world.weeks, world.days):
        for name in world.teacher:
            broken |= _teacher_day(world, lessons, name, week, day)
        for name in world.pupil:
            broken |= _pupil_day(world, lessons, name, week, day)
    for teacher, week in itertools.product(world.p.teachers, world.weeks):
        own = [world.row[le.row].lesson_min for le in lessons if (le.teacher, le.week) == (teacher.id, week)]
        if teacher.max_week_min is not None and sum(own) > teacher.max_week_min:
            broken.add("teacher.load")
    for row in world.p.rows:
        broken |= _row(world, row, [le for le in lessons if le.row == row.id])
    return broken | _rhythm(world, lessons) | _pins(world, lessons)


def unlawful_alone(world: World, le: Placed) -> set[str]:
    problem, row, broken = world.p, world.row[le.row], set()
    during, at = set(range(le.start, world.end(le))), (le.week, le.day)
    inside = problem.day_start_min <= le.start and world.end(le) <= problem.day_end_min
    lawful_day = le.day in world.days and at not in world.closed and le.week in world.weeks_of(row)
    if not inside or not lawful_day or le.start % problem.step_min:
        broken.add("frame")
    if le.teacher not in row.teachers:
        broken.add("teacher.candidate")
    if not during <= world.minutes(world.teacher[le.teacher].free, *at):
        broken.add("teacher.free")
    for pupil in (world.pupil[name] for name in row.pupils):
        if during & world.minutes(pupil.avoid, *at):
            broken.add("pupil.avoid")
        watched = row.form == "home" and pupil.adult_home is not None
        if watched and not during <= world.minutes(pupil.adult_home, *at):
            broken.add("adult.home")
    limit = problem.norms.remote_end_min
    if row.form == "remote" and limit is not None and world.end(le) > limit:
        broken.add("remote.end")
    return broken


def _teacher_day(world: World, lessons: Sequence[Placed], name: str, week: str, day: str) -> set[str]:
    teacher, stays, broken = world.teacher[name], world.teacher_day(lessons, name, week, day), set()
    for a, b in itertools.combinations(stays, 2):
        if (a.what, b.what) != ("busy", "busy") and b.start < a.end:
            broken.add("teacher.clash")
    for a, b in itertools.pairwise(stays):
        if (a.what, b.what) == ("busy", "busy"):
            continue
        waiting = b.start - a.end - world.travel(a.place, b.place)
        if waiting < 0:
            broken.add("teacher.clash")
        limit = teacher.max_gap_min
        if limit is not None and waiting > limit and not (world.fact(a) and world.fact(b)):
            broken.add("teacher.gap")
    count = sum(stay.what == "lesson" for stay in stays)
    if teacher.max_day_lessons is not None and count > teacher.max_day_lessons:
        broken.add("teacher.load")
    return broken


def _pupil_day(world: World, lessons: Sequence[Placed], name: str, week: str, day: str) -> set[str]:
    pupil, stays, broken = world.pupil[name], world.pupil_day(lessons, name, week, day), set()
    for a, b in itertools.combinations(stays, 2):
        if (a.what, b.what) != ("busy", "busy") and b.start < a.end:
            broken.add("pupil.clash")
    for a, b in itertools.pairwise(stays):
        if (a.what, b.what) != ("busy", "busy") and b.start - a.end < world.needed_break(pupil, a, b):
            broken.add("pupil.clash")
    own = [stay.lesson for stay in stays if stay.lesson is not None]
    rows = [world.row[le.row] for le in own]
    loads = (
        (pupil.max_day_lessons, len(own)),
        (pupil.max_day_min, sum(row.lesson_min for row in rows)),
        (pupil.max_remote_day_min, sum(row.lesson_min for row in rows if row.form == "remote")),
        (pupil.max_teachers_day, len({le.teacher for le in own})),
    )
    if any(limit is not None and load > limit for limit, load in loads):
        broken.add("pupil.load")
    for subject in {row.subject for row in rows}:
        limit = min(r.max_per_day for r in world.p.rows if name in r.pupils and r.subject == subject)
        if sum(row.subject == subject for row in rows) > limit:
            broken.add("subject.day")
    return broken


def _row(world: World, row: PlanRow, own: Sequence[Placed]) -> set[str]:
    broken, weeks = set(), world.weeks_of(row)
    if len({le.teacher for le in own}) > 1:
        broken.add("teacher.candidate")
    if len(own) > row.lessons:
        broken.add("row.count")
    if world.p.weeks[0].monday is None:
        in_week = [sum(le.week == week for le in own) for week in weeks]
        short = sum(max(0, math.floor(row.lessons / len(weeks)) - count) for count in in_week)
        if max(in_week) > math.ceil(row.lessons / len(weeks)) or short > max(0, row.lessons - len(own)):
            broken.add("week.even")
    return broken


def _rhythm(world: World, lessons: Sequence[Placed]) -> set[str]:
    groups = [[row] for row in world.p.rows if world.fixed(row) and row.slot is None]
    for name, slot in itertools.product(world.pupil, {row.slot for row in world.p.rows} - {None}):
        groups.append([r for r in world.p.rows if name in r.pupils and r.slot == slot and world.fixed(r)])
    for group in groups:
        weeks = {week for row in group for week in world.weeks_of(row)}
        if not weeks:
            continue
        allowed = math.ceil(sum(row.lessons for row in group) / len(weeks))
        allowed += any(week in weeks and day in world.days for week, day in world.closed)
        ids = {row.id for row in group}
        if len({(le.day, le.start) for le in lessons if le.row in ids}) > allowed:
            return {"rhythm"}
    return set()


def _pins(world: World, lessons: Sequence[Placed]) -> set[str]:
    for pin in world.p.pins:
        asked = (pin.row, pin.week, pin.day, pin.start_min)
        if not any(le[:4] == asked and pin.teacher in (None, le.teacher) for le in lessons):
            return {"pin"}
    return set()


# -- goals


def units(world: World, lessons: Sequence[Placed]) -> dict[str, int]:
    """Native units of `unplaced` and every goal."""
    score = dict.fromkeys(("unplaced", *DEFAULTS), 0)
    score["unplaced"] = sum(
        max(0, row.lessons - sum(le.row == row.id for le in lessons)) for row in world.p.rows
    )
    score["wish"] = sum(_wish(world.pupil[p], le) for le in lessons for p in world.row[le.row].pupils)
    for entry in world.p.previous:
        asked = (entry.row, entry.week, entry.day, entry.start_min)
        kept = any(le[:4] == asked and entry.teacher in (None, le.teacher) for le in lessons)
        score["changes"] += 0 if kept else entry.weight
    for name in world.teacher:
        burden = _teacher_goals(world, lessons, name, score)
        score["fairness"] = max(score["fairness"], burden)
    for name, week in itertools.product(world.pupil, world.weeks):
        _pupil_goals(world, lessons, name, week, score)
    for row, week in itertools.product(world.p.rows, world.weeks):
        days = [le.day for le in lessons if (le.row, le.week) == (row.id, week)]
        if len(days) < len(world.days) - 1:
            score["spread"] += sum(
                DAY_NUMBER[b] - DAY_NUMBER[a] == 1 for a, b in itertools.permutations(set(days), 2)
            )
    for name in world.pupil:
        score["faces"] += len({le.teacher for le in lessons if name in world.row[le.row].pupils})
    return score


def _wish(pupil: Pupil, le: Placed) -> int:
    inside = [
        wish
        for wish in pupil.wishes
        if (wish.days is None or le.day in wish.days)
        and (wish.weeks is None or le.week in wish.weeks)
        and wish.start_min <= le.start < wish.end_min
    ]
    prefers = [wish.weight for wish in pupil.wishes if wish.kind == "prefer"]
    cost = sum(wish.weight for wish in inside if wish.kind == "dislike")
    if prefers and not [wish for wish in inside if wish.kind == "prefer"]:
        cost += max(prefers)
    return cost


def _teacher_goals(world: World, lessons: Sequence[Placed], name: str, score: dict[str, int]) -> int:
    burden = 0
    for week, day in itertools.product(world.weeks, world.days):
        stays = world.teacher_day(lessons, name, week, day)
        at_home = None
        for stay in stays:
            home = stay.place if stay.lesson and world.row[stay.lesson.row].form == "home" else None
            score["visits"] += home is not None and home != at_home
            at_home = home
        for a, b in itertools.pairwise(stays):
            way = world.travel(a.place, b.place)
            idle = b.start - a.end - way if "lesson" in (a.what, b.what) else 0
            score["travel"] += way
            score["idle"] += max(0, idle)
            burden += way + max(0, idle)
    return burden


def _pupil_goals(
    world: World, lessons: Sequence[Placed], name: str, week: str, score: dict[str, int]
) -> None:
    pupil, counts, points = world.pupil[name], [], []
    for day in world.days:
        stays = world.pupil_day(lessons, name, week, day)
        rows = [world.row[stay.lesson.row] for stay in stays if stay.lesson]
        counts.append(len(rows))
        points.append(sum(row.difficulty for row in rows))
        score["adult_days"] += any(row.form == "home" for row in rows)
        for a, b in itertools.pairwise(stays):
            score["pupil_gap"] += max(0, b.start - a.end - world.needed_break(pupil, a, b))
    even, share = math.ceil(sum(counts) / len(counts)), math.ceil(sum(points) / len(points))
    score["balance"] += sum(max(0, count - even) for count in counts)
    score["curve"] += sum(max(0, points[i] - share) for i in {0, len(points) - 1})


def key(problem: Problem, score: dict[str, int]) -> tuple[int, ...]:
    """Unplaced, then the weighted sum of each rank: smaller is better, compared left to right."""
    by_rank: dict[int, int] = {}
    for code, (rank, weight) in DEFAULTS.items():
        setting = problem.goals.get(code)
        if setting is not None:
            rank = rank if setting.rank is None else setting.rank
            weight = weight if setting.weight is None else setting.weight
        if weight:
            by_rank[rank] = by_rank.get(rank, 0) + weight * score[code]
    return (score["unplaced"], *(total for _, total in sorted(by_rank.items())))
