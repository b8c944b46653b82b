"""Broken bytes, and broken timetables as patches."""

from __future__ import annotations

from typing import Any

from tests.scheduler.corpus.base import DROP

ONE_OBJECT = "allowed: one JSON object"
CLOCK = 'a time "HH:MM" from 00:00 to'

BYTES_CASES: list[tuple[str, bytes, str]] = [
    ("empty", b"", f"$: found an empty file; {ONE_OBJECT}"),
    ("blank_after_a_mark", b"\xef\xbb\xbf \n", f"$: found an empty file; {ONE_OBJECT}"),
    ("list_at_the_top", b"[1, 2]", f"$: found a list of 2; {ONE_OBJECT}"),
    ("text_at_the_top", b'"problem"', f'$: found "problem"; {ONE_OBJECT}'),
    (
        "cut_in_the_middle",
        b'{"format": "homelessons-problem/1",',
        "$: found no JSON at line 1, column 36 "
        f"(Expecting property name enclosed in double quotes); {ONE_OBJECT}",
    ),
    ("not_json", b"weeks: 4", f"$: found no JSON at line 1, column 1 (Expecting value); {ONE_OBJECT}"),
    ("not_utf8", b'{"name": "\xcf\xf0\xe8"}', "$: found byte 10 is not UTF-8; allowed: JSON in UTF-8"),
    ("utf16", '{"a": 1}'.encode("utf-16"), "$: found byte 0 is not UTF-8; allowed: JSON in UTF-8"),
    (
        "deep_nesting",
        b'{"a":' * 50_000,
        "$: found more than 100 levels; allowed: JSON at most 100 levels deep",
    ),
    (
        "nesting_of_120",
        b'{"a":' * 120 + b"1" + b"}" * 120,
        "a.a.a...: found more than 100 levels; allowed: JSON at most 100 levels deep",
    ),
    (
        "number_of_5000_digits",
        b'{"seed": ' + b"9" * 5000 + b"}",
        "$: found a number of thousands of digits; allowed: numbers the format knows",
    ),
    ("infinity_at_the_top", b"Infinity", f"$: found Infinity; {ONE_OBJECT}"),
]

# (name, piece of the base problem's JSON text, what it becomes, faults)
TEXT_CASES: list[tuple[str, str, str, list[str]]] = [
    (
        "key_twice_deep_inside",
        '"door_min": 3',
        '"door_min": 3, "door_min": 4',
        ["travel.door_min: found the key twice in one object; allowed: each key once"],
    ),
    (
        "not_a_number",
        '"speed_kmh": 4.5',
        '"speed_kmh": NaN',
        ["travel.speed_kmh: found NaN; allowed: a finite number"],
    ),
    (
        "number_beyond_a_double",
        '"detour": 1.3',
        '"detour": 1e999',
        ["travel.detour: found 1e999; allowed: a finite number"],
    ),
    (
        "half_a_character",
        '"name": "base"',
        '"name": "\\ud83d"',
        ["name: found half of a surrogate pair; allowed: whole characters"],
    ),
    (
        "text_shape_and_meaning_in_one_report",
        '"door_min": 3',
        '"door_min": NaN, "detour": 1.4, "detour": "far", "speed": 3',
        [
            "travel.detour: found the key twice in one object; allowed: each key once",
            "travel.door_min: found NaN; allowed: a finite number",
            'travel.detour: found "far"; allowed: a number above 0, at most 100',
            'travel.speed: found an unknown key; allowed: keys of the format; did you mean "speed_kmh"?',
        ],
    ),
]

TIMETABLE_CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    (
        "nothing_required_is_there",
        {"format": DROP, "lessons": DROP, "unplaced": DROP},
        [
            'format: found no such key; allowed: required: "homelessons-timetable/1"',
            "lessons: found no such key; allowed: required: a list",
            "unplaced: found no such key; allowed: required: a list",
        ],
    ),
    (
        "a_problem_as_timetable",
        {"format": "homelessons-problem/1"},
        ['format: found "homelessons-problem/1"; allowed: "homelessons-timetable/1"'],
    ),
    (
        "lesson_without_teacher_and_with_room",
        {"lessons.0.teacher": DROP, "lessons.1.placee": "h1"},
        [
            "lessons.0.teacher: found no such key; allowed: required: a text",
            'lessons.1.placee: found an unknown key; allowed: keys of the format; did you mean "place"?',
        ],
    ),
    (
        "times_in_minutes",
        {"lessons.0.start": 840, "lessons.0.end": "14:60"},
        [
            f"lessons.0.start: found 840; allowed: {CLOCK} 23:59",
            f'lessons.0.end: found "14:60"; allowed: {CLOCK} 24:00',
        ],
    ),
    (
        "unknown_status_and_proof",
        {"status": "done", "unplaced.0.proof": "maybe"},
        [
            'status: found "done"; allowed: one of "optimal", "feasible", "infeasible", "unknown" or null',
            'unplaced.0.proof: found "maybe"; allowed: one of "impossible", "blocked", "not_found" or null',
        ],
    ),
    (
        "none_of_a_row_unplaced",
        {"unplaced.1.count": 0},
        ["unplaced.1.count: found 0; allowed: a whole number from 1"],
    ),
    (
        "score_in_halves",
        {"score": {"travel": 0.5}, "seconds": "9.8"},
        [
            "score.travel: found 0.5; allowed: a whole number",
            'seconds: found "9.8"; allowed: a number or null',
        ],
    ),
    (
        "ordinal_as_text",
        {"lessons.0.n": "1"},
        ['lessons.0.n: found "1"; allowed: a whole number'],
    ),
]
