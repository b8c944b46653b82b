"""Whether a lesson is held on its date, pupil by pupil, and why not."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from scheduler.calendar.lessons import LapseKind, Validity, in_papers
from scheduler.calendar.network import OF_DAY, Network, natural_day
from scheduler.calendar.stands import Stand
from scheduler.calendar.year import Parity
from scheduler.problem import Problem, Pupil
from scheduler.terms import Weekday

Why = tuple[LapseKind, str]
Verdict = tuple[tuple[str, ...], dict[Why, list[str]]]  # who has the lesson; the others by reason


class Judge:
    """A lesson is held where the pupil's school and the teacher's have it that day and the papers are valid."""

    def __init__(self, problem: Problem, network: Network, parity: Parity, validity: Validity) -> None:
        self._network, self._validity = network, validity
        self._by_calendar = parity == Parity.CALENDAR
        self._pupils = {pupil.id: pupil for pupil in problem.pupils}
        self._school = {teacher.id: teacher.school for teacher in problem.teachers}
        self._of_row = {row.id: tuple(self._pupils[name] for name in row.pupils) for row in problem.rows}

    def verdict(self, stand: Stand) -> Verdict:
        present: list[str] = []
        absent: dict[Why, list[str]] = defaultdict(list)
        for pupil in self._of_row[stand.lesson.row]:
            if self._is_asked(stand, pupil):
                why = self._why_not(stand, pupil)
                if why is None:
                    present.append(pupil.id)
                else:
                    absent[why].append(pupil.id)
        return tuple(present), absent

    def _is_asked(self, stand: Stand, pupil: Pupil) -> bool:
        """By the calendar, a school's timetable gives nothing outside its year nor on others' moved days."""
        if stand.day is None or not self._by_calendar:
            return True
        year = self._network.year(pupil.school)
        natural = stand.day == natural_day(stand.on)
        held = self._network.held(pupil.school, pupil.grade).get(stand.on)
        return held == stand.day or (natural and year.first <= stand.on <= year.last)

    def _why_not(self, stand: Stand, pupil: Pupil) -> Why | None:
        own = self._of_school(pupil.school, pupil.grade, stand)
        if own is not None:
            return own
        school = self._school[stand.lesson.teacher]
        partner = self._of_school(school, None, stand)
        if partner is not None:
            kind = LapseKind.PARTNER_HOLIDAY if partner[0] == LapseKind.HOLIDAY else partner[0]
            return kind, f"{self._network.title(school)}: {partner[1]}"
        if not in_papers(self._validity, pupil.id, stand.on):
            return LapseKind.PAPER, self._paper(pupil.id, stand.on)
        return None

    def _of_school(self, school: str, grade: int | None, stand: Stand) -> Why | None:
        held = self._network.held(school, grade).get(stand.on)
        if held is None:
            return LapseKind.HOLIDAY, self._network.why_not(school, grade, stand.on)
        if stand.day is not None and held != stand.day:
            return LapseKind.OTHER_DAY, _other_day(held)
        return None

    def _paper(self, pupil: str, on: date) -> str:
        first, last = self._validity[pupil]
        if first is not None and on < first:
            return f"документы действуют с {first:%d.%m.%Y}"
        return f"документы действовали по {last:%d.%m.%Y}"


def _other_day(held: Weekday) -> str:
    return f"в этот день занятия по расписанию {OF_DAY[held]}"
