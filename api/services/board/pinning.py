"""What is pinned of a variant's lessons, and the problem for a search that keeps to it.

Pins are set on drafts. They stay with the variant a draft becomes, and with those that runs make of it. The problem
that is stored knows nothing of them: whoever made a pin may take it away again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sqlmodel import Session, col, select

from api.services.board.state import FREE, Key, Kinds, PinKind, Pins, change_in, key_of
from api.services.runs.problems import timetable_in
from api.services.runs.purposes import lawful_part
from models.timetable import Draft, DraftStep, Variant
from scheduler.problem import Pin, PlanRow, Problem, Pupil, Window
from scheduler.terms import MINUTES_A_DAY, Weekday
from scheduler.timetable import Lesson, Timetable

DAY: Kinds = frozenset({PinKind.DAY})
TIME: Kinds = frozenset({PinKind.TIME})
WHEN = DAY | TIME
Pinned = tuple[Lesson, Kinds]
Spot = tuple[str, str, str, int, str]


def pins_of(session: Session, variant: Variant) -> Pins:
    """What is pinned of the variant's lessons: on the draft it was kept from, or on the draft that runs went out
    from since."""
    at: Variant | None = variant
    while at is not None:
        draft = session.exec(select(Draft).where(Draft.kept_id == at.id)).first()
        if draft is not None:
            known = _of_draft(session, draft, timetable_in(at.timetable))
            return {key_of(x): k for x, k in _again(known, timetable_in(variant.timetable).lessons)}
        at = session.get(Variant, at.base_id) if at.run_id is not None and at.base_id is not None else None
    return {}


def _of_draft(session: Session, draft: Draft, timetable: Timetable) -> list[Pinned]:
    asked = select(DraftStep.change).where(DraftStep.draft_id == draft.id, DraftStep.number <= draft.head)
    pins: dict[Key, Kinds] = {}
    for text in session.exec(asked.order_by(col(DraftStep.number))):
        pins |= change_in(text).pins
    return [(x, pins[key_of(x)]) for x in timetable.lessons if pins.get(key_of(x))]


def _again(known: Sequence[Pinned], lessons: Iterable[Lesson]) -> Iterator[Pinned]:
    """The same pins on lessons that are numbered anew: each goes to a lesson of its row and week that keeps it."""
    free: dict[tuple[str, str], list[Lesson]] = defaultdict(list)
    for lesson in lessons:
        free[lesson.row, lesson.week].append(lesson)
    for lesson, kinds in sorted(known, key=lambda pair: -len(pair[1])):
        rest = free[lesson.row, lesson.week]
        found = next((each for each in rest if keeps(lesson, kinds, each)), None)
        if found is not None:
            rest.remove(found)
            yield found, kinds


def keeps(lesson: Lesson, kinds: Kinds, other: Lesson) -> bool:
    """Whether the other lesson stands as what is pinned of the lesson says."""
    return (
        (PinKind.DAY not in kinds or lesson.day == other.day)
        and (PinKind.TIME not in kinds or lesson.start_min == other.start_min)
        and (PinKind.TEACHER not in kinds or lesson.teacher == other.teacher)
    )


def keeping_pins(problem: Problem, base: Timetable, pins: Pins) -> Problem:
    """The problem for a search that goes out from `base` and keeps its pins. What of them cannot stand any more is
    left out.

    A teacher that is pinned is the only one of the row. A day or a time alone is closed to all else by a pupil who
    comes to these lessons only and has no other time; where the row has other lessons that are not pinned alike, the
    lesson stays where it is.
    """
    if not pins:
        return problem
    lawful = {_spot(lesson) for lesson in lawful_part(problem, base).lessons}
    by_row: dict[str, list[Pinned]] = defaultdict(list)
    for lesson in base.lessons:
        if _spot(lesson) in lawful:
            by_row[lesson.row].append((lesson, pins.get(key_of(lesson), FREE)))
    companions: list[Pupil] = []
    fixed: list[Pin] = []
    rows = tuple(_row(problem, row, by_row.get(row.id, []), companions, fixed) for row in problem.rows)
    known = {(pin.row, pin.week, pin.day, pin.start_min) for pin in problem.pins}
    fresh = [pin for pin in fixed if (pin.row, pin.week, pin.day, pin.start_min) not in known]
    return problem.model_copy(
        update={"rows": rows, "pupils": (*problem.pupils, *companions), "pins": (*problem.pins, *fresh)}
    )


def _row(
    problem: Problem, row: PlanRow, lessons: Sequence[Pinned], companions: list[Pupil], fixed: list[Pin]
) -> PlanRow:
    """The row as the search sees it; adds to the companions and the fixed lessons what it needs of these."""
    told: dict[str, object] = {}
    teachers = {lesson.teacher for lesson, kinds in lessons if PinKind.TEACHER in kinds}
    if teachers:
        told["teachers"] = tuple(sorted(teachers))
    windows = _closing(problem, row, lessons)
    if windows:
        first = next(pupil for pupil in problem.pupils if pupil.id == row.pupils[0])
        companions.append(_companion(row, first, windows))
        told["pupils"] = (*row.pupils, companions[-1].id)
    else:
        fixed += [_pin(lesson) for lesson, kinds in lessons if kinds & WHEN]
    return row.model_copy(update=told) if told else row


def _closing(problem: Problem, row: PlanRow, lessons: Sequence[Pinned]) -> list[Window]:
    """All that days or times alone leave out, of all weeks alike or of each; empty where not every lesson that the
    row has is pinned so that it is no matter which of them stands where."""
    weeks = problem.weeks_of(row)
    by_week = [[pair for pair in lessons if pair[0].week == week] for week in weeks]
    if row.slot is not None or len(lessons) != row.lessons or not _is_partial(lessons):
        return []
    if len({_spots(held) for held in by_week if held}) == 1 and _alike(row, lessons, by_week):
        return list(_shut(problem, weeks, lessons))
    full = all(len(held) * len(weeks) == row.lessons for held in by_week)
    if full and all(_alike(row, held, [held]) for held in by_week):
        return [
            each for week, held in zip(weeks, by_week, strict=True) for each in _shut(problem, (week,), held)
        ]
    return []


def _is_partial(lessons: Sequence[Pinned]) -> bool:
    """Whether all have the day pinned, or all the time, and none both."""
    return {kinds & WHEN for _, kinds in lessons} in ({DAY}, {TIME})


def _spots(held: Sequence[Pinned]) -> frozenset[str | int]:
    """Days, or times, that are pinned."""
    return frozenset(x.day if PinKind.DAY in kinds else x.start_min for x, kinds in held)


def _alike(row: PlanRow, lessons: Sequence[Pinned], by_week: Sequence[Sequence[Pinned]]) -> bool:
    """One day or one time for all; or days, each once a week."""
    spots = _spots(lessons)
    each_once = PinKind.DAY in lessons[0][1] and row.max_per_day == 1
    return len(spots) == 1 or (each_once and all(len(held) == len(spots) for held in by_week))


def _shut(problem: Problem, weeks: tuple[str, ...], held: Sequence[Pinned]) -> Iterator[Window]:
    """All of the weeks but the days or the time that are pinned."""
    days = {lesson.day for lesson, _ in held}
    if PinKind.DAY in held[0][1]:
        shut = tuple(day for day in problem.days if day not in days)
        yield Window(days=shut, weeks=weeks, start_min=0, end_min=MINUTES_A_DAY)
        return
    lesson = held[0][0]
    if lesson.start_min:
        yield Window(weeks=weeks, start_min=0, end_min=lesson.start_min)
    yield Window(weeks=weeks, start_min=lesson.end_min, end_min=MINUTES_A_DAY)


def _companion(row: PlanRow, first: Pupil, windows: Sequence[Window]) -> Pupil:
    return first.model_copy(
        update={
            "id": f"{row.id} pinned", "title": None, "busy": (), "adult_home": None, "avoid": tuple(windows),
            "wishes": (), "max_day_lessons": None, "max_day_min": None, "max_remote_day_min": None,
            "max_teachers_day": None,
        }
    )  # fmt: skip


def _pin(lesson: Lesson) -> Pin:
    return Pin(row=lesson.row, week=lesson.week, day=Weekday(lesson.day), start_min=lesson.start_min)


def _spot(lesson: Lesson) -> Spot:
    return lesson.row, lesson.week, lesson.day, lesson.start_min, lesson.teacher
