"""Two weeks held against each other in words, and a week told in a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from api.services.agreement.timetable.content import Content, Line, Where
from api.services.agreement.timetable.difference import ChangeKind, changes_of
from api.services.agreement.timetable.week import days_of, how_many, weeks_said, when_adult
from scheduler.terms import LessonForm, Weekday

MATHS = Line(
    day=Weekday.MON, start_min=600, end_min=640, subject="Математика", teacher="Снегова Г. Г.",
    form=LessonForm.HOME, where=Where.HOME,
)  # fmt: skip
MUSIC = replace(MATHS, subject="Музыка", day=Weekday.FRI, weeks=(1, 3), teacher="Лугова В. В.")
LATER = replace(MATHS, day=Weekday.WED, start_min=720, end_min=760)


def said(before: list[Line], after: list[Line]) -> list[str]:
    return [change.said for change in changes_of(before, after)]


def test_the_same_week_has_no_changes() -> None:
    assert said([MATHS, MUSIC], [MUSIC, MATHS]) == []


def test_only_what_differs_is_said() -> None:
    assert said([MATHS], [LATER]) == ["Математика: пн 10:00–10:40 → ср 12:00–12:40"]
    other = replace(MATHS, teacher="Лугова В. В.")
    assert said([MATHS], [other]) == [
        "Математика: пн 10:00–10:40, Снегова Г. Г. → пн 10:00–10:40, Лугова В. В."
    ]
    remote = replace(LATER, where=Where.REMOTE, form=LessonForm.REMOTE)
    assert said([MATHS], [remote]) == ["Математика: пн 10:00–10:40, дома → ср 12:00–12:40, дистанционно"]


def test_weeks_of_the_cycle_are_named() -> None:
    every = replace(MUSIC, weeks=None)
    assert said([MUSIC], [every]) == ["Музыка: пт 10:00–10:40 (1-я и 3-я недели) → пт 10:00–10:40"]
    assert [weeks_said(weeks) for weeks in (None, (2,), (1, 2, 4))] == [
        "",
        "2-я неделя",
        "1-я, 2-я и 4-я недели",
    ]


def test_the_likest_lessons_of_a_subject_are_held_against_each_other() -> None:
    tuesday = replace(MATHS, day=Weekday.TUE)
    moved = replace(tuesday, start_min=660, end_min=700)
    assert said([MATHS, tuesday], [moved, MATHS]) == ["Математика: вт 10:00–10:40 → вт 11:00–11:40"]


def test_what_comes_and_what_goes_is_said_whole() -> None:
    kinds = [change.kind for change in changes_of([MATHS], [MUSIC])]
    assert kinds == [ChangeKind.REMOVED, ChangeKind.ADDED]
    assert said([MATHS], [MUSIC]) == [
        "Математика: больше нет, пн 10:00–10:40, Снегова Г. Г., дома",
        "Музыка: новое, пт 10:00–10:40 (1-я и 3-я недели), Лугова В. В., дома",
    ]


def content(*lines: Line, weeks: int = 4) -> Content:
    return Content(
        school="Школа", case="К-01", number=1, first_on=date(2026, 9, 1), last_on=date(2026, 12, 30),
        zone="Asia/Yekaterinburg", cycle_weeks=weeks, lines=lines,
    )  # fmt: skip


def test_how_many_lessons_a_week_has() -> None:
    assert how_many(content(MATHS)) == "1 занятие в неделю"
    assert how_many(content(MATHS, LATER)) == "2 занятия в неделю"
    assert how_many(content(MATHS, MUSIC)) == "от 1 до 2 занятий в неделю"
    assert (
        how_many(content(*[replace(MATHS, day=day) for day in list(Weekday)[:5]], MUSIC))
        == "от 5 до 6 занятий в неделю"
    )


def test_an_adult_is_needed_from_the_first_to_the_last_lesson_at_home() -> None:
    late = replace(MATHS, start_min=720, end_min=760)
    remote = replace(MATHS, day=Weekday.TUE, where=Where.REMOTE, form=LessonForm.REMOTE)
    assert when_adult([late, MATHS, remote]) == "понедельник 10:00–12:40"
    assert when_adult([remote]) == ""
    assert [(day.title, day.adult) for day in days_of([remote, MATHS])] == [
        ("понедельник", "10:00–10:40"), ("вторник", "")
    ]  # fmt: skip
