"""Problems from files: what is none, what is hostile and what is a giant is refused with a sentence."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from api.errors import Conflict, Invalid
from api.services.registry.problems import Point, problem_of
from api.services.runs.limits import RunLimits
from api.services.runs.problems import (
    NO_DATA,
    NoDataError,
    given_problem,
    keep_problem,
    problem_for,
    problem_in,
    uploaded_problem,
)
from scheduler.wire import dump_bytes, to_wire
from tests import builders as b
from tests.api.services.registry.office import new_office, row
from tests.api.services.world import END, START, new_world

LIMITS = RunLimits()


def raw(**more: Any) -> dict[str, Any]:
    return to_wire(b.problem()) | more


def told(data: bytes, limits: RunLimits = LIMITS) -> str:
    """What is said to a file that is refused."""
    with pytest.raises((Invalid, Conflict)) as refused:
        uploaded_problem(data, limits)
    value = refused.value
    return value.faults["file"][0] if isinstance(value, Invalid) else value.sentence


def test_a_file_is_kept_as_canonical_text_with_its_digest() -> None:
    given = uploaded_problem(dump_bytes(b.problem()), LIMITS)
    assert given.problem == b.problem()
    assert given.digest == hashlib.sha256(given.text.encode()).hexdigest()
    assert given == given_problem(b.problem(), LIMITS)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x00\x01PK\x03\x04", b"[]", b"null", b"{" * 100_000, b"[" * 100_000, b'{"format": 1e999}',
        b'{"a": 1, "a": 2}', b'{"format": "\\ud800"}', "{}".encode("utf-16"),
        json.dumps({"format": "homelessons-timetable/1", "lessons": []}).encode(), b"1" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_problem_is_refused_in_plain_words(data: bytes) -> None:
    sentence = told(data)
    assert sentence.startswith("Это не файл задачи: ")
    assert "homelessons preflight" in sentence


def test_a_file_that_is_too_long_is_not_even_read() -> None:
    assert told(b"x" * 101, RunLimits(file_bytes=100)).startswith("Файл больше 0 МБ")


def test_giants_are_refused_with_every_limit_they_break() -> None:
    pupils = [b.pupil(f"p{n}") for n in range(3)]
    rows = [b.row(f"r{n}") for n in range(3)]
    limits = RunLimits(pupils=2, rows_a_pupil=2)
    with pytest.raises(Conflict) as refused:
        given_problem(b.problem(pupils=pupils, rows=rows), limits)
    assert refused.value.sentence == (
        "В расчёте 3 ученика, а здесь можно не больше 2. "
        "В расчёте строк плана у одного ученика: 3, а здесь можно не больше 2. "
        "Разделите расчёт по школам или попросите администратора посчитать на сервере для больших сетей."
    )


def test_the_default_limits_let_a_city_through_and_nothing_bigger() -> None:
    pupils = [b.pupil(f"p{n}") for n in range(601)]
    assert given_problem(b.problem(pupils=pupils[:600]), LIMITS).problem.pupils[-1].id == "p599"
    with pytest.raises(Conflict, match="601 ученик, а здесь можно не больше 600"):
        given_problem(b.problem(pupils=pupils), LIMITS)


@pytest.mark.parametrize("name", ["pupils", "rows", "weeks", "places", "pins", "previous", "teachers"])
def test_endless_lists_are_refused_before_anybody_looks_into_them(name: str) -> None:
    sentence = told(json.dumps(raw(**{name: [0] * 130_000})).encode())
    assert sentence.endswith("для больших сетей.")


def test_a_row_of_ten_thousand_lessons_is_a_giant() -> None:
    assert "занятий в одной строке плана: 10000" in told(dump_bytes(b.problem(rows=[b.row(lessons=10_000)])))


def test_a_school_without_plans_has_no_problem_and_is_told_who_has_none(database: Engine) -> None:
    office = new_office(database)
    case_id = office.case()
    with office.acting() as unit, pytest.raises(NoDataError, match=NO_DATA[:30]) as refused:
        problem_for(unit, office.world.year_id, START, END)
    assert refused.value.points == (
        Point(text="К-01: нет учебного плана на эти дни, занятий не будет.", href=f"/cases/{case_id}/plan"),
    )


def test_the_school_s_own_data_are_the_problem_of_a_run(database: Engine) -> None:
    # 1 h a week, academic hour and lesson of 40 min: four lessons of the four-week cycle
    office = new_office(database)
    office.teacher()
    office.plan(office.case(), row())
    with office.acting() as unit:
        problem = problem_for(unit, office.world.year_id, START, END)
        assert problem == problem_of(unit, office.world.year_id, START, END).problem
    assert [(line.pupils, line.title, line.lessons) for line in problem.rows] == [
        (("К-01",), "Математика", 4)
    ]


def test_days_the_wrong_way_round_are_told_beside_the_field(database: Engine) -> None:
    office = new_office(database)
    with office.acting() as unit, pytest.raises(Invalid) as refused:
        problem_for(unit, office.world.year_id, END, START)
    assert refused.value.faults == {"last_on": ("Последний день раньше первого.",)}


def test_a_problem_is_kept_once_per_content_and_dates(database: Engine) -> None:
    world = new_world(database)
    given = given_problem(b.problem(), LIMITS)
    with world.acting(START) as unit:
        first = keep_problem(unit, given, START, END)
        again = keep_problem(unit, given, START, END)
        later = keep_problem(unit, given, date(2026, 10, 1), END)
        assert first.id == again.id != later.id
        assert problem_in(first) == given.problem
        assert first.digest == hashlib.sha256(first.text.encode()).hexdigest()
