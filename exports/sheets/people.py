"""The sheets «По ученикам» and «По учителям»: a page per person, ready to print and to sign."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from exports.board.entries import Entry
from exports.board.values import BoardValues, PersonBoard
from exports.board.weeks import weeks_column
from exports.sheets.paper import Cell, Column, Kind, Paper
from exports.words import DAY_NAME, FORM_NAME, span_said
from scheduler.russian import lessons as lessons_counted

# the regulation's columns first: day of the week, subject, time, teacher
OF_PUPIL = (
    Column("День недели", 13),
    Column("Предмет", 31),
    Column("Время", 13),
    Column("Учитель", 21),
    Column("Место", 27),
    Column("Форма", 14),
    Column("Недели", 14),
)
OF_TEACHER = (
    Column("День недели", 13),
    Column("Ученик", 29),
    Column("Время", 13),
    Column("Предмет", 27),
    Column("Место", 25),
    Column("Форма", 14),
    Column("Недели", 12),
)
SIGNATURE = (
    "С расписанием ознакомлен(а) ____________________ /____________________/     «___» ____________ 20___ г."
)

Row = Callable[[BoardValues, Entry, Kind], list[Cell]]


def fill_pupils(paper: Paper, values: BoardValues) -> None:
    _fill(paper, values, values.pupils, _pupil_row)


def fill_teachers(paper: Paper, values: BoardValues) -> None:
    _fill(paper, values, values.teachers, _teacher_row)


def _fill(paper: Paper, values: BoardValues, people: Iterable[PersonBoard], row: Row) -> None:
    for number, person in enumerate(people):
        if number:
            paper.new_page()
        paper.line(person.name, "name")
        paper.line(_about(person), "note")
        _entries(paper, values, person.entries, row)
        paper.gap()
        paper.line(SIGNATURE, "note")
        paper.gap()
    paper.finish(fit=False)


def _about(person: PersonBoard) -> str:
    said = [person.note] if person.note else []
    said.append(lessons_counted(person.lessons))
    if person.missing:
        said.append(f"не размещено {person.missing} (см. лист «Не размещено»)")
    return " · ".join(said)


def _entries(paper: Paper, values: BoardValues, entries: Sequence[Entry], row: Row) -> None:
    if not entries:
        paper.line("Занятий нет.", "note")
        return
    days = [None, *(entry.day for entry in entries)]
    for (before, day), entry in zip(pairwise(days), entries, strict=True):
        paper.cells(row(values, entry, "again" if before == day else "strong"))


def _pupil_row(values: BoardValues, entry: Entry, day: Kind) -> list[Cell]:
    texts = (entry.title, span_said(entry.start_min, entry.end_min), entry.who)
    return _row(values, entry, day, texts)


def _teacher_row(values: BoardValues, entry: Entry, day: Kind) -> list[Cell]:
    time = span_said(entry.start_min, entry.end_min)
    texts = (entry.who, time, entry.title) if entry.is_lesson else (entry.title, time, "")
    return _row(values, entry, day, texts)


def _row(values: BoardValues, entry: Entry, day: Kind, texts: Sequence[str]) -> list[Cell]:
    form = FORM_NAME[entry.form] if entry.form else ""
    kind: Kind = "text" if entry.is_lesson else "faint"
    first: Kind = "strong" if entry.is_lesson else "faint"
    rest = (*texts[1:], entry.place, form, weeks_column(values.week_labels, entry.weeks))
    return [(DAY_NAME[entry.day], day), (texts[0], first), *((text, kind) for text in rest)]
