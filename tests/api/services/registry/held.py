"""Random registries that the database can hold, and what it does not hold of them: the order of entries, ids of lines.

`held` changes what `unheld` would refuse, and what the database says in one way only: whose pupils they are, days of
papers (they follow from papers), a title that repeats a short name, agreed times told twice.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from exports.workbook.canonical import canonical
from scheduler.calendar.year import Break, MovedDay, SchoolYear, Term
from scheduler.problem import TravelPair
from scheduler.registry.values import PlanLine, PupilEntry, Registry
from scheduler.terms import Weekday
from tests.exports.workbook.strategies import TEXTS, registries

TITLE = "2026/27"
FIRST, LAST = date(2026, 9, 1), date(2027, 5, 31)
QUARTERS = ((0, 52), (62, 120), (132, 206), (216, 260))  # days from the first of September


@st.composite
def held_registries(draw: st.DrawFn) -> Registry:
    """Canonical; schools of x keep their calendars only where it has some."""
    registry = draw(registries())
    years = tuple(draw(sound_years(year.school)) for year in registry.years)
    return held(replace(registry, years=years, settings=_settings(draw, registry)))


def _settings(draw: st.DrawFn, registry: Registry) -> Any:
    return replace(
        registry.settings,
        step_min=draw(st.sampled_from([5, 10, 15, 20, 30])),
        speed_kmh=draw(st.integers(5, 1200)) / 10,
        detour=draw(st.integers(100, 400)) / 100,
        cycle_weeks=4,
    )


@st.composite
def sound_years(draw: st.DrawFn, school: str) -> SchoolYear:
    """A year that a school could fill in by hand."""
    count = draw(st.integers(1, 4))
    terms = tuple(
        Term(title=f"{number} четверть", first=FIRST + timedelta(first), last=FIRST + timedelta(last))
        for number, (first, last) in enumerate(QUARTERS[:count], 1)
    )
    starts = draw(st.lists(st.integers(0, 250), max_size=2, unique=True))
    breaks = tuple(
        Break(title=draw(TEXTS), first=FIRST + timedelta(start), last=FIRST + timedelta(start + length),
              grades=draw(st.none() | st.frozensets(st.integers(1, 11), min_size=1)))
        for start, length in zip(starts, [0, 6], strict=False)
    )  # fmt: skip
    moved = draw(st.lists(st.integers(0, QUARTERS[count - 1][1]), max_size=2, unique=True))
    return SchoolYear(
        school=school,
        title=TITLE,
        terms=terms,
        days=tuple(Weekday)[: draw(st.sampled_from([5, 6]))],
        breaks=breaks,
        moved=tuple(
            MovedDay(on=FIRST + timedelta(day), as_day=draw(st.sampled_from(Weekday))) for day in moved
        ),
    )


def held(registry: Registry) -> Registry:
    """The registry with what the database cannot hold said otherwise; canonical."""
    own = registry.schools[0].id
    return canonical(
        replace(
            registry,
            places=tuple(
                place.model_copy(update={"title": None}) if place.title == place.id else place
                for place in registry.places
            ),
            roads=tuple(_road(road) for road in registry.roads),
            teachers=tuple(
                replace(each, grade_first=min(each.grade_first, 11), grade_last=min(each.grade_last, 11))
                for each in registry.teachers
            ),
            pupils=tuple(_pupil(each, own) for each in registry.pupils),
            lines=tuple(_line(each) for each in registry.lines),
            families=tuple(
                replace(each, weight={3: 4}.get(each.weight, each.weight)) for each in registry.families
            ),
            pinned=tuple(
                dict.fromkeys(replace(each, start_min=min(each.start_min, 1439)) for each in registry.pinned)
            ),
        )
    )


def _road(road: TravelPair) -> TravelPair:
    return road.model_copy(update={"minutes": min(road.minutes, 600)})


def _pupil(each: PupilEntry, own: str) -> PupilEntry:
    name = None if each.name == each.id else each.name
    return replace(
        each, grade=min(each.grade, 11), school=own, valid_from=None, valid_to=None, name=name,
    )  # fmt: skip


def _line(each: PlanLine) -> PlanLine:
    return replace(
        each,
        pupils=tuple(sorted(each.pupils)),
        lesson_min=each.lesson_min and min(each.lesson_min, 120),
        max_per_day=min(each.max_per_day, 8),
    )


def settled(registry: Registry) -> Registry:
    """Canonical, and every list whose order nobody means in one order."""
    plain = canonical(registry)
    teachers = tuple(replace(each, subjects=tuple(sorted(each.subjects))) for each in plain.teachers)
    lines = tuple(replace(each, teachers=tuple(sorted(each.teachers))) for each in plain.lines)
    classes = tuple(replace(each, teachers=tuple(sorted(each.teachers))) for each in plain.classes)
    years = tuple(
        replace(each, breaks=_sorted(each.breaks), moved=_sorted(each.moved)) for each in plain.years
    )
    plain = replace(plain, teachers=teachers, lines=lines, classes=classes, years=years)
    kinds = (
        "schools", "places", "roads", "bells", "classes", "teachers", "availability", "pupils", "lines", "families",
        "pinned", "years",
    )  # fmt: skip
    return replace(plain, **{kind: _sorted(getattr(plain, kind)) for kind in kinds})


def _sorted(entries: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(sorted(entries, key=repr))
