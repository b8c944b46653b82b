"""Rows of the sheets about children and the year to entries of the registry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from exports.workbook.entries import Entry
from exports.workbook.faults import WrongCellError
from exports.workbook.lineids import noted, with_ids
from exports.workbook.records import Reading, Values, check_order
from exports.workbook.texts import fold, listed, near
from scheduler.registry.values import (
    Bell,
    ClassLesson,
    FamilyKind,
    FamilyWindow,
    PinnedLesson,
    PlanLine,
    PupilEntry,
)


def pupils(entries: list[Entry], reading: Reading) -> list[PupilEntry]:
    """The grade follows from the class where it is not given."""
    check_order(entries, reading.findings, "valid_from", "valid_to", "дата не раньше начала")
    for entry in entries:
        if "grade" not in entry.values and "class_title" in entry.values and not entry.bad & {"grade"}:
            found = re.match(r"\d{1,2}", entry.values["class_title"])
            if found and 1 <= int(found[0]) <= 12:
                entry.values["grade"] = int(found[0])
            else:
                entry.wrong(
                    reading.findings,
                    "grade",
                    WrongCellError("номер класса числом, из названия класса он не виден"),
                )
    return reading.made(entries, lambda row: PupilEntry(**row))


def lines(entries: list[Entry], reading: Reading) -> list[PlanLine]:
    """Lines with the ids that follow from what is written."""
    check_order(entries, reading.findings, "valid_from", "valid_to", "дата не раньше начала")
    for entry in entries:
        hours, sat = entry.values.get("hours_week"), entry.values.get("in_class_hours", 0)
        if hours is not None and hours <= 0:
            entry.wrong(reading.findings, "hours_week", WrongCellError("часы больше нуля"))
        elif hours is not None and sat > hours:
            entry.wrong(
                reading.findings,
                "in_class_hours",
                WrongCellError("число не больше, чем в столбце «Часов в неделю»"),
            )
    return list(with_ids(reading.made(entries, lambda row: PlanLine(id="", **row))))


def families(
    entries: list[Entry],
    reading: Reading,
    people: Iterable[PupilEntry],
    rung: list[Bell] | None,
    timetable: list[ClassLesson],
) -> list[FamilyWindow]:
    """Windows; lesson numbers become times by the bells of the pupil's school and the shift of its class."""
    bells = _BellsOfPupils(people, rung or [], timetable)
    windows: list[FamilyWindow] = []
    for entry in entries:
        if entry.values.get("kind") is FamilyKind.OTHER_HOME and "place" not in entry.raw:
            entry.wrong(reading.findings, "place", WrongCellError("место: где ребёнок в это время"))
        spans = _spans(entry, reading, bells)
        rest = {name: value for name, value in entry.values.items() if name != "lessons"}
        if not entry.bad:
            windows += [FamilyWindow(**rest | span) for span in spans]
    check_order(entries, reading.findings, "start_min", "end_min", "время позже начала")
    return windows


def _spans(entry: Entry, reading: Reading, bells: _BellsOfPupils) -> list[Values]:
    if entry.values.get("lessons") is None:
        return [{}]
    if {"start_min", "end_min"} & set(entry.raw):
        entry.wrong(reading.findings, "lessons", WrongCellError("либо номера уроков, либо время"))
        return []
    try:
        return (
            bells.spans(entry.values["pupil"], entry.values["lessons"])
            if bells.times and not entry.bad
            else []
        )
    except WrongCellError as wrong:
        entry.wrong(reading.findings, "lessons", wrong)
        return []


class _BellsOfPupils:
    """When the lessons of a pupil's class are."""

    def __init__(self, people: Iterable[PupilEntry], rung: list[Bell], timetable: list[ClassLesson]) -> None:
        self.pupils = {pupil.id: pupil for pupil in people}
        self.times = {(bell.school, bell.shift, bell.number): (bell.start_min, bell.end_min) for bell in rung}
        self.shifts = {(lesson.school, lesson.class_title): lesson.shift for lesson in timetable}

    def spans(self, pupil_id: str, numbers: tuple[int, ...]) -> list[Values]:
        """Neighbouring lessons are one span. Raises WrongCellError for a lesson without bells."""
        pupil = self.pupils.get(pupil_id)
        if pupil is None:
            return []
        own = sorted(shift for school, shift, _ in self.times if school == pupil.school)
        shift = self.shifts.get((pupil.school, pupil.class_title), own[0] if own else 1)
        spans: list[Values] = []
        for number in numbers:
            start, end = self._time(pupil.school, shift, number)
            if spans and number - 1 in numbers:
                spans[-1]["end_min"] = end
            else:
                spans.append({"start_min": start, "end_min": end})
        return spans

    def _time(self, school: str, shift: int, number: int) -> tuple[int, int]:
        time = self.times.get((school, shift, number))
        if time is None:
            said = f"на листе «Звонки» нет урока {number} смены {shift} школы «{school}»"
            raise WrongCellError("уроки с листа «Звонки»", said=said)
        return time


def pins(
    entries: list[Entry], reading: Reading, planned: list[PlanLine], *, whole: bool
) -> list[PinnedLesson]:
    """Each pin with the line it means; `whole`: every line of the plans could be read."""
    found: list[PinnedLesson] = []
    for entry in entries:
        row = dict(entry.values)
        if {"pupils", "subject"} & entry.bad or not whole:
            continue  # where the plans have faults of their own, those come first
        try:
            line = _line(row.pop("pupils"), row.pop("subject"), row.pop("note", ""), planned)
        except WrongCellError as wrong:
            entry.wrong(reading.findings, "subject", wrong)
            continue
        if not entry.bad:
            found.append(PinnedLesson(line=line.id, **row))
    return found


def _line(cases: tuple[str, ...], subject: str, note: str, planned: Iterable[PlanLine]) -> PlanLine:
    own = [line for line in planned if set(cases) <= set(line.pupils)]
    exact = [line for line in own if fold(line.subject) == fold(subject)]
    if not exact:
        titles = list(dict.fromkeys(line.subject for line in own))
        said = f"в плане {', '.join(cases)} нет предмета «{subject}»"
        meant = near(subject, titles)
        raise WrongCellError(
            "предмет из плана", meant, said if meant or not titles else f"{said}; есть: {listed(titles)}"
        )
    return _told_apart(exact, cases, note)


def _told_apart(exact: list[PlanLine], cases: tuple[str, ...], note: str) -> PlanLine:
    same = [line for line in exact if line.pupils == cases] or exact
    named = [line for line in same if fold(line.id) == fold(noted(_base(line), note))]
    if len(named) == 1:
        return named[0]
    if len(same) == 1 and not note:
        return same[0]
    notes = [line.id[len(_base(line)) :].strip(" ()") or "пусто" for line in same]
    said = f"такой предмет в плане не один; в столбце «Уточнение» нужно одно из: {listed(notes)}"
    raise WrongCellError("уточнение", said=said)


def _base(line: PlanLine) -> str:
    return f"{'+'.join(line.pupils)} {line.subject}"


def plan_totals(entries: list[Entry], rows: Iterable[tuple[int, Any, int]]) -> Iterator[tuple[int, str]]:
    """Row and remark of each total that is not the sum of the rows since the one before it.

    `rows`: row number, hours as read, how many entries stand above.
    """
    begun = 0
    for row, said, above in rows:
        parts = [entry.values.get("hours_week") for entry in entries[begun:above]]
        begun = above
        total = sum(part for part in parts if part is not None)
        if said != total:
            yield row, f"в итоге написано {_hours(said)} ч, а сумма строк над ним {_hours(total)} ч"


def _hours(value: Any) -> str:
    return f"{float(value):.4g}".replace(".", ",")
