"""What stands in a person's week."""

from __future__ import annotations

from exports.board.entries import Entries, Entry
from scheduler.terms import LessonForm, Weekday
from tests import builders
from tests.builders import window
from tests.exports.school import small_problem, small_timetable

PROBLEM = small_problem()
ENTRIES = Entries(PROBLEM, small_timetable(PROBLEM), {"p2": "Небывалова Алёна"})
BOTH = ("w1", "w2")


def said(entry: Entry) -> tuple[str, int, str, str, str, tuple[str, ...]]:
    return entry.day, entry.start_min, entry.title, entry.who, entry.place, entry.weeks


def test_a_pupils_lessons_of_several_weeks_are_one_entry() -> None:
    # 11:20 = 680, 12:10 = 730, 12:00 = 720, 15:00 = 900
    assert [said(entry) for entry in ENTRIES.of_pupil(PROBLEM.pupils[0])] == [
        ("mon", 680, "Математика", "Озёрная А. А.", "ул. Ёлочная, 1", BOTH),
        ("mon", 730, "Чтение", "Озёрная А. А.", "ул. Ёлочная, 1", ("w1",)),
        ("tue", 720, "Чтение", "Озёрная А. А.", "ул. Ёлочная, 1", ("w2",)),
        ("tue", 900, "Рисование", "Снегова Г. Г.", "СОШ № 2", ("w2",)),
    ]


def test_a_remote_lesson_has_no_place_for_the_pupil_but_one_for_the_teacher() -> None:
    of_pupil = next(x for x in ENTRIES.of_pupil(PROBLEM.pupils[1]) if x.title == "Информатика")
    of_teacher = next(x for x in ENTRIES.of_teacher(PROBLEM.teachers[1]) if x.title == "Информатика")
    assert (of_pupil.form, of_pupil.place, of_teacher.place) == (LessonForm.REMOTE, "", "СОШ № 2")


def test_a_pupils_lessons_with_the_class_stand_in_between() -> None:
    classes = [entry for entry in ENTRIES.of_pupil(PROBLEM.pupils[1]) if not entry.is_lesson]
    assert [said(entry) for entry in classes] == [("tue", 540, "с классом", "", "СОШ № 1", BOTH)]


def test_a_teacher_reads_pupils_with_their_names_for_print() -> None:
    # classes 08:30–10:00 and 10:10–11:00 have nothing between them: one entry
    assert [said(entry) for entry in ENTRIES.of_teacher(PROBLEM.teachers[0])] == [
        ("mon", 510, "уроки", "", "СОШ № 1", BOTH),
        ("mon", 680, "Математика", "К-01, 5 «А»", "ул. Ёлочная, 1", BOTH),
        ("mon", 730, "Чтение", "К-01, 5 «А»", "ул. Ёлочная, 1", ("w1",)),
        ("mon", 790, "Музыка", "Небывалова Алёна", "ул. Ёлочная, 2", ("w1",)),
        ("tue", 720, "Чтение", "К-01, 5 «А»", "ул. Ёлочная, 1", ("w2",)),
    ]
    shared = next(x for x in ENTRIES.of_teacher(PROBLEM.teachers[1]) if x.title == "Рисование")
    assert (shared.who, shared.people) == ("К-01, 5 «А» + Небывалова Алёна", ("p1", "p2"))


def test_classes_are_parted_in_the_week_that_has_a_lesson_between_them() -> None:
    # lesson 09:20–10:00 at school between classes 08:30–09:10 and 10:10–10:50, in week 1 of 2
    busy = [window("08:30-09:10", days=["mon"]), window("10:10-10:50", days=["mon"])]
    problem = builders.problem(
        teachers=[builders.teacher(busy=busy)], rows=[builders.row(form="school")], weeks=2
    )
    entries = Entries(problem, builders.timetable(problem, "r1 w1 mon 09:20"))
    found = [(x.start_min, x.end_min, x.weeks) for x in entries.of_teacher(problem.teachers[0])]
    assert found == [
        (510, 550, ("w1",)), (510, 650, ("w2",)), (560, 600, ("w1",)), (610, 650, ("w1",)),
    ]  # fmt: skip


def test_classes_of_a_closed_day_are_not_shown() -> None:
    problem = builders.problem(
        teachers=[builders.teacher(busy=[window("08:30-09:10", days=["mon"])])],
        weeks=2,
        closed=[{"week": "w2", "day": "mon"}],
    )
    found = Entries(problem, builders.timetable(problem)).of_teacher(problem.teachers[0])
    assert [(entry.day, entry.weeks) for entry in found] == [(Weekday.MON, ("w1",))]
