"""A class's timetable as a grid of texts, lesson by day, and many classes at once as a pasted table."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import col, select

from api.errors import Conflict, Invalid
from api.services.classes.store import (
    Desk,
    LessonDraft,
    Slot,
    StoredLesson,
    cells_of,
    desk_of,
    lessons_of,
    mark_of,
    replace,
)
from api.services.desk import locked
from api.services.unit import Unit
from exports.workbook import cellvalues
from exports.workbook.classcells import read_groups
from exports.workbook.faults import WrongCellError
from exports.workbook.texts import class_title, fold
from models.school import Bell, School
from scheduler.terms import Weekday

USUAL, MOST, LONGEST = 7, 15, 300  # lessons a grid shows, may have, letters of a cell
MOST_CLASSES, MOST_LINES = 80, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSheet:
    """One class in one shift. cells: texts by slot; bells: minutes of each lesson of the shift. mark: for staleness."""

    title: str
    shift: int
    numbers: tuple[int, ...]
    desk: Desk
    cells: Mapping[Slot, str]
    bells: Mapping[int, tuple[int, int]]
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLine:
    """A class in the list."""

    title: str
    shift: int
    lessons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A pasted table as read. faults: sentences that say where."""

    shift: int
    classes: Mapping[str, tuple[LessonDraft, ...]]
    faults: tuple[str, ...] = field(default=())


def classes_of(unit: Unit) -> tuple[ClassLine, ...]:
    desk = desk_of(unit)
    counts: defaultdict[tuple[str, int], int] = defaultdict(int)
    for lesson in lessons_of(unit, desk.school.id):
        counts[lesson.row.class_title, lesson.row.shift] += 1
    return tuple(
        ClassLine(title=title, shift=shift, lessons=count)
        for (title, shift), count in sorted(counts.items(), key=lambda item: _age(item[0]))
    )


def _age(key: tuple[str, int]) -> tuple[int, str, int]:
    """`5 «А»` before `10 «Б»`."""
    digits = "".join(sign for sign in key[0].split(" ")[0] if sign.isdigit())
    return int(digits or 0), key[0], key[1]


def bells_of_shift(unit: Unit, school_id: str, shift: int) -> dict[int, tuple[int, int]]:
    asked = select(Bell).where(Bell.school_id == school_id, Bell.shift == shift)
    return {
        bell.number: (bell.start_min, bell.end_min)
        for bell in unit.session.exec(asked.order_by(col(Bell.number)))
    }


def shifts_of(unit: Unit) -> tuple[int, ...]:
    """Shifts that have bells; the first one in any case."""
    asked = select(Bell.shift).where(Bell.school_id == (unit.actor.school_id or ""))
    return tuple(sorted({1, *unit.session.exec(asked)}))


def class_sheet(unit: Unit, title: str, shift: int) -> ClassSheet:
    """A class that has no lessons yet is an empty grid."""
    desk, title = desk_of(unit), class_title(title)
    lessons = _in_shift(lessons_of(unit, desk.school.id, title), shift)
    bells = bells_of_shift(unit, desk.school.id, shift)
    numbers = {*(bells or range(1, USUAL + 1)), *(lesson.row.number for lesson in lessons)}
    return ClassSheet(
        title=title, shift=shift, numbers=tuple(sorted(numbers)), desk=desk, bells=bells,
        cells=cells_of(lessons, desk.names), mark=mark_of(lessons),
    )  # fmt: skip


def _in_shift(lessons: Sequence[StoredLesson], shift: int) -> tuple[StoredLesson, ...]:
    return tuple(lesson for lesson in lessons if lesson.row.shift == shift)


def write_class(unit: Unit, title: str, shift: int, cells: Mapping[Slot, str], mark: str) -> None:
    """The grid in place of what the class has in this shift. Invalid by `cell-mon-1`, and by title."""
    desk = desk_of(unit)
    locked(unit, School, desk.school.id)
    name = class_title(title)
    faults = _title_faults(name) | ({"shift": ["Смена — число от 1 до 9."]} if not 1 <= shift <= 9 else {})
    drafts: list[LessonDraft] = []
    for slot, text in cells.items():
        try:
            drafts += read_cell(desk, slot, text)
        except WrongCellError as wrong:
            faults[f"cell-{slot[0].value}-{slot[1]}"] = [said(wrong)]
    if faults:
        raise Invalid(faults)
    before = _in_shift(lessons_of(unit, desk.school.id, name), shift)
    if mark_of(before) != mark:
        raise Conflict("Расписание класса изменили, пока вы его смотрели. Откройте его снова и повторите.")
    replace(unit, desk, name, shift, drafts, before)
    unit.note("classes.write", "school", desk.school.id, lessons=len(drafts))


def read_cell(desk: Desk, slot: Slot, text: str) -> list[LessonDraft]:
    """Groups of a cell. Raises WrongCellError."""
    if len(text) > LONGEST:
        raise WrongCellError("", said=f"Слишком длинно: не больше {LONGEST} знаков")
    return [
        LessonDraft(
            day=slot[0], number=slot[1], subject=group.subject,
            teachers=tuple(desk.id_of(name) for name in group.teachers), weeks=group.weeks,
        )
        for group in read_groups(text, desk.keys, desk.cycle)
    ]  # fmt: skip


def said(wrong: WrongCellError) -> str:
    """The fault as a sentence of a page."""
    told = wrong.said or f"Нужно: {wrong.allowed}"
    return f"{told}. Может быть, {wrong.suggestion}?" if wrong.suggestion else f"{told.rstrip('.')}."


def _title_faults(title: str) -> dict[str, list[str]]:
    if not title:
        return {"title": ["Укажите класс, например «5 А»."]}
    return {"title": ["Название класса длиннее 40 знаков."]} if len(title) > 40 else {}


def read_table(unit: Unit, text: str, shift: int) -> Table:
    """A table as copied out of a sheet: День, Урок, then a column per class; a day holds until the next one."""
    desk = desk_of(unit)
    lines = [
        row for row in csv.reader(text.splitlines(), delimiter="\t") if any(cell.strip() for cell in row)
    ]
    if len(lines) < 2 or len(lines[0]) < 3 or len(lines) > MOST_LINES or len(lines[0]) > MOST_CLASSES + 2:
        wanted = "Скопируйте из таблицы целиком: первая строка «День», «Урок» и классы, ниже уроки."
        return Table(shift=shift, classes={}, faults=(wanted,))
    titles = [class_title(cell) for cell in lines[0][2:]]
    faults = [] if fold(lines[0][1]).startswith("урок") else ["Вторая колонка должна называться «Урок»."]
    faults += [f"Класс {title} стоит дважды." for title in sorted({t for t in titles if titles.count(t) > 1})]
    made: dict[str, list[LessonDraft]] = {title: [] for title in titles if title}
    day: Weekday | None = None
    for number, line in enumerate(lines[1:], 2):
        try:
            day, lesson = _slot(line, day, desk)
        except WrongCellError as wrong:
            faults.append(f"Строка {number}: {said(wrong)}")
            continue
        faults += list(_read_line(desk, line, titles, (day, lesson), made, number))
    return Table(shift=shift, classes={key: tuple(each) for key, each in made.items()}, faults=tuple(faults))


def _slot(line: Sequence[str], day: Weekday | None, desk: Desk) -> tuple[Weekday, int]:
    if line[0].strip():
        day = cellvalues.weekday(line[0])
    if day is None:
        raise WrongCellError("день недели в первой колонке")
    if day not in desk.days:
        raise WrongCellError("", said="в этот день школа не учит")
    told = line[1] if len(line) > 1 else ""
    return day, cellvalues.whole(told, 0, MOST, f"номер урока от 0 до {MOST}")


def _read_line(
    desk: Desk, line: Sequence[str], titles: Sequence[str], slot: Slot, made: dict[str, list[LessonDraft]], number: int
) -> list[str]:  # fmt: skip
    faults = []
    for title, text in zip(titles, line[2:], strict=False):
        try:
            if title:
                made[title] += read_cell(desk, slot, text)
        except WrongCellError as wrong:
            faults.append(f"Строка {number}, {title}: {said(wrong)}")
    return faults


def write_table(unit: Unit, text: str, shift: int) -> int:
    """All classes of the table in place of what they had in this shift; other classes stay. How many lessons."""
    table = read_table(unit, text, shift)
    if table.faults or not 1 <= shift <= 9:
        raise Invalid({"table": list(table.faults) or ["Смена — число от 1 до 9."]})
    desk = desk_of(unit)
    locked(unit, School, desk.school.id)
    for title, drafts in table.classes.items():
        before = _in_shift(lessons_of(unit, desk.school.id, title), shift)
        replace(unit, desk, title, shift, drafts, before)
    count = sum(len(drafts) for drafts in table.classes.values())
    unit.note("classes.paste", "school", desk.school.id, lessons=count, classes=len(table.classes))
    return count
