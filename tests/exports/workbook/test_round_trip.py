"""What is written is read back as the same registry: by hand with every field, and at random."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings

from exports.workbook.canonical import canonical
from exports.workbook.read import import_workbook, read_workbook
from exports.workbook.write import write_registry
from scheduler.registry.values import Registry
from tests.exports.workbook.school import SCHOOL, multiplied
from tests.exports.workbook.strategies import registries


def test_every_field_comes_back() -> None:
    read = import_workbook(write_registry(SCHOOL))
    assert read.registry == SCHOOL
    assert read.notices == ()


def test_the_school_uses_every_field_of_a_registry() -> None:
    """Some entry of every kind differs from the default in every field that has one."""
    unused = [
        f"{kind.__name__}.{field.name}"
        for kind, entries in _entries(SCHOOL).items()
        for field in fields(kind)
        if len({repr(getattr(entry, field.name)) for entry in entries}) == 1
        and repr(getattr(entries[0], field.name)) == repr(field.default)
    ]
    assert unused == []


def _entries(value: Any) -> dict[type, list[Any]]:
    found: dict[type, list[Any]] = {}
    todo = [value]
    while todo:
        value = todo.pop()
        if isinstance(value, tuple):
            todo += value
        elif is_dataclass(value):
            found.setdefault(type(value), []).append(value)
            todo += [getattr(value, field.name) for field in fields(value)]
    return found


def test_the_school_is_canonical() -> None:
    assert canonical(SCHOOL) == SCHOOL


def test_the_same_registry_is_the_same_bytes() -> None:
    assert write_registry(SCHOOL) == write_registry(SCHOOL)


@settings(max_examples=25)
@given(registries())
def test_any_registry_comes_back(registry: Registry) -> None:
    assert canonical(registry) == registry
    assert read_workbook(write_registry(registry)) == registry


def test_ids_of_a_foreign_registry_become_what_people_write() -> None:
    teacher = replace(SCHOOL.teachers[0], id="t1", name="Озёрная  А.А.")
    line = replace(SCHOOL.lines[0], id="row-1", teachers=("t1",))
    pupil = replace(SCHOOL.pupils[0], class_title="3-б")
    foreign = replace(
        SCHOOL,
        teachers=(teacher, *SCHOOL.teachers[1:]),
        lines=(line, *(replace(other, id=f"row-{n}") for n, other in enumerate(SCHOOL.lines[1:], 2))),
        classes=tuple(
            replace(lesson, teachers=tuple(name.replace("Озёрная А. А.", "t1") for name in lesson.teachers))
            for lesson in SCHOOL.classes
        ),
        availability=(replace(SCHOOL.availability[0], teacher="t1"), *SCHOOL.availability[1:]),
        pupils=(pupil, *SCHOOL.pupils[1:]),
        pinned=(
            replace(SCHOOL.pinned[0], line="row-1"),
            replace(SCHOOL.pinned[1], line="row-4", teacher="t1"),
            replace(SCHOOL.pinned[2], line="row-6"),
        ),
        schools=tuple(reversed(SCHOOL.schools)),
        places=tuple(place for place in reversed(SCHOOL.places) if place.id != "Лицей 7"),
        years=tuple(reversed(SCHOOL.years)),
    )
    # homes and other buildings keep the order they were given in: here the reverse
    expected = replace(SCHOOL, places=(*SCHOOL.places[:2], *reversed(SCHOOL.places[2:])))
    assert canonical(foreign) == expected
    assert read_workbook(write_registry(foreign)) == expected


def test_two_teachers_of_one_name_cannot_be_written() -> None:
    twins = replace(SCHOOL, teachers=(SCHOOL.teachers[0], replace(SCHOOL.teachers[0], id="other")))
    with pytest.raises(ValueError, match="two teachers bear one name"):
        write_registry(twins)


def test_lines_are_named_by_case_subject_and_what_tells_them_apart() -> None:
    assert [line.id for line in SCHOOL.lines[:6]] == [
        "К-01 Математика",
        "К-01 Математика (коррекционная)",
        "К-01 Математика (дистанционно)",
        "К-01 Математика (2)",
        "К-01 Математика (3)",
        "К-03+К-09 Музыка",
    ]


def test_one_calendar_for_all_schools_is_written_once() -> None:
    years = tuple(replace(SCHOOL.years[0], school=school.id) for school in SCHOOL.schools)
    same = replace(SCHOOL, years=years)
    assert read_workbook(write_registry(same)) == same


def test_hundreds_of_pupils_come_back() -> None:
    many = multiplied(20)
    assert read_workbook(write_registry(many)) == many
