"""Whether the times of a plan are still good: by the checker, beside what stands now and each other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from api.services.days.desk import local, zone_of
from api.services.days.lessons import Days
from api.services.days.repairs.grounds import Ground, ground_of, of_case
from api.services.days.repairs.proposing import lesson_at
from api.services.days.repairs.standing import days_around, row_of, slot_of, standing
from api.services.unit import Unit
from models.case import Case
from models.repair import MakeUpLesson
from scheduler.checks import check
from scheduler.problem import PlanRow
from scheduler.terms import LessonForm


class Judged:
    """Items of a plan that have a time, judged once. A lesson that moves stands no more where it stood."""

    def __init__(self, unit: Unit, case: Case, items: Sequence[MakeUpLesson]) -> None:
        here = local(unit, case.school_id)
        now = (here.date(), here.hour * 60 + here.minute)
        ahead = [
            x
            for x in items
            if x.on_date is not None and x.start_min is not None and (x.on_date, x.start_min) > now
        ]
        self._unit, self._case = unit, case
        self._items: dict[str, MakeUpLesson] = {}
        if not ahead:
            return
        days = [
            day for x in ahead for day in (x.on_date, x.lost_on if x.is_move else None) if day is not None
        ]
        self._ground = ground_of(unit, of_case(unit, case, min(days), max(days)), fresh=True)
        self._around = days_around(
            unit.session,
            self._ground,
            {case.id},
            {x.teacher_id for x in ahead},
            zone_of(unit, case.school_id),
        )
        self._rows = _rows(self._ground, case, ahead)
        self._items = {
            x.id: x
            for x in ahead
            if x.id in self._rows and not (x.is_move and _has_changed(self._around, case, x))
        }

    def good(self) -> set[str]:
        """Those that break no rule; what breaks one goes, one after another, a lesson that would move stays put."""
        kept = list(self._items)
        while kept and (wrong := self._wrong(kept)):
            kept.remove(wrong)
        return set(kept)

    def needless(self, good: Collection[str]) -> set[str]:
        """Moves without which all else is as good: what need not move stays put."""
        kept, found = list(good), set()
        for key in good:
            rest = [each for each in kept if each != key]
            if self._items[key].is_move and not (rest and self._wrong(rest)):
                kept = rest
                found.add(key)
        return found

    def _wrong(self, keys: Sequence[str]) -> str | None:
        """One of them that breaks a rule, None where none does."""
        items = [self._items[key] for key in keys]
        gone = {(self._case.id, x.lesson) for x in items if x.is_move}
        rows = [self._rows[x.id] for x in items]
        scene = standing(self._unit.session, self._ground, self._around, rows, without=gone)
        lessons = {
            x.id: lesson_at(scene, row, slot_of(x.on_date), row.teachers[0], x.start_min)
            for x, row in zip(items, rows, strict=True)
            if x.on_date is not None and x.start_min is not None
        }
        before = set(check(scene.problem, scene.timetable).violations)
        whole = scene.timetable.model_copy(update={"lessons": (*scene.timetable.lessons, *lessons.values())})
        broken = [
            violation
            for violation in check(scene.problem, whole).violations
            if violation not in before and violation.rule != "row.count"
        ]
        wrong = [ref.row for violation in broken for ref in violation.lessons if ref.row in lessons]
        return (wrong[-1] if wrong else keys[-1]) if broken else None


def _has_changed(around: Days, case: Case, item: MakeUpLesson) -> bool:
    found = around.find(case.id, item.lesson)
    return found is None or found.tag != item.tag


def _rows(ground: Ground, case: Case, items: Sequence[MakeUpLesson]) -> Mapping[str, PlanRow]:
    """A row for each, where child and teacher are still known."""
    codes, pupil = ground.names.teachers, ground.names.cases.get(case.id, "")
    if pupil not in {each.id for each in ground.problem.pupils}:
        return {}
    return {
        item.id: PlanRow(
            id=item.id, pupils=(pupil,), form=LessonForm(item.form), lessons=1, lesson_min=item.minutes,
            teachers=(codes[item.teacher_id],),
            **{**row_of(ground, item.row_key, item.subject), **({"place": None} if item.form != "school" else {})},
        )
        for item in items
        if item.teacher_id in codes
    }  # fmt: skip
