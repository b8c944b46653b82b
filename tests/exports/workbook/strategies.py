"""Random registries that are canonical: odd texts, all the numbers, every combination of empty cells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from exports.workbook.canonical import canonical
from exports.workbook.texts import fold
from scheduler.calendar.year import Break, MovedDay, Parity, SchoolYear, Term
from scheduler.problem import Place, TravelPair
from scheduler.registry import values as v
from scheduler.terms import Block, LessonForm, Needs, PlaceKind, Transport, Weekday

# letters that look like something else: formulas, numbers, dates, quotes, other scripts, a letter beyond 16 bits
_LETTERS = "абвЁКО AxO=+-@'\"«»()№.<>&%/:0123456789_𝔸é"
_TITLES = [
    "Математика",
    "История, обществознание",
    "=1+1",
    "-5",
    "0123",
    "01.09.2026",
    "9:00",
    "ИСТИНА",
    "_x0041_",
]
TEXTS = st.one_of(
    st.sampled_from(_TITLES),
    st.text(_LETTERS, min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool),
)  # fmt: skip
SUBJECTS = st.one_of(st.sampled_from(_TITLES), TEXTS).filter(
    lambda text: text.lower()[:5] not in ("итого", "всего")
)
NAMES = st.sampled_from(
    ["Озёрная А. А.", "Лугова В. В.", "Снегова-Белая Г. Г.", "Каменев Р.", "Ли О. О. (ИЗО)", "Ива"]
)
DATES = st.dates(date(2025, 1, 1), date(2028, 12, 31))
WEEKS = st.none() | st.sets(st.integers(1, 4), min_size=1).map(lambda chosen: tuple(sorted(chosen)))
DAYS = st.none() | st.sets(st.sampled_from(Weekday), min_size=1).map(
    lambda chosen: tuple(sorted(chosen, key=lambda day: day.number))
)
DEGREES = st.integers(-89_000_000, 89_000_000).map(lambda millionths: millionths / 1_000_000)
MINUTES = st.none() | st.integers(0, 2000)
FRACTIONS = st.fractions(Fraction(1, 12), 40, max_denominator=12) | st.decimals("0.01", 40, places=2).map(
    Fraction
)


@st.composite
def spans(draw: st.DrawFn) -> dict[str, int]:
    """Two different times of a day."""
    start, end = sorted(draw(st.lists(st.integers(0, 1440), min_size=2, max_size=2, unique=True)))
    return {"start_min": start, "end_min": end}


@st.composite
def validities(draw: st.DrawFn) -> dict[str, date | None]:
    """First and last date, each perhaps open."""
    first, last = sorted([draw(DATES), draw(DATES)])
    return {
        "valid_from": draw(st.sampled_from([first, None])),
        "valid_to": draw(st.sampled_from([last, None])),
    }


def some(values: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=most).map(tuple)


def built(made_of: Any, /, *, mix: st.SearchStrategy[dict[str, Any]] | None = None, **fields: Any) -> Any:
    """Entries of a kind from strategies of their fields; `mix` gives several fields at once."""
    made = st.fixed_dictionaries(fields)
    return st.tuples(made, st.just({}) if mix is None else mix).map(
        lambda pair: made_of(**pair[0], **pair[1])
    )


@st.composite
def registries(draw: st.DrawFn) -> v.Registry:
    """A canonical registry; names refer to what there is."""
    ids = draw(st.lists(TEXTS, min_size=4, max_size=6, unique_by=fold))
    schools = [
        v.School(id=name, title=draw(TEXTS), kind=draw(st.sampled_from(v.SchoolKind))) for name in ids[:2]
    ]
    schools[0] = replace(schools[0], kind=v.SchoolKind.BASE)
    places = [draw(_places(name)) for name in ids]
    cases = [f"К-{number:02d}" for number in range(1, draw(st.integers(1, 3)) + 1)]
    school, place = st.sampled_from(ids[:2]), st.sampled_from(ids)
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    bells = draw(_bells(ids[:2]))
    years = [draw(_years(name)) for name in draw(st.lists(school, unique=True, max_size=2))]
    registry = v.Registry(
        settings=draw(_settings()),
        schools=tuple(schools),
        places=tuple(places),
        roads=tuple(
            TravelPair(from_place=ids[0], to_place=name, minutes=draw(st.integers(0, 1440)))
            for name in ids[1:3]
        ),
        bells=bells,
        classes=draw(some(_class_lessons(bells, names), 6)) if bells else (),
        teachers=tuple(draw(_teachers(name, school, place)) for name in names),
        availability=draw(some(_availability(names, place))),
        pupils=tuple(draw(_pupils(case, school, place)) for case in cases),
        lines=draw(some(_lines(cases, names, place), 6)),
        families=draw(some(_families(cases, place))),
        years=tuple(years),
    )
    registry = canonical(registry)
    pins = draw(some(_pins([line.id for line in registry.lines], names), 2)) if registry.lines else ()
    return replace(registry, pinned=pins)


def _settings() -> Any:
    return built(
        v.Settings,
        name=TEXTS,
        timezone=st.sampled_from(["Asia/Yekaterinburg", "UTC"]),
        parity=st.sampled_from(Parity),
        day_start_min=st.integers(0, 700),
        day_end_min=st.integers(701, 1440),
        step_min=st.integers(1, 60),
        speed_kmh=st.integers(1, 999).map(lambda tenths: tenths / 10),
    )


def _places(name: str) -> Any:
    where = st.just({}) | st.fixed_dictionaries({"lat": DEGREES, "lon": DEGREES})
    return built(Place, mix=where, id=st.just(name), title=st.none() | TEXTS, kind=st.sampled_from(PlaceKind))


@st.composite
def _bells(draw: st.DrawFn, schools: list[str]) -> tuple[v.Bell, ...]:
    times = draw(
        st.lists(st.tuples(st.sampled_from(schools), st.integers(1, 2), st.integers(0, 9)), unique=True)
    )
    return tuple(
        v.Bell(school=school, shift=shift, number=number, **draw(spans()))
        for school, shift, number in times[:6]
    )


def _class_lessons(bells: tuple[v.Bell, ...], names: list[str]) -> Any:
    rung = st.sampled_from(bells).map(
        lambda bell: {"school": bell.school, "shift": bell.shift, "number": bell.number}
    )
    return built(
        v.ClassLesson,
        mix=rung,
        class_title=st.sampled_from(["1 «А»", "11 «Б»", "7 спорт"]),
        day=st.sampled_from(Weekday),
        subject=st.sampled_from(["Математика", "История, обществознание", "=1+1", "Труд (технология)"]),
        teachers=st.lists(st.sampled_from(names), max_size=2, unique=True).map(tuple),
        weeks=WEEKS,
    )


def _teachers(name: str, school: Any, place: Any) -> Any:
    return built(
        v.TeacherEntry,
        mix=st.lists(st.integers(1, 12), min_size=2, max_size=2).map(
            lambda pair: {"grade_first": min(pair), "grade_last": max(pair)}
        ),
        id=st.just(name),
        name=st.just(name),
        school=school,
        subjects=st.lists(SUBJECTS, max_size=3, unique=True).map(tuple),
        remote_place=st.none() | place,
        max_week_min=MINUTES,
        max_gap_min=MINUTES,
        transport=st.none() | st.sampled_from(Transport),
    )


def _availability(names: list[str], place: Any) -> Any:
    return built(
        v.Availability,
        mix=spans(),
        teacher=st.sampled_from(names),
        kind=st.sampled_from(v.AvailabilityKind),
        days=DAYS,
        weeks=WEEKS,
        place=st.none() | place,
    )


def _pupils(case: str, school: Any, place: Any) -> Any:
    return built(
        v.PupilEntry,
        mix=validities(),
        id=st.just(case),
        name=st.none() | TEXTS,
        class_title=st.sampled_from(["1 «А»", "12 спорт", "дом"]),
        grade=st.integers(1, 12),
        needs=st.sampled_from(Needs),
        school=school,
        home=place,
        break_min=st.integers(0, 60),
        max_day_min=MINUTES,
    )


def _lines(cases: list[str], names: list[str], place: Any) -> Any:
    return built(
        v.PlanLine,
        mix=validities(),
        id=st.uuids().map(str),
        pupils=st.lists(st.sampled_from(cases), min_size=1, max_size=2, unique=True).map(tuple),
        area=st.just("") | TEXTS,
        subject=SUBJECTS,
        block=st.sampled_from(Block),
        kind=st.sampled_from(v.HoursKind),
        form=st.sampled_from(LessonForm),
        place=st.none() | place,
        hours_week=FRACTIONS,
        in_class_hours=st.just(Fraction(0)) | st.just(Fraction(1, 12)),
        lesson_min=st.none() | st.integers(5, 240),
        paid_hours_lesson=st.none() | FRACTIONS,
        pattern=st.sampled_from(v.Pattern),
        slot=st.none() | TEXTS,
        teachers=st.lists(st.sampled_from(names), max_size=2, unique=True).map(tuple),
        max_per_day=st.integers(1, 10),
        weeks=WEEKS,
        difficulty=st.none() | st.integers(0, 100),
    ).filter(lambda line: line.in_class_hours <= line.hours_week)


def _families(cases: list[str], place: Any) -> Any:
    return built(
        v.FamilyWindow,
        mix=spans(),
        pupil=st.sampled_from(cases),
        kind=st.sampled_from(v.FamilyKind),
        days=DAYS,
        weeks=WEEKS,
        weight=st.sampled_from([1, 2, 3, 4]),
        place=place,
    )


def _pins(lines: list[str], names: list[str]) -> Any:
    return built(
        v.PinnedLesson,
        line=st.sampled_from(lines),
        day=st.sampled_from(Weekday),
        start_min=st.integers(0, 1440),
        week=st.none() | st.integers(1, 4),
        teacher=st.none() | st.sampled_from(names),
    )


@st.composite
def _years(draw: st.DrawFn, school: str) -> SchoolYear:
    first = draw(DATES)
    length = st.integers(0, 60).map(lambda days: timedelta(days=days))
    return SchoolYear(
        school=school,
        title=draw(TEXTS),
        terms=tuple(
            Term(title=draw(TEXTS), first=first, last=first + draw(length))
            for _ in range(draw(st.integers(1, 2)))
        ),
        days=draw(DAYS.filter(bool)),
        breaks=tuple(
            Break(title=title, first=first, last=first + draw(length), grades=draw(_GRADES))
            for title in draw(some(TEXTS, 2))
        ),
        moved=draw(some(built(MovedDay, on=DATES, as_day=st.sampled_from(Weekday)), 2)),
    )


_GRADES = st.none() | st.frozensets(st.integers(1, 11), min_size=1)
