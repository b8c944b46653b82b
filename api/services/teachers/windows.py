"""Hours of a teacher, one row at a time, and how the teacher gets about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from api.errors import Conflict, Invalid, NotFound
from api.services.desk import touch
from api.services.registry.lists import joined
from api.services.teachers.seen import TeacherSeen, held_teacher
from api.services.unit import Unit
from api.services.weekly import Hours, hours_faults, hours_of
from models.staff import TeacherWindow, Transport, WindowKind

MOST = 80  # rows of a teacher
LONGEST = 100  # letters of a reason
REASONED = frozenset({WindowKind.CANNOT, WindowKind.UNWANTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowDraft:
    """on: for that date alone; the hours then have neither days nor weeks. reason: a word, not asked for."""

    kind: WindowKind
    hours: Hours
    on: date | None = None
    reason: str = ""


def windows_of(unit: Unit, teacher_id: str) -> tuple[TeacherWindow, ...]:
    """Weekly rows and exceptions by date, the oldest first."""
    asked = select(TeacherWindow).where(TeacherWindow.teacher_id == teacher_id)
    return tuple(unit.session.exec(asked.order_by(col(TeacherWindow.created_at), col(TeacherWindow.id))))


def window_of(unit: Unit, window_id: str) -> TeacherWindow:
    """A row by its id, whosever it is."""
    row = unit.session.get(TeacherWindow, window_id)
    if row is None:
        raise NotFound
    return row


def add_window(unit: Unit, teacher_id: str, draft: WindowDraft) -> TeacherWindow:
    """One more row, or the one that says the same already."""
    seen = held_teacher(unit, teacher_id)
    faults = _faults(draft, seen, unit.today)
    if faults:
        raise Invalid(faults)
    rows = windows_of(unit, teacher_id)
    if len(rows) >= MOST:
        raise Conflict("Строк уже слишком много. Уберите лишние и добавьте снова.")
    same = (row for row in rows if (row.sort, row.on_date) == (draft.kind, draft.on))
    known = next((row for row in same if hours_of(row) == draft.hours), None)
    if known is not None:
        return known
    made = row_of(teacher_id, draft)
    unit.session.add(made)
    noted(unit, seen, "write")
    return made


def row_of(teacher_id: str, draft: WindowDraft) -> TeacherWindow:
    soft = draft.kind == WindowKind.UNWANTED
    return TeacherWindow(
        teacher_id=teacher_id, kind=WindowKind.CANNOT if soft else draft.kind, soft=soft,
        days=joined(draft.hours.days), weeks=joined(draft.hours.weeks), on_date=draft.on,
        start_min=draft.hours.start_min, end_min=draft.hours.end_min, reason=draft.reason.strip() or None,
    )  # fmt: skip


def _faults(draft: WindowDraft, seen: TeacherSeen, today: date) -> dict[str, list[str]]:
    faults = hours_faults(draft.hours, seen.days, seen.cycle)
    if len(draft.reason.strip()) > LONGEST:
        faults["reason"] = [f"Короче: не длиннее {LONGEST} знаков."]
    if draft.reason and draft.kind not in REASONED:
        faults["reason"] = ["Здесь причина не нужна."]
    if draft.on is not None and (draft.hours.days is not None or draft.hours.weeks is not None):
        faults["days"] = ["У отдельного дня нет ни дней недели, ни недель."]
    if draft.on is not None and draft.on < today:
        faults["on"] = ["Этот день уже прошёл. Укажите день впереди."]
    return faults


def remove_window(unit: Unit, teacher_id: str, window_id: str) -> None:
    """A row that is gone already is no matter; a row of another teacher is not seen."""
    seen = held_teacher(unit, teacher_id)
    row = unit.session.get(TeacherWindow, window_id)
    if row is None or row.teacher_id != teacher_id:
        return
    unit.session.delete(row)
    noted(unit, seen, "remove")


def write_transport(unit: Unit, teacher_id: str, rev: int, told: str) -> None:
    """told: empty where the teacher goes as most do."""
    seen = held_teacher(unit, teacher_id)
    if told and told not in set(Transport):
        raise Invalid({"transport": ["Выберите из списка."]})
    touch(seen.teacher, rev)
    seen.teacher.goes = Transport(told) if told else None
    unit.session.add(seen.teacher)
    noted(unit, seen, "write")


def noted(unit: Unit, seen: TeacherSeen, act: str, **facts: int) -> None:
    unit.session.flush()
    unit.note(f"time.{act}", "teacher", seen.teacher.id, own=seen.own, **facts)
