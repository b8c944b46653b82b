"""Witnesses of the rules of a whole row: even weeks, rhythm, pins, count."""

from __future__ import annotations

from scheduler.timetable import Lesson, Timetable, Unplaced
from tests.builders import problem, pupil, row, teacher, timetable
from tests.scheduler.checks.witness import Found, Witness, pair

DATED = [{"id": "a", "monday": "2026-09-28"}, {"id": "b", "monday": "2026-10-05"}]
FREE = {"rhythm": "free"}
SIX = problem([row(lessons=6, **FREE)], weeks=4)
FOUR = problem([row(lessons=4, **FREE)], weeks=4)
SOME = problem([row(lessons=2, weeks=["w2", "w4"], **FREE)], weeks=4)
MAKE_UP = problem([row(lessons=2)], weeks=DATED)

EVEN = (
    # 6 in 4 weeks: at most 2 a week
    *pair("week.even", "above", SIX, broken=["r1/1 w1 mon 09:00", "r1/2 w1 tue 09:00", "r1/3 w1 wed 09:00"],
          lawful=["r1/1 w1 mon 09:00", "r1/2 w1 tue 09:00", "r1/3 w2 wed 09:00"],
          excess=1, unit="lesson", lessons="r1/1 r1/2 r1/3"),
    # at least 1 a week: 2 + 2 + 2 + 0 falls short by one and nothing is unplaced
    *pair("week.even", "short", SIX,
          broken=["r1/1 w1 mon 09:00", "r1/2 w1 tue 09:00", "r1/3 w2 mon 09:00", "r1/4 w2 tue 09:00",
                  "r1/5 w3 mon 09:00", "r1/6 w3 tue 09:00"],
          lawful=["r1/1 w1 mon 09:00", "r1/2 w1 tue 09:00", "r1/3 w2 mon 09:00", "r1/4 w2 tue 09:00",
                  "r1/5 w3 mon 09:00", "r1/6 w4 tue 09:00"],
          excess=1, unit="lesson", lessons="r1/1 r1/2 r1/3 r1/4 r1/5 r1/6"),
    # one unplaced explains one week without a lesson, not a week with two
    pair("week.even", "short by what is unplaced", SIX, broken=[],
         lawful=["r1/1 w1 mon 09:00", "r1/2 w1 tue 09:00", "r1/3 w2 mon 09:00", "r1/4 w2 tue 09:00",
                 "r1/5 w3 mon 09:00"], excess=0)[1],
    *pair("week.even", "whole shares", FOUR, broken=["r1/1 w1 mon 09:00", "r1/2 w1 tue 09:00"],
          lawful=["r1/1 w1 mon 09:00", "r1/2 w3 tue 09:00"], excess=1, unit="lesson", lessons="r1/1 r1/2"),
    # 2 lessons in the row's 2 weeks: one each
    *pair("week.even", "weeks of the row", SOME, broken=["r1/1 w2 mon 09:00", "r1/2 w2 tue 09:00"],
          lawful=["r1/1 w2 mon 09:00", "r1/2 w4 tue 09:00"], excess=1, unit="lesson", lessons="r1/1 r1/2"),
    pair("week.even", "not in dated weeks", MAKE_UP, broken=[],
    lawful=["r1/1 a mon 09:00", "r1/2 a wed 10:00"],
         excess=0)[1],
)  # fmt: skip

WEEKLY = problem([row(lessons=4)], weeks=4)
CLOSED = problem([row(lessons=4)], weeks=4, closed=[{"week": "w2", "day": "mon"}])
CLOSED_SUNDAY = problem([row(lessons=4)], weeks=4, closed=[{"week": "w2", "day": "sun"}])
CLOSED_ELSEWHERE = problem(
    [row(lessons=2, weeks=["w1", "w3"])], weeks=4, closed=[{"week": "w2", "day": "mon"}]
)
TEACHERS = [teacher("t1"), teacher("t2")]
ART = row("art", lessons=2, weeks=["w1", "w3"], slot="arts")
MUSIC = row("music", lessons=2, weeks=["w2", "w4"], slot="arts", teachers=["t2"])
ARTS = problem([ART, MUSIC], TEACHERS, weeks=4)
FREE_MUSIC = problem([ART, {**MUSIC, "rhythm": "free"}], TEACHERS, weeks=4)
TWO_PUPILS = problem([ART, {**MUSIC, "pupils": ["p2"]}], TEACHERS, [pupil(), pupil("p2")], weeks=4)
SHARED = problem(
    [{**ART, "pupils": ["p1", "p2"]}, {**MUSIC, "pupils": ["p1", "p2"]}], TEACHERS, [pupil(), pupil("p2")],
    weeks=4,
)  # fmt: skip
ART_WEEKS = ["art/1 w1 tue 10:00", "art/2 w3 tue 10:00"]

RHYTHM = (
    *pair("rhythm", "another hour", WEEKLY, broken=["r1/1 w1 mon 09:00", "r1/2 w2 mon 09:05"],
          lawful=["r1/1 w1 mon 09:00", "r1/2 w2 mon 09:00"], excess=1, unit="slot", lessons="r1/1 r1/2"),
    *pair("rhythm", "another day", WEEKLY, broken=["r1/1 w1 mon 09:00", "r1/2 w2 tue 09:00"],
          lawful=["r1/1 w1 tue 09:00", "r1/2 w2 tue 09:00"], excess=1, unit="slot", lessons="r1/1 r1/2"),
    # a closed day in one of the weeks allows a second slot, not a third
    *pair("rhythm", "closed day", CLOSED,
          broken=["r1/1 w1 mon 09:00", "r1/2 w2 tue 09:00", "r1/3 w3 wed 09:00"],
          lawful=["r1/1 w1 mon 09:00", "r1/2 w2 tue 09:00", "r1/3 w3 mon 09:00"],
          excess=1, unit="slot", lessons="r1/1 r1/2 r1/3"),
    *pair("rhythm", "closed on a day without lessons", CLOSED_SUNDAY,
          broken=["r1/1 w1 mon 09:00", "r1/2 w2 tue 09:00"],
          lawful=["r1/1 w1 mon 09:00", "r1/2 w2 mon 09:00"], excess=1, unit="slot", lessons="r1/1 r1/2"),
    *pair("rhythm", "closed in a week of others", CLOSED_ELSEWHERE,
          broken=["r1/1 w1 mon 09:00", "r1/2 w3 tue 09:00"],
          lawful=["r1/1 w1 mon 09:00", "r1/2 w3 mon 09:00"], excess=1, unit="slot", lessons="r1/1 r1/2"),
    # art in odd weeks and music in even ones: 4 lessons over 4 weeks, one slot between them
    *pair("rhythm", "one slot for two rows", ARTS,
          broken=[*ART_WEEKS, "music/1 w2 tue 10:00", "music/2 w4 tue 10:50"],
          lawful=[*ART_WEEKS, "music/1 w2 tue 10:00", "music/2 w4 tue 10:00"],
          excess=1, unit="slot", lessons="art/1 art/2 music/1 music/2"),
    # only fixed rows take part; rows of two pupils share nothing
    pair("rhythm", "free row with a slot", FREE_MUSIC, broken=[],
         lawful=[*ART_WEEKS, "music/1 w2 tue 10:00", "music/2 w4 wed 12:00"], excess=0)[1],
    pair("rhythm", "slot of two pupils", TWO_PUPILS, broken=[],
         lawful=[*ART_WEEKS, "music/1 w2 wed 12:00", "music/2 w4 wed 12:00"], excess=0)[1],
    # the same group of both pupils is one violation
    *pair("rhythm", "one group of two pupils", SHARED,
          broken=[*ART_WEEKS, "music/1 w2 wed 10:00"], lawful=[*ART_WEEKS, "music/1 w2 tue 10:00"],
          excess=1, unit="slot", lessons="art/1 art/2 music/1"),
    pair("rhythm", "free in dated weeks", MAKE_UP, broken=[], lawful=["r1/1 a mon 09:00", "r1/2 b wed 10:00"],
         excess=0)[1],
)  # fmt: skip

PIN = {"row": "r1", "week": "w1", "day": "mon", "start": "14:00"}
ANY = problem([row(teachers=["t1", "t2"])], TEACHERS, pins=[PIN])
NAMED = problem([row(teachers=["t1", "t2"])], TEACHERS, pins=[{**PIN, "teacher": "t2"}])

PINS = (
    *pair("pin", "another hour", ANY, broken=["r1 mon 14:05"], lawful=["r1 mon 14:00"], excess=1,
          unit="lesson"),
    *pair("pin", "another day", ANY, broken=["r1 tue 14:00"], lawful=["r1 mon 14:00 t2"], excess=1,
          unit="lesson"),
    *pair("pin", "another teacher", NAMED, broken=["r1 mon 14:00 t1"], lawful=["r1 mon 14:00 t2"], excess=1,
          unit="lesson"),
    *pair("pin", "unplaced", ANY, broken=[], lawful=["r1 mon 14:00"], excess=1, unit="lesson", lessons=""),
)  # fmt: skip

TWO = problem([row(lessons=2, **FREE)])
LAWFUL = ("r1/1 mon 09:00", "r1/2 tue 09:00")


def _counted(title: str, given: Timetable, excess: int, lessons: str = "r1/1 r1/2") -> Witness:
    found = (Found("row.count", tuple(lessons.split()), excess, "lesson"),)
    return Witness("row.count", title, TWO, given, found, odd=True)


def _stranger() -> Lesson:
    return timetable(TWO, "r1 wed 09:00").lessons[0].model_copy(update={"row": "r9"})


COUNT = (
    _counted("unplaced and silent", timetable(TWO, "r1/1 mon 09:00", "r1/2 tue 09:00", unplaced={"r1": 1}),
    1),
    _counted("one number twice", timetable(TWO, "r1/1 mon 09:00", "r1/1 tue 09:00"), 1, "r1/1 r1/1"),
    _counted("number beyond the row", timetable(TWO, "r1/1 mon 09:00", "r1/3 tue 09:00"), 1, "r1/1 r1/3"),
    _counted("number zero", timetable(TWO, "r1/0 mon 09:00", "r1/1 tue 09:00"), 1, "r1/0 r1/1"),
    _counted(
        "unknown row unplaced",
        Timetable(lessons=timetable(TWO, *LAWFUL).lessons, unplaced=(Unplaced(row="r9", count=3),)), 3, "",
    ),
    _counted("unknown row placed", timetable(TWO, *LAWFUL, _stranger()), 1, "r9/1"),
    Witness("row.count", "all placed", TWO, timetable(TWO, *LAWFUL), ()),
    Witness("row.count", "one unplaced", TWO, timetable(TWO, "r1/2 tue 09:00"), ()),
    Witness(
        "row.count", "unplaced in two entries", TWO,
        Timetable(lessons=(), unplaced=(Unplaced(row="r1", count=1), Unplaced(row="r1", count=1))), (),
    ),
)  # fmt: skip

WITNESSES = (*EVEN, *RHYTHM, *PINS, *COUNT)
