"""Rows that cannot be placed for a reason of their own: no teacher, no start, too little room."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.preflight.capacity import Capacity, Room
from scheduler.preflight.finding import Finding
from scheduler.preflight.spoken import Names
from scheduler.preflight.why import no_start_texts
from scheduler.problem import PlanRow, Problem
from scheduler.russian import counted, lessons


def row_findings(capacity: Capacity) -> Iterator[Finding]:
    problem, names = capacity.facts.problem, Names(capacity.facts.problem)
    for number, row in enumerate(problem.rows):
        most = capacity.most(row)
        if most >= row.lessons:
            continue
        code, why, fields = row_shortage(capacity, names, row, number)
        text = f"{names.row(row)}: {why}"
        yield Finding(code, "blocks", names.row(row), text, row.lessons, most, (row.id,), fields)


def row_shortage(
    capacity: Capacity, names: Names, row: PlanRow, number: int
) -> tuple[str, str, tuple[str, ...]]:
    """Code, sentence and fields to mend of a row with less room than lessons."""
    path = f"rows.{number}"
    rooms = capacity.rooms(row)
    if not row.teachers:
        return "row.teacher", f"учитель не назначен, нужно {lessons(row.lessons)}", (f"{path}.teachers",)
    if not rooms:
        return "row.teacher", "закреплённые занятия требуют разных или чужих учителей", ("pins",)
    if rooms[0].lessons == 0 and rooms[0].code == "row.start":
        why = "; ".join(dict.fromkeys(no_start_texts(capacity.starts, names, row)))
        text = f"для занятия {row.lesson_min} мин нет ни одного возможного времени: {why}"
        return "row.start", text, (f"{path}.teachers",)
    room = rooms[0]
    limit = _limit_said(capacity, names, row, room)
    text = f"нужно {lessons(row.lessons)}, свободных мест {room.lessons} ({limit})"
    return "row.room", text, (f"{path}.lessons", f"{path}.max_per_day")


def _limit_said(capacity: Capacity, names: Names, row: PlanRow, room: Room) -> str:
    problem = capacity.facts.problem
    if room.code == "teacher.load":
        most = capacity.facts.teachers[room.teacher].max_week_min
        return f"учитель {names.teacher(room.teacher)}: не больше {most} мин в неделю"
    if room.code == "rhythm":
        slots = capacity.slots_of_row[row.id]
        times = counted(slots, "время", "разных времени", "разных времён")
        return f"ритм допускает {times} в неделю, в каждую неделю они подходят не все"
    if room.code == "week.even":
        return _weeks_said(capacity, row, room)
    return _days_said(capacity, row, room, problem)


def _weeks_said(capacity: Capacity, row: PlanRow, room: Room) -> str:
    """Weeks that hold less than their even share."""
    facts = capacity.facts
    weeks = facts.problem.weeks_of(row)
    each = -(-row.lessons // len(weeks))
    held = dict.fromkeys(weeks, 0)
    for day in facts.days_of(row):
        held[day[0]] += capacity.day(row, room.teacher, day)
    short = ", ".join(f"{week}: {number}" for week, number in held.items() if number < each)
    return f"поровну по неделям не больше {each} в неделю, а мест меньше в неделях {short}"


def _days_said(capacity: Capacity, row: PlanRow, room: Room, problem: Problem) -> str:
    facts = capacity.facts
    usable = [day for day in facts.days_of(row) if capacity.day(row, room.teacher, day)]
    weeks = len(problem.weeks_of(row))
    days = counted(len(usable), "подходящий день", "подходящих дня", "подходящих дней")
    most = max((capacity.day(row, room.teacher, day) for day in usable), default=0)
    period = f" за {counted(weeks, 'неделю', 'недели', 'недель')}" if weeks > 1 else ""
    return f"{days}{period}, в день не больше {most}"
