"""The change of every goal's units: what taking the lessons out brings, and what each start adds."""

from __future__ import annotations

from collections import Counter

from scheduler.problem import Previous, Pupil
from scheduler.rulebook import GOALS
from scheduler.suggest.pupil_side import pupil_day_gap, wish_of
from scheduler.suggest.scene import Index, Scene, Slot
from scheduler.suggest.side import Cell, Vary
from scheduler.suggest.teacher_side import teacher_day_cost
from scheduler.terms import LessonForm, Weekday
from scheduler.timetable import Lesson


class Cost:
    """Changes of one question. `gone` holds the units that taking the lessons out changes (fairness and faces
    apart); `totals` the minutes of travel and waiting of the teachers whose day changes by that."""

    def __init__(self, scene: Scene, index: Index, totals: dict[str, int]) -> None:
        self._scene, self._index, self._totals = scene, index, totals
        self._numbers = {str(day): day.number for day in scene.desk.problem.days}
        self._faces_gone = _faces_gone(scene)
        self._by_total = sorted(totals.items(), key=lambda item: -item[1])
        self._fairest = self._by_total[0][1] if self._by_total else 0
        self._at_stake = [
            x for x in scene.desk.problem.previous if x.row == scene.row.id and not self._kept(x)
        ]
        self.moved_totals: dict[str, int] = {}
        self.gone = {rule.code: 0 for rule in GOALS}
        self._take_out()

    def faces(self, teacher_id: str) -> int:
        """Change of different teachers of the row's pupils when this teacher holds the lesson."""
        known = self._index.faces
        new = sum(
            known[name, teacher_id] <= self._faces_gone[name, teacher_id] for name in self._scene.row.pupils
        )
        return new - sum(known[key] <= count for key, count in self._faces_gone.items())

    def fairest_without(self, teacher_id: str) -> int:
        """The largest minutes of any teacher beside this one once the lessons are out."""
        most = max((v for k, v in self.moved_totals.items() if k != teacher_id), default=0)
        for other, total in self._by_total:
            if other != teacher_id and other not in self.moved_totals:
                return max(most, total)
        return most

    def fairness(self, teacher_id: str, others_min: int, more_min: int) -> int:
        own = self.moved_totals.get(teacher_id, self._totals[teacher_id])
        return max(others_min, own + more_min) - self._fairest

    def day(self, slot: Slot) -> dict[str, int]:
        """Changes that any start of the day brings, whoever teaches."""
        scene, week = self._scene, slot[0]
        counts = self._counts(week)
        changes = {"spread": self._spread(week, slot[1]) - self._spread(week)}
        changes["adult_days"] = changes["balance"] = changes["curve"] = 0
        for pupil, (lessons, points) in zip(scene.pupils, counts, strict=True):
            changes["balance"] += self._balance(lessons, slot[1]) - self._balance(lessons)
            changes["curve"] += self._curve(points, slot[1]) - self._curve(points)
            if scene.row.form is LessonForm.HOME:
                changes["adult_days"] += not _at_home(scene, scene.pupil_lessons(pupil.id, slot))
        return changes

    def changes_cells(self, slot: Slot, teacher_id: str) -> list[list[Cell]]:
        """Starts that keep an entry of the previous timetable that nothing else keeps."""
        cells: list[list[Cell]] = []
        for entry in self._at_stake:
            if (entry.week, entry.day) == slot and entry.teacher in (None, teacher_id):
                mask = self._scene.grid.at(entry.start_min)
                rest = self._scene.grid.full & ~mask
                cells.append([(mask, Vary(changes=-entry.weight)), (rest, Vary())])
        return cells

    def _kept(self, entry: Previous, lessons: list[Lesson] | None = None) -> bool:
        return any(
            (x.week, x.day, x.start_min) == (entry.week, entry.day, entry.start_min)
            and entry.teacher in (None, x.teacher)
            for x in (self._scene.others if lessons is None else lessons)
        )

    def _take_out(self) -> None:
        scene, desk = self._scene, self._scene.desk
        moved = list(scene.moved)
        self.gone["changes"] = sum(entry.weight for entry in self._at_stake if self._kept(entry, moved))
        placed = [lesson for lesson in moved if desk.on_calendar(lesson)]
        for teacher_id, week, day in {
            (x.teacher, x.week, x.day) for x in placed if x.teacher in desk.teachers
        }:
            self._take_from_teacher(teacher_id, (week, day))
        for week, day in {(x.week, x.day) for x in placed}:
            for pupil in scene.pupils:
                self._take_from_pupil(pupil, (week, Weekday(day)))
        for week in {x.week for x in placed}:
            self._take_from_week(week)

    def _take_from_teacher(self, teacher_id: str, day: tuple[str, str]) -> None:
        whole = self._scene.desk.teacher_days[teacher_id][day]
        before = teacher_day_cost(self._scene.desk, whole)
        after = teacher_day_cost(self._scene.desk, self._scene.teacher_items(teacher_id, day))
        travel, idle, visits = (b - a for a, b in zip(before, after, strict=True))
        for code, change in (("travel", travel), ("idle", idle), ("visits", visits)):
            self.gone[code] += change
        known = self.moved_totals.get(teacher_id, self._totals[teacher_id])
        self.moved_totals[teacher_id] = known + travel + idle

    def _take_from_pupil(self, pupil: Pupil, slot: Slot) -> None:
        scene = self._scene
        whole, rest = scene.desk.pupil_days[pupil.id][slot], scene.pupil_items(pupil.id, slot)
        self.gone["pupil_gap"] += pupil_day_gap(scene, pupil, rest) - pupil_day_gap(scene, pupil, whole)
        held, stay = scene.desk.by_pupil[pupil.id][slot], scene.pupil_lessons(pupil.id, slot)
        self.gone["adult_days"] += _at_home(scene, stay) - _at_home(scene, held)
        starts = [x.start_min for x in held if id(x) in scene.gone]
        self.gone["wish"] -= sum(wish_of(pupil, slot, start) for start in starts)

    def _take_from_week(self, week: str) -> None:
        now, rest = self._counts(week, whole=True), self._counts(week)
        for (held, points), (stay, fewer) in zip(now, rest, strict=True):
            self.gone["balance"] += self._balance(stay) - self._balance(held)
            self.gone["curve"] += self._curve(fewer) - self._curve(points)
        self.gone["spread"] += self._spread(week) - self._spread(week, whole=True)

    def _counts(self, week: str, whole: bool = False) -> list[tuple[dict[str, int], dict[str, int]]]:
        """Per pupil of the row: lessons and difficulty points by day."""
        scene, found = self._scene, []
        for pupil in scene.pupils:
            lessons, points = {}, {}
            for day in scene.desk.days:
                held = scene.desk.by_pupil[pupil.id].get((week, day), [])
                stay = held if whole else scene.stay(held)
                lessons[day] = len(stay)
                points[day] = sum(scene.desk.row(lesson).difficulty for lesson in stay)
            found.append((lessons, points))
        return found

    def _balance(self, lessons: dict[str, int], more_on: str | None = None) -> int:
        total = sum(lessons.values()) + (more_on is not None)
        share = -(-total // len(lessons))
        return sum(max(0, count + (day == more_on) - share) for day, count in lessons.items())

    def _curve(self, points: dict[str, int], more_on: str | None = None) -> int:
        more, days = self._scene.row.difficulty, self._scene.desk.days
        share = -(-(sum(points.values()) + (more if more_on is not None else 0)) // len(days))
        edges = {days[0], days[-1]}
        return sum(max(0, points[day] + (more if day == more_on else 0) - share) for day in edges)

    def _spread(self, week: str, more_on: str | None = None, whole: bool = False) -> int:
        desk = self._scene.desk
        lessons = desk.by_row.get(self._scene.row.id, []) if whole else self._scene.others
        held = [self._numbers[x.day] for x in lessons if x.week == week and x.day in self._numbers]
        if more_on is not None:
            held.append(self._numbers[more_on])
        return sum(day + 1 in held for day in set(held)) if len(held) < len(desk.days) - 1 else 0


def _faces_gone(scene: Scene) -> Counter[tuple[str, str]]:
    return Counter((name, lesson.teacher) for lesson in scene.moved for name in scene.row.pupils)


def _at_home(scene: Scene, lessons: list[Lesson]) -> bool:
    return any(scene.desk.row(lesson).form is LessonForm.HOME for lesson in lessons)
