"""The bound by counting: rows without room, teachers and pupils whose days hold less than they are asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from scheduler.bounds.alone import Alone
from scheduler.bounds.days import Days, PersonDay
from scheduler.bounds.flow import Flow
from scheduler.bounds.packing import Packing
from scheduler.bounds.rooms import Day, Room, Rooms
from scheduler.problem import PlanRow, Problem


def impossible_rows(problem: Problem) -> dict[str, int]:
    """Lessons per row that cannot be placed whatever else moves; rows with none are left out."""
    rooms = Rooms(problem)
    alone = Alone(rooms)
    short = {row.id: row.lessons - alone.most(row) for row in problem.rows}
    return {row: count for row, count in short.items() if count > 0}


def quick_bound(problem: Problem) -> int:
    """Lessons that stay unplaced in every timetable, by counting alone; never too high."""
    return _Quick(Rooms(problem)).bound()


class _Quick:
    """Rows fall into parts that share none; what the parts fall short by adds up."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._days = Days(rooms)
        alone = Alone(rooms)
        self._most = {row.id: alone.most(row) for row in rooms.problem.rows}

    def bound(self) -> int:
        """First teachers that cannot do all their own rows, then pupils with what is left."""
        own: defaultdict[str, list[PlanRow]] = defaultdict(list)
        for row in self._rooms.problem.rows:
            teachers = {room.teacher for room in self._rooms.of_row[row.id]}
            if len(teachers) == 1:
                own[teachers.pop()].append(row)
        total, counted = 0, set()
        for teacher, rows in own.items():
            short = self._teacher_short(teacher, rows)
            if short > sum(row.lessons - self._most[row.id] for row in rows):
                total += short
                counted |= {row.id for row in rows}
        by_pupil: defaultdict[str, list[PlanRow]] = defaultdict(list)
        for row in self._rooms.problem.rows:
            if row.id not in counted:
                by_pupil[row.pupils[0]].append(row)
        return total + sum(self._pupil_short(pupil, rows) for pupil, rows in by_pupil.items())

    def _teacher_short(self, name: str, rows: Sequence[PlanRow]) -> int:
        teacher = self._rooms.facts.teachers[name]
        holds = {
            day.day: _least(self._held(self._days.teacher_packings(day), day), teacher.max_day_lessons)
            for day in self._days.teacher_days(rows)
        }
        weekly: dict[str, int] = {}
        if teacher.max_week_min is not None:
            shortest = min(row.lesson_min for row in rows)
            weekly = dict.fromkeys(self._rooms.facts.week_ids, teacher.max_week_min // shortest)
        return self._short(rows, holds, weekly)

    def _pupil_short(self, name: str, rows: Sequence[PlanRow]) -> int:
        pupil = self._rooms.facts.pupils[name]
        shortest = min(row.lesson_min for row in rows)
        minutes = None if pupil.max_day_min is None else pupil.max_day_min // shortest
        holds = {
            day.day: _least(self._held(self._days.pupil_packings(day), day), pupil.max_day_lessons, minutes)
            for day in self._days.pupil_days(rows)
            if day.person == name
        }
        return self._short(rows, holds, {})

    def _held(self, found: Iterable[Packing], day: PersonDay) -> int:
        """Lessons the day can hold: the sum of what each row could have, or less by some inequality."""
        least = _each_row(day.rooms)
        for packing in found:
            inside = {piece.room for piece in packing.pieces}
            rest = _each_row(room for room in day.rooms if room not in inside)
            least = min(least, rest + self._days.most_lessons(packing))
        return least

    def _short(self, rows: Sequence[PlanRow], holds: dict[Day, int], weekly: dict[str, int]) -> int:
        """What a largest flow from rows over their weeks and days leaves undone."""
        flow, wanted = Flow(), sum(row.lessons for row in rows)
        for row in rows:
            flow.add("from", row.id, self._most[row.id])
            self._row_edges(flow, row, holds)
        for day, count in holds.items():
            flow.add(day, ("week", day[0]), count)
        for week in {day[0] for day in holds}:
            flow.add(("week", week), "to", weekly.get(week, wanted))
        return wanted - flow.push("from", "to")

    def _row_edges(self, flow: Flow, row: PlanRow, holds: dict[Day, int]) -> None:
        problem, fits = self._rooms.problem, Counter[Day]()
        for room in self._rooms.of_row[row.id]:
            fits[room.day] = max(fits[room.day], room.fits)
        weeks = problem.weeks_of(row)
        most = row.lessons if problem.dated else -(-row.lessons // len(weeks))
        for week in weeks:
            flow.add(row.id, (row.id, week), most)
        for day, count in fits.items():
            if day in holds:
                flow.add((row.id, day[0]), day, count)


def _each_row(rooms: Iterable[Room]) -> int:
    """Lessons if each row had its most roomy teacher."""
    fits = Counter[str]()
    for room in rooms:
        fits[room.row.id] = max(fits[room.row.id], room.fits)
    return sum(fits.values())


def _least(count: int, *limits: int | None) -> int:
    return min(count, *(limit for limit in limits if limit is not None), count)
