"""Problem files broken in shape: name, what is changed in the base problem, the exact faults."""

from __future__ import annotations

from typing import Any

from tests.scheduler.corpus.base import DROP

Case = tuple[str, dict[str, Any], list[str]]

TIME = 'a time "HH:MM" from 00:00 to 23:59'
END = 'a time "HH:MM" from 00:00 to 24:00'
ID = "a text of 1 to 200 characters"
DAYS = 'one of "mon", "tue", "wed", "thu", "fri", "sat", "sun"'
NO_PLACE = 'null: only a row of form "school" has a place'
PLACE_KEYS = '"id", "title", "kind", "lat", "lon"'

SHAPE: list[Case] = [
    (
        "format_missing",
        {"format": DROP},
        ['format: found no such key; allowed: required: "homelessons-problem/1"'],
    ),
    (
        "format_of_the_future",
        {"format": "homelessons-problem/2"},
        ['format: found "homelessons-problem/2"; allowed: "homelessons-problem/1"'],
    ),
    (
        "unknown_key_near_a_known_one",
        {"rows.1.leson_min": 40},
        ['rows.1.leson_min: found an unknown key; allowed: keys of the format; did you mean "lesson_min"?'],
    ),
    (
        "unknown_key_like_no_other",
        {"places.0.zip": "624000"},
        [f"places.0.zip: found an unknown key; allowed: the keys {PLACE_KEYS}"],
    ),
    (
        "required_keys_missing",
        {"rows.0.lesson_min": DROP, "rows.1.teachers": DROP, "pupils.0.grade": DROP, "teachers.2.free": DROP},
        [
            "teachers.2.free: found no such key; allowed: required: a list",
            "pupils.0.grade: found no such key; allowed: required: a whole number from 0 to 12",
            "rows.0.lesson_min: found no such key; allowed: required: a whole number from 1 to 1440",
            "rows.1.teachers: found no such key; allowed: required: a list",
        ],
    ),
    (
        "number_as_text",
        {"rows.0.lessons": "8"},
        ['rows.0.lessons: found "8"; allowed: a whole number from 1 to 10000'],
    ),
    (
        "truth_as_number",
        {"rows.0.lessons": True},
        ["rows.0.lessons: found true; allowed: a whole number from 1 to 10000"],
    ),
    (
        "half_a_lesson",
        {"rows.3.lessons": 1.5},
        ["rows.3.lessons: found 1.5; allowed: a whole number from 1 to 10000"],
    ),
    (
        "no_lessons_and_no_length",
        {"rows.0.lessons": 0, "rows.0.lesson_min": 0},
        [
            "rows.0.lessons: found 0; allowed: a whole number from 1 to 10000",
            "rows.0.lesson_min: found 0; allowed: a whole number from 1 to 1440",
        ],
    ),
    (
        "number_of_thirty_digits",
        {"teachers.0.max_week_min": 10**29},
        [
            "teachers.0.max_week_min: found 100000000000000000000000000000; "
            "allowed: a whole number from 0 to 100000 or null"
        ],
    ),
    (
        "time_without_leading_zero",
        {"day_start": "8:00"},
        [f'day_start: found "8:00"; allowed: {TIME}'],
    ),
    (
        "time_as_minutes",
        {"teachers.0.free.0.start": 810},
        [f"teachers.0.free.0.start: found 810; allowed: {TIME}"],
    ),
    (
        "time_with_a_line_break",
        {"teachers.0.free.0.end": "18:00\n"},
        [f'teachers.0.free.0.end: found "18:00\\n"; allowed: {END}'],
    ),
    (
        "midnight_as_start",
        {"teachers.2.free.0.start": "24:00"},
        [f'teachers.2.free.0.start: found "24:00"; allowed: {TIME}'],
    ),
    (
        "after_midnight",
        {"day_end": "24:05"},
        [f'day_end: found "24:05"; allowed: {END}'],
    ),
    (
        "unknown_weekday_and_form",
        {"days.2": "wednesday", "rows.0.form": "online"},
        [
            f'days.2: found "wednesday"; allowed: {DAYS}',
            'rows.0.form: found "online"; allowed: one of "home", "remote", "school"',
        ],
    ),
    (
        "null_where_a_value_must_be",
        {"rows.0.subject": None, "pupils.1.break_min": None},
        [
            "pupils.1.break_min: found null; allowed: a whole number from 0 to 1440",
            f"rows.0.subject: found null; allowed: {ID}",
        ],
    ),
    (
        "objects_of_the_wrong_kind",
        {"travel": [], "rows.2": "r3", "pupils.0": None},
        [
            "travel: found a list of 0; allowed: an object",
            "pupils.0: found null; allowed: an object",
            'rows.2: found "r3"; allowed: an object',
            # without pupils.0 nobody bears the id p1
            'rows.0.pupils.0: found "p1"; allowed: an id of pupils; did you mean "p2"?',
            'rows.1.pupils.0: found "p1"; allowed: an id of pupils; did you mean "p2"?',
        ],
    ),
    (
        "empty_lists_where_one_is_needed",
        {"days": [], "rows.0.pupils": [], "rows.1.weeks": []},
        [
            "days: found a list of 0; allowed: a list with at least 1 entry",
            "rows.0.pupils: found a list of 0; allowed: a list with at least 1 entry",
            "rows.1.weeks: found a list of 0; allowed: a list with at least 1 entry or null",
        ],
    ),
    (
        "coordinates_off_the_globe",
        {"places.0.lat": 91, "places.1.lon": "east"},
        [
            "places.0.lat: found 91; allowed: a number from -90 to 90 or null",
            'places.1.lon: found "east"; allowed: a number from -180 to 180 or null',
        ],
    ),
    (
        "speed_of_zero",
        {"travel.speed_kmh": 0},
        ["travel.speed_kmh: found 0; allowed: a number above 0, at most 1000"],
    ),
    (
        "step_of_zero",
        {"step_min": 0},
        ["step_min: found 0; allowed: a whole number from 1 to 60"],
    ),
    (
        "negative_limits_and_weights",
        {"pupils.0.max_day_min": -1, "pupils.2.wishes.0.weight": -2},
        [
            "pupils.0.max_day_min: found -1; allowed: a whole number from 0 to 100000 or null",
            "pupils.2.wishes.0.weight: found -2; allowed: a whole number from 0 to 1000000",
        ],
    ),
    (
        "monday_that_is_no_date",
        {"weeks": [{"id": "a", "monday": "2026-02-30"}], "teachers.2.free.0.weeks": DROP},
        ['weeks.0.monday: found "2026-02-30"; allowed: a date "YYYY-MM-DD" or null'],
    ),
    (
        "goal_rank_zero",
        {"goals": {"wish": {"rank": 0, "weight": 1.5}}},
        [
            "goals.wish.rank: found 0; allowed: a whole number from 1 to 99 or null",
            "goals.wish.weight: found 1.5; allowed: a whole number from 0 to 1000000 or null",
        ],
    ),
    (
        "long_text_is_cut",
        {"rows.0.block": "x" * 80},
        [
            f'rows.0.block: found "{"x" * 56}...; '
            'allowed: one of "mandatory", "formed", "correction", "extracurricular"'
        ],
    ),
]
