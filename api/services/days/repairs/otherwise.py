"""A lesson without its teacher given otherwise: at another start of its day, or remotely, by who could."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.services.days.repairs.standing import Standing, slot_of
from api.services.days.repairs.words import FORM
from scheduler.calendar.lessons import DatedLesson
from scheduler.problem import PlanRow
from scheduler.repair.seats import Ground as Seating
from scheduler.repair.values import Option
from scheduler.terms import LessonForm, clock

MOST = 8
AFAR = " remote"


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherWay:
    """key: names it in a form. said: `13:00–13:40, дома, Полева Н. Н.`"""

    teacher_id: str
    start_min: int
    form: LessonForm
    said: str

    @property
    def key(self) -> str:
        return f"{self.teacher_id}_{self.start_min}_{self.form}"


def remotely(row: PlanRow) -> PlanRow:
    """The same lesson by screen: the norms for remote lessons, the child's limit of them and of papers hold then."""
    return row.model_copy(update={"id": row.id + AFAR, "form": LessonForm.REMOTE, "place": None})


class Ways:
    """scene: with the rows that are asked about and what is `remotely` of each. names: code → id and name of a teacher.
    prices: points of a teacher by row, as for a substitution at the lesson's own time."""

    def __init__(
        self,
        scene: Standing,
        names: Mapping[str, tuple[str, str]],
        prices: Mapping[str, Mapping[str, int]],
    ) -> None:
        self._seating = Seating(scene.problem, scene.timetable)
        self._rows = {row.id: row for row in scene.problem.rows}
        self._names, self._prices = names, prices

    def of(self, row: PlanRow, lesson: DatedLesson) -> tuple[OtherWay, ...]:
        """The nearest in time first: as it was at another start, remotely at its own start or another one."""
        found = sorted(self._found(row, lesson))
        return tuple(way for *_, way in found[:MOST])

    def _found(self, row: PlanRow, lesson: DatedLesson) -> Iterator[tuple[int, int, str, str, OtherWay]]:
        for asked in (row, self._rows.get(row.id + AFAR)):
            for name in asked.teachers if asked else ():
                assert asked is not None
                seats = self._seating.seats(Option(row=asked), name, slot_of(lesson.on))
                near = seats.nearest(lesson.start_min) if seats else None
                if near is None or (near[1] == lesson.start_min and asked is row):
                    continue
                points, start = near
                key, told = self._names[name]
                span = f"{clock(start)}–{clock(start + asked.lesson_min)}"
                way = OtherWay(
                    teacher_id=key,
                    start_min=start,
                    form=asked.form,
                    said=f"{span}, {FORM[asked.form]}, {told}",
                )
                price = points + self._prices[row.id].get(name, 0)
                yield abs(start - lesson.start_min), price, told, asked.form, way
