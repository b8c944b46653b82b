"""Small problems and timetables by keyword: what a test does not name is the plainest lawful value.

One school town: schools s1, s2, homes h1, h2, h3. Times are "HH:MM" as in files. Ways in minutes: s1–h1 12,
s1–h2 20, s1–h3 25, s1–s2 30, s2–h1 15, s2–h2 18, s2–h3 10, h1–h2 8, h1–h3 14, h2–h3 6.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scheduler.problem import Problem
from scheduler.terms import Weekday, clock
from scheduler.timetable import Lesson, Timetable, Unplaced

WAYS = {
    ("s1", "h1"): 12, ("s1", "h2"): 20, ("s1", "h3"): 25, ("s1", "s2"): 30, ("s2", "h1"): 15,
    ("s2", "h2"): 18, ("s2", "h3"): 10, ("h1", "h2"): 8, ("h1", "h3"): 14, ("h2", "h3"): 6,
}  # fmt: skip
Raw = dict[str, Any]


def minutes(time: str) -> int:
    """`"09:05"` is 545."""
    hours, rest = time.split(":")
    return int(hours) * 60 + int(rest)


def window(span: str, **more: Any) -> Raw:
    """`window("09:00-10:30", days=["mon"])`."""
    start, end = span.split("-")
    return {"start": start, "end": end, **more}


def teacher(name: str = "t1", **more: Any) -> Raw:
    """Of school s1, free all day."""
    return {"id": name, "school": "s1", "free": [window("00:00-24:00")], **more}


def pupil(name: str = "p1", **more: Any) -> Raw:
    """Of school s1 and home h1, with a break of 10 minutes and no limits."""
    return {"id": name, "school": "s1", "home": "h1", "grade": 5, "needs": "general", **more}


def row(name: str = "r1", **more: Any) -> Raw:
    """One lesson of 40 minutes at home with t1 for p1."""
    plain = {
        "id": name, "pupils": ["p1"], "subject": f"subject-{name}", "block": "mandatory", "form": "home",
        "lessons": 1, "lesson_min": 40, "teachers": ["t1"],
    }  # fmt: skip
    return {**plain, **more}


def problem(
    rows: Iterable[Raw] | None = None,
    teachers: Iterable[Raw] | None = None,
    pupils: Iterable[Raw] | None = None,
    weeks: int | Sequence[Raw] = 1,
    **more: Any,
) -> Problem:
    """Week w1 (or w1 to wN), Monday to Friday 08:00–19:00, 5-minute grid; t1, p1 and r1 if none are named."""
    school = [{"id": name, "kind": "school"} for name in ("s1", "s2")]
    homes = [{"id": name, "kind": "home"} for name in ("h1", "h2", "h3")]
    ways = [{"from": one, "to": other, "min": time} for (one, other), time in WAYS.items()]
    raw: Raw = {
        "name": "small",
        "timezone": "Asia/Yekaterinburg",
        "weeks": [{"id": f"w{n + 1}"} for n in range(weeks)] if isinstance(weeks, int) else list(weeks),
        "days": ["mon", "tue", "wed", "thu", "fri"],
        "day_start": "08:00",
        "day_end": "19:00",
        "step_min": 5,
        "places": school + homes,
        "travel": {"minutes": ways, "speed_kmh": 4.5, "detour": 1.3, "door_min": 3},
        "teachers": [teacher()] if teachers is None else list(teachers),
        "pupils": [pupil()] if pupils is None else list(pupils),
        "rows": [row()] if rows is None else list(rows),
    }
    return Problem.model_validate(raw | more)


def lesson(given: Problem, what: str, **more: Any) -> Lesson:
    """`lesson(problem, "r1 mon 09:00")`, with week, ordinal and teacher if need be: `"r1/2 w3 mon 09:00 t2"`.

    Length, form and place are the row's own, so that a test changes by keyword only what it is about.
    """
    words = what.split()
    name, _, n = words.pop(0).partition("/")
    own = next(row for row in given.rows if row.id == name)
    week = words.pop(0) if words[0] not in set(Weekday) | {"funday"} else given.weeks[0].id
    day, start = words.pop(0), minutes(words.pop(0))
    who = words.pop(0) if words else own.teachers[0]
    values: Raw = {
        "row": name, "n": int(n or 1), "week": week, "day": day, "start_min": start,
        "end_min": start + own.lesson_min, "teacher": who, "form": str(own.form),
        "place": _place(given, name, who, week, day),
    }  # fmt: skip
    return Lesson(**(values | more))


def _place(given: Problem, name: str, who: str, week: str, day: str) -> str:
    own = next(row for row in given.rows if row.id == name)
    first = next(pupil for pupil in given.pupils if pupil.id == own.pupils[0])
    if own.form == "school":
        return own.place or first.school
    if own.form == "home" or who not in {each.id for each in given.teachers}:
        return first.home_on(week, Weekday(day)) if day in set(Weekday) else first.home
    held = next(each for each in given.teachers if each.id == who)
    return held.remote_place or held.school


def timetable(given: Problem, *lessons: str | Lesson, unplaced: Mapping[str, int] | None = None) -> Timetable:
    """Lessons in the words of `lesson`; whatever the rows have beyond them is reported unplaced."""
    placed = tuple(lesson(given, each) if isinstance(each, str) else each for each in lessons)
    held = Counter(each.row for each in placed)
    rest = {each.id: each.lessons - held[each.id] for each in given.rows} if unplaced is None else unplaced
    missing = tuple(Unplaced(row=name, count=count) for name, count in rest.items() if count > 0)
    return Timetable(lessons=placed, unplaced=missing)


def said(placed: Lesson) -> str:
    """The lesson in the words `lesson` reads."""
    return f"{placed.row}/{placed.n} {placed.week} {placed.day} {clock(placed.start_min)} {placed.teacher}"
