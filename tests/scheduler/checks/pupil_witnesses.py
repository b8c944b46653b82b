"""Witnesses of the rules of a pupil's day."""

from __future__ import annotations

from tests.builders import problem, pupil, row, teacher, window
from tests.scheduler.checks.witness import pair

TEACHERS = [teacher("t1"), teacher("t2"), teacher("t3")]
OTHER = {"teachers": ["t2"]}
PAIR = problem([row(), row("r2", **OTHER)], TEACHERS)
LONGER = problem([row(), row("r2", block="correction", **OTHER)], TEACHERS)
OUTSIDE = problem([row(block="extracurricular"), row("r2", block="correction", **OTHER)], TEACHERS)
FORMED = problem([row(block="formed"), row("r2", block="extracurricular", **OTHER)], TEACHERS)
SIPR = problem(
    [row(lesson_min=20), row("r2", block="correction", lesson_min=20, **OTHER)],
    TEACHERS,
    [pupil(needs="sipr")],
)
OVZ = problem([row(), row("r2", block="correction", **OTHER)], TEACHERS, [pupil(needs="ovz")])
LONG_BREAK = problem([row(), row("r2", block="correction", **OTHER)], TEACHERS, [pupil(break_min=45)])
TRAVELS = problem([row(), row("r2", form="school", place="s2", **OTHER)], TEACHERS)
COMBINED = problem(pupils=[pupil(busy=[window("08:30-09:30"), window("09:30-10:10")])])
COMBINED_HOME = problem([row(block="correction")], pupils=[pupil(busy=[window("08:30-10:10", place="h1")])])
MOVING = problem(
    [row(), row("r2", **OTHER)],
    TEACHERS,
    [pupil(homes=[{"place": "h2", "days": ["fri"]}], busy=[window("08:30-10:10", days=["thu", "fri"])])],
)
FAR_APART = problem(pupils=[pupil(busy=[window("08:30-10:00"), window("10:10-11:00", place="s2")])])
SHARED = problem(
    [row(pupils=["p1", "p2"]), row("r2", pupils=["p2"], **OTHER)],
    TEACHERS,
    [pupil(), pupil("p2", break_min=20)],
)

CLASH = (
    *pair("pupil.clash", "break of 10", PAIR, broken=["r1 mon 09:00", "r2 mon 09:45 t2"],
          lawful=["r1 mon 09:00", "r2 mon 09:50 t2"], excess=5, lessons="r1/1 r2/1"),
    *pair("pupil.clash", "overlap", PAIR, broken=["r1 mon 09:00", "r2 mon 09:35 t2"],
          lawful=["r1 mon 09:00", "r2 tue 09:35 t2"], excess=5, lessons="r1/1 r2/1"),
    *pair("pupil.clash", "30 minutes beside correction", LONGER,
          broken=["r1 mon 09:00", "r2 mon 10:05 t2"], lawful=["r1 mon 09:00", "r2 mon 10:10 t2"],
          excess=5, lessons="r1/1 r2/1"),
    *pair("pupil.clash", "30 minutes after correction", LONGER,
          broken=["r1 mon 10:05", "r2 mon 09:00 t2"], lawful=["r1 mon 10:10", "r2 mon 09:00 t2"],
          excess=5, lessons="r2/1 r1/1"),
    *pair("pupil.clash", "30 minutes beside extracurricular", FORMED,
          broken=["r1 mon 09:00", "r2 mon 10:05 t2"], lawful=["r1 mon 09:00", "r2 mon 10:10 t2"],
          excess=5, lessons="r1/1 r2/1"),
    # two of them side by side need the plain break
    *pair("pupil.clash", "correction beside extracurricular", OUTSIDE,
          broken=["r1 mon 09:00", "r2 mon 09:45 t2"], lawful=["r1 mon 09:00", "r2 mon 09:50 t2"],
          excess=5, lessons="r1/1 r2/1"),
    *pair("pupil.clash", "no longer break for needs sipr", SIPR,
          broken=["r1 mon 09:00", "r2 mon 09:25 t2"], lawful=["r1 mon 09:00", "r2 mon 09:30 t2"],
          excess=5, lessons="r1/1 r2/1"),
    *pair("pupil.clash", "longer break for needs ovz", OVZ,
          broken=["r1 mon 09:00", "r2 mon 09:50 t2"], lawful=["r1 mon 09:00", "r2 mon 10:10 t2"],
          excess=20, lessons="r1/1 r2/1"),
    # the largest counts, not the sum: 45 of break, 30 beside correction
    *pair("pupil.clash", "own break above the norm", LONG_BREAK,
          broken=["r1 mon 09:00", "r2 mon 10:20 t2"], lawful=["r1 mon 09:00", "r2 mon 10:25 t2"],
          excess=5, lessons="r1/1 r2/1"),
    # h1 to s2 takes 15 minutes
    *pair("pupil.clash", "way to school", TRAVELS, broken=["r1 mon 09:00", "r2 mon 09:50 t2"],
          lawful=["r1 mon 09:00", "r2 mon 09:55 t2"], excess=5, lessons="r1/1 r2/1"),
    # in class until 10:10 at s1 (two adjoining windows), 12 minutes home: 10:22, on the grid 10:25
    *pair("pupil.clash", "way from class", COMBINED, broken=["r1 mon 10:20"], lawful=["r1 mon 10:25"],
          excess=2),
    *pair("pupil.clash", "during class", COMBINED, broken=["r1 mon 08:00"], lawful=["r1 mon 10:25"],
          excess=10),
    # a busy window counts as mandatory: 30 minutes before a correction lesson
    *pair("pupil.clash", "class before correction", COMBINED_HOME, broken=["r1 mon 10:35"],
          lawful=["r1 mon 10:40"], excess=5),
    # on Fridays home is h2, 20 minutes from school: 10:30; on Thursdays h1, 12 minutes: 10:25
    *pair("pupil.clash", "second home on Fridays", MOVING, broken=["r1 fri 10:25"], lawful=["r1 thu 10:25"],
          excess=5),
    # two classes at two schools ten minutes apart (30 are needed) are never a clash
    pair("pupil.clash", "classes among themselves", FAR_APART, broken=[], lawful=["r1 mon 11:15"],
    excess=0)[1],
    # the second pupil of a shared lesson needs 20 minutes
    *pair("pupil.clash", "second pupil of a shared lesson", SHARED,
          broken=["r1 mon 09:00", "r2 mon 09:55 t2"], lawful=["r1 mon 09:00", "r2 mon 10:00 t2"],
          excess=5, lessons="r1/1 r2/1"),
)  # fmt: skip

EARLY, LATE, LATER = "r1 mon 09:00 t1", "r2 mon 10:00 t2", "r3 mon 11:00 t3"
THREE = [row(), row("r2", **OTHER), row("r3", teachers=["t3"])]
COUNT = problem(THREE, TEACHERS, [pupil(max_day_lessons=2)])
MINUTES = problem(THREE, TEACHERS, [pupil(max_day_min=80, busy=[window("13:00-17:00")])])
REMOTES = problem(
    [row(form="remote"), row("r2", form="remote", **OTHER), row("r3", form="school", teachers=["t3"])],
    TEACHERS,
    [pupil(max_remote_day_min=60)],
)
FACES = problem(
    [row(), row("r2", teachers=["t2"]), row("r3", teachers=["t1"])], TEACHERS, [pupil(max_teachers_day=1)]
)

LOAD = (
    *pair("pupil.load", "lessons of a day", COUNT, broken=[EARLY, LATE, LATER],
          lawful=[EARLY, LATE, "r3 tue 11:00 t3"], excess=1, unit="lesson", lessons="r1/1 r2/1 r3/1"),
    # 3 × 40 = 120 of 80; the four hours with the class do not count
    *pair("pupil.load", "minutes of a day", MINUTES, broken=[EARLY, LATE, LATER],
          lawful=[EARLY, LATE], excess=40, lessons="r1/1 r2/1 r3/1"),
    # 80 remote minutes of 60; a third lesson at school is not remote
    *pair("pupil.load", "remote minutes", REMOTES, broken=[EARLY, LATE, LATER],
          lawful=[EARLY, "r2 tue 10:00 t2", LATER], excess=20, lessons="r1/1 r2/1 r3/1"),
    *pair("pupil.load", "teachers of a day", FACES, broken=[EARLY, LATE],
          lawful=[EARLY, "r3 mon 11:00 t1"], excess=1, unit="teacher", lessons="r1/1 r2/1"),
)  # fmt: skip

SAME = [
    row(subject="math", lessons=2, max_per_day=2),
    row("r2", subject="math", lessons=1, max_per_day=1, **OTHER),
]
SMALLEST = problem(SAME, TEACHERS)
TWICE = problem([row(subject="math", lessons=3, max_per_day=2)])
PUPILS_APART = problem(
    [row(subject="math"), row("r2", subject="math", pupils=["p2"], **OTHER)], TEACHERS, [pupil(), pupil("p2")]
)

SUBJECT = (
    # two rows of mathematics: the smallest max_per_day, 1, counts for the subject
    *pair("subject.day", "smallest of several rows", SMALLEST, broken=["r1 mon 09:00", "r2 mon 10:00 t2"],
          lawful=["r1 mon 09:00", "r2 tue 10:00 t2"], excess=1, unit="lesson", lessons="r1/1 r2/1"),
    *pair("subject.day", "two a day allowed", TWICE,
          broken=["r1/1 mon 09:00", "r1/2 mon 10:00", "r1/3 mon 11:00"],
          lawful=["r1/1 mon 09:00", "r1/2 mon 10:00", "r1/3 tue 11:00"],
          excess=1, unit="lesson", lessons="r1/1 r1/2 r1/3"),
    pair("subject.day", "each pupil", PUPILS_APART, broken=[], lawful=["r1 mon 09:00", "r2 mon 09:00 t2"],
         excess=0)[1],
)  # fmt: skip

WITNESSES = (*CLASH, *LOAD, *SUBJECT)
