"""Lines of plans and times agreed into the database. What a version says from being offered on stands: a new draft
takes the changes, with the keys of its rows kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, func, select

from api.services.registry.desk import Desk, Pool, of_kind
from api.services.registry.difference import Item
from api.services.registry.lines import held_days
from api.services.registry.lists import joined
from api.services.registry.naming import LineRow
from models.base import new_id
from models.case import Case, Programme
from models.plan import PinnedTime, Plan, PlanKind, PlanRow, PlanRowTeacher, PlanState
from scheduler.registry.values import PinnedLesson, PlanLine

KINDS = {
    Programme.GENERAL: PlanKind.IUP,
    Programme.ADAPTED: PlanKind.IOM,
    Programme.INDIVIDUAL: PlanKind.SIPR,
}
COPIED = tuple(name for name in PlanRow.model_fields if name not in ("id", "created_at", "rev", "plan_id"))


@dataclass(slots=True, kw_only=True)
class _Version:
    """A draft under change. rows: by key."""

    plan: Plan
    rows: dict[str, PlanRow] = field(default_factory=dict)
    last: int = 0


def write_plans(desk: Desk, items: Iterable[Item]) -> None:
    items = list(items)
    _Plans(desk).write(of_kind(items, "lines"))
    _write_pins(desk, of_kind(items, "pinned"))


class _Plans:
    """Drafts of the cases whose lines change, each made once."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.versions: dict[str, _Version] = {}
        self.teachers: dict[str, tuple[str, ...]] = {}  # by id of the row

    def write(self, items: list[Item]) -> None:
        codes = dict.fromkeys(code for item in items for code in (item.after or item.before).pupils)
        self._open([self.desk.cases[code] for code in codes])
        for item in items:
            if item.after is None:
                self._remove(item.before)
            elif item.before is None:
                self._add(item.after)
            else:
                self._change(item.before, item.after)
        self.desk.unit.session.flush()
        self._write_teachers()

    def _open(self, cases: list[Case]) -> None:
        """The draft that counts, or a new one that begins as the version that counts."""
        people = self.desk.gathered.rows.people
        numbers = _last_numbers(self.desk, [case.id for case in cases])
        new = []
        for case in cases:
            choice = people.plans.get(case.id)
            if choice and choice.plan.state == PlanState.DRAFT:
                rows = people.plan_rows.get(choice.plan.id, [])
                self.versions[case.id] = _Version(
                    plan=choice.plan, rows={row.key: row for row in rows},
                    last=max((row.position for row in rows), default=0),
                )  # fmt: skip
            else:
                plan = self._new_plan(case, numbers.get(case.id, 0) + 1)
                self.versions[case.id] = _Version(plan=plan)
                new.append((case, plan))
        self.desk.add(*(plan for _, plan in new))
        for case, plan in new:
            self._copy(case)
            self.desk.unit.note("plan.draft", "plan", plan.id, case=case.id, number=plan.number)
        self.desk.unit.session.flush()

    def _new_plan(self, case: Case, number: int) -> Plan:
        choice = self.desk.gathered.rows.people.plans.get(case.id)
        year = self.desk.gathered.rows.school.year
        return Plan(
            case_id=case.id, number=number, state=PlanState.DRAFT.value,
            kind=choice.plan.kind if choice else KINDS[Programme(case.programme)].value,
            first_on=choice.plan.first_on if choice else year.first_on,
            last_on=choice.plan.last_on if choice else year.last_on,
        )  # fmt: skip

    def _copy(self, case: Case) -> None:
        people, version = self.desk.gathered.rows.people, self.versions[case.id]
        choice = people.plans.get(case.id)
        for old in people.plan_rows.get(choice.plan.id, ()) if choice else ():
            row = PlanRow(**{name: getattr(old, name) for name in COPIED}, plan_id=version.plan.id)
            if choice:
                row.first_on, row.last_on = held_days(old, choice, self.desk.gathered.rows.school.year)
            version.rows[row.key], version.last = row, max(version.last, row.position)
            self.desk.unit.session.add(row)
            self.teachers[row.id] = tuple(people.row_teachers.get(old.id, ()))

    def _add(self, said: PlanLine) -> None:
        word = new_id() if len(said.pupils) > 1 else None
        parts = []
        for code in said.pupils:
            case = self.desk.cases[code]
            version = self.versions[case.id]
            version.last += 1
            row = PlanRow(
                plan_id=version.plan.id, position=version.last, shared=word, subject=said.subject,
                hours_part=said.hours_week.numerator,
            )  # fmt: skip
            self._say(row, said)
            version.rows[row.key] = row
            parts.append(LineRow(case=case, row=row))
        self.desk.lines[said.id] = tuple(parts)

    def _change(self, before: PlanLine, said: PlanLine) -> None:
        for part in self.desk.lines[before.id]:
            self._say(self.versions[part.case.id].rows[part.row.key], said)

    def _remove(self, before: PlanLine) -> None:
        for part in self.desk.lines[before.id]:
            row = self.versions[part.case.id].rows.pop(part.row.key)
            self.teachers.pop(row.id, None)
            if row.id == part.row.id:
                _forget_teachers(self.desk, [row.id])
            self.desk.unit.session.flush()
            self.desk.unit.session.delete(row)

    def _say(self, row: PlanRow, said: PlanLine) -> None:
        row.area, row.subject, row.slot = said.area, said.subject, said.slot
        row.block, row.kind, row.form = said.block.value, said.kind.value, said.form.value
        row.pattern, row.place_id = said.pattern.value, self.desk.place_id(said.place)
        row.hours_part, row.hours_over = said.hours_week.as_integer_ratio()
        row.in_class_part, row.in_class_over = said.in_class_hours.as_integer_ratio()
        paid = said.paid_hours_lesson
        row.paid_part, row.paid_over = paid.as_integer_ratio() if paid is not None else (None, None)
        row.lesson_min, row.max_per_day, row.weeks = said.lesson_min, said.max_per_day, joined(said.weeks)
        row.difficulty, row.first_on, row.last_on = said.difficulty, said.valid_from, said.valid_to
        row.yearly_part = row.yearly_over = None  # counted anew by whoever looks at the plan
        self.desk.unit.session.add(row)
        self.teachers[row.id] = tuple(self.desk.teachers[name].id for name in dict.fromkeys(said.teachers))

    def _write_teachers(self) -> None:
        _forget_teachers(self.desk, list(self.teachers))
        self.desk.add(
            *(PlanRowTeacher(row_id=row, teacher_id=key) for row, ids in self.teachers.items() for key in ids)
        )


def _forget_teachers(desk: Desk, rows: list[str]) -> None:
    """In parts: a query has room for so many values only."""
    for begin in range(0, len(rows), 500):
        asked = select(PlanRowTeacher).where(col(PlanRowTeacher.row_id).in_(rows[begin : begin + 500]))
        for entry in desk.unit.session.exec(asked):
            desk.unit.session.delete(entry)
    desk.unit.session.flush()


def _last_numbers(desk: Desk, cases: list[str]) -> dict[str, int]:
    asked = (
        select(Plan.case_id, func.max(Plan.number)).where(col(Plan.case_id).in_(cases)).group_by(Plan.case_id)
    )
    return dict(desk.unit.session.exec(asked).all())


def _write_pins(desk: Desk, items: Iterable[Item]) -> None:
    pools = Pool(_pin_rows(desk))
    for item in items:
        for row in pools.take(_pin_key(item.before)) if item.before is not None else ():
            desk.unit.session.delete(row)
        if item.after is not None:
            said: PinnedLesson = item.after
            part = desk.lines[said.line][0]
            desk.unit.session.add(
                PinnedTime(
                    case_id=part.case.id, row_key=part.row.key, day=said.day.value, week=said.week,
                    start_min=said.start_min, teacher_id=desk.teacher_id(said.teacher),
                )
            )  # fmt: skip
    desk.unit.session.flush()


def _pin_key(entry: PinnedLesson) -> tuple[Any, ...]:
    return (entry.line, entry.day.value, entry.week, entry.start_min, entry.teacher)


def _pin_rows(desk: Desk) -> Iterable[tuple[Any, list[PinnedTime]]]:
    """All rows that say one pin: each case of a shared lesson may have its own."""
    of_key = {(part.case.id, part.row.key): line for line, parts in desk.lines.items() for part in parts}
    names = {row.id: name for name, row in desk.teachers.items()}
    found: dict[tuple[Any, ...], list[PinnedTime]] = {}
    for case_id, rows in desk.gathered.rows.people.pins.items():
        for row in rows:
            line = of_key.get((case_id, row.row_key))
            key = (line, row.day, row.week, row.start_min, names.get(row.teacher_id or ""))
            found.setdefault(key, []).append(row)
    return found.items()
