"""The demo school as a school keeps it: school.toml and plans.toml become a registry, and that a problem."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from api.demo.plans import plans
from api.demo.times import Said, read_time
from api.demo.year import school_years
from scheduler.problem import Place, TravelPair
from scheduler.registry.build import Built, build
from scheduler.registry.values import (
    Availability,
    Bell,
    ClassLesson,
    FamilyKind,
    FamilyWindow,
    HoursKind,
    Pattern,
    PinnedLesson,
    PlanLine,
    PupilEntry,
    Registry,
    School,
    SchoolKind,
    Settings,
    TeacherEntry,
)
from scheduler.terms import LessonForm, PlaceKind

SOURCE = Path(__file__).parent / "school.toml"
FIRST, LAST = date(2026, 9, 1), date(2026, 12, 31)  # the first half of the school year
LIMITS = ("max_day_lessons", "max_day_min", "break_min", "max_remote_day_min", "max_teachers_day")
TEACHER_LIMITS = ("max_week_min", "max_day_lessons", "max_gap_min")
WEEKLY = (FamilyKind.ADULT_HOME, FamilyKind.AVOID, FamilyKind.PREFER, FamilyKind.DISLIKE)
Table = dict[str, Any]


@cache
def demo_built() -> Built:
    """The demo school's problem for the first half of the year, with what was remarked on the way."""
    return build(demo_registry(), FIRST, LAST)


@cache
def demo_registry() -> Registry:
    """Twelve children, eighteen teachers, a school of the first and a partner of the second shift."""
    source = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    return Registry(
        settings=_settings(source),
        schools=tuple(_schools(source)),
        places=tuple(_place(name, entry) for name, entry in source["places"].items()),
        roads=tuple(
            TravelPair(from_place=road["from"], to_place=road["to"], minutes=road["min"])
            for road in source["roads"]
        ),
        bells=tuple(_bells(source)),
        classes=tuple(lesson for entry in source["teachers"] for lesson in _classes(entry, source)),
        teachers=tuple(_teacher(entry) for entry in source["teachers"]),
        availability=tuple(window for entry in source["teachers"] for window in _free(entry)),
        pupils=tuple(_pupil(entry, source) for entry in source["pupils"]),
        lines=tuple(_lines(source)),
        families=tuple(window for entry in source["pupils"] for window in _family(entry, source)),
        pinned=tuple(_pinned(source)),
        years=school_years(source),
    )


def _settings(source: Table) -> Settings:
    return Settings(
        name=source["name"],
        timezone=source["timezone"],
        cycle_weeks=source["weeks"],
        academic_hour_min=source["academic_hour_min"],
        day_start_min=_span(source["day_start"])[0],
        day_end_min=_span(source["day_end"])[0],
        step_min=source["step_min"],
        speed_kmh=source["speed_kmh"],
        detour=source["detour"],
        door_min=source["door_min"],
    )


def _span(text: str) -> tuple[int, int]:
    """Start and end; of a single time both are the same."""
    said = read_time(text)
    if said.start_min is None:
        raise ValueError(f"no time in {text!r}")
    return said.start_min, said.start_min if said.end_min is None else said.end_min


def _schools(source: Table) -> Iterator[School]:
    """Every school of the places; the first is the base."""
    places = {name: entry for name, entry in source["places"].items() if _is_school(entry)}
    for number, (name, entry) in enumerate(places.items()):
        kind = SchoolKind.PARTNER if number else SchoolKind.BASE
        yield School(id=name, title=entry["title"], kind=kind)


def _is_school(entry: Table) -> bool:
    return str(entry["title"]).startswith("СОШ")


def _place(name: str, entry: Table) -> Place:
    kind = PlaceKind.SCHOOL if _is_school(entry) else PlaceKind.HOME
    return Place(id=name, title=entry["title"], kind=kind, lat=entry["lat"], lon=entry["lon"])


def _bells(source: Table) -> Iterator[Bell]:
    for school, shifts in source["bells"].items():
        for shift, lessons in shifts.items():
            for number, text in lessons.items():
                start, end = _span(text)
                yield Bell(school=school, shift=int(shift), number=int(number), start_min=start, end_min=end)


def _shift(school: str, source: Table) -> int:
    return int(next(iter(source["bells"][school])))


def _classes(entry: Table, source: Table) -> Iterator[ClassLesson]:
    """`5 «А» Музыка: пн-чт 1; пт 2, 4` is six lessons."""
    for text in entry["classes"]:
        head, times = text.split(": ")
        class_title, subject = head.split("» ", 1)
        for said in map(read_time, times.split("; ")):
            for day in said.days or ():
                for number in said.numbers:
                    yield ClassLesson(
                        school=entry["school"],
                        class_title=f"{class_title}»",
                        day=day,
                        shift=_shift(entry["school"], source),
                        number=number,
                        subject=subject,
                        teachers=(entry["id"],),
                    )


def _teacher(entry: Table) -> TeacherEntry:
    return TeacherEntry(
        id=entry["id"],
        name=entry["name"],
        school=entry["school"],
        subjects=tuple(entry["subjects"]),
        grade_first=entry["grades"][0],
        grade_last=entry["grades"][1],
        **{key: entry[key] for key in TEACHER_LIMITS if key in entry},
    )


def _free(entry: Table) -> Iterator[Availability]:
    for text in entry["free"]:
        yield Availability(teacher=entry["id"], **_window(read_time(text)))


def _window(said: Said) -> Table:
    weeks = None if said.weeks is None else tuple(int(week.removeprefix("w")) for week in said.weeks)
    return {"days": said.days, "weeks": weeks, "start_min": said.start_min, "end_min": said.end_min}


def _pupil(entry: Table, source: Table) -> PupilEntry:
    plan = plans()[entry["plan"]]
    first, last = source["papers"]
    return PupilEntry(
        id=entry["case"],
        class_title=entry["class"],
        grade=plan.grade,
        needs=plan.needs,
        school=entry["school"],
        home=entry["home"],
        valid_from=first,
        valid_to=last,
        **{key: entry[key] for key in LIMITS if key in entry},
    )


def _family(entry: Table, source: Table) -> Iterator[FamilyWindow]:
    case = entry["case"]
    for kind in WEEKLY:
        for text in entry.get(kind.value, ()):
            yield FamilyWindow(pupil=case, kind=kind, **_window(read_time(text)))
    if "other_home" in entry:
        days = read_time(entry["other_home"]["days"]).days
        yield FamilyWindow(
            pupil=case, kind=FamilyKind.OTHER_HOME, days=days, place=entry["other_home"]["place"]
        )
    school = entry["school"]
    bells = source["bells"][school][str(_shift(school, source))]
    for said in map(read_time, entry.get("with_class", ())):
        for number in said.numbers:
            start, end = _span(bells[str(number)])
            yield FamilyWindow(
                pupil=case, kind=FamilyKind.WITH_CLASS, days=said.days, start_min=start, end_min=end
            )


def _lines(source: Table) -> Iterator[PlanLine]:
    """Shared lessons first, then child by child what the plan holds."""
    pupils = {entry["case"]: entry for entry in source["pupils"]}
    shared: set[tuple[str, str]] = set()
    for number, entry in enumerate(source["together"], start=1):
        shared |= {(case, entry["title"]) for case in entry["cases"]}
        group = [pupils[case] for case in entry["cases"]]
        yield _line(f"вместе-{number}", group, entry["title"], source)
    for pupil in source["pupils"]:
        for line in plans()[pupil["plan"]].lines:
            if (pupil["case"], line.title) not in shared:
                yield _line(f"{pupil['case']}-{line.subject}", [pupil], line.title, source)


def _line(name: str, group: list[Table], title: str, source: Table) -> PlanLine:
    pupil = group[0]
    lines = {line.title: line for line in plans()[pupil["plan"]].lines}
    line, weeks = lines[title], source["weeks"]
    slot, form = _slot(pupil, title), _form(pupil, title)
    usual = line.lesson_min == source["academic_hour_min"]
    return PlanLine(
        id=name,
        pupils=tuple(entry["case"] for entry in group),
        subject=title,
        block=line.block,
        kind=HoursKind.REMOTE if form == LessonForm.REMOTE else HoursKind.CONTACT,
        form=form,
        hours_week=Fraction(line.lessons, weeks),
        in_class_hours=Fraction(pupil.get("with_class_lessons", {}).get(title, 0), weeks),
        lesson_min=None if usual else line.lesson_min,
        pattern=Pattern.PAIRED if slot else Pattern.PARITY,
        slot=slot,
        teachers=_taught_by(pupil, title),
        difficulty=line.difficulty or None,
    )


def _slot(pupil: Table, title: str) -> str | None:
    for number, titles in enumerate(pupil.get("slots", ()), start=1):
        if title in titles:
            return f"{pupil['case']}-{number}"
    return None


def _form(pupil: Table, title: str) -> LessonForm:
    if title in pupil.get("remote", ()):
        return LessonForm.REMOTE
    return LessonForm.SCHOOL if title in pupil.get("at_school", ()) else LessonForm.HOME


def _taught_by(pupil: Table, title: str) -> tuple[str, ...]:
    return tuple(name for name, titles in pupil.get("taught_by", {}).items() if title in titles)


def _pinned(source: Table) -> Iterator[PinnedLesson]:
    pupils: dict[str, Table] = {entry["case"]: entry for entry in source["pupils"]}
    for entry in source["pinned"]:
        lines: Iterable[Any] = plans()[pupils[entry["case"]]["plan"]].lines
        code = next(line.subject for line in lines if line.title == entry["title"])
        start, _ = _span(entry["time"])
        for day in read_time(entry["time"]).days or ():
            name = f"{entry['case']}-{code}"
            yield PinnedLesson(line=name, week=entry["week"], day=day, start_min=start)
