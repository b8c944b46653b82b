"""A cell of a class timetable: «Математика, Снегова Г. Г. (нед. 1, 3)»; groups parted by «;» or new lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from exports.workbook import cellvalues
from exports.workbook.cellvalues import shown_numbers
from exports.workbook.faults import WrongCellError
from exports.workbook.keys import Keys
from exports.workbook.texts import is_name, squeezed
from scheduler.registry.values import ClassLesson

_WEEKS = re.compile(r"[\s,]*\((?:недел[а-я]*|нед)\.?\s*([^()]*)\)\s*$", re.IGNORECASE)
_WORDS_AND_NAME = re.compile(r"(.*\S)\s+(\S+\s+[А-ЯЁA-Z]\.\s*(?:[А-ЯЁA-Z]\.?)?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What one group of a class does in a lesson."""

    subject: str
    teachers: tuple[str, ...]
    weeks: tuple[int, ...] | None


def read_groups(text: str, teachers: Keys, cycle_weeks: int) -> list[Group]:
    """Every group of a cell. Raises WrongCellError at the first one that cannot be understood."""
    parts = [part for part in (squeezed(part) for part in re.split(r"[;\n]", text)) if part]
    return [_group(part, teachers, cycle_weeks) for part in parts]


def _group(text: str, teachers: Keys, cycle_weeks: int) -> Group:
    weeks: tuple[int, ...] | None = None
    if found := _WEEKS.search(text):
        allowed = f"недели цикла от 1 до {cycle_weeks}, например «(нед. 1)»"
        weeks = cellvalues.numbers(found[1], 1, cycle_weeks, allowed)
        text = text[: found.start()]
    parts = [part for part in (squeezed(part) for part in text.split(",")) if part]
    if parts and (ends := _WORDS_AND_NAME.fullmatch(parts[-1])) and not is_name(parts[-1]):
        parts = [*parts[:-1], ends[1], ends[2]]
    names: list[str] = []
    while len(parts) > 1 and (name := _teacher(parts[-1], teachers)) is not None:
        names.insert(0, name)
        parts.pop()
    if not parts or is_name(parts[0]):
        raise WrongCellError("предмет и учитель, например «Математика, Снегова Г. Г.»")
    return Group(subject=", ".join(parts), teachers=tuple(names), weeks=weeks)


def _teacher(text: str, teachers: Keys) -> str | None:
    """None for what looks like no name. Raises WrongCellError for a name nobody bears."""
    try:
        return teachers.find(text)
    except WrongCellError:
        if is_name(text):
            raise
        return None


def shown_groups(lessons: Iterable[ClassLesson], names: dict[str, str]) -> str:
    """The cell for lessons of one class at one time. `names`: teacher id -> name."""
    return "\n".join(
        ", ".join([lesson.subject, *(names[teacher] for teacher in lesson.teachers)])
        + (f" (нед. {shown_numbers(lesson.weeks)})" if lesson.weeks is not None else "")
        for lesson in lessons
    )
