"""How a timetable is printed for people: the whole text of a small one, letter by letter."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console

from api.demo.board import Board
from scheduler.problem import (
    BusyWindow,
    Place,
    PlanRow,
    Problem,
    Pupil,
    Teacher,
    Travel,
    Week,
    Window,
)
from scheduler.terms import Block, LessonForm, Needs, PlaceKind, Proof, Weekday
from scheduler.timetable import Lesson, Reason, Timetable, Unplaced

WEEKS = ("w1", "w2", "w3", "w4")


def row(**changes: Any) -> PlanRow:
    values = {
        "id": "math", "title": "Математика", "pupils": ("k1",), "subject": "math", "block": Block.MANDATORY,
        "form": LessonForm.HOME, "lessons": 4, "lesson_min": 40, "teachers": ("t1",),
    } | changes  # fmt: skip
    return PlanRow(**values)


PROBLEM = Problem(
    name="Школа",
    timezone="Asia/Yekaterinburg",
    weeks=tuple(Week(id=week) for week in WEEKS),
    days=(Weekday.MON, Weekday.TUE),
    day_start_min=480,
    day_end_min=1140,
    step_min=5,
    places=(Place(id="s", kind=PlaceKind.SCHOOL), Place(id="h", kind=PlaceKind.HOME)),
    travel=Travel(pairs=(), speed_kmh=4, detour=1.3, door_min=3),
    teachers=(
        Teacher(
            id="t1",
            title="Озёрная А. А.",
            school="s",
            free=(Window(start_min=800, end_min=1080),),
            busy=(
                BusyWindow(days=(Weekday.MON,), start_min=510, end_min=600),
                BusyWindow(days=(Weekday.MON,), start_min=610, end_min=790),
            ),
        ),
    ),
    pupils=(Pupil(id="k1", title="К-01", school="s", home="h", grade=5, needs=Needs.GENERAL),),
    rows=(
        row(),
        row(id="history", title="История", subject="history", lessons=3),
        row(id="music", title="Музыка", subject="music", lessons=2, form=LessonForm.REMOTE),
    ),
)


def lesson(row: str, n: int, week: str, day: str, start_min: int, form: str = "home") -> Lesson:
    return Lesson(
        row=row, n=n, week=week, day=day, start_min=start_min, end_min=start_min + 40,
        teacher="t1", form=form, place="h",
    )  # fmt: skip


TIMETABLE = Timetable(
    lessons=(
        *(lesson("math", n, week, "mon", 840) for n, week in enumerate(WEEKS, 1)),
        *(lesson("history", n, week, "mon", 890) for n, week in enumerate(WEEKS[:3], 1)),
        lesson("music", 1, "w4", "mon", 890, "remote"),
    ),
    unplaced=(
        Unplaced(row="music", count=1, proof=Proof.BLOCKED, reasons=(Reason(code="x", text="Нет окна."),)),
    ),
)


def printed(value: Any, width: int = 51) -> list[str]:
    console = Console(width=width, file=io.StringIO(), color_system=None)
    console.print(value)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]  # type: ignore[attr-defined]


def test_board_of_a_pupil_names_subject_teacher_weeks_and_form() -> None:
    assert printed(Board(PROBLEM, TIMETABLE).of_pupil(PROBLEM.pupils[0])) == [
        "К-01, 5 класс: 8 занятий, не размещено 1",
        "╭────────────────────────┬────────────────────────╮",
        "│ Понедельник            │ Вторник                │",
        "├────────────────────────┼────────────────────────┤",
        "│ 14:00–14:40            │                        │",
        "│ Математика             │                        │",
        "│ Озёрная А. А.          │                        │",
        "├────────────────────────┼────────────────────────┤",
        "│ 14:50–15:30            │                        │",
        "│ История                │                        │",
        "│ Озёрная А. А.          │                        │",
        "│ нед. 1–3               │                        │",
        "│ Музыка                 │                        │",
        "│ Озёрная А. А.          │                        │",
        "│ нед. 4, дистанционно   │                        │",
        "╰────────────────────────┴────────────────────────╯",
    ]


def test_board_of_a_teacher_shows_own_classes_and_whom_to_teach() -> None:
    assert printed(Board(PROBLEM, TIMETABLE).of_teacher(PROBLEM.teachers[0]))[4:10] == [
        "│ 08:30–13:10            │                        │",
        "│ уроки                  │                        │",
        "├────────────────────────┼────────────────────────┤",
        "│ 14:00–14:40            │                        │",
        "│ К-01                   │                        │",
        "│ Математика             │                        │",
    ]


def test_unplaced_lessons_come_with_proof_and_reason() -> None:
    assert printed(Board(PROBLEM, TIMETABLE).unplaced(), 80) == [
        "Не размещено: 1 занятие",
        "  К-01, Музыка: 1 занятие — невозможно, пока не сдвинуть другое",
        "    Нет окна.",
    ]


def test_a_full_timetable_says_so() -> None:
    full = TIMETABLE.model_copy(update={"unplaced": ()})
    assert printed(Board(PROBLEM, full).unplaced()) == ["Все занятия размещены."]


def test_summary_counts_the_plan() -> None:
    # 4 + 3 + 2 lessons
    assert printed(Board(PROBLEM, TIMETABLE).summary(), 80) == [
        "Школа",
        "1 ученик, 1 учитель, 9 занятий за 4 недели",
    ]
