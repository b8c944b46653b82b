"""A teacher's day as a way: where they are, how long the road is, how long they wait; drawn to scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from api.pages.board.asking import Places
from api.services.board.held import Held
from api.services.board.state import key_of
from exports.board.entries import classes_as_one
from exports.words import OWN_CLASSES, duration_said, span_said
from scheduler.checks.desk import Engagement
from scheduler.terms import PlaceKind, Weekday, clock

AT_HOME = "на дому"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A station of the day. road, wait: before it, in words; empty for none. look as of a card."""

    time: str
    title: str
    place: str
    look: str
    pick: str
    road: str
    wait: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A piece of the day in minutes from its beginning. look: of a card, `road` or `wait`."""

    x: int
    width: int
    look: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    x: int
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One day of one teacher in one week. length: minutes of the whole picture. even: it begins and ends at a
    full hour."""

    title: str
    total: str
    stops: tuple[Stop, ...]
    bars: tuple[Bar, ...]
    hours: tuple[Hour, ...]
    length: int
    even: bool


def way_of(held: Held, teacher_id: str, week: str, day: Weekday, title: str) -> Way:
    """The way of a day; without stops where there is nothing that day."""
    problem = held.state.problem
    items = list(classes_as_one(held.desk.teacher_days[teacher_id].get((week, day), [])))
    gaps = [_gap(held, before, item) for before, item in pairwise(items)]
    first, length = problem.day_start_min, problem.day_end_min - problem.day_start_min
    stops = tuple(
        _stop(held, item, *gap) for item, gap in zip(items, [(0, 0), *gaps] if items else [], strict=True)
    )
    road, wait = sum(gap[0] for gap in gaps), sum(gap[1] for gap in gaps)
    return Way(
        title=title, stops=stops, bars=tuple(_bars(items, gaps, first)), length=length,
        even=not (first % 60 or length % 60),
        total=f"В дороге {duration_said(road)}, ожидание {duration_said(wait)}.",
        hours=tuple(
            Hour(x=at - first, said=clock(at)) for at in range(-(-first // 60) * 60, first + length, 60)
        ),
    )  # fmt: skip


def _gap(held: Held, before: Engagement, item: Engagement) -> tuple[int, int]:
    """Minutes of road and of waiting between two neighbours, as the checker counts them."""
    road = held.desk.travel(before.place, item.place)
    if before.lesson is None and item.lesson is None:
        return road, 0
    return road, max(0, item.start_min - before.end_min - road)


def _stop(held: Held, item: Engagement, road: int, wait: int) -> Stop:
    lesson = item.lesson
    title = held.names.row(held.rows[lesson.row]) if lesson else OWN_CLASSES
    return Stop(
        time=span_said(item.start_min, item.end_min), title=title, place=_place_said(held, item.place),
        look=lesson.form if lesson else "busy", pick=Places(held).pick(key_of(lesson)) if lesson else "",
        road=f"дорога {duration_said(road)}" if road else "", wait=f"ожидание {duration_said(wait)}" if wait else "",
    )  # fmt: skip


def _place_said(held: Held, place_id: str) -> str:
    """A home without a title has but a code, which says nothing to a person."""
    place = next((each for each in held.state.problem.places if each.id == place_id), None)
    if place is not None and place.title is None and place.kind is PlaceKind.HOME:
        return AT_HOME
    return held.names.place(place_id)


def _bars(items: list[Engagement], gaps: list[tuple[int, int]], first: int) -> Iterator[Bar]:
    for number, item in enumerate(items):
        if number:
            road, wait = gaps[number - 1]
            end = items[number - 1].end_min - first
            yield Bar(x=end, width=road, look="road", said=f"дорога {duration_said(road)}")
            yield Bar(x=end + road, width=wait, look="wait", said=f"ожидание {duration_said(wait)}")
        look = item.lesson.form if item.lesson else "busy"
        said = span_said(item.start_min, item.end_min)
        yield Bar(x=item.start_min - first, width=item.end_min - item.start_min, look=look, said=said)
