"""Rules of the whole row: one teacher, even weeks, rhythm, pins, count."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from scheduler.problem import Pin, PlanRow
from scheduler.suggest.answer import Blocker
from scheduler.suggest.scene import Index, Scene
from scheduler.suggest.side import Closed
from scheduler.suggest.words import slot_said
from scheduler.terms import Rhythm, Weekday
from scheduler.timetable import Lesson

Weeks = tuple[str, ...]


class RowSide:
    """The row's rules for one question. A rule closes a start when the row would break it more than it does
    now, or more than it does without the lesson."""

    def __init__(self, scene: Scene, index: Index) -> None:
        self._scene, self._row = scene, scene.row
        self._lessons = scene.desk.by_row.get(scene.row.id, [])
        self._groups = list(self._rhythm_groups(index))
        self._lost = [
            pin for pin in scene.pins if self._kept(pin, scene.moved) and not self._kept(pin, scene.others)
        ]
        self._counted = self._closed_by_count()

    def closed(self, weeks: Weeks, day: Weekday, teacher_id: str) -> Iterator[Closed]:
        full = self._scene.grid.full
        if self._counted is not None:
            yield full, self._counted
        yield from ((full, blocker) for blocker in self._candidate(teacher_id))
        yield from ((full, blocker) for blocker in self._even(weeks))
        yield from self._rhythm(day)
        for pin in self._lost:
            where = f"{pin.week} {slot_said(pin.day, pin.start_min)}"
            keeps = pin.week in weeks and pin.day == day and pin.teacher in (None, teacher_id)
            mask = full & ~self._scene.grid.at(pin.start_min) if keeps else full
            yield mask, Blocker("pin", f"занятие закреплено: {where}", pin.teacher, week=pin.week)

    def _candidate(self, teacher_id: str) -> Iterator[Blocker]:
        others = {lesson.teacher for lesson in self._scene.others} & set(self._row.teachers)
        if others and teacher_id not in others:
            who = self._scene.names.teachers(sorted(others))
            text = f"остальные занятия ведёт {who}, у строки один учитель"
            yield Blocker("teacher.candidate", text, sorted(others)[0])

    def _even(self, weeks: Weeks) -> Iterator[Blocker]:
        if self._scene.desk.problem.dated:
            return
        placed = len(self._lessons) - len(self._scene.moved) + len(weeks)
        held = Counter(lesson.week for lesson in self._scene.others)
        now = self._even_excess(Counter(lesson.week for lesson in self._lessons), len(self._lessons))
        without = self._even_excess(held, len(self._scene.others))
        above, short = self._even_excess(held + Counter(weeks), placed)
        if (above or short) > min(now[0] or now[1], without[0] or without[1]):
            span = self._scene.desk.problem.weeks_of(self._row)
            floor, ceiling = self._row.lessons // len(span), math.ceil(self._row.lessons / len(span))
            text = f"поровну по неделям: на неделе {', '.join(weeks)} можно не больше {ceiling}"
            if not above:
                text = f"поровну по неделям: другие недели остались бы с числом занятий меньше {floor}"
            yield Blocker("week.even", f"{self._scene.names.row(self._row)}: {text}")

    def _even_excess(self, held: Counter[str], placed: int) -> tuple[int, int]:
        """Lessons above the share rounded up, and the shortfall that unplaced lessons do not explain."""
        weeks = self._scene.desk.problem.weeks_of(self._row)
        most, least = math.ceil(self._row.lessons / len(weeks)), self._row.lessons // len(weeks)
        above = sum(max(0, held[week] - most) for week in weeks)
        short = sum(max(0, least - held[week]) for week in weeks) - max(0, self._row.lessons - placed)
        return above, max(0, short)

    def _rhythm_groups(self, index: Index) -> Iterator[tuple[int, set[tuple[str, int]]]]:
        """Groups in which one more slot would be too many, with the slots the others use."""
        problem = self._scene.desk.problem
        if problem.rhythm_of(self._row) is not Rhythm.FIXED:
            return
        groups = [[self._row]]
        if self._row.slot is not None:
            groups = [index.slot_rows[name, self._row.slot] for name in self._row.pupils]
        for rows in groups:
            fixed = [row for row in rows if problem.rhythm_of(row) is Rhythm.FIXED]
            lessons = [x for row in fixed for x in self._scene.stay(self._scene.desk.by_row.get(row.id, ()))]
            used = {(lesson.day, lesson.start_min) for lesson in lessons}
            allowed = self._slots_allowed(fixed)
            if len(used) + 1 > allowed:
                yield allowed, used

    def _slots_allowed(self, rows: list[PlanRow]) -> int:
        desk = self._scene.desk
        weeks = {week for row in rows for week in desk.problem.weeks_of(row)}
        closed = any(week in weeks and day in desk.days for week, day in desk.closed)
        return math.ceil(sum(row.lessons for row in rows) / len(weeks)) + closed

    def _rhythm(self, day: Weekday) -> Iterator[Closed]:
        for allowed, used in self._groups:
            mask = self._scene.grid.full
            for where, start in used:
                if where == day:
                    mask &= ~self._scene.grid.at(start)
            slots = ", ".join(slot_said(where, start) for where, start in sorted(used)) or "ни одного"
            text = f"ритм: время в неделе {slots}, другого времени сверх {allowed} нельзя"
            yield mask, Blocker("rhythm", f"{self._scene.names.row(self._row)}: {text}")

    @staticmethod
    def _kept(pin: Pin, lessons: Iterable[Lesson]) -> bool:
        return any(
            (lesson.week, lesson.day, lesson.start_min) == (pin.week, pin.day, pin.start_min)
            and pin.teacher in (None, lesson.teacher)
            for lesson in lessons
        )

    def _closed_by_count(self) -> Blocker | None:
        """An unplaced lesson that the timetable does not report unplaced is one too many."""
        reported = sum(x.count for x in self._scene.desk.timetable.unplaced if x.row == self._row.id)
        if self._scene.moved or reported or len(self._lessons) < self._row.lessons:
            return None
        text = f"{self._scene.names.row(self._row)}: в строке уже {len(self._lessons)} из {self._row.lessons}"
        return Blocker("row.count", text)
