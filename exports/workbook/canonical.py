"""A registry as a workbook keeps it: ids from what people write, one order, one spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from exports.workbook.lineids import with_ids
from exports.workbook.texts import class_title, person, squeezed
from scheduler.problem import Place
from scheduler.registry.values import ClassLesson, PlanLine, Registry, School, SchoolKind, TeacherEntry
from scheduler.terms import PlaceKind, Weekday


def canonical(registry: Registry) -> Registry:
    """The same facts, such that read(write(canonical(x))) == canonical(x); canonical(canonical(x)) is canonical(x).

    Teachers' ids become their names, lines' ids follow `lineids`; schools and pupils keep theirs. Every school
    has a place; base schools and their places come first; class lessons are sorted. ValueError when two teachers
    bear one name.
    """
    names = {teacher.id: person(_text(teacher.name)) for teacher in registry.teachers}
    if len(set(names.values())) < len(names):
        raise ValueError("two teachers bear one name: a workbook tells teachers apart by their names")
    lines = [_line(line, names) for line in registry.lines]
    named = with_ids(lines)
    line_ids = {old.id: new.id for old, new in zip(registry.lines, named, strict=True)}
    return arranged(
        replace(
            registry,
            schools=tuple(
                replace(school, title=_text(school.title) or school.id) for school in registry.schools
            ),
            places=tuple(_place(place) for place in registry.places),
            classes=tuple(class_lesson(lesson, names) for lesson in registry.classes),
            teachers=tuple(_teacher(teacher, names) for teacher in registry.teachers),
            availability=tuple(
                replace(entry, teacher=names[entry.teacher], days=_days(entry.days))
                for entry in registry.availability
            ),
            pupils=tuple(
                replace(
                    pupil, name=_text(pupil.name) or None, class_title=class_title(_text(pupil.class_title))
                )
                for pupil in registry.pupils
            ),
            lines=named,
            families=tuple(replace(window, days=_days(window.days)) for window in registry.families),
            pinned=tuple(
                replace(pin, line=line_ids[pin.line], teacher=names[pin.teacher] if pin.teacher else None)
                for pin in registry.pinned
            ),
        )
    )


def arranged(registry: Registry) -> Registry:
    """The registry in the workbook's order: base schools first, their places before the others, sorted lessons."""
    schools = tuple(sorted(registry.schools, key=lambda school: school.kind is not SchoolKind.BASE))
    order = {school.id: number for number, school in enumerate(schools)}
    places = {place.id: place for place in registry.places}
    own = [_school_place(school, places.get(school.id)) for school in schools]
    return replace(
        registry,
        schools=schools,
        places=(*own, *(place for place in registry.places if place.id not in order)),
        classes=tuple(sorted(registry.classes, key=lambda lesson: _lesson_order(lesson, order))),
        years=tuple(sorted(registry.years, key=lambda year: order[year.school])),
    )


def _school_place(school: School, place: Place | None) -> Place:
    if place is None:
        return Place(id=school.id, kind=PlaceKind.SCHOOL)
    return place.model_copy(update={"kind": PlaceKind.SCHOOL})


def class_order(title: str) -> tuple[int, str]:
    """«9 «Б»» comes before «10 «А»»."""
    digits = re.match(r"\d+", title)
    return (int(digits[0]) if digits else 0, title)


def _lesson_order(lesson: ClassLesson, order: dict[str, int]) -> tuple[Any, ...]:
    place = (order[lesson.school], lesson.shift, lesson.day.number, lesson.number)
    return (*place, class_order(lesson.class_title))


def _text(text: str | None) -> str:
    """One line without control characters; a semicolon parts the entries of a cell and is no part of one."""
    return squeezed((text or "").replace(";", ","))


def _place(place: Place) -> Place:
    return place.model_copy(update={"title": squeezed(place.title or "") or None})


def _days(days: Iterable[Weekday] | None) -> tuple[Weekday, ...] | None:
    return None if days is None else tuple(sorted(set(days), key=lambda day: day.number))


def class_lesson(lesson: ClassLesson, names: dict[str, str]) -> ClassLesson:
    return replace(
        lesson,
        class_title=class_title(_text(lesson.class_title)),
        subject=_text(lesson.subject),
        teachers=tuple(names[teacher] for teacher in lesson.teachers),
    )


def _teacher(teacher: TeacherEntry, names: dict[str, str]) -> TeacherEntry:
    name = names[teacher.id]
    return replace(
        teacher, id=name, name=name, subjects=tuple(_text(subject) for subject in teacher.subjects)
    )


def _line(line: PlanLine, names: dict[str, str]) -> PlanLine:
    return replace(
        line,
        area=squeezed(line.area),
        subject=squeezed(line.subject),
        slot=squeezed(line.slot or "") or None,
        teachers=tuple(names[teacher] for teacher in line.teachers),
    )
