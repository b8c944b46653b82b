"""Witnesses of the rules that look at one lesson. All lessons last 40 minutes unless said."""

from __future__ import annotations

from tests.builders import lesson, problem, pupil, row, teacher, window
from tests.scheduler.checks.witness import pair

PLAIN = problem()
CYCLE = problem([row(weeks=["w1", "w2"])], weeks=3)
CLOSED = problem([row(rhythm="free")], closed=[{"week": "w1", "day": "wed"}])
OVERRIDE = problem(pupils=[pupil(homes=[{"place": "h2", "days": ["fri"]}])])
REMOTE = problem([row(form="remote")], [teacher(remote_place="s2")])
SCHOOL = problem([row(form="school", place="s2")])

FRAME = (
    # 18:25 + 40 is 19:05, five minutes after the day's end
    *pair("frame", "day end", PLAIN, broken=["r1 mon 18:25"], lawful=["r1 mon 18:20"], excess=5),
    *pair("frame", "day start", PLAIN, broken=["r1 mon 07:55"], lawful=["r1 mon 08:00"], excess=5),
    # 06:00–06:40 lies outside with all of its 40 minutes
    *pair("frame", "far outside", PLAIN, broken=["r1 mon 06:00"], lawful=["r1 mon 08:00"], excess=40),
    *pair("frame", "grid", PLAIN, broken=["r1 mon 09:01"], lawful=["r1 mon 09:00"], excess=1, unit="lesson"),
    *pair(
        "frame", "length", PLAIN, broken=[lesson(PLAIN, "r1 mon 09:00", end_min=583)],
        lawful=["r1 mon 09:00"], excess=3, odd=True,
    ),
    # ends before it starts: −20 minutes, 60 away from 40
    *pair(
        "frame", "negative length", PLAIN, broken=[lesson(PLAIN, "r1 mon 09:00", end_min=520)],
        lawful=["r1 mon 09:00"], excess=60, odd=True,
    ),
    *pair("frame", "closed day", CLOSED, broken=["r1 wed 09:00"], lawful=["r1 tue 09:00"], excess=1,
          unit="lesson"),
    *pair("frame", "unlisted day", PLAIN, broken=["r1 sat 09:00"], lawful=["r1 fri 09:00"], excess=1,
          unit="lesson",
          odd=True),
    *pair("frame", "unknown day", PLAIN, broken=["r1 funday 09:00"], lawful=["r1 fri 09:00"], excess=1,
          unit="lesson", odd=True),
    *pair("frame", "unknown week", CYCLE, broken=["r1 w7 mon 09:00"], lawful=["r1 w1 mon 09:00"], excess=1,
          unit="lesson", odd=True),
    *pair("frame", "week of the row", CYCLE, broken=["r1 w3 mon 09:00"], lawful=["r1 w1 mon 09:00"], excess=1,
          unit="lesson"),
    *pair(
        "frame", "form", PLAIN, broken=[lesson(PLAIN, "r1 mon 09:00", form="school")],
        lawful=["r1 mon 09:00"], excess=1, unit="lesson", odd=True,
    ),
    *pair(
        "frame", "second home on Fridays", OVERRIDE, broken=[lesson(OVERRIDE, "r1 fri 09:00", place="h1")],
        lawful=[lesson(OVERRIDE, "r1 fri 09:00", place="h2")], excess=1, unit="lesson", odd=True,
    ),
    *pair(
        "frame", "first home on other days", OVERRIDE, broken=[lesson(OVERRIDE, "r1 mon 09:00", place="h2")],
        lawful=[lesson(OVERRIDE, "r1 mon 09:00", place="h1")], excess=1, unit="lesson", odd=True,
    ),
    *pair(
        "frame", "place of a school row", SCHOOL, broken=[lesson(SCHOOL, "r1 mon 09:00", place="s1")],
        lawful=[lesson(SCHOOL, "r1 mon 09:00", place="s2")], excess=1, unit="lesson", odd=True,
    ),
    # a remote lesson may say where the teacher sits or where the pupil is, and nothing else
    *pair(
        "frame", "teacher's place of a remote lesson", REMOTE,
        broken=[lesson(REMOTE, "r1 mon 09:00", place="s1")],
        lawful=[lesson(REMOTE, "r1 mon 09:00", place="s2")], excess=1, unit="lesson", odd=True,
    ),
    *pair(
        "frame", "pupil's place of a remote lesson", REMOTE,
        broken=[lesson(REMOTE, "r1 mon 09:00", place="h2")],
        lawful=[lesson(REMOTE, "r1 mon 09:00", place="h1")], excess=1, unit="lesson", odd=True,
    ),
)  # fmt: skip

HALVES = problem(
    teachers=[teacher(free=[window("13:30-15:00", days=["mon"]), window("15:00-18:00", days=["mon"])])]
)
APART = problem(teachers=[teacher(free=[window("09:00-10:00"), window("10:05-12:00")])])
WEEKLY = problem([row(weeks=["w1"])], [teacher(free=[window("09:00-10:00", weeks=["w1"])])], weeks=2)

FREE = (
    *pair("teacher.free", "before the window", HALVES, broken=["r1 mon 13:25"], lawful=["r1 mon 13:30"],
          excess=5),
    *pair("teacher.free", "after the window", HALVES, broken=["r1 mon 17:25"], lawful=["r1 mon 17:20"],
          excess=5),
    # over the seam at 15:00 two adjoining windows are one; on Tuesday there is none
    *pair("teacher.free", "another day", HALVES, broken=["r1 tue 14:40"], lawful=["r1 mon 14:40"], excess=40),
    # 09:45–10:25: 15 minutes in the first window, 20 in the second, which holds most; 20 are outside of it
    *pair("teacher.free", "over a hole", APART, broken=["r1 mon 09:45"], lawful=["r1 mon 10:05"], excess=20),
    *pair("teacher.free", "week", WEEKLY, broken=["r1 w1 mon 09:25"], lawful=["r1 w1 mon 09:20"], excess=5),
)  # fmt: skip

TREATED = problem(pupils=[pupil(avoid=[window("12:00-13:00", days=["wed"])])])
TWICE = problem(pupils=[pupil(avoid=[window("12:00-13:00"), window("12:30-14:00")])])
BOTH = problem(
    [row(pupils=["p1", "p2"])], pupils=[pupil(), pupil("p2", avoid=[window("12:00-13:00", days=["wed"])])]
)

AVOID = (
    *pair("pupil.avoid", "partly inside", TREATED, broken=["r1 wed 11:25"], lawful=["r1 wed 11:20"],
          excess=5),
    *pair("pupil.avoid", "from its end on", TREATED, broken=["r1 wed 12:55"], lawful=["r1 wed 13:00"],
          excess=5),
    # 12:10–12:50 lies in both windows and counts once: 40 minutes
    *pair("pupil.avoid", "overlapping windows", TWICE, broken=["r1 mon 12:10"], lawful=["r1 mon 14:00"],
          excess=40),
    *pair("pupil.avoid", "second pupil of a shared lesson", BOTH, broken=["r1 wed 11:25"],
          lawful=["r1 wed 11:20"],
          excess=5),
)  # fmt: skip

ADULT = problem(pupils=[pupil(adult_home=[window("09:00-12:00"), window("12:00-14:00")])])
NEVER = problem([row(), row("r2", form="remote")], pupils=[pupil(adult_home=[])])
SIBLING = problem(
    [row(pupils=["p1", "p2"])], pupils=[pupil(), pupil("p2", adult_home=[window("09:00-12:00")])]
)

ADULT_HOME = (
    *pair("adult.home", "after the adult left", ADULT, broken=["r1 mon 13:25"], lawful=["r1 mon 13:20"],
          excess=5),
    # adjoining windows are one: 11:40–12:20 is lawful
    *pair("adult.home", "before the adult came", ADULT, broken=["r1 mon 08:55"], lawful=["r1 mon 11:40"],
          excess=5),
    # an empty list means never, but a remote lesson needs nobody
    *pair("adult.home", "never", NEVER, broken=["r1 mon 10:00"], lawful=["r2 mon 10:00"], excess=40),
    *pair("adult.home", "second pupil", SIBLING, broken=["r1 mon 11:25"], lawful=["r1 mon 11:20"], excess=5),
)  # fmt: skip

EVENING = problem([row(form="remote")], norms={"remote_end": "17:00", "correction_break_min": 30})
ENDLESS = problem([row(form="remote")], norms={"remote_end": None, "correction_break_min": 30})
USUAL = problem([row(form="remote"), row("r2")])

REMOTE_END = (
    *pair("remote.end", "norm of 17:00", EVENING, broken=["r1 mon 16:25"], lawful=["r1 mon 16:20"], excess=5),
    # the norm is 18:00 unless said, and no matter for a home lesson
    *pair("remote.end", "norm unless said", USUAL, broken=["r1 mon 17:25"], lawful=["r2 mon 17:25"],
          excess=5),
    pair("remote.end", "no norm", ENDLESS, broken=[], lawful=["r1 mon 18:20"], excess=0)[1],
)  # fmt: skip

WITNESSES = (*FRAME, *FREE, *AVOID, *ADULT_HOME, *REMOTE_END)
