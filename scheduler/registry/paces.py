"""How fast people go by what, and what follows for the roads where teachers of one school go by different means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from scheduler.problem import Place, PlanRow, Pupil, Teacher, Travel, TravelPair
from scheduler.registry.values import Registry, Settings
from scheduler.terms import LessonForm, Transport
from scheduler.travel import estimated_min

Ends = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Pace:
    """speed_mh: metres an hour; detour_percent: road over straight line; door_min: lost at a door or a stop."""

    speed_mh: int
    detour_percent: int
    door_min: int

    @property
    def travel(self) -> Travel:
        """The same as a problem says it, without a pair."""
        return Travel(
            pairs=(), speed_kmh=self.speed_mh / 1000, detour=self.detour_percent / 100, door_min=self.door_min
        )


PACES: Mapping[tuple[str, str], Pace] = {  # by what, when -> usual in a town; a school writes over it
    ("walk", "warm"): Pace(4500, 130, 3),
    ("walk", "cold"): Pace(3800, 130, 5),
    ("bus", "warm"): Pace(15_000, 150, 10),
    ("bus", "cold"): Pace(12_000, 150, 13),
    ("car", "warm"): Pace(25_000, 140, 5),
    ("car", "cold"): Pace(20_000, 140, 8),
}


def named(pace: Pace) -> Ends | None:
    """By what and when the numbers are meant; None for a school's own numbers."""
    return next((key for key, each in PACES.items() if each == pace), None)


def pace_by(school: Pace, transport: Transport | None) -> Pace:
    """Of a teacher who goes by that. A school's own numbers hold for everybody, and so does its choice for who has
    told nothing; the season is the school's."""
    told = named(school)
    return school if told is None or transport is None else PACES[transport, told[1]]


def pace_of(settings: Settings) -> Pace:
    return Pace(round(settings.speed_kmh * 1000), round(settings.detour * 100), settings.door_min)


def roads(
    registry: Registry, teachers: Iterable[Teacher], pupils: Iterable[Pupil], rows: Iterable[PlanRow]
) -> tuple[TravelPair, ...]:
    """The told roads, then the estimates that the pace of the school does not give.

    A problem has one pace. Where the teachers who may have both ends of a road go by other means, it stands as a
    pair with the minutes of the slowest of them: nobody comes too late, and whoever is quicker waits.
    """
    return (*registry.roads, *_otherwise(registry, tuple(teachers), tuple(pupils), tuple(rows)))


def _otherwise(
    registry: Registry, teachers: tuple[Teacher, ...], pupils: tuple[Pupil, ...], rows: tuple[PlanRow, ...]
) -> Iterator[TravelPair]:
    school = pace_of(registry.settings)
    by = {entry.id: pace_by(school, entry.transport) for entry in registry.teachers}
    if all(pace == school for pace in by.values()):
        return
    told = {frozenset((road.from_place, road.to_place)) for road in registry.roads}
    places = {place.id: place for place in registry.places if place.lat is not None}
    travels = {pace: pace.travel for pace in {school, *by.values()}}
    for ends, paces in sorted(_goers(by, school, teachers, pupils, rows).items()):
        if ends[0] not in places or ends[1] not in places or frozenset(ends) in told:
            continue
        spots = places[ends[0]], places[ends[1]]
        slowest = max(_minutes(spots, travels[pace]) for pace in paces)
        if slowest != _minutes(spots, travels[school]):
            yield TravelPair(from_place=ends[0], to_place=ends[1], minutes=slowest)


def _minutes(spots: tuple[Place, Place], travel: Travel) -> int:
    return estimated_min(*spots, travel) or 0


def _goers(
    by: Mapping[str, Pace],
    school: Pace,
    teachers: tuple[Teacher, ...],
    pupils: tuple[Pupil, ...],
    rows: tuple[PlanRow, ...],
) -> dict[Ends, set[Pace]]:
    """The paces of everybody who may have both places on one day, by the places in order; children go as the school
    reckons."""
    found: defaultdict[Ends, set[Pace]] = defaultdict(set)
    for teacher_id, spots in _spots_of_teachers(teachers, pupils, rows).items():
        for ends in combinations(sorted(spots), 2):
            found[ends].add(by[teacher_id])
    for spots in _spots_of_pupils(pupils, rows):
        for ends in combinations(sorted(spots), 2):
            found[ends].add(school)
    return found


def _spots_of_teachers(
    teachers: tuple[Teacher, ...], pupils: tuple[Pupil, ...], rows: tuple[PlanRow, ...]
) -> dict[str, set[str]]:
    homes = {pupil.id: _homes(pupil) for pupil in pupils}
    schools = {pupil.id: pupil.school for pupil in pupils}
    spots = {
        each.id: {each.school, each.remote_place or each.school, *(w.place or each.school for w in each.busy)}
        for each in teachers
    }
    for row in rows:
        at: set[str] = set()
        if row.form == LessonForm.HOME:
            at = {home for name in row.pupils for home in homes[name]}
        elif row.form == LessonForm.SCHOOL:
            at = {row.place} if row.place else {schools[name] for name in row.pupils}
        for teacher_id in row.teachers:
            spots[teacher_id] |= at
    return spots


def _spots_of_pupils(pupils: tuple[Pupil, ...], rows: tuple[PlanRow, ...]) -> Iterator[set[str]]:
    """Of children who have something away from home: their homes and where it is."""
    away: defaultdict[str, set[str]] = defaultdict(set)
    own = {pupil.id: pupil for pupil in pupils}
    for pupil in pupils:
        away[pupil.id] |= {window.place or pupil.school for window in pupil.busy}
    for row in rows:
        if row.form == LessonForm.SCHOOL:
            for name in row.pupils:
                away[name].add(row.place or own[name].school)
    for name, spots in away.items():
        if spots:
            yield spots | _homes(own[name])


def _homes(pupil: Pupil) -> set[str]:
    return {pupil.home, *(entry.place for entry in pupil.homes)}
