"""A small school whose timetable is written out by hand, and how tests expect its lessons in print.

Two weeks, Monday and Tuesday. Озёрная (t1) has classes at s1 on Monday 08:30–10:00 and 10:10–11:00; К-01 lives at
h1, К-02 at h2; ways: s1–h1 12, s1–h2 20, h1–h2 8 minutes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from scheduler.problem import Problem
from scheduler.terms import LessonForm, Weekday, clock
from scheduler.timetable import Reason, Timetable, Unplaced
from tests import builders
from tests.builders import window

DAYS = {"mon": "Понедельник", "tue": "Вторник", "wed": "Среда", "thu": "Четверг", "fri": "Пятница"}
FORMS = {LessonForm.HOME: "на дому", LessonForm.REMOTE: "дистанционно", LessonForm.SCHOOL: "в школе"}
ADDRESS = {"s1": "СОШ № 1", "s2": "СОШ № 2", "h1": "ул. Ёлочная, 1", "h2": "ул. Ёлочная, 2", "h3": "h3"}
Line = tuple[str, ...]


def small_problem(weeks: Any = 2, **more: Any) -> Problem:
    """Two pupils, two teachers, five rows."""
    teachers = [
        builders.teacher(
            "t1",
            title="Озёрная А. А.",
            busy=[window("08:30-10:00", days=["mon"]), window("10:10-11:00", days=["mon"])],
        ),
        builders.teacher("t2", title="Снегова Г. Г.", school="s2"),
    ]
    pupils = [
        builders.pupil("p1", title="К-01, 5 «А»"),
        builders.pupil("p2", title="К-02, 6 «Б»", home="h2", busy=[window("09:00-09:40", days=["tue"])]),
    ]
    rows = [
        builders.row("math", title="Математика", lessons=2),
        builders.row("read", title="Чтение", lessons=2),
        builders.row("music", title="Музыка", pupils=["p2"], lesson_min=30, lessons=1),
        builders.row("art", title="Рисование", pupils=["p1", "p2"], form="school", place="s2", teachers=["t2"]),
        builders.row(
            "it", title="Информатика", pupils=["p2"], form="remote", teachers=["t2"], lessons=3
        ),
    ]  # fmt: skip
    raw = {"teachers": teachers, "pupils": pupils, "rows": rows, "weeks": weeks, "days": ["mon", "tue"]}
    small = builders.problem(**(raw | {"name": "Школа «Ёлка» № 1"} | more))
    places = tuple(place.model_copy(update={"title": ADDRESS[place.id]}) for place in small.places)
    return small.model_copy(update={"places": places})


def small_timetable(problem: Problem) -> Timetable:
    """Monday of t1: classes, К-01 twice (reading in the first week only), К-02; one lesson unplaced."""
    one, two = (week.id for week in problem.weeks[:2])
    lessons = (
        f"math/1 {one} mon 11:20", f"math/2 {two} mon 11:20", f"read/1 {one} mon 12:10",
        f"read/2 {two} tue 12:00", f"music/1 {one} mon 13:10", f"art {two} tue 15:00",
        f"it/1 {one} mon 14:00", f"it/2 {two} mon 14:00",
    )  # fmt: skip
    reasons = (Reason(code="x", text="Снегова Г. Г. занята."), Reason(code="y", text="Другого учителя нет."))
    placed = tuple(builders.lesson(problem, text) for text in lessons)
    return Timetable(
        lessons=placed, unplaced=(Unplaced(row="it", count=1, proof="blocked", reasons=reasons),)
    )


def expected(
    problem: Problem, timetable: Timetable, names: Mapping[str, str] | None = None
) -> Iterator[Line]:
    """Every lesson once per pupil: pupil, week by number, day, start, end, subject, teacher, place, form."""
    rows = {row.id: row for row in problem.rows}
    pupils = {pupil.id: (names or {}).get(pupil.id, pupil.name) for pupil in problem.pupils}
    teachers = {teacher.id: teacher.name for teacher in problem.teachers}
    places = {place.id: place.title or place.id for place in problem.places}
    numbers = {week.id: str(number) for number, week in enumerate(problem.weeks, 1)}
    for lesson in timetable.lessons:
        for pupil in rows[lesson.row].pupils:
            yield (
                pupils[pupil], numbers[lesson.week], DAYS[Weekday(lesson.day)], clock(lesson.start_min),
                clock(lesson.end_min), rows[lesson.row].name, teachers[lesson.teacher],
                "" if lesson.form == "remote" else places[lesson.place], FORMS[LessonForm(lesson.form)],
            )  # fmt: skip


def counted(lines: Iterator[Line] | list[Line]) -> Counter[Line]:
    return Counter(lines)
