"""Goals of families: wishes, days of an adult at home, waiting, even days, easy edges of the week, faces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.constraints.pupil import required_break
from scheduler.problem import Pupil
from scheduler.terms import LessonForm, WishKind

if TYPE_CHECKING:
    from scheduler.variables import Linear, Start, Unknowns


def wish_cost(pupil: Pupil, start: Start) -> int:
    """Largest prefer weight if the start is outside all prefer windows, plus dislike windows that hold it."""
    held = [
        wish
        for wish in pupil.wishes
        if wish.holds_on(start.week, start.day) and wish.start_min <= start.start_min < wish.end_min
    ]
    cost = sum(wish.weight for wish in held if wish.kind is WishKind.DISLIKE)
    if not any(wish.kind is WishKind.PREFER for wish in held):
        cost += max((wish.weight for wish in pupil.wishes if wish.kind is WishKind.PREFER), default=0)
    return cost


def wish(unknowns: Unknowns) -> Linear:
    """Wishes not met, per lesson and pupil."""
    return sum(
        literal * cost
        for start, literal in unknowns.literals.items()
        for name in unknowns.facts.rows[start.row].pupils
        if (cost := wish_cost(unknowns.facts.pupils[name], start))
    )


def adult_days(unknowns: Unknowns) -> Linear:
    """(pupil, week, day) with a home lesson."""
    found = []
    for pupil, week, day in unknowns.pupil_days:
        starts = unknowns.select(pupil=pupil, week=week, day=day)
        found.append(unknowns.any_of(s for s in starts if unknowns.facts.rows[s.row].form is LessonForm.HOME))
    return sum(found)


def pupil_gap(unknowns: Unknowns) -> Linear:
    """Minutes between consecutive engagements of a pupil beyond the required break; busy windows count."""
    units: Linear = 0
    for (name, _, _), day in unknowns.pupil_days.items():
        pupil = unknowns.facts.pupils[name]
        for arc in day.arcs:
            needed = required_break(unknowns.facts, pupil, arc.before, arc.after)
            units += arc.taken * max(0, arc.after.start_min - arc.before.end_min - needed)
        units += sum(wait.taken * wait.minutes for wait in day.waits)
    return units


def balance(unknowns: Unknowns) -> Linear:
    """Lessons on a pupil's day above ceil(lessons of the week ÷ listed days)."""
    units: Linear = 0
    days = unknowns.facts.problem.days
    for name, rows in unknowns.facts.rows_of_pupil.items():
        most = sum(row.lessons for row in rows)
        for week in unknowns.facts.week_ids:
            share = unknowns.even_share(unknowns.lessons(pupil=name, week=week), len(days), most)
            for day in days:
                units += unknowns.above(unknowns.lessons(pupil=name, week=week, day=day), share, most)
    return units


def curve(unknowns: Unknowns) -> Linear:
    """Difficulty points of a pupil's first and last listed day above ceil(points of week ÷ listed days)."""
    units: Linear = 0
    days = unknowns.facts.problem.days
    for name, rows in unknowns.facts.rows_of_pupil.items():
        most = sum(row.lessons * row.difficulty for row in rows)
        if most == 0:
            continue
        for week in unknowns.facts.week_ids:
            share = unknowns.even_share(_points(unknowns, name, week), len(days), most)
            for day in dict.fromkeys((days[0], days[-1])):
                units += unknowns.above(_points(unknowns, name, week, day), share, most)
    return units


def _points(unknowns: Unknowns, pupil: str, week: str, day: str = "") -> Linear:
    starts = unknowns.select(pupil=pupil, week=week, day=day)
    return sum(unknowns.literals[start] * unknowns.facts.rows[start.row].difficulty for start in starts)


def faces(unknowns: Unknowns) -> Linear:
    """Different teachers of each pupil."""
    met = []
    for rows in unknowns.facts.rows_of_pupil.values():
        for teacher in unknowns.facts.teachers:
            teaching = [unknowns.teaches(row.id, teacher) for row in rows if teacher in row.teachers]
            if teaching:
                met.append(unknowns.any_true(teaching))
    return sum(met)
