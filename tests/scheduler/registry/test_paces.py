"""Teachers who go by different means: roads stand as the slowest of those who may have both ends.

s1—h1 is 1.112 km, h1—h2 1.211 km, s1—h2 1.644 km (tests.scheduler.registry.office). Minutes in the warm season,
ceil(60 × detour × km ÷ speed) + door: on foot 23, 24, 32; by bus 17, 18, 20; by car 9, 10, 11.
"""

from __future__ import annotations

from typing import Any

import pytest

from scheduler.problem import TravelPair
from scheduler.registry.build import build
from scheduler.registry.paces import PACES, Pace, pace_by
from scheduler.registry.values import FamilyKind, Settings
from scheduler.terms import LessonForm, Transport
from scheduler.travel import TravelTimes
from tests.scheduler.registry.office import FIRST_HALF, family, free, line, pupil, registry, teacher

TWO = {
    "pupils": (pupil(), pupil("p2", home="h2")),
    "lines": (line(teachers=("t1", "t2")), line("l2", pupils=("p2",), teachers=("t1",))),
    "availability": (free(), free("t2")),
}


def settings(how: str, when: str = "warm") -> Settings:
    pace = PACES[how, when]
    return Settings(
        name="Школа", speed_kmh=pace.speed_mh / 1000, detour=pace.detour_percent / 100, door_min=pace.door_min
    )


def pairs(**more: Any) -> dict[tuple[str, str], int]:
    problem = build(registry(**more), *FIRST_HALF).problem
    return {(pair.from_place, pair.to_place): pair.minutes for pair in problem.travel.pairs}


def by(*means: Transport | None) -> tuple[Any, ...]:
    return tuple(teacher(f"t{number}", transport=each) for number, each in enumerate(means, 1))


def test_where_everybody_goes_as_most_do_a_problem_has_no_pairs() -> None:
    assert pairs() == pairs(teachers=by(Transport.WALK)) == {}


@pytest.mark.parametrize(
    ("school", "means", "minutes"),
    [
        (("walk", "warm"), Transport.CAR, 9),
        (("walk", "warm"), Transport.BUS, 17),
        (("car", "warm"), Transport.WALK, 23),
        (("walk", "cold"), Transport.CAR, 13),  # 4.67, so 5, and 8 at the door
    ],
)
def test_the_road_of_one_teacher_is_by_the_own_means_and_the_school_s_season(
    school: tuple[str, str], means: Transport, minutes: int
) -> None:
    more = {"teachers": by(means), "settings": settings(*school)}
    assert pairs(**more) == {("h1", "s1"): minutes}
    travel = TravelTimes(build(registry(**more), *FIRST_HALF).problem)
    assert travel("s1", "h1") == travel("h1", "s1") == minutes


def test_a_common_road_is_as_long_as_for_the_slowest() -> None:
    """t1 has both children, t2 the first alone: h1—s1 is common."""
    assert pairs(**TWO, teachers=by(Transport.CAR, None)) == {("h1", "h2"): 10, ("h2", "s1"): 11}
    both = pairs(**TWO, teachers=by(Transport.CAR, Transport.BUS))
    assert both == {("h1", "h2"): 10, ("h1", "s1"): 17, ("h2", "s1"): 11}


def test_a_school_s_own_numbers_hold_for_everybody() -> None:
    own = Settings(name="Школа", speed_kmh=5.0)
    assert pairs(teachers=by(Transport.CAR), settings=own) == {}
    assert pace_by(Pace(5000, 130, 3), Transport.CAR) == Pace(5000, 130, 3)


@pytest.mark.parametrize("ends", [("s1", "h1"), ("h1", "s1")])
def test_a_told_road_stands_both_ways(ends: tuple[str, str]) -> None:
    told = (TravelPair(from_place=ends[0], to_place=ends[1], minutes=40),)
    assert pairs(teachers=by(Transport.CAR), roads=told) == {ends: 40}


def test_a_child_goes_as_the_school_reckons() -> None:
    """The child sits with the class in the morning: the way home is the child's, too."""
    morning = family(FamilyKind.WITH_CLASS, "08:30-10:00")
    assert pairs(teachers=by(Transport.CAR), families=(morning,)) == {}
    at_school = line("l2", form=LessonForm.SCHOOL)
    assert pairs(teachers=by(Transport.CAR), lines=(line(), at_school)) == {}


def test_another_address_is_a_place_one_goes_to() -> None:
    other = family(FamilyKind.OTHER_HOME, place="h2", weeks=(2,))
    assert pairs(teachers=by(Transport.CAR), families=(other,)).keys() == {
        ("h1", "h2"),
        ("h1", "s1"),
        ("h2", "s1"),
    }
