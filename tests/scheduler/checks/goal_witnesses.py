"""Lawful timetables with the units of each goal counted by hand. All lessons last 40 minutes unless said."""

from __future__ import annotations

from tests.builders import problem, pupil, row, teacher, window
from tests.scheduler.checks.witness import counts

FREE = {"rhythm": "free"}
TEACHERS = [teacher("t1"), teacher("t2")]
TWO_HOMES = [pupil(), pupil("p2", home="h2")]
TWO = problem([row(), row("r2", pupils=["p2"])], pupils=TWO_HOMES)

UNPLACED = counts(
    "unplaced", "two rows of three lessons", problem([row(lessons=2), row("r2")]),
    ([], 3), (["r1 mon 09:00"], 2), (["r1/1 mon 09:00", "r2 tue 09:00"], 1),
)  # fmt: skip

BEFORE = {"row": "r1", "week": "w1", "day": "mon", "start": "09:00"}
CHANGES = counts(
    "changes", "weights 3 and 1", problem(
        [row(lessons=2, teachers=["t1", "t2"], **FREE)], TEACHERS,
        previous=[{**BEFORE, "weight": 3}, {**BEFORE, "day": "wed", "teacher": "t1"}]),
    (["r1/1 mon 09:00", "r1/2 wed 09:00"], 0),
    # without a teacher anybody keeps the entry, with one only that teacher
    (["r1/1 mon 09:00 t2", "r1/2 wed 09:00 t2"], 1),
    (["r1/1 mon 09:05", "r1/2 wed 09:00"], 3),
    ([], 4),
)  # fmt: skip

WISHES = [
    window("09:00-10:00", kind="prefer", days=["mon"], weight=2),
    window("14:00-17:00", kind="prefer", days=["tue"], weight=5),
    window("09:30-12:00", kind="dislike", weight=3),
    window("11:00-12:00", kind="dislike", weight=4),
]
WISH = counts(
    "wish", "two prefer and two dislike windows", problem(pupils=[pupil(wishes=WISHES)]),
    (["r1 mon 09:00"], 0),
    # starts inside one prefer window and one dislike window
    (["r1 mon 09:30"], 3),
    # at 10:00 outside all prefer windows: the largest weight, 5, and 3
    (["r1 mon 10:00"], 8),
    # both dislike windows: 5 + 3 + 4; half-open at 12:00: 5
    (["r1 mon 11:00"], 12), (["r1 mon 12:00"], 5),
    # a day without a prefer window is outside of all
    (["r1 wed 14:00"], 5), (["r1 tue 14:00"], 0),
    ([], 0),
)  # fmt: skip
WISH_SHARED = counts(
    "wish", "each pupil of a shared lesson",
    problem([row(pupils=["p1", "p2"])], pupils=[pupil(wishes=WISHES[:1]), pupil("p2", wishes=WISHES[2:3])]),
    # p1 prefers mon 09:00–10:00 (2), p2 dislikes 09:30–12:00 (3)
    (["r1 mon 09:00"], 0), (["r1 mon 09:30"], 3), (["r1 tue 09:30"], 5),
)  # fmt: skip

DAY = problem(
    [row(), row("r2", pupils=["p2"])],
    [teacher(busy=[window("08:00-09:00", days=["mon"]), window("15:00-16:00", days=["mon"], place="s2")])],
    TWO_HOMES,
)
TRAVEL = (
    *counts(
        "travel", "busy at s1 and s2 on Monday", DAY,
        # the two busy windows alone: 30 from s1 to s2
        ([], 30),
        # s1–h1 12, h1–s2 15
        (["r1 mon 10:00"], 27),
        # s1–h1 12, h1–h2 8, h2–s2 18
        (["r1 mon 10:00", "r2 mon 11:00"], 38),
        # on Tuesday h1–h2 8, on Monday 30
        (["r1 tue 10:00", "r2 tue 11:00"], 38),
    ),
    *counts("travel", "one way", problem([row(), row("r2", pupils=["p2"])], pupils=TWO_HOMES, travel={
        "minutes": [{"from": "h1", "to": "h2", "min": 5}, {"from": "h2", "to": "h1", "min": 9},
                    {"from": "s1", "to": "h1", "min": 5}, {"from": "s1", "to": "h2", "min": 5}],
        "speed_kmh": 4.5, "detour": 1.3, "door_min": 3}),
        (["r1 mon 09:00", "r2 mon 10:00"], 5), (["r1 mon 10:00", "r2 mon 09:00"], 9),
    ),
)  # fmt: skip
CLOSED_DAY = problem(
    [row(**FREE)],
    DAY.model_dump(mode="json", by_alias=True)["teachers"],
    closed=[{"week": "w1", "day": "mon"}],
)
TRAVEL_CLOSED = counts("travel", "no classes on a closed day", CLOSED_DAY, ([], 0), (["r1 tue 09:00"], 0))

IDLE = counts(
    "idle", "busy at s1 until 9 and at s2 from 15 on Monday", DAY,
    # two busy windows never wait for each other
    ([], 0),
    # 09:00 + 12 = 09:12, waits 48; 10:40 + 15 = 10:55, waits 245 until 15:00
    (["r1 mon 10:00"], 293),
    # 48; 10:40 + 8 = 10:48, waits 12; 11:40 + 18 = 11:58, waits 182
    (["r1 mon 10:00", "r2 mon 11:00"], 242),
    (["r1 tue 10:00"], 0), (["r1 tue 10:00", "r2 tue 10:50"], 2),
)  # fmt: skip

BREAK = problem(
    [row(), row("r2"), row("r3", pupils=["p2"]), row("r4", pupils=["p3"], form="remote")],
    [teacher(remote_place="h1")], [pupil(), pupil("p2", home="h2"), pupil("p3")],
)  # fmt: skip
VISITS = counts(
    "visits", "p1 and p3 at h1, p2 at h2, p3 remotely", BREAK,
    ([], 0), (["r1 mon 09:00"], 1),
    # two lessons in a row at one home are one visit, on two days they are two
    (["r1 mon 09:00", "r2 mon 10:00"], 1), (["r1 mon 09:00", "r2 tue 10:00"], 2),
    # another home in between ends the run; so does a remote lesson, wherever the teacher sits
    (["r1 mon 09:00", "r3 mon 10:00", "r2 mon 11:00"], 3),
    (["r1 mon 09:00", "r4 mon 10:00", "r2 mon 11:00"], 2), (["r4 mon 10:00"], 0),
)  # fmt: skip

FORMS = problem(
    [row(pupils=["p1", "p2"]), row("r2", form="remote"), row("r3", form="school"), row("r4")], TEACHERS,
    [pupil(), pupil("p2")],
)  # fmt: skip
ADULT_DAYS = counts(
    "adult_days", "a shared home lesson, a remote one, one at school, one at home", FORMS,
    # the shared lesson binds an adult of each pupil; remote and school lessons none
    (["r1 mon 09:00"], 2), (["r1 mon 09:00", "r4 mon 10:00"], 2), (["r1 mon 09:00", "r4 tue 10:00"], 3),
    (["r2 mon 09:00", "r3 tue 09:00"], 0),
)  # fmt: skip

GAPS = problem(
    [row(), row("r2", block="correction"), row("r3")],
    pupils=[pupil(busy=[window("08:00-09:00", days=["mon"]), window("10:00-11:00", days=["mon"])])],
)
PUPIL_GAP = counts(
    "pupil_gap", "in class on Monday, home lessons", GAPS,
    # between two busy windows 60 minutes, the break is 10
    ([], 50),
    # 10:00–11:00 at s1 to 11:30 at h1: 30 minutes, the way of 12 is more than the break
    (["r1 mon 11:30"], 68),
    # on Tuesday 09:40 to 10:30 is 50, beside correction 30 are a break: 20 and Monday's 50
    (["r1 tue 09:00", "r2 tue 10:30"], 70),
    # 09:40 to 10:30 is 50, the break is 10: 40 and 50
    (["r1 tue 09:00", "r3 tue 10:30"], 90),
)  # fmt: skip

FIVE = problem([row(lessons=6, max_per_day=3, **FREE)])
BALANCE = counts(
    "balance", "up to six lessons in five days", FIVE,
    (["r1/1 mon 09:00", "r1/2 tue 09:00"], 0),
    # 3 lessons: ceil(3/5) = 1 a day; two on Monday are one above
    (["r1/1 mon 09:00", "r1/2 mon 10:00", "r1/3 wed 10:00"], 1),
    (["r1/1 mon 09:00", "r1/2 mon 10:00", "r1/3 mon 11:00"], 2),
    # 6 lessons: ceil(6/5) = 2 a day; three on Monday and three on Tuesday are one above each
    (["r1/1 mon 09:00", "r1/2 mon 10:00", "r1/3 mon 11:00", "r1/4 tue 09:00", "r1/5 tue 10:00",
      "r1/6 tue 11:00"], 2),
)  # fmt: skip

SPREAD_ROW = problem([row(lessons=4, max_per_day=2, **FREE)])
WEEKEND = problem([row(lessons=2, **FREE)], days=["mon", "tue", "fri", "sat"])
SPREAD = (
    *counts(
        "spread", "up to four lessons in five days", SPREAD_ROW,
        (["r1/1 mon 09:00", "r1/2 wed 09:00"], 0), (["r1/1 mon 09:00", "r1/2 tue 09:00"], 1),
        (["r1/1 mon 09:00", "r1/2 tue 09:00", "r1/3 wed 09:00"], 2),
        # two on Monday are one day; the pair counts once
        (["r1/1 mon 09:00", "r1/2 mon 10:00", "r1/3 tue 09:00"], 1),
        # four lessons are not fewer than days − 1
        (["r1/1 mon 09:00", "r1/2 tue 09:00", "r1/3 wed 09:00", "r1/4 thu 09:00"], 0),
    ),
    # Tuesday and Friday are neighbours in the list, not in the calendar
    *counts(
        "spread", "days with a hole", WEEKEND,
        (["r1/1 tue 09:00", "r1/2 fri 09:00"], 0), (["r1/1 fri 09:00", "r1/2 sat 09:00"], 1),
    ),
)  # fmt: skip
SPREAD_WEEKS = counts(
    "spread", "weeks apart", problem([row(lessons=2, **FREE)], weeks=2),
    (["r1/1 w1 mon 09:00", "r1/2 w2 tue 09:00"], 0),
)  # fmt: skip

HARD = problem([row(difficulty=10), row("r2", difficulty=7), row("r3", difficulty=4)])
CURVE = counts(
    "curve", "10, 7 and 4 points", HARD,
    # ceil(10/5) = 2 a day: 8 above on Monday; on Tuesday it does not matter; Friday is an edge too
    (["r1 mon 09:00"], 8), (["r1 tue 09:00"], 0), (["r1 fri 09:00"], 8),
    # 21 points, ceil(21/5) = 5: Monday 10 − 5, Friday 7 − 5, 4 on Wednesday
    (["r1 mon 09:00", "r2 fri 09:00", "r3 wed 09:00"], 7),
    # Friday 4 is below 5
    (["r1 mon 09:00", "r2 wed 09:00", "r3 fri 09:00"], 5),
)  # fmt: skip
ONE_DAY = counts(
    "curve", "one listed day", problem([row(difficulty=10)], days=["mon"]), (["r1 mon 09:00"], 0)
)

FACES = counts(
    "faces", "two teachers, two pupils",
    problem([row(pupils=["p1", "p2"]), row("r2", teachers=["t2"]), row("r3")], TEACHERS,
    [pupil(), pupil("p2")]),
    ([], 0), (["r1 mon 09:00"], 2), (["r1 mon 09:00", "r3 tue 09:00"], 2),
    (["r1 mon 09:00", "r2 tue 09:00 t2"], 3),
)  # fmt: skip

FAIR = problem(
    [row(), row("r2", pupils=["p2"]), row("r3", teachers=["t2"]), row("r4", pupils=["p2"], teachers=["t2"])],
    TEACHERS,
    TWO_HOMES,
)
FAIRNESS = counts(
    "fairness", "two teachers with two homes", FAIR,
    ([], 0),
    # t1: 20 minutes from 09:40 to 10:00 (8 travel and 12 idle)
    (["r1 mon 09:00", "r2 mon 10:00"], 20),
    # t2: 30 minutes on Tuesday is more; they are not added
    (["r1 mon 09:00", "r2 mon 10:00", "r3 tue 09:00 t2", "r4 tue 10:10 t2"], 30),
)  # fmt: skip
FAIR_WEEKS = counts(
    "fairness", "weeks are added", problem([row(lessons=2), row("r2", pupils=["p2"], lessons=2)],
    pupils=TWO_HOMES, weeks=2),
    (["r1/1 w1 mon 09:00", "r2/1 w1 mon 10:00", "r1/2 w2 mon 09:00", "r2/2 w2 mon 10:00"], 40),
)  # fmt: skip

WITNESSES = (
    *UNPLACED, *CHANGES, *WISH, *WISH_SHARED, *TRAVEL, *TRAVEL_CLOSED, *IDLE, *VISITS, *ADULT_DAYS,
    *PUPIL_GAP,
    *BALANCE, *SPREAD, *SPREAD_WEEKS, *CURVE, *ONE_DAY, *FACES, *FAIRNESS, *FAIR_WEEKS,
)  # fmt: skip
