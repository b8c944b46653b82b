"""Everything that is printed or shown of a timetable, computed once for sheets, board and page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exports.board.entries import Entries, Entry
from exports.board.faults import refuse_strangers
from exports.board.owed import Owed
from exports.board.routes import Route, routes_of
from exports.board.weeks import week_names, week_title
from exports.words import PROOF
from scheduler.checks import Verdict, check
from scheduler.problem import Problem, Pupil, Teacher
from scheduler.terms import Weekday
from scheduler.timetable import Timetable, Unplaced


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardWeek:
    """number: from 1. label: `1` or `07.09`. title: `Неделя 1` or `Неделя 07.09–13.09.2026`."""

    id: str
    number: int
    label: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonBoard:
    """A pupil's or a teacher's week. note: what stands beside the name. missing: lessons not placed."""

    id: str
    name: str
    note: str
    entries: tuple[Entry, ...]
    lessons: int
    missing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A row's lessons that were not placed: how certain that is (may be empty), and why."""

    row_id: str
    pupil_ids: tuple[str, ...]
    pupils: str
    subject: str
    teachers: str
    count: int
    proof: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardValues:
    """One timetable for print. planned: lessons of the whole problem; placed: those that stand."""

    name: str
    weeks: tuple[BoardWeek, ...]
    days: tuple[Weekday, ...]
    pupils: tuple[PersonBoard, ...]
    teachers: tuple[PersonBoard, ...]
    routes: tuple[Route, ...]
    missing: tuple[Missing, ...]
    owed: tuple[Owed, ...]
    verdict: Verdict
    planned: int
    placed: int

    @property
    def week_labels(self) -> dict[str, str]:
        """Label of each week by id, in order."""
        return {week.id: week.label for week in self.weeks}


def board_values(
    problem: Problem,
    timetable: Timetable,
    names: Mapping[str, str] | None = None,
    owed: Sequence[Owed] = (),
) -> BoardValues:
    """The values of one timetable; names of children by id of the pupil, for print only.

    Raises BadFileError when the timetable speaks of rows, weeks, days, people or places that are none.
    """
    refuse_strangers(problem, timetable)
    entries = Entries(problem, timetable, names)
    return BoardValues(
        name=problem.name,
        weeks=_weeks(problem),
        days=problem.days,
        pupils=tuple(_pupil(entries, pupil) for pupil in problem.pupils),
        teachers=tuple(_teacher(entries, teacher) for teacher in problem.teachers),
        routes=routes_of(entries),
        missing=tuple(_missing(entries, entry) for entry in timetable.unplaced),
        owed=tuple(owed),
        verdict=check(problem, timetable),
        planned=sum(row.lessons for row in problem.rows),
        placed=len(timetable.lessons),
    )


def _weeks(problem: Problem) -> tuple[BoardWeek, ...]:
    labels = week_names(problem)
    return tuple(
        BoardWeek(id=week.id, number=number, label=labels[week.id], title=week_title(week, number))
        for number, week in enumerate(problem.weeks, 1)
    )


def _pupil(entries: Entries, pupil: Pupil) -> PersonBoard:
    name, desk = entries.pupil(pupil.id), entries.desk
    missing = sum(entry.count for entry in desk.timetable.unplaced if pupil.id in desk.rows[entry.row].pupils)
    note = "" if name == pupil.name else pupil.name
    found = entries.of_pupil(pupil)
    return PersonBoard(
        id=pupil.id, name=name, note=note, entries=found, lessons=_lessons(found), missing=missing
    )


def _teacher(entries: Entries, teacher: Teacher) -> PersonBoard:
    found = entries.of_teacher(teacher)
    school = entries.place(teacher.school)
    return PersonBoard(id=teacher.id, name=teacher.name, note=school, entries=found, lessons=_lessons(found))


def _lessons(entries: Sequence[Entry]) -> int:
    return sum(len(entry.weeks) for entry in entries if entry.is_lesson)


def _missing(entries: Entries, entry: Unplaced) -> Missing:
    row = entries.desk.rows[entry.row]
    return Missing(
        row_id=row.id,
        pupil_ids=row.pupils,
        pupils=entries.group(row),
        subject=row.name,
        teachers=", ".join(entries.teacher(teacher) for teacher in row.teachers) or "нет учителя",
        count=entry.count,
        proof=PROOF[entry.proof] if entry.proof else "",
        reasons=tuple(dict.fromkeys(reason.text for reason in entry.reasons)),
    )
