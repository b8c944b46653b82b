"""The corpus of broken files: every fault exactly; what is fine is accepted; the schema agrees."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from scheduler.errors import BadFileError
from scheduler.schema import problem_schema, timetable_schema
from scheduler.wire import parse_problem, parse_timetable
from tests.scheduler.corpus import base
from tests.scheduler.corpus.problems import ACCEPTED, MEANING, PROBLEM_CASES
from tests.scheduler.corpus.texts import BYTES_CASES, TEXT_CASES, TIMETABLE_CASES


def _bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _faults(reader: Any, data: bytes) -> list[str]:
    with pytest.raises(BadFileError) as caught:
        reader(data)
    return [str(fault) for fault in caught.value.faults]


def test_corpus_holds_at_least_forty_broken_files() -> None:
    names = [case[0] for case in (*PROBLEM_CASES, *BYTES_CASES, *TEXT_CASES, *TIMETABLE_CASES)]
    assert len(names) == len(set(names))
    assert len(names) >= 40


@pytest.mark.parametrize(
    ("changes", "faults"), [case[1:] for case in PROBLEM_CASES], ids=[c[0] for c in PROBLEM_CASES]
)
def test_broken_problem_tells_exactly_its_faults(changes: dict[str, Any], faults: list[str]) -> None:
    assert _faults(parse_problem, _bytes(base.patched(base.problem(), changes))) == faults


@pytest.mark.parametrize(
    ("data", "fault"), [case[1:] for case in BYTES_CASES], ids=[c[0] for c in BYTES_CASES]
)
def test_broken_bytes_tell_one_clear_fault_in_both_readers(data: bytes, fault: str) -> None:
    assert _faults(parse_problem, data) == [fault]
    assert _faults(parse_timetable, data) == [fault]


@pytest.mark.parametrize(
    ("old", "new", "faults"), [case[1:] for case in TEXT_CASES], ids=[c[0] for c in TEXT_CASES]
)
def test_broken_text_tells_the_path_and_hides_nothing_else(old: str, new: str, faults: list[str]) -> None:
    text = json.dumps(base.problem())
    assert text.count(old) == 1
    assert _faults(parse_problem, text.replace(old, new).encode()) == faults


@pytest.mark.parametrize(
    ("changes", "faults"), [case[1:] for case in TIMETABLE_CASES], ids=[c[0] for c in TIMETABLE_CASES]
)
def test_broken_timetable_tells_exactly_its_faults(changes: dict[str, Any], faults: list[str]) -> None:
    assert _faults(parse_timetable, _bytes(base.patched(base.timetable(), changes))) == faults


@pytest.mark.parametrize("changes", [case[1] for case in ACCEPTED], ids=[case[0] for case in ACCEPTED])
def test_lawful_problem_is_accepted_by_reader_and_schema(changes: dict[str, Any]) -> None:
    raw = base.patched(base.problem(), changes)
    jsonschema.validate(raw, problem_schema())
    assert len(parse_problem(_bytes(raw)).problem.rows) == 4


@pytest.mark.parametrize("name", [case[0] for case in PROBLEM_CASES])
def test_schema_rejects_what_has_faults_of_shape_and_nothing_else(name: str) -> None:
    changes = next(case[1] for case in PROBLEM_CASES if case[0] == name)
    raw = base.patched(base.problem(), changes)
    accepted = jsonschema.Draft202012Validator(problem_schema()).is_valid(raw)
    only_meaning = {case[0] for case in MEANING} - {
        "shape_and_meaning_together",
        "broken_list_of_weeks_accuses_no_reference",
    }
    # a schema cannot say that 30 February is no date, and the end of a pattern stands before a line break too
    beyond_patterns = {"monday_that_is_no_date", "time_with_a_line_break"}
    assert accepted == (name in only_meaning | beyond_patterns)


@pytest.mark.parametrize(
    "changes", [case[1] for case in TIMETABLE_CASES], ids=[case[0] for case in TIMETABLE_CASES]
)
def test_schema_rejects_broken_timetable(changes: dict[str, Any]) -> None:
    raw = base.patched(base.timetable(), changes)
    assert not jsonschema.Draft202012Validator(timetable_schema()).is_valid(raw)


def test_schemas_are_schemas_and_accept_the_valid_files() -> None:
    for schema, value in ((problem_schema(), base.problem()), (timetable_schema(), base.timetable())):
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(value, schema)
