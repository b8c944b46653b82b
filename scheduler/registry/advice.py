"""What is worth telling about a problem that was built: changes inside the range, rounding, gaps, norms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from scheduler.problem import PlanRow
from scheduler.registry.desk import NormDesk
from scheduler.registry.remarks import Remark, short_title
from scheduler.registry.review import Reviewer
from scheduler.registry.rows import ActiveLine
from scheduler.registry.span import ONE_DAY, Cut, cut_reasons, week_days
from scheduler.registry.values import AvailabilityKind, FamilyKind, Pattern, PupilEntry, Registry
from scheduler.russian import about, day_said
from scheduler.terms import MINUTES_A_DAY

MISSING = {  # why a pattern could not be applied
    Pattern.PAIRED: "не с чем чередовать в одно время",
    Pattern.BLOCK: "не сказано, в какой части года",
}
CUT_ADVICE = {"document": "Числа взяты прежние; проверьте, какой документ действует с {on}"}
USUAL_ADVICE = "Составьте расписание отдельно по {before} и с {on}"


@dataclass(frozen=True, slots=True)
class Adviser:
    """Looks at one range of a registry and what was made of it."""

    registry: Registry
    pupils: tuple[PupilEntry, ...]
    active: tuple[ActiveLine, ...]
    rows: tuple[PlanRow, ...]
    desk: NormDesk
    last: date

    def remarks(self) -> Iterator[Remark]:
        lines = tuple(entry.line for entry in self.active)
        here = replace(self.registry, pupils=self.pupils, lines=lines)
        changes = cut_reasons(here, self.desk.on, self.last)
        dates = [cut.on for cut in changes if cut.kind in ("norm", "document")]
        yield from self._lapsed()
        yield from self._changes(changes)
        yield from self._people()
        for entry in self.active:
            yield from _of_split(entry)
        yield from self._vacancies()
        reviewer = Reviewer(self.desk.on, self.last, dates, week_days(self.registry))
        yield from reviewer.review(self.pupils, self.active)

    def _lapsed(self) -> Iterator[Remark]:
        for document, ended in dict.fromkeys((file.document, file.valid_to) for file in self.desk.lapsed()):
            text = f"{short_title(document)} действовал до {day_said(ended or self.desk.on)}"
            text += "; нового документа в программе нет, взяты его последние числа"
            yield Remark(code="norm.lapsed", text=text, document=document)

    def _changes(self, changes: tuple[Cut, ...]) -> Iterator[Remark]:
        """What changes inside the range, and where to cut it: once per date, kind and person."""
        found: defaultdict[tuple[date, str, str | None, str | None], list[str]] = defaultdict(list)
        for cut in changes:
            found[cut.on, cut.kind, cut.pupil, cut.line].append(cut.text)
        for (on, kind, pupil, line), texts in found.items():
            advice = CUT_ADVICE.get(kind, USUAL_ADVICE)
            said = advice.format(before=day_said(on - ONE_DAY), on=day_said(on))
            yield Remark(code=f"cut.{kind}", text=f"{'; '.join(texts)}. {said}", pupil=pupil, line=line)

    def _people(self) -> Iterator[Remark]:
        free = {entry.teacher for entry in self.registry.availability if entry.kind == AvailabilityKind.FREE}
        for teacher in self.registry.teachers:
            if teacher.id not in free:
                text = f"{teacher.name}: свободное время не указано, занят только своими уроками"
                yield Remark(code="teacher.free", text=text)
        known = {pupil.id for pupil in self.pupils}
        for window in self.registry.families:
            part_of_day = window.start_min > 0 or window.end_min < MINUTES_A_DAY
            if window.kind == FamilyKind.OTHER_HOME and part_of_day and window.pupil in known:
                text = f"{window.pupil}: другой адрес указан на часть дня, взят на весь день"
                yield Remark(code="family.home", text=text, pupil=window.pupil)

    def _vacancies(self) -> Iterator[Remark]:
        for row in self.rows:
            if not row.teachers:
                who = f"{', '.join(row.pupils)}, «{row.name}»"
                text = f"{who}: никто из учителей не ведёт этот предмет в этом классе"
                yield Remark(code="line.vacancy", text=text, pupil=row.pupils[0], line=row.id)


def _of_split(entry: ActiveLine) -> Iterator[Remark]:
    line, made = entry.line, entry.split
    who = f"{', '.join(line.pupils)}, «{line.subject}»"
    if made.pattern != line.pattern and made.lessons:
        text = f"{who}: {MISSING[line.pattern]}, поэтому занятия чередуются по неделям"
        yield Remark(code="split.pattern", text=text, pupil=line.pupils[0], line=line.id)
    if made.off_plan:
        side = "меньше" if made.year_gap < 0 else "больше"
        text = f"{who}: {made.phrase}; за год на {about(abs(made.year_gap))} ч {side} плана"
        text += " (допустимо не больше половины занятия)"
        yield Remark(code="split.rounded", text=text, pupil=line.pupils[0], line=line.id)
