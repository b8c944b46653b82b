"""What a deputy may do on a board, as pure functions: a state and a wish → the change, or a refusal that says all
that stands against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from api.errors import Conflict, NotFound
from api.services.board.held import Held
from api.services.board.starts import blockers_at, closed_by, open_start
from api.services.board.state import FREE, Change, Key, Kinds, PinKind, Pins, StepKind, key_of
from scheduler.checks import Verdict, Violation
from scheduler.rulebook import RULES
from scheduler.russian import DAY
from scheduler.terms import Weekday, clock
from scheduler.timetable import Lesson

GONE = "Этого занятия на доске уже нет. Посмотрите доску и выберите занятие снова."
STANDS = "Занятие уже стоит здесь."
NOT_OUT = "Занятие закреплено. Сначала снимите закрепление."
PINNED = {
    PinKind.DAY: "день закреплён",
    PinKind.TIME: "время закреплено",
    PinKind.TEACHER: "учитель закреплён",
}


class Blocked(Conflict):
    """A start that is closed, with every reason in a sentence. rules: codes of what closes it; row, teacher: of the
    lesson that was to stand there."""

    def __init__(
        self, sentence: str, reasons: tuple[str, ...], rules: frozenset[str] = frozenset(), row: str = "",
        teacher: str = "",
    ) -> None:  # fmt: skip
        self.reasons, self.rules, self.row, self.teacher = reasons, rules, row, teacher
        super().__init__(sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a lesson is to go. week: of a lesson that moves alone; ignored where it moves with its like."""

    day: Weekday
    start_min: int
    teacher: str
    week: str = ""


def move(held: Held, key: Key, series: bool, to: Target) -> Change:
    """A standing lesson, with its like of other weeks when they move together, to another time."""
    moved = held.together(key, series)
    if not moved:
        raise Conflict(GONE)
    if all(_stands(lesson, to) for lesson in moved):
        raise Conflict(STANDS)
    weeks = tuple(lesson.week for lesson in moved) if series else (to.week or moved[0].week,)
    _refuse_closed(held, key, series, to, weeks)
    after = (
        _put(held, replaced, week, to)
        for replaced, week in zip(moved, weeks if series else weeks * len(moved), strict=True)
    )
    return Change(kind=StepKind.MOVE, before=moved, after=tuple(after))


def place(held: Held, row_id: str, every_week: bool, to: Target) -> Change:
    """A lesson without a time to a start; its like, to the same time of other weeks wherever that is open."""
    n = held.free_number(row_id)
    if n is None:
        raise Conflict(GONE)
    week = to.week or held.state.problem.weeks_of(held.rows[row_id])[0]
    _refuse_closed(held, (row_id, n), False, to, (week,))
    placed = [_put(held, _unplaced(held, row_id, n), week, to)]
    others = [each for each in held.state.problem.weeks_of(held.rows[row_id]) if each != week]
    for other in others if every_week else ():
        now = Held(held.state.after([Change(kind=StepKind.PLACE, after=tuple(placed))]))
        number = now.free_number(row_id)
        if number is None:
            break
        if open_start(now, (row_id, number), False, to, (other,)) is not None:
            placed.append(_put(now, _unplaced(now, row_id, number), other, to))
    return Change(kind=StepKind.PLACE, after=tuple(placed))


def take_out(held: Held, key: Key, series: bool) -> Change:
    """A lesson off the board, to those without a time."""
    moved = held.together(key, series)
    if not moved:
        raise Conflict(GONE)
    if any(held.state.pins_of(key_of(lesson)) for lesson in moved):
        raise Conflict(NOT_OUT)
    return Change(kind=StepKind.OUT, before=moved)


def swap(held: Held, key: Key, other: Key, series: bool) -> Change:
    """Two lessons change times; each keeps its teacher."""
    one, two = held.together(key, series), held.together(other, series)
    if not one or not two:
        raise Conflict(GONE)
    _refuse_pins(held, (*one, *two), {PinKind.DAY, PinKind.TIME})
    after = [*_exchanged(held, one, two[0]), *_exchanged(held, two, one[0])]
    return Change(kind=StepKind.SWAP, before=(*one, *two), after=tuple(after))


def change_teacher(held: Held, row_id: str, teacher: str) -> Change:
    """All lessons of a row to another of its teachers, each at its time."""
    if row_id not in held.rows or teacher not in held.rows[row_id].teachers:
        raise NotFound
    moved = tuple(lesson for lesson in held.lessons.values() if lesson.row == row_id)
    if all(lesson.teacher == teacher for lesson in moved):
        raise Conflict("Эти занятия уже ведёт этот учитель.")
    _refuse_pins(held, moved, {PinKind.TEACHER})
    after = tuple(
        _put(
            held, lesson, lesson.week,
            Target(day=Weekday(lesson.day), start_min=lesson.start_min, teacher=teacher),
        )
        for lesson in moved
    )  # fmt: skip
    return Change(kind=StepKind.TEACHER, before=moved, after=after)


def set_pins(held: Held, key: Key, series: bool, kinds: Kinds) -> Change:
    """What of a lesson is pinned from now on."""
    moved = held.together(key, series)
    if not moved:
        raise Conflict(GONE)
    pins: Pins = {key_of(lesson): kinds for lesson in moved}
    if all(held.state.pins_of(known) == kinds for known in pins):
        raise Conflict("Закрепление уже такое.")
    return Change(kind=StepKind.PINS, pins=pins)


def refuse_worse(held: Held, before: Verdict, after: Verdict) -> None:
    """Raises Blocked when a rule is broken that was not, or more than it was."""
    known = {(each.rule, each.scope): each.excess for each in before.violations}
    new = [each for each in after.violations if each.excess > known.get((each.rule, each.scope), 0)]
    if new:
        told = tuple(dict.fromkeys(_violation_said(held, each) for each in new))
        raise Blocked("Так нельзя: нарушатся правила.", told)


def change_of_score(before: Verdict, after: Verdict) -> Mapping[str, int]:
    """Units of each goal that change."""
    return {
        code: after.score[code] - before.score[code]
        for code in after.score
        if after.score[code] != before.score[code]
    }


def _violation_said(held: Held, found: Violation) -> str:
    """`Окно учителя: Математика (К-17)`."""
    rows = dict.fromkeys(lesson.row for lesson in found.lessons if lesson.row in held.rows)
    names = "; ".join(held.names.row(held.rows[row]) for row in list(rows)[:3])
    said = RULES[found.rule].said
    return f"{said[0].upper()}{said[1:]}: {names}" if names else f"{said[0].upper()}{said[1:]}"


def _refuse_closed(held: Held, key: Key, series: bool, to: Target, weeks: tuple[str, ...]) -> None:
    if open_start(held, key, series, to, weeks) is None:
        reasons = closed_by(held, key, series, to, weeks)
        rules = frozenset(blocker.rule for blocker in blockers_at(held, key, series, to, weeks))
        raise Blocked(
            f"{DAY[to.day]} {clock(to.start_min)}: сюда нельзя.", reasons, rules, key[0], to.teacher
        )


def _refuse_pins(held: Held, lessons: Iterable[Lesson], kinds: set[PinKind]) -> None:
    told = [
        f"{held.names.row(held.rows[lesson.row])}: {PINNED[kind]}"
        for lesson in lessons
        for kind in sorted(kinds & held.state.pins_of(key_of(lesson)))
    ]
    if told:
        raise Blocked("Занятие закреплено. Сначала снимите закрепление.", tuple(dict.fromkeys(told)))


def _stands(lesson: Lesson, to: Target) -> bool:
    return (lesson.day, lesson.start_min, lesson.teacher) == (to.day, to.start_min, to.teacher) and (
        not to.week or lesson.week == to.week
    )


def _exchanged(held: Held, lessons: tuple[Lesson, ...], spot: Lesson) -> Iterable[Lesson]:
    to = Target(day=Weekday(spot.day), start_min=spot.start_min, teacher="")
    return (_put(held, lesson, lesson.week, replace(to, teacher=lesson.teacher)) for lesson in lessons)


def _unplaced(held: Held, row_id: str, n: int) -> Lesson:
    row = held.rows[row_id]
    return Lesson(
        row=row_id, n=n, week="", day="", start_min=0, end_min=row.lesson_min, teacher="", form=str(row.form),
        place="",
    )  # fmt: skip


def _put(held: Held, lesson: Lesson, week: str, to: Target) -> Lesson:
    """The lesson at another time, in the place where it is then held."""
    row = held.rows[lesson.row]
    moved = lesson.model_copy(
        update={
            "week": week, "day": str(to.day), "start_min": to.start_min, "end_min": to.start_min + row.lesson_min,
            "teacher": to.teacher, "form": str(row.form),
        }
    )  # fmt: skip
    places = held.desk.expected_place(moved)
    place_id = lesson.place if lesson.place in places else min(places, default=lesson.place)
    return moved.model_copy(update={"place": place_id})


def pins_of_all(held: Held, lessons: Iterable[Lesson]) -> Kinds:
    """What is pinned of any of them."""
    return FREE.union(*(held.state.pins_of(key_of(lesson)) for lesson in lessons))
