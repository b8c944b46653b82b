"""Files across the border: what is read is what is written, nothing ever escapes as a traceback."""

from __future__ import annotations

import copy
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.errors import BadFileError, Fault
from scheduler.problem import Window
from scheduler.schema import problem_schema
from scheduler.terms import Weekday
from scheduler.wire import (
    canonical_digest,
    dump_bytes,
    load_problem,
    loaded,
    parse_problem,
    parse_timetable,
    write_atomic,
)
from tests.scheduler.corpus import base

JUNK: tuple[Any, ...] = (
    None, True, -1, 0, 1.5, 10**20, "", "x", "24:00", "t1", [], [None], ["w1", "w1"], {}, {"id": "w1"}, [[]],
)  # fmt: skip


def _bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [at] * bool(at) + [path for key, inner in entries for path in _paths(inner, (*at, key))]


PROBLEM_PATHS = _paths(base.problem())
TIMETABLE_PATHS = _paths(base.timetable())


def _changed(value: Any, path: tuple[Any, ...], junk: Any) -> None:
    """Set or (junk is DROP) delete at a path that may be gone by now."""
    for part in path[:-1]:
        if isinstance(value, dict) and part not in value:
            return
        if isinstance(value, list) and not (isinstance(part, int) and part < len(value)):
            return
        if not isinstance(value, dict | list):
            return
        value = value[part]
    last = path[-1]
    if isinstance(value, dict) and isinstance(last, str):
        if junk is base.DROP:
            value.pop(last, None)
        else:
            value[last] = copy.deepcopy(junk)
    elif isinstance(value, list) and isinstance(last, int) and last < len(value) and junk is not base.DROP:
        value[last] = copy.deepcopy(junk)


def _outcome(reader: Any, data: bytes) -> tuple[Any, tuple[Fault, ...]]:
    try:
        return reader(data), ()
    except BadFileError as bad:
        return None, bad.faults


def _changes(paths: list[tuple[Any, ...]]) -> st.SearchStrategy[list[tuple[tuple[Any, ...], Any]]]:
    junk = st.sampled_from([base.DROP, *JUNK])
    return st.lists(st.tuples(st.sampled_from(paths), junk), min_size=1, max_size=6)


@given(_changes(PROBLEM_PATHS))
def test_any_damage_to_a_problem_ends_in_faults_or_a_problem(
    changes: list[tuple[tuple[Any, ...], Any]],
) -> None:
    raw = base.problem()
    for path, junk in changes:
        _changed(raw, path, junk)
    read, faults = _outcome(parse_problem, _bytes(raw))
    assert (read is None) == bool(faults)
    assert len(set(faults)) == len(faults)
    assert read is None or read.digest == canonical_digest(raw)


@given(_changes(TIMETABLE_PATHS))
def test_any_damage_to_a_timetable_ends_in_faults_or_a_timetable(
    changes: list[tuple[tuple[Any, ...], Any]],
) -> None:
    raw = base.timetable()
    for path, junk in changes:
        _changed(raw, path, junk)
    read, faults = _outcome(parse_timetable, _bytes(raw))
    assert (read is None) == bool(faults)
    assert read is None or len(read.lessons) == len(raw["lessons"])


@given(st.binary(max_size=40))
def test_any_bytes_end_in_faults(data: bytes) -> None:
    with pytest.raises(BadFileError):
        parse_problem(data)


def test_digest_is_of_the_file_with_its_own_keys() -> None:
    # written out by hand: sorted keys, no spaces, letters as they are
    assert (
        canonical_digest({"b": [1, 2.5], "a": "ё"})
        == hashlib.sha256('{"a":"ё","b":[1,2.5]}'.encode()).hexdigest()
    )
    raw = base.problem()
    spaced = json.dumps(raw, indent=4, ensure_ascii=True).encode()
    assert parse_problem(spaced).digest == parse_problem(_bytes(raw)).digest == canonical_digest(raw)
    with_default = base.patched(raw, {"pins": []})
    assert parse_problem(_bytes(with_default)).digest != canonical_digest(raw)


def test_byte_order_mark_changes_nothing() -> None:
    data = _bytes(base.problem())
    assert parse_problem(b"\xef\xbb\xbf" + data) == parse_problem(data)


def test_problem_survives_a_round_trip() -> None:
    read = parse_problem(_bytes(base.problem()))
    again = parse_problem(dump_bytes(read.problem))
    assert again.problem == read.problem
    assert again.digest == read.digest
    assert loaded(read.problem) == again


def test_timetable_survives_a_round_trip() -> None:
    read = parse_timetable(_bytes(base.timetable()))
    assert json.loads(dump_bytes(read)) == base.timetable()


def test_defaults_are_those_of_the_contract() -> None:
    problem = parse_problem(_bytes(base.problem())).problem
    row, pupil, teacher = problem.rows[0], problem.pupils[0], problem.teachers[1]
    assert (problem.norms.remote_end_min, problem.norms.correction_break_min) == (1080, 30)
    assert (pupil.break_min, pupil.adult_home, pupil.max_day_lessons) == (10, None, None)
    assert (row.max_per_day, row.difficulty, row.place, row.slot) == (1, 0, None, None)
    assert problem.rhythm_of(row) == "fixed"
    assert problem.weeks_of(row) == ("w1", "w2")
    assert (teacher.busy, teacher.remote_place, teacher.name) == ((), None, "t2")
    assert problem.pupils[2].wishes[0].weight == 1
    mondays = {"weeks": [{"id": "w1", "monday": "2026-09-28"}, {"id": "w2", "monday": "2026-10-05"}]}
    dated = parse_problem(_bytes(base.patched(base.problem(), mondays))).problem
    assert dated.rhythm_of(dated.rows[0]) == "free"
    assert problem_schema()["$defs"]["Norms"]["properties"]["remote_end"]["default"] == "18:00"


def test_windows_hold_on_their_days_and_weeks_only() -> None:
    window = Window(days=(Weekday.MON,), weeks=("w1",), start_min=540, end_min=600)
    held = [(week, day) for week in ("w1", "w2") for day in Weekday if window.holds_on(week, day)]
    assert held == [("w1", Weekday.MON)]


def test_second_home_wins_on_its_days_and_the_last_entry_over_it() -> None:
    homes = [{"place": "h3", "days": ["fri"]}, {"place": "h1", "weeks": ["w2"]}]
    problem = parse_problem(_bytes(base.patched(base.problem(), {"pupils.2.homes": homes}))).problem
    pupil = problem.pupils[2]
    assert [pupil.home_on(week, Weekday.FRI) for week in ("w1", "w2")] == ["h3", "h1"]
    assert [pupil.home_on(week, Weekday.MON) for week in ("w1", "w2")] == ["h2", "h1"]


def test_file_that_is_too_long_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.wire.MAX_FILE_BYTES", 10)
    path = tmp_path / "p.json"
    path.write_bytes(b"x" * 11)
    with pytest.raises(BadFileError) as caught:
        load_problem(path)
    assert [str(fault) for fault in caught.value.faults] == ["$: found 11 bytes; allowed: at most 10 bytes"]


def test_atomic_write_replaces_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    write_atomic(path, b"first, and longer")
    write_atomic(path, b"second")
    assert path.read_bytes() == b"second"
    assert [entry.name for entry in tmp_path.iterdir()] == ["t.json"]


def test_atomic_write_that_breaks_leaves_the_former_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.json"
    path.write_bytes(b"former")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomic(path, b"latter")
    assert path.read_bytes() == b"former"
    assert [entry.name for entry in tmp_path.iterdir()] == ["t.json"]
