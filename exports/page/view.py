"""What the page's template gets: one frozen value, every text ready, every number in pixels' terms."""

from __future__ import annotations

from dataclasses import dataclass

from exports.board.owed import Owed


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A radio button or an option: its value in the page and its words; `title` where they are to stand alone."""

    value: str
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A lesson or classes. look: classes of style. weeks: `нед. 1–2`. start_min, long_min: where and how high.

    lane, lanes: place among cards that overlap in some week (in a lawful timetable none do).
    """

    look: str
    start_min: int
    long_min: int
    time: str
    first: str
    second: str
    place: str
    form: str
    weeks: str
    lane: int = 0
    lanes: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DayColumn:
    """look: classes of the weeks in which something stands; `void` for none."""

    name: str
    look: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """keys: of everybody the person meets, for the filter. from_min, range_min: the axis; scale,
    paper_scale: its pixels a minute on a screen and on A4. least_min: the shortest lesson."""

    key: str
    keys: str
    name: str
    note: str
    days: tuple[DayColumn, ...]
    hours: tuple[int, ...]
    from_min: int
    range_min: int
    scale: float
    paper_scale: float
    least_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A station. leave, leg: when to leave for it, the way and the waiting; empty when there is none."""

    look: str
    leave: str
    leg: str
    time: str
    place: str
    who: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteView:
    look: str
    keys: str
    teacher: str
    weeks: str
    note: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRoutes:
    name: str
    look: str
    routes: tuple[RouteView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftView:
    """A row's lessons without a time."""

    keys: str
    who: str
    what: str
    count: str
    proof: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number people look for; look `good`, `bad` or empty."""

    title: str
    value: str
    look: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedView:
    """A line of what is owed. keys: of the pupil and the teacher, for the filter."""

    keys: str
    line: Owed


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """The whole page."""

    title: str
    about: str
    css: str
    script: str
    policy: str
    weeks: tuple[Choice, ...]
    pupil_choices: tuple[Choice, ...]
    teacher_choices: tuple[Choice, ...]
    figures: tuple[Figure, ...]
    score: tuple[Figure, ...]
    left: tuple[LeftView, ...]
    pupils: tuple[PersonView, ...]
    teachers: tuple[PersonView, ...]
    days: tuple[DayRoutes, ...]
    owed: tuple[OwedView, ...]
