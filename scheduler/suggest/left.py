"""What a lesson leaves behind: old neighbours that become neighbours of each other when it goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.checks.desk import Engagement
from scheduler.checks.pupil import break_needed
from scheduler.problem import Pupil, Teacher
from scheduler.suggest.answer import Blocker
from scheduler.suggest.scene import Near, Scene
from scheduler.suggest.side import Closed, refs
from scheduler.terms import Weekday
from scheduler.timetable import Lesson

Pair = tuple[Engagement, Engagement, int, int]


@dataclass(frozen=True, slots=True)
class Left:
    """A rule broken on the old day, unless the lesson comes back between low and high.

    teacher: whose day it is; None for a pupil's, where any teacher may come back.
    """

    week: str
    day: str
    teacher: str | None
    low_min: int
    high_min: int
    blocker: Blocker


def left_behind(scene: Scene) -> list[Left]:
    """Every pair that the move would leave too close or too far apart."""
    found: list[Left] = []
    for lesson in scene.moved:
        if not scene.desk.on_calendar(lesson):
            continue
        teacher = scene.desk.teachers.get(lesson.teacher)
        if teacher is not None:
            found += _left_by_teacher(scene, lesson, teacher)
        for pupil in scene.pupils:
            found += _left_by_pupil(scene, lesson, pupil)
    return found


def closed_by_leaving(
    scene: Scene, left: list[Left], weeks: tuple[str, ...], day: Weekday, teacher_id: str
) -> Iterator[Closed]:
    """Starts of a target day that do not mend what the move breaks on the old day."""
    for each in left:
        back = each.week in weeks and each.day == day and each.teacher in (None, teacher_id)
        mended = scene.grid.between(each.low_min, each.high_min) if back else 0
        yield scene.grid.full & ~mended, each.blocker


def _new_pairs(scene: Scene, whole: list[Engagement], week: str) -> Iterator[Pair]:
    """Neighbours that only moved lessons kept apart, and between which starts these would come back."""
    near = [Near(item, 0, 0) for item in whole if item.lesson is None or id(item.lesson) not in scene.gone]
    follower = {id(item): whole[n + 1] for n, item in enumerate(whole[:-1])}
    for k, cut in enumerate(scene.between(near, week)):
        if cut.before is None or cut.after is None:
            continue
        before, after = near[k - 1].item, near[k].item
        parted = follower[id(before)] is not after
        if parted and (before.lesson is not None or after.lesson is not None):
            yield before, after, cut.low_min, cut.high_min


def _left_by_teacher(scene: Scene, lesson: Lesson, teacher: Teacher) -> Iterator[Left]:
    where = f"{teacher.name}: на прежнем месте осталось бы"
    for before, after, low, high in _new_pairs(
        scene, scene.desk.teacher_days[teacher.id][lesson.week, lesson.day], lesson.week
    ):
        road, wait = scene.desk.travel(before.place, after.place), after.start_min - before.end_min
        who = (teacher.id, None, refs(before, after), lesson.week)
        place = (lesson.week, lesson.day, teacher.id, low, high)
        if 0 <= wait < road:
            said = f"{where} {wait} мин на дорогу, нужно {road}"
            yield Left(*place, Blocker("teacher.clash", said, *who))
        most = teacher.max_gap_min
        if most is not None and wait - road > most and not (before.fact and after.fact):
            said = f"{where} окно {wait - road} мин, можно {most}"
            yield Left(*place, Blocker("teacher.gap", said, *who))


def _left_by_pupil(scene: Scene, lesson: Lesson, pupil: Pupil) -> Iterator[Left]:
    for before, after, low, high in _new_pairs(
        scene, scene.desk.pupil_days[pupil.id][lesson.week, lesson.day], lesson.week
    ):
        need, wait = break_needed(scene.desk, pupil, before, after), after.start_min - before.end_min
        if 0 <= wait < need:
            said = f"{pupil.name}: на прежнем месте остался бы перерыв {wait} мин, нужно {need}"
            blocker = Blocker("pupil.clash", said, None, pupil.id, refs(before, after), lesson.week)
            yield Left(lesson.week, lesson.day, None, low, high, blocker)
