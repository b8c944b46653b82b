"""A registry as rows of the sheets: field -> value, in the terms of `sheets.SHEETS`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import groupby
from typing import Any

from exports.workbook.canonical import class_order
from exports.workbook.classcells import shown_groups
from exports.workbook.lineids import note_of
from exports.workbook.words import DayKind
from scheduler.calendar.year import SchoolYear
from scheduler.registry.values import ClassLesson, Registry

Row = dict[str, Any]


def registry_rows(registry: Registry) -> dict[str, list[Row]]:
    """Sheet key -> its rows; of a canonical registry. Rows of `classes` have class titles among their fields."""
    places = {place.id: place for place in registry.places}
    schools = {school.id for school in registry.schools}
    return {
        "settings": [_plain(registry.settings)],
        "schools": [
            _plain(school)
            | {"address": places[school.id].title, "lat": places[school.id].lat, "lon": places[school.id].lon}
            for school in registry.schools
        ],
        "bells": [_plain(bell) for bell in registry.bells],
        "places": [place.model_dump() for place in registry.places if place.id not in schools],
        "roads": [road.model_dump() for road in registry.roads],
        "teachers": [
            _plain(teacher) | {"grades": (teacher.grade_first, teacher.grade_last)}
            for teacher in registry.teachers
        ],
        "classes": list(_class_rows(registry)),
        "availability": [_plain(entry) for entry in registry.availability],
        "pupils": [_plain(pupil) for pupil in registry.pupils],
        "lines": [_plain(line) for line in registry.lines],
        "families": [_plain(window) for window in registry.families],
        "calendar": list(_year_rows(registry)),
        "pins": list(_pin_rows(registry)),
    }


def _plain(entry: Any) -> Row:
    return {field.name: getattr(entry, field.name) for field in fields(entry)}


def class_titles(registry: Registry) -> list[str]:
    return sorted({lesson.class_title for lesson in registry.classes}, key=class_order)


def _class_rows(registry: Registry) -> Iterator[Row]:
    names = {teacher.id: teacher.name for teacher in registry.teachers}
    for (school, shift, day, number), lessons in groupby(registry.classes, _time_of):
        row = {"school": school, "shift": shift, "day": day, "number": number}
        for title, groups in groupby(lessons, lambda lesson: lesson.class_title):
            row[title] = shown_groups(groups, names)
        yield row


def _time_of(lesson: ClassLesson) -> tuple[Any, ...]:
    return lesson.school, lesson.shift, lesson.day, lesson.number


def _year_rows(registry: Registry) -> Iterator[Row]:
    """One calendar for all where every school keeps the same, else one per school."""
    years = registry.years
    contents = {(year.title, year.terms, year.days, year.breaks, year.moved) for year in years}
    if len(contents) == 1 and [year.school for year in years] == [school.id for school in registry.schools]:
        yield from _rows_of_year(years[0], None)
        return
    for year in years:
        yield from _rows_of_year(year, year.school)


def _rows_of_year(year: SchoolYear, school: str | None) -> Iterable[Row]:
    rows: list[Row] = [{"what": DayKind.YEAR, "title": year.title, "days": year.days}]
    for term in year.terms:
        rows.append({"what": DayKind.TERM, "title": term.title, "first": term.first, "last": term.last})
    for off in year.breaks:
        kind = DayKind.DAY_OFF if off.first == off.last else DayKind.BREAK
        rows.append(
            {"what": kind, "title": off.title, "first": off.first, "last": off.last, "grades": off.grades}
        )
    for moved in year.moved:
        rows.append({"what": DayKind.MOVED, "first": moved.on, "days": (moved.as_day,)})
    return [row | {"school": school} for row in rows]


def _pin_rows(registry: Registry) -> Iterator[Row]:
    lines = {line.id: line for line in registry.lines}
    for pin in registry.pinned:
        line = lines[pin.line]
        yield _plain(pin) | {"pupils": line.pupils, "subject": line.subject, "note": note_of(line) or None}
