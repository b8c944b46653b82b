"""Other times for a lesson that does not suit: only starts possible with everyone else, held for whoever asks first.

Judged by the kernel against the variant the version was made from; what is held for another family is not offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlmodel import col, select

from api.errors import Conflict, Forbidden, NotFound
from api.services.agreement.timetable.answering import READER
from api.services.agreement.timetable.clashes import Minutes, Promise, clashes
from api.services.agreement.timetable.content import Line
from api.services.agreement.timetable.desk import entries_of, refuse_state, seen_by_family
from api.services.agreement.timetable.drafting import problem_value, timetable_value
from api.services.agreement.timetable.shelf import OPEN, read, zone_of
from api.services.agreement.timetable.states import VersionMove
from api.services.agreement.timetable.week import DAY, span, weeks_said
from api.services.desk import locked
from api.services.unit import Unit
from models.agreement import Hold, TimetableEntry, TimetableVersion
from models.staff import Teacher
from models.timetable import ProblemText, Variant
from scheduler.problem import PlanRow, Problem
from scheduler.suggest.answer import Start
from scheduler.suggest.board import Board
from scheduler.terms import LessonForm, Weekday
from scheduler.travel import TravelTimes

HELD = timedelta(hours=48)
A_DAY, IN_ALL = 3, 12  # starts a family is offered: more of them only tire
APART = 30  # minutes between two of them on a day: ten minutes later is no other time
GONE = "Это время только что заняли. Выберите другое."
TOGETHER = "На этом занятии есть и другие дети. Другое время школа предложит сама."
NONE = "Другого времени, которое подходит всем, сейчас нет. Напишите, что вам удобно: школа подумает."


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A start that is possible. key: names it in a form; teacher: empty, where it stays the same."""

    key: str
    day: str
    time: str
    teacher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """held: what is held for this family already, in words, until an instant at the school. why: no choices."""

    lesson: Line
    now: str
    choices: tuple[Choice, ...]
    held: str
    until: datetime | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a family has asked for instead, as the desk sees it. until: how long nobody else is offered it."""

    subject: str
    was: str
    now: str
    until: datetime


@dataclass(frozen=True, slots=True)
class _Question:
    version: TimetableVersion
    entry: TimetableEntry
    line: Line
    row: PlanRow
    problem: Problem
    text: str
    variant: Variant


def other_times(unit: Unit, version_id: str, number: int) -> Times:
    """Other times for lesson `number` of the week (from 0, in its order). Nothing is written."""
    asked = _question(unit, version_id, number)
    held = _mine(unit, asked)
    starts = sorted(_starts(unit, asked), key=lambda start: (start.day.number, start.start_min))
    choices = tuple(_choice(asked, start) for start in starts)
    why = TOGETHER if len(asked.row.pupils) > 1 else "" if choices else NONE
    return Times(
        lesson=asked.line, now=_said(asked.line.day, asked.line.start_min, asked.line.end_min, asked.line.weeks),
        choices=choices, held=_held_said(held) if held else "",
        until=held.until.astimezone(zone_of(unit)) if held else None, why=why,
    )  # fmt: skip


def hold(unit: Unit, version_id: str, number: int, key: str) -> Hold:
    """Holds a start for the family. Conflict where it is possible no more, or somebody was quicker."""
    asked = _question(unit, version_id, number)
    for teacher_id in sorted(_teachers(unit, asked).values()):
        locked(unit, Teacher, teacher_id)
    start = next((start for start in _starts(unit, asked) if _key(start) == key), None)
    if start is None:
        raise Conflict(GONE)
    before = _mine(unit, asked)
    if before is not None:
        before.released_at = unit.at
    made = Hold(
        version_id=asked.version.id, account_id=unit.actor.account_id, digest=asked.line.digest,
        row_key=asked.row.id, teacher_id=_teachers(unit, asked)[start.teacher], day=start.day,
        weeks=asked.entry.weeks, start_min=start.start_min,
        end_min=start.start_min + asked.row.lesson_min, until=unit.at + HELD,
    )  # fmt: skip
    unit.session.add(made)
    unit.session.flush()
    unit.note("timetable.hold", "timetable_version", asked.version.id, lesson=asked.line.digest, hold=made.id)
    return made


def wishes(unit: Unit, version: TimetableVersion) -> tuple[Wish, ...]:
    """What is held for the family of a version now. The caller has found the version as its own."""
    lines = {line.digest: line for line in read(version).lines}
    return tuple(
        Wish(
            subject=lines[row.digest].subject, now=_held_said(row), until=row.until.astimezone(zone_of(unit)),
            was=_said(
                lines[row.digest].day, lines[row.digest].start_min, lines[row.digest].end_min,
                lines[row.digest].weeks,
            ),
        )
        for row in _active(unit)
        if row.version_id == version.id and row.digest in lines
    )  # fmt: skip


def _question(unit: Unit, version_id: str, number: int) -> _Question:
    version, guardian = seen_by_family(unit, version_id)
    if not guardian.may_decide:
        raise Forbidden(READER)
    refuse_state(version, VersionMove.ANSWER)
    lines = sorted(read(version).lines, key=lambda line: line.order)
    variant = unit.session.get(Variant, version.variant_id) if version.variant_id else None
    if variant is None or not 0 <= number < len(lines):
        raise NotFound
    entry = next(row for row in entries_of(unit, version.id) if row.digest == lines[number].digest)
    text = unit.session.get_one(ProblemText, variant.problem_id).text
    problem = problem_value(text)
    row = next(row for row in problem.rows if row.id == entry.row_key)
    return _Question(version, entry, lines[number], row, problem, text, variant)


@lru_cache(maxsize=4)
def _board(problem: str, timetable: str) -> Board:
    """Built once for a variant; it answers many questions."""
    return Board(problem_value(problem), timetable_value(timetable))


def _starts(unit: Unit, asked: _Question) -> Iterator[Start]:
    """The best starts that nobody else holds: at most three a day and twelve in all."""
    if len(asked.row.pupils) > 1:
        return
    lessons = timetable_value(asked.variant.timetable).lessons
    line = asked.line
    own = (x for x in lessons if (x.row, x.day, x.start_min) == (asked.row.id, line.day, line.start_min))
    n = min((lesson.n for lesson in own), default=None)
    if n is None:
        return
    taken, teachers = tuple(_promises(unit, asked)), _teachers(unit, asked)
    minutes, told = _minutes(asked), [(line.day, line.start_min)]
    for start in _board(asked.text, asked.variant.timetable).suggest(asked.row.id, n, series=True).starts:
        if start.teacher not in teachers or not _apart(told, start) or len(told) > IN_ALL:
            continue
        own_promise = _promise(asked, start, teachers[start.teacher])
        if not any(clashes((own_promise, other), minutes) for other in taken):
            told.append((start.day, start.start_min))
            yield start


def _apart(told: list[tuple[Weekday, int]], start: Start) -> bool:
    """Whether a start is another time in a family's eyes, on a day that has not enough of them yet."""
    same_day = [start_min for day, start_min in told[1:] if day == start.day]
    near = any(day == start.day and abs(start_min - start.start_min) < APART for day, start_min in told)
    return len(same_day) < A_DAY and not near


def _promise(asked: _Question, start: Start, teacher_id: str) -> Promise:
    return Promise(
        case="", row=asked.row.id, teacher=teacher_id, teacher_name="",
        day=start.day, weeks=frozenset(asked.line.weeks) if asked.line.weeks else None,
        start_min=start.start_min, end_min=start.start_min + asked.row.lesson_min,
        place=_place(asked.problem, asked.row, start.day),
    )  # fmt: skip


def _promises(unit: Unit, asked: _Question) -> Iterator[Promise]:
    """What is held for others, as lessons; what one has asked for oneself is no obstacle."""
    rows = {row.id: row for row in asked.problem.rows}
    for each in _active(unit):
        if each.version_id == asked.version.id and each.digest == asked.line.digest:
            continue
        row = rows.get(each.row_key)
        weeks = frozenset(int(week) for week in each.weeks.split(",")) if each.weeks else None
        yield Promise(
            case="" if each.version_id == asked.version.id else each.version_id, row=each.id,
            teacher=each.teacher_id, teacher_name="", day=Weekday(each.day), weeks=weeks,
            start_min=each.start_min, end_min=each.end_min,
            place=_place(asked.problem, row, Weekday(each.day)) if row else None,
        )  # fmt: skip


def _place(problem: Problem, row: PlanRow, day: Weekday) -> str | None:
    if row.form != LessonForm.HOME:
        return None
    pupil = next(one for one in problem.pupils if one.id == row.pupils[0])
    return pupil.home_on(problem.weeks[0].id, day)


def _minutes(asked: _Question) -> Minutes:
    travel = TravelTimes(asked.problem)

    def minutes(origin: str | None, target: str | None) -> int:
        return 0 if origin is None or target is None else travel(origin, target)

    return minutes


def _active(unit: Unit) -> Iterable[Hold]:
    """Holds that stand now: not run out, of versions that still wait for something."""
    asked = (
        select(Hold)
        .where(
            Hold.version_id == TimetableVersion.id, col(TimetableVersion.state).in_([s.value for s in OPEN])
        )
        .where(Hold.until > unit.at, col(Hold.released_at).is_(None))
        .order_by(col(Hold.created_at), col(Hold.id))
    )
    return unit.session.exec(asked).all()


def _mine(unit: Unit, asked: _Question) -> Hold | None:
    found = (row for row in _active(unit) if row.version_id == asked.version.id)
    return next((row for row in found if row.digest == asked.line.digest), None)


def _teachers(unit: Unit, asked: _Question) -> dict[str, str]:
    """Teachers the lesson may have: id by the problem's code."""
    own = unit.session.get_one(Teacher, asked.entry.teacher_id)
    found = select(Teacher).where(
        col(Teacher.code).in_(asked.row.teachers), Teacher.school_id == own.school_id
    )
    return {row.code: row.id for row in unit.session.exec(found)} | {own.code: own.id}


def _key(start: Start) -> str:
    return f"{start.day}-{start.start_min}-{start.teacher}"


def _choice(asked: _Question, start: Start) -> Choice:
    name = next(one.name for one in asked.problem.teachers if one.id == start.teacher)
    return Choice(
        key=_key(start), day=DAY[start.day], time=span(start.start_min, start.start_min + asked.row.lesson_min),
        teacher="" if name == asked.line.teacher else name,
    )  # fmt: skip


def _said(day: Weekday, start_min: int, end_min: int, weeks: Iterable[int] | None) -> str:
    told = weeks_said(tuple(weeks)) if weeks else ""
    return f"{DAY[day]} {span(start_min, end_min)}{f' ({told})' if told else ''}"


def _held_said(row: Hold) -> str:
    weeks = tuple(int(week) for week in row.weeks.split(",")) if row.weeks else None
    return _said(Weekday(row.day), row.start_min, row.end_min, weeks)
