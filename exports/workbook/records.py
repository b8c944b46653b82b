"""Rows of the sheets about schools and teachers to entries of the registry."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from exports.workbook.classcells import read_groups
from exports.workbook.entries import Entry
from exports.workbook.faults import WrongCellError
from exports.workbook.findings import Findings
from exports.workbook.keys import Keys
from exports.workbook.texts import near
from scheduler.problem import Place, TravelPair
from scheduler.registry.values import (
    Availability,
    Bell,
    ClassLesson,
    School,
    SchoolKind,
    Settings,
    TeacherEntry,
)
from scheduler.terms import PlaceKind

Values = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the makers of records share: where faults go, keys, sheets nobody can look into, weeks of the cycle."""

    findings: Findings
    keys: dict[str, Keys]
    blind: frozenset[str]
    cycle_weeks: int

    def made(self, entries: Iterable[Entry], make: Callable[[Values], Any]) -> list[Any]:
        """Records of the rows without a fault."""
        return [make(entry.values) for entry in entries if not entry.bad]


def settings(entry: Entry, findings: Findings) -> Settings:
    """The settings; defaults where a fault was found."""
    values = entry.values
    if "timezone" in values and values["timezone"] not in zoneinfo.available_timezones():
        known = sorted(zoneinfo.available_timezones())
        meant = near(values["timezone"], known)
        entry.wrong(findings, "timezone", WrongCellError("часовой пояс, например Asia/Yekaterinburg", meant))
    sound = {name: value for name, value in values.items() if name not in entry.bad}
    read = Settings(**({"name": ""} | sound))
    if read.day_start_min >= read.day_end_min:
        entry.wrong(findings, "day_end_min", WrongCellError("время позже начала дня"))
    return read


def schools(entries: Iterable[Entry], reading: Reading) -> tuple[list[School], list[Place]]:
    """Schools and their places, in pairs."""
    check_coordinates(entries, reading.findings)
    sound = [entry.values for entry in entries if not entry.bad]
    return (
        [
            School(id=row["id"], title=row.get("title", row["id"]), kind=row.get("kind", SchoolKind.BASE))
            for row in sound
        ],
        [_place(row | {"title": row.get("address"), "kind": PlaceKind.SCHOOL}) for row in sound],
    )


def places(entries: Iterable[Entry], reading: Reading) -> list[Place]:
    check_coordinates(entries, reading.findings)
    return reading.made(entries, lambda row: _place({"kind": PlaceKind.HOME} | row))


def _place(row: Values) -> Place:
    return Place(
        id=row["id"], title=row.get("title"), kind=row["kind"], lat=row.get("lat"), lon=row.get("lon")
    )


def check_coordinates(entries: Iterable[Entry], findings: Findings) -> None:
    for entry in entries:
        for name, other in (("lat", "lon"), ("lon", "lat")):
            if other in entry.values and name not in entry.values and name not in entry.bad:
                entry.wrong(findings, name, WrongCellError("обе координаты или ни одной"))


def check_order(entries: Iterable[Entry], findings: Findings, first: str, last: str, allowed: str) -> None:
    """A fault where the end does not come after the start; for dates the same day will do."""
    for entry in entries:
        low, high = entry.values.get(first), entry.values.get(last)
        if low is None or high is None or {first, last} & entry.bad:
            continue
        if low > high or (low == high and isinstance(low, int)):
            entry.wrong(findings, last, WrongCellError(allowed))


def bells(entries: list[Entry], reading: Reading) -> list[Bell]:
    check_order(entries, reading.findings, "start_min", "end_min", "время позже начала урока")
    seen: dict[tuple[Any, ...], int] = {}
    for entry in entries:
        if not entry.bad:
            key = (entry.values["school"], entry.values.get("shift", 1), entry.values["number"])
            if seen.setdefault(key, entry.row) != entry.row:
                twice = f"этот урок смены уже есть в строке {seen[key]}"
                entry.wrong(
                    reading.findings, "number", WrongCellError("каждый урок смены один раз", said=twice)
                )
    return reading.made(entries, lambda row: Bell(**row))


def roads(entries: list[Entry], reading: Reading) -> list[TravelPair]:
    for entry in entries:
        ends = entry.values.get("from_place"), entry.values.get("to_place")
        if ends[0] is not None and ends[0] == ends[1]:
            entry.wrong(reading.findings, "to_place", WrongCellError("другое место"))
    return reading.made(entries, lambda row: TravelPair(**row))


def teachers(entries: list[Entry], reading: Reading) -> list[TeacherEntry]:
    return reading.made(entries, _teacher)


def _teacher(row: Values) -> TeacherEntry:
    first, last = row.get("grades", (1, 11))
    rest = {name: value for name, value in row.items() if name != "grades"}
    return TeacherEntry(id=row["name"], grade_first=first, grade_last=last, **rest)


def availability(entries: list[Entry], reading: Reading) -> list[Availability]:
    check_order(entries, reading.findings, "start_min", "end_min", "время позже начала")
    return reading.made(entries, lambda row: Availability(**row))


def class_lessons(entries: list[Entry], reading: Reading, rung: list[Bell] | None) -> list[ClassLesson]:
    """Lessons of every class; a lesson without bells is a fault, for nobody knows when it is.

    `rung` is None where the bells have faults of their own.
    """
    known = {(bell.school, bell.shift, bell.number) for bell in rung or ()}
    lessons: list[ClassLesson] = []
    for entry in entries:
        if not entry.bad and entry.classes:
            time = (entry.values["school"], entry.values.get("shift", 1), entry.values["number"])
            if rung is not None and time not in known:
                said = f"на листе «Звонки» нет урока {time[2]} смены {time[1]} школы «{time[0]}»"
                entry.wrong(reading.findings, "number", WrongCellError("урок с листа «Звонки»", said=said))
        lessons += _lessons_of_row(entry, reading)
    return lessons


def _lessons_of_row(entry: Entry, reading: Reading) -> Iterator[ClassLesson]:
    for number, raw in sorted(entry.classes.items()) if "teachers" not in reading.blind else ():
        try:
            groups = read_groups(str(raw), reading.keys["teachers"], reading.cycle_weeks)
        except WrongCellError as wrong:
            reading.findings.at_class(entry.table, entry.row, number, raw, wrong)
            continue
        for group in groups if not entry.bad else ():
            yield ClassLesson(
                class_title=entry.table.classes[number],
                subject=group.subject,
                teachers=group.teachers,
                weeks=group.weeks,
                **entry.values,
            )
