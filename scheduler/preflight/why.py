"""Why a row has no possible start with a teacher: the fewest facts that leave none, in Russian."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.preflight.facts import Day, Facts
from scheduler.preflight.spoken import Names, span, windows_said
from scheduler.preflight.starts import ALL, Atom, Starts
from scheduler.problem import PlanRow, Window
from scheduler.russian import DAY
from scheduler.terms import LessonForm, clock

Key = tuple[str, str]  # rule code, id of the person
_ORDER = ("frame", "remote.end", "pupil.load", "teacher.load", "teacher.free", "adult.home", "pupil.avoid")


def no_start_texts(starts: Starts, names: Names, row: PlanRow) -> list[str]:
    """One sentence per candidate."""
    texts = []
    for teacher_id in starts.facts.candidates(row):
        facts = [fact_said(starts, names, row, key) for key in conflict(starts, row, teacher_id)]
        texts.append(_against(facts) if facts else "в учебных неделях нет открытых дней")
    return texts


def _against(facts: list[str]) -> str:
    """`свободное время учителя …, а взрослый дома …`."""
    return ", а ".join(["; ".join(facts[:-1]), facts[-1]] if len(facts) > 1 else facts)


def conflict(starts: Starts, row: PlanRow, teacher_id: str) -> list[Key]:
    """The fewest (rule, person) pairs, none of them spare, that together leave no start on any day."""
    days = [_by_key(starts.atoms(row, teacher_id, day)) for day in starts.facts.days_of(row)]
    keys = list(dict.fromkeys(key for masks in days for key in masks))
    keys.sort(key=lambda key: _ORDER.index(key[0]) if key[0] in _ORDER else len(_ORDER), reverse=True)
    kept = list(keys)
    for key in keys:
        rest = [other for other in kept if other != key]
        if not any(_left(masks, rest) for masks in days):
            kept = rest
    return kept[::-1]


def _by_key(atoms: list[Atom]) -> dict[Key, int]:
    masks: dict[Key, int] = {}
    for atom in atoms:
        key = (atom.code, atom.who)
        masks[key] = masks.get(key, ALL) & atom.mask
    return masks


def _left(masks: dict[Key, int], keys: list[Key]) -> int:
    mask = ALL
    for key in keys:
        mask &= masks.get(key, ALL)
    return mask


def fact_said(starts: Starts, names: Names, row: PlanRow, key: Key) -> str:
    """One fact of a conflict as a phrase: `Ветров Б. Б. свободен: пн 13:30–18:00`."""
    code, who = key
    facts = starts.facts
    if code == "frame":
        problem = facts.problem
        return (
            f"учебный день {span(problem.day_start_min, problem.day_end_min)}, занятие {row.lesson_min} мин"
        )
    if code == "remote.end":
        return f"дистанционные занятия до {clock(facts.problem.norms.remote_end_min or 0)}"
    if code.startswith("teacher."):
        return _teacher_said(facts, names, code, who)
    return _pupil_said(facts, names, row, code, who)


def _teacher_said(facts: Facts, names: Names, code: str, who: str) -> str:
    teacher, name = facts.teachers[who], names.teacher(who)
    if code == "teacher.free":
        free = windows_said(facts.problem, teacher.free)
        return f"свободное время (учитель {name}): {free or 'не указано'}"
    if code == "teacher.load":
        return f"нагрузка (учитель {name}) не оставляет места и одному занятию"
    taken = "; ".join(_fixed_said(facts, names, who, True))
    return f"учитель {name} занят: {taken}, и нужно время на дорогу"


def _pupil_said(facts: Facts, names: Names, row: PlanRow, code: str, who: str) -> str:
    pupil, name, problem = facts.pupils[who], names.pupil(who), facts.problem
    if code == "adult.home":
        windows = pupil.adult_home or ()
        return f"взрослый дома у {name}: {windows_said(problem, windows) or 'никогда'}"
    if code == "pupil.avoid":
        return f"время, закрытое для {name}: {windows_said(problem, pupil.avoid)}"
    if code == "pupil.load":
        limit = pupil.max_remote_day_min if row.form == LessonForm.REMOTE else None
        least = min((m for m in (pupil.max_day_min, limit) if m is not None), default=0)
        return f"{name}: в день можно {least} мин, занятие {row.lesson_min} мин"
    return f"у {name} уже занято: {'; '.join(_fixed_said(facts, names, who, False))}, и нужна перемена"


def _fixed_said(facts: Facts, names: Names, who: str, teacher: bool) -> Iterator[str]:
    """Busy windows as written, then pinned lessons (three at most)."""
    person = facts.teachers[who] if teacher else facts.pupils[who]
    windows: list[Window] = list(person.busy)
    if windows:
        yield windows_said(facts.problem, windows)
    table = facts.fixed_of_teacher if teacher else facts.fixed_of_pupil
    pinned = [
        (day, fixed) for (name, day), held in table.items() if name == who for fixed in held if fixed.row
    ]
    yield from (
        _pinned_said(names, day, fixed.row, fixed.start_min) for day, fixed in pinned[:3] if fixed.row
    )


def _pinned_said(names: Names, day: Day, row: PlanRow, start_min: int) -> str:
    return f"закреплённое занятие {names.row(row)} {day[0]} {DAY[day[1]]} {clock(start_min)}"
