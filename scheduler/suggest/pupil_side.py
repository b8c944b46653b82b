"""The pupils' day: avoid windows, an adult at home, breaks, limits; gaps, wishes, balance, curve."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from scheduler.checks.desk import Engagement
from scheduler.checks.pupil import break_needed
from scheduler.problem import Pupil, merge_windows
from scheduler.russian import DAY
from scheduler.suggest.answer import Blocker
from scheduler.suggest.scene import Between, Index, Scene, Slot
from scheduler.suggest.side import Cell, Side, Vary, clash_masks, inside, pair_cells, refs
from scheduler.suggest.words import (
    day_load_said,
    minutes_said,
    pupil_clash_said,
    teachers_said,
    windows_said,
)
from scheduler.terms import LessonForm, WishKind, clock
from scheduler.timetable import Lesson


def pupil_side(scene: Scene, index: Index, slot: Slot) -> Side:
    """Everything that is the same for every teacher: all pupils of the row on this day."""
    side = Side()
    _close_remote_end(scene, slot, side)
    for pupil in scene.pupils:
        lessons = scene.pupil_lessons(pupil.id, slot)
        _close_windows(scene, pupil, slot, side)
        _close_load(scene, pupil, slot, lessons, side)
        _close_subject(scene, index, pupil, slot, lessons, side)
        near = scene.near_pupil(pupil, slot)
        slices = scene.between(near, slot[0])
        for each, mask in zip(near, clash_masks(scene, near, slices), strict=True):
            if mask:
                said = pupil_clash_said(scene, pupil, each)
                side.close(mask, Blocker("pupil.clash", said, None, pupil.id, refs(each.item), slot[0]))
        side.cells.append(pair_cells(scene, slices, lambda cut, who=pupil: _vary(scene, who, cut)))  # type: ignore[misc]
        side.cells += wish_cells(scene, pupil, slot)
    return side


def _close_remote_end(scene: Scene, slot: Slot, side: Side) -> None:
    latest = scene.desk.problem.norms.remote_end_min
    if scene.row.form is LessonForm.REMOTE and latest is not None:
        said = f"дистанционные занятия кончаются не позже {clock(latest)}"
        mask = scene.grid.between(latest - scene.length_min + 1, 24 * 60)
        side.close(mask, Blocker("remote.end", said, week=slot[0]))


def _close_windows(scene: Scene, pupil: Pupil, slot: Slot, side: Side) -> None:
    for start, end in merge_windows([(x.start_min, x.end_min) for x in pupil.avoid if x.holds_on(*slot)]):
        mask = scene.grid.between(start - scene.length_min + 1, end - 1)
        said = windows_said(pupil.name, "в это время занятий нет:", "", [(start, end)])
        side.close(mask, Blocker("pupil.avoid", said, None, pupil.id, week=slot[0]))
    if scene.row.form is LessonForm.HOME and pupil.adult_home is not None:
        mask, spans = inside(scene, pupil.adult_home, slot)
        if mask != scene.grid.full:
            missing = f"{DAY[slot[1]]} взрослого дома нет"
            said = windows_said(pupil.name, f"взрослый дома {DAY[slot[1]]}", missing, spans)
            side.close(scene.grid.full & ~mask, Blocker("adult.home", said, None, pupil.id, week=slot[0]))


def _close_load(scene: Scene, pupil: Pupil, slot: Slot, lessons: list[Lesson], side: Side) -> None:
    said: list[str] = []
    if pupil.max_day_lessons is not None and len(lessons) + 1 > pupil.max_day_lessons:
        said.append(day_load_said(pupil.name, len(lessons), pupil.max_day_lessons))
    more, most, held = scene.length_min, pupil.max_day_min, _minutes(lessons)
    if most is not None and held + more > most:
        said.append(minutes_said(pupil.name, "в этот день", held, more, most))
    most = pupil.max_remote_day_min
    if most is not None and scene.row.form is LessonForm.REMOTE:
        held = _minutes([x for x in lessons if scene.desk.row(x).form is LessonForm.REMOTE])
        if held + more > most:
            said.append(minutes_said(pupil.name, "дистанционно в этот день", held, more, most))
    for text in said:
        side.close(scene.grid.full, Blocker("pupil.load", text, None, pupil.id, week=slot[0]))


def _minutes(lessons: Sequence[Lesson]) -> int:
    return sum(lesson.end_min - lesson.start_min for lesson in lessons)


def _close_subject(
    scene: Scene, index: Index, pupil: Pupil, slot: Slot, lessons: list[Lesson], side: Side
) -> None:
    subject = scene.row.subject
    held = sum(scene.desk.row(lesson).subject == subject for lesson in lessons)
    most = index.most_a_day[pupil.id, subject]
    if held + 1 > most:
        said = f"{pupil.name}: {scene.row.name}, {day_load_said('', held, most)[2:]}"
        side.close(scene.grid.full, Blocker("subject.day", said, None, pupil.id, week=slot[0]))


def too_many_teachers(scene: Scene, teacher_id: str, slot: Slot) -> list[Blocker]:
    """Pupils whose day would see one teacher too many."""
    found = []
    for pupil in scene.pupils:
        if pupil.max_teachers_day is None:
            continue
        held = {lesson.teacher for lesson in scene.pupil_lessons(pupil.id, slot)}
        if teacher_id not in held and len(held) + 1 > pupil.max_teachers_day:
            said = teachers_said(pupil.name, len(held), pupil.max_teachers_day)
            found.append(Blocker("pupil.load", said, teacher_id, pupil.id, week=slot[0]))
    return found


def _vary(scene: Scene, pupil: Pupil, cut: Between) -> Vary:
    """Minutes beyond the breaks around a lesson between two neighbours, less those of the pair it parts."""
    before, after = cut.before, cut.after
    gap = slope = 0
    if before is not None:
        gap -= before.item.end_min + before.from_min
        slope += 1
    if after is not None:
        gap += after.item.start_min - scene.length_min - after.to_min
        slope -= 1
    if before is not None and after is not None:
        gap -= gap_of(scene, pupil, before.item, after.item)
    return Vary(gap=gap, gap_slope=slope)


def gap_of(scene: Scene, pupil: Pupil, before: Engagement, after: Engagement) -> int:
    need = break_needed(scene.desk, pupil, before, after)
    return max(0, after.start_min - before.end_min - need)


def wish_cells(scene: Scene, pupil: Pupil, slot: Slot) -> list[list[Cell]]:
    """Partitions of the day's starts by what the pupil's family wished."""
    grid, cells = scene.grid, []
    prefer = [wish for wish in pupil.wishes if wish.kind is WishKind.PREFER]
    if prefer:
        good = 0
        for wish in prefer:
            good |= grid.between(wish.start_min, wish.end_min - 1) if wish.holds_on(*slot) else 0
        cost = Vary(wish=max(wish.weight for wish in prefer))
        cells.append([(good, Vary()), (grid.full & ~good, cost)])
    for wish in pupil.wishes:
        if wish.kind is WishKind.DISLIKE and wish.holds_on(*slot):
            bad = grid.between(wish.start_min, wish.end_min - 1)
            cells.append([(grid.full & ~bad, Vary()), (bad, Vary(wish=wish.weight))])
    return cells


def wish_of(pupil: Pupil, slot: Slot, start_min: int) -> int:
    """Units of one start."""
    holding = [w for w in pupil.wishes if w.holds_on(*slot) and w.start_min <= start_min < w.end_min]
    prefer = [wish.weight for wish in pupil.wishes if wish.kind is WishKind.PREFER]
    met = any(wish.kind is WishKind.PREFER for wish in holding)
    missed = max(prefer) if prefer and not met else 0
    return missed + sum(wish.weight for wish in holding if wish.kind is WishKind.DISLIKE)


def pupil_day_gap(scene: Scene, pupil: Pupil, items: list[Engagement]) -> int:
    return sum(gap_of(scene, pupil, a, b) for a, b in pairwise(items))
