"""Facts of a problem as Russian phrases: names, windows, places, counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scheduler.problem import PlanRow, Problem, Window
from scheduler.russian import DAY
from scheduler.terms import MINUTES_A_DAY, Weekday, clock


def span(start_min: int, end_min: int) -> str:
    return f"{clock(start_min)}–{clock(end_min)}"


def days_said(days: Iterable[Weekday]) -> str:
    return ", ".join(DAY[day] for day in sorted(days, key=lambda day: day.number))


def windows_said(problem: Problem, windows: Sequence[Window]) -> str:
    """`пн, вт 13:30–18:00; ср 09:00–12:00 (недели w1, w3)`; windows on unlisted days are left out."""
    groups: dict[tuple[int, int, tuple[str, ...] | None], set[Weekday]] = {}
    for window in windows:
        days = set(problem.days if window.days is None else window.days) & set(problem.days)
        if days:
            groups.setdefault((window.start_min, window.end_min, window.weeks), set()).update(days)
    return "; ".join(_group_said(problem, key, days) for key, days in groups.items())


def _group_said(problem: Problem, key: tuple[int, int, tuple[str, ...] | None], days: set[Weekday]) -> str:
    start, end, weeks = key
    on = "" if days == set(problem.days) else f"{days_said(days)} "
    time = "весь день" if (start, end) == (0, MINUTES_A_DAY) else span(start, end)
    some = weeks is not None and {week.id for week in problem.weeks} - set(weeks)
    return f"{on}{time}" + (f" (недели {', '.join(weeks)})" if some and weeks else "")


class Names:
    """Titles of a problem's people, rows and places by id; an unknown id stands for itself."""

    def __init__(self, problem: Problem) -> None:
        self._pupils = {pupil.id: pupil.name for pupil in problem.pupils}
        self._teachers = {teacher.id: teacher.name for teacher in problem.teachers}
        self._places = {place.id: place.title or place.id for place in problem.places}

    def pupil(self, pupil_id: str) -> str:
        return self._pupils.get(pupil_id, pupil_id)

    def teacher(self, teacher_id: str) -> str:
        return self._teachers.get(teacher_id, teacher_id)

    def place(self, place_id: str) -> str:
        return self._places.get(place_id, place_id)

    def row(self, row: PlanRow) -> str:
        """`Математика (К-17)`."""
        return f"{row.name} ({', '.join(self.pupil(name) for name in row.pupils)})"

    def teachers(self, names: Iterable[str]) -> str:
        return ", ".join(self.teacher(name) for name in names)
