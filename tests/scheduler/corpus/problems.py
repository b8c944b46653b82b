"""Broken problem files: name, what is changed in the base problem, the exact faults; and odd but lawful ones."""

from __future__ import annotations

from typing import Any

from tests.scheduler.corpus.base import DROP
from tests.scheduler.corpus.shapes import DAYS, NO_PLACE, SHAPE, Case

MEANING: list[Case] = [
    (
        "ids_twice",
        {"weeks.1.id": "w1", "teachers.1.id": "t1", "rows.3.id": "r1", "rows.0.teachers": ["t1"]},
        [
            'weeks.1.id: found "w1", the id of weeks.0; allowed: an id of its own',
            'teachers.1.id: found "t1", the id of teachers.0; allowed: an id of its own',
            'rows.3.id: found "r1", the id of rows.0; allowed: an id of its own',
            'teachers.2.free.0.weeks.1: found "w2"; allowed: an id of weeks; did you mean "w1"?',
            'rows.3.teachers.0: found "t2"; allowed: an id of teachers; did you mean "t1"?',
        ],
    ),
    (
        "references_to_nothing",
        {
            "teachers.0.school": "s9",
            "teachers.1.remote_place": "cellar",
            "teachers.0.busy.1.place": "s3",
            "pupils.0.home": "h11",
            "pupils.2.homes.0.place": "h33",
            "rows.2.place": "gym",
            "closed": [{"week": "w3", "day": "mon"}],
        },
        [
            'closed.0.week: found "w3"; allowed: an id of weeks; did you mean "w1"?',
            'teachers.0.school: found "s9"; allowed: an id of places; did you mean "s1"?',
            'teachers.0.busy.1.place: found "s3"; allowed: an id of places; did you mean "s1"?',
            'teachers.1.remote_place: found "cellar"; allowed: an id of places',
            'pupils.0.home: found "h11"; allowed: an id of places; did you mean "h1"?',
            'pupils.2.homes.0.place: found "h33"; allowed: an id of places; did you mean "h3"?',
            'rows.2.place: found "gym"; allowed: an id of places',
            'rows.1.pupils: found "p1" at "h11" and "p2" at "h1" (w1, mon); '
            "allowed: pupils with one home on every listed day of the row's weeks",
        ],
    ),
    (
        "pupil_and_teacher_of_a_row_unknown",
        {"rows.0.pupils": ["pp1"], "rows.0.teachers": ["t1", "nobody"], "rows.0.weeks": ["w1", "w9"]},
        [
            'rows.0.pupils.0: found "pp1"; allowed: an id of pupils; did you mean "p1"?',
            'rows.0.teachers.1: found "nobody"; allowed: an id of teachers',
            'rows.0.weeks.1: found "w9"; allowed: an id of weeks; did you mean "w1"?',
        ],
    ),
    (
        "weeks_of_windows_unknown",
        {"teachers.2.free.0.weeks": ["week1"], "pupils.2.adult_home.0.weeks": ["w1", "w7"]},
        [
            'teachers.2.free.0.weeks.0: found "week1"; allowed: an id of weeks; did you mean "w1"?',
            'pupils.2.adult_home.0.weeks.1: found "w7"; allowed: an id of weeks; did you mean "w1"?',
        ],
    ),
    (
        "pins_and_previous_of_nothing",
        {
            "pins": [{"row": "r8", "week": "w1", "day": "mon", "start": "14:00"}],
            "previous": [{"row": "r1", "week": "w0", "day": "mon", "start": "14:00", "teacher": "t8"}],
        },
        [
            'pins.0.row: found "r8"; allowed: an id of rows; did you mean "r1"?',
            'previous.0.week: found "w0"; allowed: an id of weeks; did you mean "w1"?',
            'previous.0.teacher: found "t8"; allowed: an id of teachers; did you mean "t1"?',
        ],
    ),
    (
        "weeks_dated_and_not",
        {"weeks.0.monday": "2026-09-28"},
        [
            "weeks: found 1 of 2 weeks with a monday; "
            "allowed: a monday in every week (dated weeks) or in none (a cycle)"
        ],
    ),
    (
        "mondays_wrong_and_twice",
        {
            "weeks": [
                {"id": "w1", "monday": "2026-09-28"},
                {"id": "w2", "monday": "2026-09-29"},
                {"id": "w3", "monday": "2026-09-28"},
            ]
        },
        [
            'weeks.1.monday: found "2026-09-29", a Tuesday; allowed: the date of a Monday',
            'weeks.2.monday: found "2026-09-28" again; allowed: each Monday once',
        ],
    ),
    (
        "cycle_of_five_weeks",
        {"weeks": [{"id": f"w{number}"} for number in range(1, 6)]},
        ["weeks: found 5 weeks; allowed: a cycle of 1 to 4 weeks"],
    ),
    (
        "day_twice_and_day_that_ends_before_it_starts",
        {"days": ["mon", "tue", "mon"], "day_end": "08:00"},
        [
            'days.2: found "mon" again; allowed: each day once',
            'day_end: found "08:00"; allowed: a time after day_start 08:00',
        ],
    ),
    (
        "windows_backwards_and_off_the_grid",
        {
            "teachers.0.free.0.end": "13:30",
            "teachers.0.busy.0.start": "08:31",
            "pupils.2.wishes.0.end": "16:58",
            "pupils.2.avoid": [{"start": "12:00", "end": "11:00"}],
        },
        [
            'teachers.0.free.0.end: found "13:30"; allowed: a time after start 13:30',
            'teachers.0.busy.0.start: found "08:31"; allowed: a time on the grid of 5 minutes',
            'pupils.2.avoid.0.end: found "11:00"; allowed: a time after start 12:00',
            'pupils.2.wishes.0.end: found "16:58"; allowed: a time on the grid of 5 minutes',
        ],
    ),
    (
        "latitude_alone",
        {"places.0.lon": DROP},
        ["places.0.lon: found none beside lat; allowed: lat and lon both, or neither"],
    ),
    (
        "one_way_with_two_times",
        {"travel.minutes.+": {"from": "h3", "to": "h1", "min": 10}},
        [
            'travel.minutes.4: found 10 min from "h3" to "h1"; '
            "allowed: one time for one way; travel.minutes.0 says 9"
        ],
    ),
    (
        "travel_time_nobody_tells",
        # t2 teaches p1 at h1 and p3 remotely from s2; p3 is at h3 on Fridays, which t1 and t2 never visit;
        # p3's own Friday holds h3 (remote lesson) and s1 (school lesson): that pair is the one that is needed
        {"travel.minutes.2": DROP},
        [
            'travel.minutes: found no pair "h3" - "s1", and no lat and lon of "h3"; '
            'allowed: a travel time for pupil "p3", who may have both on one day'
        ],
    ),
    (
        "place_where_the_form_has_none",
        {"rows.0.place": "h1", "rows.3.place": "s1"},
        [
            f'rows.0.place: found "h1" on a row of form "home"; allowed: {NO_PLACE}',
            f'rows.3.place: found "s1" on a row of form "remote"; allowed: {NO_PLACE}',
        ],
    ),
    (
        "shared_home_lesson_of_two_homes",
        {"pupils.1.homes": [{"place": "h2", "days": ["wed"], "weeks": ["w2"]}]},
        [
            'rows.1.pupils: found "p1" at "h1" and "p2" at "h2" (w2, wed); '
            "allowed: pupils with one home on every listed day of the row's weeks"
        ],
    ),
    (
        "shared_school_lesson_of_two_schools",
        {"rows.1.form": "school"},
        [
            'rows.1.place: found no place, and pupils of schools "s1", "s2"; '
            "allowed: the place of a school lesson that pupils of different schools share"
        ],
    ),
    (
        "teacher_at_two_places_at_once",
        {"teachers.0.busy.1.start": "10:55"},
        [
            'teachers.0.busy.1: found at "s2" while teachers.0.busy.0 is at "s1" (w1, mon); '
            "allowed: one place at a time"
        ],
    ),
    (
        "pupil_at_two_places_at_once",
        {
            "pupils.0.busy": [
                {"weeks": ["w2"], "start": "08:30", "end": "10:00"},
                {"days": ["thu"], "start": "09:00", "end": "11:00", "place": "s2"},
            ]
        },
        [
            'pupils.0.busy.1: found at "s2" while pupils.0.busy.0 is at "s1" (w2, thu); '
            "allowed: one place at a time"
        ],
    ),
    (
        "names_twice_in_a_row",
        {"rows.1.pupils": ["p1", "p1"], "rows.0.teachers": ["t1", "t2", "t1"], "rows.0.weeks": ["w2", "w2"]},
        [
            'rows.0.teachers.2: found "t1" again; allowed: each id once',
            'rows.0.weeks.1: found "w2" again; allowed: each id once',
            'rows.1.pupils.1: found "p1" again; allowed: each id once',
        ],
    ),
    (
        "goals_unknown_and_unplaced",
        {"goals": {"wishes": {}, "unplaced": {"rank": 2}}},
        [
            'goals.wishes: found an unknown goal; allowed: a goal code; did you mean "wish"?',
            "goals.unplaced: found a setting of unplaced; "
            "allowed: no setting: unplaced lessons always come first",
        ],
    ),
    (
        "shape_and_meaning_together",
        # the broken length hides nothing else of its row; the broken day hides only itself
        {
            "rows.0.lesson_min": "40",
            "rows.0.teachers": ["t4"],
            "teachers.1.free.0.days": ["tue", "thursday"],
            "teachers.1.free.0.end": "09:00",
        },
        [
            f'teachers.1.free.0.days.1: found "thursday"; allowed: {DAYS}',
            'rows.0.lesson_min: found "40"; allowed: a whole number from 1 to 1440',
            'rows.0.teachers.0: found "t4"; allowed: an id of teachers; did you mean "t1"?',
            'teachers.1.free.0.end: found "09:00"; allowed: a time after start 09:00',
        ],
    ),
    (
        "broken_list_of_weeks_accuses_no_reference",
        {"weeks": "w1"},
        ['weeks: found "w1"; allowed: a list with at least 1 entry'],
    ),
]

PROBLEM_CASES: list[Case] = [*SHAPE, *MEANING]

ACCEPTED: list[tuple[str, dict[str, Any]]] = [
    ("pin_off_the_grid", {"pins": [{"row": "r1", "week": "w1", "day": "mon", "start": "14:03"}]}),
    ("pin_on_an_unlisted_day", {"pins": [{"row": "r1", "week": "w1", "day": "sun", "start": "14:00"}]}),
    ("window_on_an_unlisted_day", {"teachers.1.free.0.days": ["sat"]}),
    ("day_off_the_grid", {"day_start": "08:02"}),
    ("vacancy", {"rows.0.teachers": []}),
    ("limits_of_null", {"teachers.0.max_week_min": None, "pupils.0.max_day_min": None, "rows.0.place": None}),
    ("no_adult_ever", {"pupils.0.adult_home": []}),
    ("remote_without_an_end", {"norms": {"remote_end": None}}),
    ("pair_twice_with_one_time", {"travel.minutes.+": {"from": "h3", "to": "h1", "min": 9}}),
    ("pair_with_another_way_back", {"travel.minutes.+": {"from": "h1", "to": "h3", "min": 11}}),
    ("busy_windows_that_overlap_at_one_place", {"teachers.0.busy.1": {"start": "08:00", "end": "12:00"}}),
    (
        "clash_of_places_on_a_closed_day_only",
        {
            "teachers.0.busy.1.start": "10:55",
            "closed": [{"week": "w1", "day": "mon"}, {"week": "w2", "day": "mon"}],
        },
    ),
    ("dated_weeks", {"weeks": [{"id": f"w{n}", "monday": f"2026-09-{7 * n:02d}"} for n in (1, 2, 3, 4)]}),
    ("goal_turned_off", {"goals": {"faces": {"weight": 0}}}),
    ("place_without_coordinates_nobody_visits", {"places.+": {"id": "h9", "kind": "home"}}),
]
