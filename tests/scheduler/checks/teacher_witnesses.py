"""Witnesses of the rules of a teacher's day and week."""

from __future__ import annotations

from tests.builders import problem, pupil, row, teacher, timetable, window
from tests.scheduler.checks.witness import Found, Witness, pair

TWO_HOMES = [pupil(), pupil("p2", home="h2")]
TWO = problem([row(), row("r2", pupils=["p2"])], pupils=TWO_HOMES)
CHOICE = problem(
    [row(lessons=2, rhythm="free", teachers=["t1", "t2"])], [teacher("t1"), teacher("t2"), teacher("t3")]
)

CANDIDATE = (
    *pair(
        "teacher.candidate", "none of the row's", CHOICE, broken=["r1 mon 09:00 t3"],
        lawful=["r1 mon 09:00 t2"], excess=1, unit="teacher",
    ),
    *pair(
        "teacher.candidate", "unknown", CHOICE, broken=["r1 mon 09:00 t9"],
        lawful=["r1 mon 09:00 t1"], excess=1, unit="teacher", odd=True,
    ),
    *pair(
        "teacher.candidate", "two for one row", CHOICE, broken=["r1/1 mon 09:00 t1", "r1/2 tue 09:00 t2"],
        lawful=["r1/1 mon 09:00 t2", "r1/2 tue 09:00 t2"], excess=1, unit="teacher", lessons="r1/1 r1/2",
    ),
)  # fmt: skip

CLASSES = problem(
    teachers=[teacher(busy=[window("08:30-11:00", days=["mon"]), window("11:00-13:10", days=["mon"])])]
)
ELSEWHERE = problem(
    [row(form="school", place="s2")],
    [teacher(busy=[window("08:30-10:00"), window("11:00-13:00", place="s2")])],
)
ODD_WEEKS = problem([row(lessons=2)], [teacher(busy=[window("08:30-13:00", weeks=["w1"])])], weeks=2)
SITTING = problem(
    [row(), row("r2", pupils=["p2"], form="remote")], [teacher(remote_place="s2")], pupils=TWO_HOMES
)
ONE_HOME = problem([row(), row("r2", pupils=["p2"])], pupils=[pupil(), pupil("p2")])

NESTED = problem(
    [row(lesson_min=120), row("r2", pupils=["p2"], lesson_min=20), row("r3", pupils=["p3"], lesson_min=20)],
    pupils=[pupil(), pupil("p2"), pupil("p3")],
)
OVER_BOTH = Witness(
    "teacher.clash", "one long lesson over two short ones", NESTED,
    timetable(NESTED, "r1 mon 09:00", "r2 mon 09:10", "r3 mon 10:00"),
    tuple(Found("teacher.clash", ("r1/1", other), 20, "min") for other in ("r2/1", "r3/1")),
)  # fmt: skip

CLASH = (
    OVER_BOTH,
    # h1 to h2 takes 8 minutes; after 09:40 the first start on the grid that leaves them is 09:50
    *pair("teacher.clash", "way between homes", TWO, broken=["r1 mon 09:00", "r2 mon 09:45"],
          lawful=["r1 mon 09:00", "r2 mon 09:50"], excess=3, lessons="r1/1 r2/1"),
    *pair("teacher.clash", "overlap", TWO, broken=["r1 mon 09:00", "r2 mon 09:35"],
          lawful=["r1 mon 09:00", "r2 tue 09:35"], excess=5, lessons="r1/1 r2/1"),
    *pair("teacher.clash", "same hour", TWO, broken=["r1 mon 09:00", "r2 mon 09:00"],
          lawful=["r1 mon 09:00", "r2 mon 10:00"], excess=40, lessons="r1/1 r2/1"),
    # own classes until 13:10 (two adjoining windows), 12 minutes to h1: from 13:22, on the grid 13:25
    *pair("teacher.clash", "way from own classes", CLASSES, broken=["r1 mon 13:20"], lawful=["r1 mon 13:25"],
          excess=2),
    # 07:40 is not lawful for other reasons; 08:00–08:40 overlaps the classes by 10 minutes
    *pair("teacher.clash", "into own classes", CLASSES, broken=["r1 mon 08:00"], lawful=["r1 tue 08:00"],
          excess=10),
    # 10:20–11:00 at s2: 30 minutes from s1 are needed, 20 are there; at 10:30 the second window is
    # overlapped,
    # and adjoining it at its own place is lawful
    *pair("teacher.clash", "between two schools", ELSEWHERE, broken=["r1 mon 10:20"], lawful=["r1 mon 13:00"],
          excess=10),
    # at one home nothing is needed between two lessons of a teacher
    *pair("teacher.clash", "same home", ONE_HOME, broken=["r1 mon 09:00", "r2 mon 09:35"],
          lawful=["r1 mon 09:00", "r2 mon 09:40"], excess=5, lessons="r1/1 r2/1"),
    # teaching remotely from s2: h1 to s2 takes 15 minutes, on the grid 09:55
    *pair("teacher.clash", "way to the remote place", SITTING, broken=["r1 mon 09:00", "r2 mon 09:50"],
          lawful=["r1 mon 09:00", "r2 mon 09:55"], excess=5, lessons="r1/1 r2/1"),
    # classes of odd weeks do not stand in even ones
    *pair("teacher.clash", "classes of one week", ODD_WEEKS, broken=["r1/1 w1 mon 12:30"],
          lawful=["r1/1 w2 mon 12:30"], excess=30),
)  # fmt: skip

THREE = [row(), row("r2"), row("r3", pupils=["p2"])]
FEW = problem(THREE, [teacher(max_day_lessons=2, max_week_min=80)], TWO_HOMES)
DAILY = problem(THREE, [teacher(max_day_lessons=1)], TWO_HOMES)
BUSY = problem(teachers=[teacher(max_day_lessons=1, max_week_min=40, busy=[window("13:00-18:00")])])
WEEKS = problem([row(lessons=2), row("r2", lessons=2, rhythm="free")], [teacher(max_week_min=80)], weeks=2)

LOAD = (
    # 3 lessons of 40 minutes in a week: 120 of 80
    *pair("teacher.load", "minutes of a week", FEW, broken=["r1 mon 09:00", "r2 tue 09:00", "r3 wed 09:00"],
          lawful=["r1 mon 09:00", "r2 tue 09:00"], excess=40, lessons="r1/1 r2/1 r3/1"),
    *pair("teacher.load", "lessons of a day", DAILY, broken=["r1 mon 09:00", "r2 mon 10:00"],
          lawful=["r1 mon 09:00", "r2 tue 10:00"], excess=1, unit="lesson", lessons="r1/1 r2/1"),
    # busy windows are not lessons
    pair("teacher.load", "own classes do not count", BUSY, broken=[], lawful=["r1 mon 09:00"], excess=0)[1],
    # each week by itself: 80 minutes in w1 and 80 in w2
    pair("teacher.load", "weeks apart", WEEKS, broken=[],
         lawful=["r1/1 w1 mon 09:00", "r1/2 w2 mon 09:00", "r2/1 w1 tue 09:00", "r2/2 w2 tue 09:00"],
         excess=0)[1],
)  # fmt: skip

WAITS = problem([row(), row("r2", pupils=["p2"])], [teacher(max_gap_min=30)], TWO_HOMES)
MORNING = problem(teachers=[teacher(max_gap_min=30, busy=[window("08:00-09:00")])])
BOTH_ENDS = problem(
    [row(), row("r2")], [teacher(max_gap_min=30, busy=[window("08:00-09:00"), window("11:00-12:00")])]
)
PINNED = problem(
    [row(), row("r2", pupils=["p2"])], [teacher(max_gap_min=30)], TWO_HOMES,
    pins=[{"row": "r1", "week": "w1", "day": "mon", "start": "09:00"},
          {"row": "r2", "week": "w1", "day": "mon", "start": "14:00", "teacher": "t1"}],
)  # fmt: skip
HALF_PINNED = problem(
    [row(), row("r2", pupils=["p2"])], [teacher(max_gap_min=30)], TWO_HOMES,
    pins=[{"row": "r1", "week": "w1", "day": "mon", "start": "09:00"}],
)  # fmt: skip
BUSY_AND_PIN = problem(
    teachers=[teacher(max_gap_min=30, busy=[window("08:00-09:00")])],
    pins=[{"row": "r1", "week": "w1", "day": "mon", "start": "14:00"}],
)

GAP = (
    # 09:40 + 8 on the way + 30 of waiting is 10:18; at 10:20 two minutes too many
    *pair("teacher.gap", "beyond the way", WAITS, broken=["r1 mon 09:00", "r2 mon 10:20"],
          lawful=["r1 mon 09:00", "r2 mon 10:15"], excess=2, lessons="r1/1 r2/1"),
    # 09:00 + 12 + 30 = 09:42: 09:40 is lawful, 09:45 is three minutes too late
    *pair("teacher.gap", "after own classes", MORNING, broken=["r1 mon 09:45"], lawful=["r1 mon 09:40"],
          excess=3),
    # two hours between two busy windows never count; with a lesson 09:40–10:20 in between it waits 28 minutes
    # on both sides, 09:35–10:15 waits 33 before 11:00
    *pair("teacher.gap", "between busy windows", BOTH_ENDS, broken=["r1 mon 09:35"], lawful=["r1 mon 09:40"],
          excess=3),
    pair("teacher.gap", "busy windows among themselves", BOTH_ENDS, broken=[], lawful=[], excess=0)[1],
    pair("teacher.gap", "facts among themselves", PINNED, broken=[],
         lawful=["r1 mon 09:00", "r2 mon 14:00"], excess=0)[1],
    # pinned r1 is a fact, r2 is none: 14:00 − 09:40 − 8 = 252 minutes, 222 above 30
    *pair("teacher.gap", "one fact", HALF_PINNED, broken=["r1 mon 09:00", "r2 mon 14:00"],
          lawful=["r1 mon 09:00", "r2 mon 10:15"], excess=222, lessons="r1/1 r2/1"),
    pair("teacher.gap", "busy and pinned", BUSY_AND_PIN, broken=[], lawful=["r1 mon 14:00"], excess=0)[1],
)  # fmt: skip

WITNESSES = (*CANDIDATE, *CLASH, *LOAD, *GAP)
