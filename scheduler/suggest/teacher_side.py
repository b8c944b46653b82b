"""A teacher's day: free windows, roads, load, waiting; travel, idle and visits."""

from __future__ import annotations

from functools import partial

from scheduler.checks.desk import Desk, Engagement
from scheduler.problem import Teacher
from scheduler.russian import DAY
from scheduler.suggest.answer import Blocker
from scheduler.suggest.scene import Between, Index, Near, Scene, Slot
from scheduler.suggest.side import Side, Vary, clash_masks, inside, pair_cells, refs
from scheduler.suggest.words import (
    day_load_said,
    gap_said,
    minutes_said,
    teacher_clash_said,
    windows_said,
)
from scheduler.terms import LessonForm


def teacher_side(scene: Scene, index: Index, teacher: Teacher, slot: Slot) -> Side:
    """Everything about the lesson with this teacher on this day."""
    side = Side()
    near = scene.near_teacher(teacher, slot)
    slices = scene.between(near, slot[0])
    _close_free(scene, teacher, slot, side)
    _close_load(scene, index, teacher, slot, side)
    for each, mask in zip(near, clash_masks(scene, near, slices), strict=True):
        if mask:
            said = teacher_clash_said(scene, teacher, each)
            side.close(mask, Blocker("teacher.clash", said, teacher.id, None, refs(each.item), slot[0]))
    _close_gap(scene, teacher, slot, slices, side)
    side.cells.append(pair_cells(scene, slices, partial(_vary, scene, scene.teacher_place(teacher, slot))))
    return side


def _close_free(scene: Scene, teacher: Teacher, slot: Slot, side: Side) -> None:
    mask, spans = inside(scene, teacher.free, slot)
    if mask != scene.grid.full:
        missing = f"{DAY[slot[1]]} нет свободного времени"
        said = windows_said(teacher.name, f"свободное время {DAY[slot[1]]}", missing, spans)
        side.close(scene.grid.full & ~mask, Blocker("teacher.free", said, teacher.id, week=slot[0]))


def _close_load(scene: Scene, index: Index, teacher: Teacher, slot: Slot, side: Side) -> None:
    lessons = scene.teacher_lessons(teacher.id, slot)
    most = teacher.max_day_lessons
    if most is not None and len(lessons) + 1 > most:
        said = day_load_said(teacher.name, len(lessons), most)
        side.close(scene.grid.full, Blocker("teacher.load", said, teacher.id, week=slot[0]))
    if teacher.max_week_min is None:
        return
    gone = [
        x for x in scene.moved if (x.teacher, x.week) == (teacher.id, slot[0]) and scene.desk.on_calendar(x)
    ]
    held = index.week_min[teacher.id, slot[0]] - sum(x.end_min - x.start_min for x in gone)
    if held + scene.length_min > teacher.max_week_min:
        when = f"на неделе {slot[0]}"
        said = minutes_said(teacher.name, when, held, scene.length_min, teacher.max_week_min)
        side.close(scene.grid.full, Blocker("teacher.load", said, teacher.id, week=slot[0]))


def _close_gap(scene: Scene, teacher: Teacher, slot: Slot, slices: list[Between], side: Side) -> None:
    most = teacher.max_gap_min
    if most is None:
        return
    pinned = _pinned(scene, teacher, slot)
    for cut in slices:
        if cut.before is not None:
            low = cut.before.item.end_min + cut.before.from_min + most + 1
            _close_wait(scene, teacher, slot, cut.before, (max(cut.low_min, low), cut.high_min), pinned, side)
        if cut.after is not None:
            high = cut.after.item.start_min - cut.after.to_min - most - scene.length_min - 1
            _close_wait(scene, teacher, slot, cut.after, (cut.low_min, min(cut.high_min, high)), pinned, side)


def _close_wait(
    scene: Scene, teacher: Teacher, slot: Slot, near: Near, span: tuple[int, int], pinned: int, side: Side
) -> None:
    mask = scene.grid.between(*span) & ~(pinned if near.item.fact else 0)
    if mask:
        said = gap_said(scene, teacher, near)
        side.close(mask, Blocker("teacher.gap", said, teacher.id, None, refs(near.item), slot[0]))


def _pinned(scene: Scene, teacher: Teacher, slot: Slot) -> int:
    """Starts at which some pin asks for the lesson, so that it would be a fact."""
    mask = 0
    for pin in scene.pins:
        if (pin.week, pin.day) == slot and pin.teacher in (None, teacher.id):
            mask |= scene.grid.at(pin.start_min)
    return mask


def _vary(scene: Scene, place: str, cut: Between) -> Vary:
    """Travel, visits and idle minutes of a lesson between two neighbours, less those of the pair it parts."""
    before, after = cut.before, cut.after
    travel = idle = slope = 0
    if before is not None:
        travel += before.from_min
        idle -= before.item.end_min + before.from_min
        slope += 1
    if after is not None:
        travel += after.to_min
        idle += after.item.start_min - scene.length_min - after.to_min
        slope -= 1
    if before is not None and after is not None:
        travel -= scene.desk.travel(before.item.place, after.item.place)
        idle -= idle_of(scene.desk, before.item, after.item)
    return Vary(travel=travel, visits=_visits(scene, place, cut), idle=idle, idle_slope=slope)


def idle_of(desk: Desk, before: Engagement, after: Engagement) -> int:
    """Minutes of waiting between two neighbours; none between two busy windows."""
    if before.lesson is None and after.lesson is None:
        return 0
    road = desk.travel(before.place, after.place)
    return max(0, after.start_min - before.end_min - road)


def visited(desk: Desk, item: Engagement | None) -> str | None:
    """The home where a home lesson is held."""
    if item is None or item.lesson is None:
        return None
    return item.place if desk.row(item.lesson).form is LessonForm.HOME else None


def _visits(scene: Scene, place: str, cut: Between) -> int:
    own = place if scene.row.form is LessonForm.HOME else None
    before = visited(scene.desk, cut.before.item if cut.before else None)
    after = visited(scene.desk, cut.after.item if cut.after else None)
    return _new(before, own) + _new(own, after) - _new(before, after)


def _new(before: str | None, after: str | None) -> int:
    return int(after is not None and after != before)


def teacher_day_cost(desk: Desk, items: list[Engagement]) -> tuple[int, int, int]:
    """Travel, idle minutes and visits of a whole day."""
    travel = idle = visits = 0
    previous: Engagement | None = None
    for item in items:
        if previous is not None:
            travel += desk.travel(previous.place, item.place)
            idle += idle_of(desk, previous, item)
        visits += _new(visited(desk, previous), visited(desk, item))
        previous = item
    return travel, idle, visits
