"""A timetable as a table of weeks: whoever it is about in rows, weekdays in columns. Made once per timetable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from api.web.listing import Listed, listed
from exports.board import BoardValues, board_values
from exports.board.entries import Entry
from exports.board.values import PersonBoard
from exports.board.weeks import weeks_column
from exports.words import DAY_NAME, FORM_NAME, span_said
from scheduler.problem import Problem
from scheduler.russian import lessons as lessons_counted
from scheduler.terms import Weekday
from scheduler.timetable import Timetable

SIZE = 40  # people on a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A lesson in a cell. look: `home`, `remote`, `school` or `busy`. weeks: empty when it stands in all."""

    time: str
    title: str
    who: str
    form: str
    look: str
    weeks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A person's week; one tuple of cards for each day of the board."""

    name: str
    note: str
    days: tuple[tuple[Card, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One page of a board. of: `Ученик` or `Учитель`."""

    of: str
    days: tuple[str, ...]
    rows: Listed[Row]


def board(values: BoardValues, teachers: bool, number: int = 1, path: str = "", size: int = SIZE) -> Board:
    """The page `number` of the pupils or the teachers."""
    people = values.teachers if teachers else values.pupils
    asked = {"view": "teachers"} if teachers else {}
    part = listed(people, number, path, asked, size)
    rows = tuple(_row(values, person, teachers) for person in part.lines)
    return Board(
        of="Учитель" if teachers else "Ученик", days=tuple(DAY_NAME[day] for day in values.days),
        rows=Listed(lines=rows, total=part.total, number=part.number, path=path, asked=asked, size=size),
    )  # fmt: skip


def values_of(problem: Problem, timetable: Timetable) -> BoardValues:
    """The values of a timetable that is looked at; the last few are kept."""
    return _values(_Key(problem, timetable))


class _Key:
    """Values are equal when they are the very same objects: comparing them whole would cost more than drawing."""

    def __init__(self, problem: Problem, timetable: Timetable) -> None:
        self.problem, self.timetable = problem, timetable

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.problem is self.problem and other.timetable is self.timetable

    def __hash__(self) -> int:
        return hash((id(self.problem), id(self.timetable)))


@lru_cache(maxsize=6)
def _values(key: _Key) -> BoardValues:
    return board_values(key.problem, key.timetable)


def _row(values: BoardValues, person: PersonBoard, teacher: bool) -> Row:
    note = [lessons_counted(person.lessons)] if person.lessons else ["занятий нет"]
    if person.missing:
        note.append(f"не размещено {person.missing}")
    days = tuple(_cards(values, person.entries, day, teacher) for day in values.days)
    return Row(name=person.name, note=", ".join(note), days=days)


def _cards(values: BoardValues, entries: Sequence[Entry], day: Weekday, teacher: bool) -> tuple[Card, ...]:
    return tuple(_card(values, entry, teacher) for entry in entries if entry.day == day)


def _card(values: BoardValues, entry: Entry, teacher: bool) -> Card:
    weeks = weeks_column(values.week_labels, entry.weeks)
    swapped = teacher and entry.is_lesson
    return Card(
        time=span_said(entry.start_min, entry.end_min),
        title=entry.who if swapped else entry.title,
        who=entry.title if swapped else entry.who,
        form=FORM_NAME[entry.form] if entry.form else "",
        look=str(entry.form) if entry.form else "busy",
        weeks="" if weeks in ("", "все") else f"нед. {weeks}",
    )
