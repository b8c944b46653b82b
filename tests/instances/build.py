"""From the draft to the two files: the problem and the witness that solves it."""

from __future__ import annotations

from random import Random

from scheduler.problem import ClosedDay, GoalSetting, Pin, PlanRow, Previous, Problem, Week
from scheduler.terms import Rhythm
from scheduler.timetable import Lesson, Timetable
from tests.instances.draft import DAYS, Draft, DraftRow
from tests.instances.dress import pupil_value, teacher_value
from tests.instances.people import travel_of
from tests.instances.sizes import Size

DAY_START_MIN, DAY_END_MIN, STEP_MIN = 480, 1140, 5


def problem_of(name: str, draft: Draft, size: Size, rng: Random) -> Problem:
    """The problem file's value; everything in it is drawn in a fixed order."""
    for row in draft.rows:
        _add_candidates(draft, row, rng)
    return Problem(
        name=name,
        timezone="Asia/Yekaterinburg",
        weeks=tuple(Week(id=f"w{week + 1}") for week in range(draft.weeks)),
        days=DAYS,
        day_start_min=DAY_START_MIN,
        day_end_min=DAY_END_MIN,
        step_min=STEP_MIN,
        closed=tuple(
            ClosedDay(week=f"w{week + 1}", day=day)
            for day, mask in draft.closed.items()
            for week in range(draft.weeks)
            if mask >> week & 1
        ),
        places=tuple(draft.places),
        travel=travel_of(draft.pairs),
        teachers=tuple(teacher_value(draft, teacher, size.slack_min, rng) for teacher in draft.teachers),
        pupils=tuple(pupil_value(draft, pupil, size.slack_min, rng) for pupil in draft.pupils),
        rows=tuple(_row_value(draft, row) for row in draft.rows),
        pins=tuple(_pins(draft)),
        previous=tuple(_previous(draft)),
        **({"goals": {"wish": GoalSetting(rank=1, weight=6)}} if size.planted else {}),
    )


def _add_candidates(draft: Draft, row: DraftRow, rng: Random) -> None:
    """Up to two colleagues of the same specialty beside the one who teaches in the witness."""
    schools = {pupil.school for pupil in row.pupils} | {draft.partner[row.pupils[0].school]}
    fit = draft.teachers_of(row.specialty, schools)
    others = [teacher for teacher in fit if teacher is not row.teacher]
    rng.shuffle(others)
    row.others = others[: rng.randrange(3)]


def _row_value(draft: Draft, row: DraftRow) -> PlanRow:
    assert row.teacher is not None
    extra: dict[str, object] = {}
    if row.place is not None:
        extra["place"] = row.place
    if row.max_per_day != 1:
        extra["max_per_day"] = row.max_per_day
    if row.slot is not None:
        extra["slot"] = row.slot
    if row.free_rhythm:
        extra["rhythm"] = Rhythm.FREE
    if row.weeks != draft.all_weeks:
        extra["weeks"] = tuple(f"w{week + 1}" for week in range(draft.weeks) if row.weeks >> week & 1)
    return PlanRow(
        id=row.id,
        title=row.title,
        pupils=tuple(pupil.id for pupil in row.pupils),
        subject=row.subject,
        difficulty=row.difficulty,
        block=row.block,
        form=row.form,
        lessons=row.lessons,
        lesson_min=row.lesson_min,
        teachers=tuple(sorted((t.id for t in (row.teacher, *row.others)), key=lambda name: int(name[1:]))),
        **extra,
    )


def _pins(draft: Draft) -> list[Pin]:
    """Every fortieth row has its first weekly time pinned; the teacher is named in every second of these."""
    pins = []
    for row in draft.rows[7::40]:
        assert row.teacher is not None
        day, start, mask = row.stood[0]
        week = f"w{(mask & -mask).bit_length()}"
        named = {"teacher": row.teacher.id} if row.number % 80 == 8 else {}
        pins.append(Pin(row=row.id, week=week, day=day, start_min=start, **named))
    return pins


def _previous(draft: Draft) -> list[Previous]:
    """Every fiftieth row stood before where the witness has it; every second of these names the teacher."""
    entries = []
    for row in draft.rows[3::50]:
        assert row.teacher is not None
        for day, start, mask in row.stood:
            for week in range(draft.weeks):
                if mask >> week & 1:
                    named = {"teacher": row.teacher.id} if row.number % 100 == 4 else {}
                    spot = {"week": f"w{week + 1}", "day": day, "start_min": start}
                    entries.append(Previous(row=row.id, **spot, **named, weight=1 + row.number % 3))
    return entries


def witness_of(draft: Draft) -> Timetable:
    """Every lesson where the witness has it, numbered in order of time."""
    lessons: list[Lesson] = []
    for row in draft.rows:
        times = [
            (week, day.number, day, start)
            for day, start, mask in row.stood
            for week in range(draft.weeks)
            if mask >> week & 1
        ]
        for number, (week, _, day, start) in enumerate(sorted(times), start=1):
            assert row.teacher is not None
            lessons.append(
                Lesson(
                    row=row.id,
                    n=number,
                    week=f"w{week + 1}",
                    day=day,
                    start_min=start,
                    end_min=start + row.lesson_min,
                    teacher=row.teacher.id,
                    form=row.form,
                    place=row.pupil_place(row.pupils[0], day),
                )
            )
    return Timetable(lessons=tuple(lessons), unplaced=())
