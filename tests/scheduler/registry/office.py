"""Small registries by keyword: what a test does not name is the plainest value.

Two schools s1 (first shift) and s2 (second shift), homes h1 and h2. Pupil p1 of grade 5 at s1 and h1, teacher t1
of s1 for Математика in all grades, free from 12:00 to 19:00.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from scheduler.calendar.year import Break, SchoolYear, Term
from scheduler.problem import Place
from scheduler.registry.values import (
    Availability,
    Bell,
    FamilyKind,
    FamilyWindow,
    PlanLine,
    PupilEntry,
    Registry,
    School,
    SchoolKind,
    Settings,
    TeacherEntry,
)
from scheduler.terms import Needs, PlaceKind, Weekday

DAYS = tuple(Weekday)[:5]
FIRST_HALF = (date(2026, 9, 1), date(2026, 12, 30))
SECOND_HALF = (date(2027, 1, 11), date(2027, 5, 26))


def clock(text: str) -> int:
    """`"09:05"` is 545."""
    hours, rest = text.split(":")
    return int(hours) * 60 + int(rest)


def span(text: str) -> dict[str, int]:
    start, end = text.split("-")
    return {"start_min": clock(start), "end_min": clock(end)}


def year(school: str = "s1", **more: Any) -> SchoolYear:
    """2026/27 by domain 6: quarters of 39, 42, 53 and 36 days, 170 in all, 34 weeks of five."""
    days_off = [
        ("2026-11-04", "2026-11-04"),
        ("2027-02-23", "2027-02-23"),
        ("2027-03-08", "2027-03-08"),
        ("2027-05-03", "2027-05-03"),
        ("2027-05-10", "2027-05-10"),
    ]
    breaks = [Break(title="", first=date.fromisoformat(a), last=date.fromisoformat(b)) for a, b in days_off]
    february = Break(
        title="первый класс", first=date(2027, 2, 15), last=date(2027, 2, 21), grades=frozenset({1})
    )
    terms = [
        ("2026-09-01", "2026-10-23"),
        ("2026-11-02", "2026-12-30"),
        ("2027-01-11", "2027-03-26"),
        ("2027-04-05", "2027-05-26"),
    ]
    plain: dict[str, Any] = {
        "school": school,
        "title": "2026/27",
        "terms": tuple(
            Term(title=str(number), first=date.fromisoformat(first), last=date.fromisoformat(last))
            for number, (first, last) in enumerate(terms, 1)
        ),
        "days": DAYS,
        "breaks": (*breaks, february),
    }
    return SchoolYear(**(plain | more))


def teacher(name: str = "t1", **more: Any) -> TeacherEntry:
    plain: dict[str, Any] = {
        "id": name,
        "name": f"Учитель {name}",
        "school": "s1",
        "subjects": ("Математика",),
    }
    return TeacherEntry(**(plain | more))


def free(name: str = "t1", time: str = "12:00-19:00", **more: Any) -> Availability:
    return Availability(teacher=name, **span(time), **more)


def pupil(name: str = "p1", **more: Any) -> PupilEntry:
    plain: dict[str, Any] = {
        "id": name, "class_title": "5 «А»", "grade": 5, "needs": Needs.GENERAL, "school": "s1", "home": "h1",
    }  # fmt: skip
    return PupilEntry(**(plain | more))


def line(name: str = "l1", hours: str = "1", **more: Any) -> PlanLine:
    """Hours a week of Математика for p1; `hours` as in `"3/4"` or `"0.75"`."""
    plain: dict[str, Any] = {
        "id": name,
        "pupils": ("p1",),
        "subject": "Математика",
        "hours_week": Fraction(hours),
    }
    return PlanLine(**(plain | more))


def family(kind: FamilyKind, time: str = "00:00-24:00", **more: Any) -> FamilyWindow:
    return FamilyWindow(**({"pupil": "p1", "kind": kind} | span(time) | more))


BELLS = {1: "08:30-09:10", 2: "09:20-10:00", 3: "10:15-10:55"}
AFTERNOON = {1: "14:00-14:40", 2: "14:50-15:30"}


def bells() -> tuple[Bell, ...]:
    morning = [Bell(school="s1", number=number, **span(time)) for number, time in BELLS.items()]
    return (
        *morning,
        *(Bell(school="s2", shift=2, number=number, **span(time)) for number, time in AFTERNOON.items()),
    )


def registry(**more: Any) -> Registry:
    """One pupil with one hour of one teacher, unless the keywords say otherwise."""
    plain: dict[str, Any] = {
        "settings": Settings(name="Школа"),
        "schools": (
            School(id="s1", title="Школа 1"),
            School(id="s2", title="Школа 2", kind=SchoolKind.PARTNER),
        ),
        "places": (
            Place(id="s1", kind=PlaceKind.SCHOOL, lat=57.0, lon=60.0),
            Place(id="s2", kind=PlaceKind.SCHOOL, lat=57.0, lon=60.02),
            Place(id="h1", kind=PlaceKind.HOME, lat=57.01, lon=60.0),
            Place(id="h2", kind=PlaceKind.HOME, lat=57.01, lon=60.02),
        ),
        "bells": bells(),
        "teachers": (teacher(),),
        "availability": (free(),),
        "pupils": (pupil(),),
        "lines": (line(),),
        "years": (year(),),
    }
    return Registry(**(plain | more))
