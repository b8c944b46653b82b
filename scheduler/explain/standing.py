"""Where one more lesson of a row could stand while all else stays: open starts, or what takes them away.

Exact for the hard rules: neighbours of the new lesson decide about roads, breaks and waiting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from scheduler.explain.limits import Limits
from scheduler.preflight.facts import Day, Facts, Fixed
from scheduler.preflight.spoken import Names
from scheduler.preflight.starts import ALL, Starts, starts_between, starts_clear
from scheduler.problem import PlanRow, Problem, Pupil, Teacher
from scheduler.russian import DAY
from scheduler.terms import Weekday
from scheduler.timetable import Lesson, Reason, Timetable


@dataclass(frozen=True, slots=True)
class Engagement:
    """Something that stands on a person's day; `row` None is a busy window."""

    start_min: int
    end_min: int
    place: str
    row: PlanRow | None


Near = tuple[Engagement, int, int]  # an engagement, minutes from it to a lesson, minutes from a lesson to it


@dataclass(slots=True)
class _Tally:
    """How many starts one cause takes away, and by which lessons and days."""

    starts: int = 0
    rows: dict[str, None] = field(default_factory=dict)
    days: dict[Day, None] = field(default_factory=dict)


class Standing:
    """A timetable's lessons by person and day."""

    def __init__(self, starts: Starts, names: Names, timetable: Timetable) -> None:
        self._starts = starts
        self._facts: Facts = starts.facts
        self._names = names
        self._of_teacher: dict[tuple[str, Day], list[Engagement]] = defaultdict(list)
        self._of_pupil: dict[tuple[str, Day], list[Engagement]] = defaultdict(list)
        self._limits = Limits(self._facts, timetable)
        for lesson in timetable.lessons:
            self._add(lesson)

    def _add(self, lesson: Lesson) -> None:
        row = self._facts.rows.get(lesson.row)
        if row is None or lesson.day not in set(Weekday):
            return
        day = (lesson.week, Weekday(lesson.day))
        self._of_teacher[lesson.teacher, day].append(
            Engagement(lesson.start_min, lesson.end_min, lesson.place, row)
        )
        for pupil in self._facts.group(row):
            place = self._facts.pupil_place(row, pupil, day)
            self._of_pupil[pupil.id, day].append(Engagement(lesson.start_min, lesson.end_min, place, row))

    def judge(self, row: PlanRow) -> tuple[int, list[Reason]]:
        """Number of open starts, and the causes that take starts away, the one that takes most first."""
        tallies: dict[tuple[str, str], _Tally] = defaultdict(_Tally)
        open_starts = possible = 0
        for teacher_id in self._limits.teachers_left(row):
            for day in self._facts.days_of(row):
                mask = self._starts.mask(row, teacher_id, day)
                if mask:
                    possible += mask.bit_count()
                    open_starts += self._day(row, teacher_id, day, mask, tallies)
        ordered = sorted(tallies.items(), key=lambda item: -item[1].starts)
        reasons = [self._reason(row, key, tally, possible) for key, tally in ordered if tally.starts]
        return open_starts, reasons

    def _day(
        self, row: PlanRow, teacher_id: str, day: Day, mask: int, tallies: dict[tuple[str, str], _Tally]
    ) -> int:
        left = mask
        for refusal in self._limits.refusals(row, teacher_id, day):
            left &= refusal.mask
            _count(tallies[refusal.code, refusal.who], mask & ~refusal.mask, day, ())
        teacher = self._facts.teachers[teacher_id]
        for code, who, around, allowed in self._clashes(row, teacher, day):
            left &= allowed
            _count(tallies[code, who], mask & ~allowed, day, _in_the_way(around, mask, row.lesson_min))
        return left.bit_count()

    def _clashes(
        self, row: PlanRow, teacher: Teacher, day: Day
    ) -> Iterator[tuple[str, str, list[Near], int]]:
        """Per person: the engagements of the day and the starts they leave."""
        place = self._facts.teacher_place(row, teacher, day)
        road = self._facts.travel
        around = [(e, road(e.place, place), road(place, e.place)) for e in self._teacher_day(teacher, day)]
        clear = _gaps(around, row.lesson_min, None)
        yield "teacher.clash", teacher.id, around, clear
        if teacher.max_gap_min is not None:
            near = _gaps(around, row.lesson_min, teacher.max_gap_min)
            yield "teacher.gap", teacher.id, [], near | ~clear & ALL
        for pupil in self._facts.group(row):
            spot = self._facts.pupil_place(row, pupil, day)
            pauses = [(e, *self._pauses(row, pupil, spot, e)) for e in self._pupil_day(pupil, day)]
            yield "pupil.clash", pupil.id, pauses, _gaps(pauses, row.lesson_min, None)

    def _pauses(self, row: PlanRow, pupil: Pupil, place: str, other: Engagement) -> tuple[int, int]:
        outside = other.row is not None and other.row.block.outside_lessons
        least = pupil.break_min
        if row.block.outside_lessons != outside and pupil.needs != "sipr":
            least = max(least, self._facts.problem.norms.correction_break_min)
        road = self._facts.travel
        return max(least, road(other.place, place)), max(least, road(place, other.place))

    def _teacher_day(self, teacher: Teacher, day: Day) -> list[Engagement]:
        return _in_order(
            [*self._of_teacher.get((teacher.id, day), ()), *_busy(self._facts.problem, teacher, day)]
        )

    def _pupil_day(self, pupil: Pupil, day: Day) -> list[Engagement]:
        return _in_order([*self._of_pupil.get((pupil.id, day), ()), *_busy(self._facts.problem, pupil, day)])

    def _reason(self, row: PlanRow, key: tuple[str, str], tally: _Tally, possible: int) -> Reason:
        code, who = key
        teacher = who if code.startswith("teacher.") else None
        pupil = who if code.startswith(("pupil.", "subject.")) else None
        cause = self._cause(row, code, who, tally)
        text = f"{self._names.row(row)}: {cause} — закрыто {tally.starts} из {possible} возможных начал"
        facts = {"starts": tally.starts, "possible": possible, "rows": list(tally.rows)}
        return Reason(code=code, text=text, teacher=teacher, pupil=pupil, row=row.id, facts=facts)

    def _cause(self, row: PlanRow, code: str, who: str, tally: _Tally) -> str:
        days = ", ".join(dict.fromkeys(DAY[day[1]] for day in tally.days))
        if code in ("teacher.clash", "pupil.clash"):
            return f"{self._clash_said(code, who, tally)} ({days})"
        if code == "teacher.gap":
            most = self._facts.teachers[who].max_gap_min
            return f"окно (учитель {self._names.teacher(who)}) вышло бы больше {most} мин"
        return self._limits.said(self._names, row, code, who, days)

    def _clash_said(self, code: str, who: str, tally: _Tally) -> str:
        held = [self._names.row(self._facts.rows[other]) for other in tally.rows]
        more = f" и ещё {len(held) - 3}" if len(held) > 3 else ""
        said = ", ".join(held[:3]) + more
        if code == "teacher.clash":
            name = self._names.teacher(who)
            return f"учитель {name} с дорогой занят: {said or 'свои уроки'}"
        return f"у {self._names.pupil(who)} с переменами занято: {said or 'уроки с классом'}"


def _count(tally: _Tally, taken: int, day: Day, engagements: Iterable[Engagement]) -> None:
    if not taken:
        return
    tally.starts += taken.bit_count()
    tally.days[day] = None
    for engagement in engagements:
        if engagement.row is not None:
            tally.rows[engagement.row.id] = None


def _busy(problem: Problem, person: Teacher | Pupil, day: Day) -> list[Engagement]:
    if problem.is_closed(*day):
        return []
    return [
        Engagement(window.start_min, window.end_min, window.place or person.school, None)
        for window in person.busy
        if window.holds_on(*day)
    ]


def _in_order(engagements: list[Engagement]) -> list[Engagement]:
    return sorted(engagements, key=lambda each: (each.start_min, each.end_min))


def _in_the_way(around: list[Near], mask: int, length: int) -> Iterator[Engagement]:
    """Those that themselves take a start of the mask away."""
    for engagement, minutes_from, minutes_to in around:
        fixed = Fixed(engagement.start_min, engagement.end_min, engagement.place)
        if mask & ~starts_clear(fixed, length, minutes_to, minutes_from):
            yield engagement


def _gaps(around: list[Near], length: int, most_wait: int | None) -> int:
    """Starts between neighbours; `around`: (engagement, minutes from it, minutes to it) in order of time."""
    mask = 0
    edge: Near | None = None
    for following in (*around, None):
        first, last = 0, 1440 - length
        if edge is not None:
            first = edge[0].end_min + edge[1]
            last = last if most_wait is None else min(last, first + most_wait)
        if following is not None:
            latest = following[0].start_min - following[2] - length
            first = first if most_wait is None else max(first, latest - most_wait)
            last = min(last, latest)
        mask |= starts_between(first, last)
        if following is not None and (edge is None or following[0].end_min >= edge[0].end_min):
            edge = following
    return mask
