"""The demo school: school.toml and plans.toml become a problem."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from api.demo.plans import SCHOOL_YEAR_STARTS, Plan, PlanLine, plans
from api.demo.times import SCHOOL_DAYS, read_time
from scheduler.norms import problem_norms
from scheduler.problem import (
    BusyWindow,
    ClosedDay,
    DatedHome,
    Pin,
    Place,
    PlanRow,
    Problem,
    Pupil,
    Teacher,
    Travel,
    TravelPair,
    Week,
    Window,
    Wish,
)
from scheduler.terms import LessonForm, Needs, PlaceKind, WishKind

SOURCE = Path(__file__).parent / "school.toml"
LIMITS = ("max_day_lessons", "max_day_min", "break_min", "max_remote_day_min", "max_teachers_day")
TEACHER_LIMITS = ("max_week_min", "max_day_lessons", "max_gap_min")
SPECIAL_SUBJECTS = {"russian", "literature", "math", "nature", "history", "geography", "everyday"}


def demo_problem() -> Problem:
    """The demo school as a problem: a cycle of four weeks, twelve children, two schools."""
    source = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    return Problem(
        name=source["name"],
        timezone=source["timezone"],
        weeks=tuple(Week(id=f"w{number + 1}") for number in range(source["weeks"])),
        days=SCHOOL_DAYS,
        day_start_min=_minute(source["day_start"]),
        day_end_min=_minute(source["day_end"]),
        step_min=source["step_min"],
        closed=tuple(closed_days(source["closed"])),
        norms=problem_norms(SCHOOL_YEAR_STARTS),
        places=tuple(_place(name, entry) for name, entry in source["places"].items()),
        travel=_travel(source),
        teachers=tuple(_teacher(entry, source) for entry in source["teachers"]),
        pupils=tuple(_pupil(entry, source) for entry in source["pupils"]),
        rows=tuple(_rows(source)),
        pins=tuple(_pins(source)),
    )


def _minute(text: str) -> int:
    start = read_time(text).start_min
    if start is None:
        raise ValueError(f"not a time: {text!r}")
    return start


def closed_days(texts: Iterable[str]) -> Iterator[ClosedDay]:
    for text in texts:
        said = read_time(text)
        for week in said.weeks or ():
            for day in said.days or ():
                yield ClosedDay(week=week, day=day)


def _place(name: str, entry: dict[str, Any]) -> Place:
    kind = PlaceKind.SCHOOL if entry["title"].startswith("СОШ") else PlaceKind.HOME
    return Place(id=name, title=entry["title"], kind=kind, lat=entry["lat"], lon=entry["lon"])


def _travel(source: dict[str, Any]) -> Travel:
    pairs = [
        TravelPair(from_place=road["from"], to_place=road["to"], minutes=road["min"])
        for road in source["roads"]
    ]
    return Travel(
        pairs=tuple(pairs),
        speed_kmh=source["speed_kmh"],
        detour=source["detour"],
        door_min=source["door_min"],
    )


def _teacher(entry: dict[str, Any], source: dict[str, Any]) -> Teacher:
    return Teacher(
        id=entry["id"],
        title=entry["name"],
        school=entry["school"],
        free=_windows(entry["free"]),
        busy=_classes(entry["classes"], source["bells"][entry["school"]]),
        **{key: entry[key] for key in TEACHER_LIMITS if key in entry},
    )


def _pupil(entry: dict[str, Any], source: dict[str, Any]) -> Pupil:
    plan = plans()[entry["plan"]]
    optional: dict[str, Any] = {key: entry[key] for key in LIMITS if key in entry}
    if "other_home" in entry:
        days = read_time(entry["other_home"]["days"]).days
        optional["homes"] = (DatedHome(place=entry["other_home"]["place"], days=days),)
    if "with_class" in entry:
        optional["busy"] = _classes(entry["with_class"], source["bells"][entry["school"]])
    if "adult_home" in entry:
        optional["adult_home"] = _windows(entry["adult_home"])
    if "avoid" in entry:
        optional["avoid"] = _windows(entry["avoid"])
    wishes = tuple(_wishes(entry))
    return Pupil(
        id=entry["case"],
        title=f"{entry['case']}, {entry['class']}",
        school=entry["school"],
        home=entry["home"],
        grade=plan.grade,
        needs=plan.needs,
        **(optional | ({"wishes": wishes} if wishes else {})),
    )


def _windows(texts: Iterable[str]) -> tuple[Window, ...]:
    return tuple(Window(**_span(text)) for text in texts)


def _span(text: str) -> dict[str, Any]:
    said = read_time(text)
    if said.start_min is None or said.end_min is None:
        raise ValueError(f"no start and end in {text!r}")
    fields: dict[str, Any] = {"start_min": said.start_min, "end_min": said.end_min}
    return fields | {key: value for key, value in (("days", said.days), ("weeks", said.weeks)) if value}


def _wishes(entry: dict[str, Any]) -> Iterator[Wish]:
    for kind in WishKind:
        for text in entry.get(kind.value, ()):
            yield Wish(kind=kind, **_span(text))


def _classes(texts: Iterable[str], bells: dict[str, str]) -> tuple[BusyWindow, ...]:
    """Own classes by the bells of the school: one window per lesson of the bells and its days."""
    windows = []
    for text in texts:
        said = read_time(text)
        for number in said.numbers:
            span = _span(bells[str(number)])
            windows.append(BusyWindow(**(span | ({"days": said.days} if said.days else {}))))
    return tuple(windows)


def _rows(source: dict[str, Any]) -> Iterator[PlanRow]:
    """Shared lessons first, then child by child what the plan holds."""
    pupils = {entry["case"]: entry for entry in source["pupils"]}
    shared: set[tuple[str, str]] = set()
    for number, entry in enumerate(source["together"], start=1):
        group = [pupils[case] for case in entry["cases"]]
        shared |= {(case, entry["title"]) for case in entry["cases"]}
        line = _line(plans()[group[0]["plan"]], entry["title"])
        yield _row(f"вместе-{number}", group, line, line.lessons, source)
    for pupil in source["pupils"]:
        for line in plans()[pupil["plan"]].lines:
            lessons = line.lessons - pupil.get("with_class_lessons", {}).get(line.title, 0)
            if lessons and (pupil["case"], line.title) not in shared:
                yield _row(f"{pupil['case']}-{line.subject}", [pupil], line, lessons, source)


def _line(plan: Plan, title: str) -> PlanLine:
    found = {line.title: line for line in plan.lines}
    return found[title]


def _row(
    name: str, group: list[dict[str, Any]], line: PlanLine, lessons: int, source: dict[str, Any]
) -> PlanRow:
    pupil = group[0]
    slot = _slot(pupil, line.title)
    return PlanRow(
        id=name,
        title=line.title,
        pupils=tuple(entry["case"] for entry in group),
        subject=line.subject,
        difficulty=line.difficulty,
        block=line.block,
        form=_form(pupil, line.title),
        lessons=lessons,
        lesson_min=line.lesson_min,
        teachers=tuple(entry["id"] for entry in source["teachers"] if _teaches(entry, line, group)),
        **({"slot": slot} if slot else {}),
    )


def _slot(pupil: dict[str, Any], title: str) -> str | None:
    for number, titles in enumerate(pupil.get("slots", ()), start=1):
        if title in titles:
            return f"{pupil['case']}-{number}"
    return None


def _form(pupil: dict[str, Any], title: str) -> LessonForm:
    if title in pupil.get("remote", ()):
        return LessonForm.REMOTE
    return LessonForm.SCHOOL if title in pupil.get("at_school", ()) else LessonForm.HOME


def _teaches(teacher: dict[str, Any], line: PlanLine, group: list[dict[str, Any]]) -> bool:
    """Subject and grades fit for every child; children with a special programme have their own teacher."""
    for pupil in group:
        plan = plans()[pupil["plan"]]
        first, last = teacher["grades"]
        special = plan.needs == Needs.SIPR or (plan.code == "P7" and line.subject in SPECIAL_SUBJECTS)
        subject = "special" if special else line.subject
        if subject not in teacher["subjects"] or not first <= plan.grade <= last:
            return False
    return True


def _pins(source: dict[str, Any]) -> Iterator[Pin]:
    pupils = {entry["case"]: entry for entry in source["pupils"]}
    for entry in source["pinned"]:
        said = read_time(entry["time"])
        line = _line(plans()[pupils[entry["case"]]["plan"]], entry["title"])
        for day in said.days or ():
            yield Pin(
                row=f"{entry['case']}-{line.subject}",
                week=f"w{entry['week']}",
                day=day,
                start_min=_minute(entry["time"]),
            )
