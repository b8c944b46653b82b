"""Dated entries of a case: books lent, events and clubs offered, consultations held, control noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeVar

from sqlmodel import col, select

from api.errors import Conflict, Invalid, NotFound
from api.services.desk import locked, touch
from api.services.records.looking import WRITING, Eye, held_look, look
from api.services.records.plain import only_faults, text_faults
from api.services.unit import Unit
from api.services.words import shown
from models.case import Case
from models.record import (
    Attendance,
    BookLoan,
    CaseEvent,
    Consultation,
    Consulted,
    ControlNote,
    ControlPart,
    EventKind,
)
from models.states import TEACHING
from scheduler.terms import LessonForm

Entry = TypeVar("Entry", BookLoan, CaseEvent, Consultation, ControlNote)
Removable = BookLoan | CaseEvent | Consultation
Faults = dict[str, tuple[str, ...]]
STAFF = (Eye.DESK, Eye.CLASS)
SEEN: dict[type[BookLoan] | type[CaseEvent] | type[Consultation] | type[ControlNote], frozenset[Eye]] = {
    BookLoan: frozenset({Eye.DESK, Eye.CLASS, Eye.PARENT}),
    CaseEvent: frozenset({Eye.DESK, Eye.CLASS, Eye.PARENT}),
    Consultation: frozenset(Eye),
    ControlNote: frozenset({Eye.DESK, Eye.CLASS}),
}
DATED = {
    BookLoan: BookLoan.lent_on,
    CaseEvent: CaseEvent.on_date,
    Consultation: Consultation.on_date,
    ControlNote: ControlNote.on_date,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BookDraft:
    title: str
    copy_number: str | None = None
    lent_on: date
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDraft:
    """on_date: of the event, of the first meeting of a club."""

    kind: EventKind
    title: str
    form: LessonForm
    on_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationDraft:
    """by_name: who gave it."""

    on_date: date
    minutes: int
    whom: Consulted
    form: LessonForm
    by_name: str
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlDraft:
    """fine: nothing to remark; else the note says what."""

    on_date: date
    fine: bool
    note: str | None = None


def entries(unit: Unit, kind: type[Entry], case_id: str) -> tuple[Entry, ...]:
    """Entries of a kind, the first one first; none for who may not see them."""
    if look(unit, case_id).eye not in SEEN[kind]:
        return ()
    asked = select(kind).where(kind.case_id == case_id)
    return tuple(unit.session.exec(asked.order_by(col(DATED[kind]), col(kind.created_at), col(kind.id))))


def entry_of(unit: Unit, kind: type[Entry], key: str) -> Entry:
    """One entry the actor may see."""
    row = unit.session.get(kind, key)
    if row is None or look(unit, row.case_id).eye not in SEEN[kind]:
        raise NotFound
    return row


def there(unit: Unit, kind: type[Removable], case_id: str, key: str) -> bool:
    """Whether the case has such an entry that the actor may see."""
    row = unit.session.get(kind, key)
    mine = isinstance(row, Removable) and row.case_id == case_id
    return mine and look(unit, case_id).eye in SEEN[kind]


def lend_book(unit: Unit, case_id: str, draft: BookDraft) -> BookLoan:
    held_look(unit, case_id, *STAFF)
    _refuse({
        "title": text_faults(draft.title, 300, "Назовите книгу."),
        "copy_number": text_faults(draft.copy_number, 60),
        "lent_on": _future(unit, draft.lent_on),
        "due_on": ("Вернуть — не раньше, чем выдана.",) if draft.due_on and draft.due_on < draft.lent_on else (),
    })  # fmt: skip
    return _added(unit, BookLoan(case_id=case_id, **_stripped(asdict(draft))), "book.lend")


def return_book(unit: Unit, book_id: str, rev: int, on: date) -> BookLoan:
    row = _held(unit, BookLoan, book_id, STAFF)
    if row.returned_on is not None:
        raise Conflict(f"Книга уже возвращена {shown(row.returned_on)}.")
    if not row.lent_on <= on <= unit.today:
        raise Invalid({"on": (f"Укажите дату от {shown(row.lent_on)} до {shown(unit.today)}.",)})
    touch(row, rev)
    row.returned_on = on
    unit.session.flush()
    unit.note("book.return", "book_loan", row.id, case=row.case_id)
    return row


def offer_event(unit: Unit, case_id: str, draft: EventDraft, to_all: bool = False) -> CaseEvent:
    """Offers an event to a child. to_all: and to every other child of the school that is taught at home now."""
    seen = held_look(unit, case_id, *((Eye.DESK,) if to_all else STAFF))
    _refuse({
        "title": text_faults(draft.title, 200, "Назовите мероприятие или кружок."),
        "on_date": ("Событие уже прошло больше года назад. Проверьте дату.",)
        if (unit.today - draft.on_date).days > 366 else (),
    })  # fmt: skip
    made = _offered(unit, case_id, draft)
    for other in _others(unit, seen.case) if to_all else ():
        _offered(unit, other, draft)
    return made


def _others(unit: Unit, case: Case) -> Sequence[str]:
    asked = select(Case.id).where(
        Case.school_id == case.school_id, Case.year_id == case.year_id, Case.id != case.id,
        col(Case.state).in_([state.value for state in TEACHING]),
    )  # fmt: skip
    return unit.session.exec(asked.order_by(col(Case.code))).all()


def _offered(unit: Unit, case_id: str, draft: EventDraft) -> CaseEvent:
    offered = min(unit.today, draft.on_date)
    row = CaseEvent(case_id=case_id, offered_on=offered, **_stripped(asdict(draft)))
    return _added(unit, row, "event.offer")


def attend_event(unit: Unit, event_id: str, rev: int, attendance: Attendance) -> CaseEvent:
    """What became of an offer; whether somebody came is told from its day on."""
    row = _held(unit, CaseEvent, event_id, STAFF)
    came = attendance in (Attendance.ATTENDED, Attendance.MISSED)
    if came and row.on_date > unit.today:
        raise Invalid({"attendance": (f"Это ещё не прошло: дата {shown(row.on_date)}.",)})
    touch(row, rev)
    row.attendance = attendance
    unit.session.flush()
    unit.note("event.attend", "case_event", row.id, case=row.case_id, what=attendance)
    return row


def hold_consultation(unit: Unit, case_id: str, draft: ConsultationDraft) -> Consultation:
    held_look(unit, case_id, *WRITING)
    _refuse({
        "on_date": _future(unit, draft.on_date),
        "minutes": () if 5 <= draft.minutes <= 240 else ("Укажите от 5 до 240 минут.",),
        "by_name": text_faults(draft.by_name, 200, "Укажите, кто консультировал."),
        "topic": text_faults(draft.topic, 300, "Напишите, о чём была консультация."),
    })  # fmt: skip
    row = Consultation(case_id=case_id, account_id=unit.actor.account_id, **_stripped(asdict(draft)))
    return _added(unit, row, "consultation.hold")


def note_control(unit: Unit, case_id: str, draft: ControlDraft) -> ControlNote:
    """The class teacher notes that lessons are held, the desk that the plan is kept (regulation 2.19)."""
    seen = held_look(unit, case_id, *STAFF)
    missing = "" if draft.fine else "Напишите, что не так."
    _refuse({
        "on_date": _future(unit, draft.on_date),
        "note": text_faults(draft.note, 1000, missing),
    })  # fmt: skip
    part = ControlPart.PLAN if seen.eye == Eye.DESK else ControlPart.LESSONS
    row = ControlNote(
        case_id=case_id, part=part, account_id=unit.actor.account_id, **_stripped(asdict(draft))
    )
    return _added(unit, row, "control.note")


def remove_entry(unit: Unit, kind: type[Removable], key: str, rev: int) -> str:
    """Takes an entry made by mistake out; the case it was of. Notes of control stay: they are evidence."""
    row = locked(unit, kind, key)
    if row is None:
        raise NotFound
    held_look(unit, row.case_id, *STAFF)
    touch(row, rev)
    case_id = row.case_id
    unit.session.delete(row)
    unit.session.flush()
    unit.note("entry.remove", str(kind.__tablename__), key, case=case_id)
    return case_id


def _held(unit: Unit, kind: type[Entry], key: str, eyes: Sequence[Eye]) -> Entry:
    row = locked(unit, kind, key)
    if row is None:
        raise NotFound
    held_look(unit, row.case_id, *eyes)
    return row


def _added(unit: Unit, row: Entry, act: str) -> Entry:
    unit.session.add(row)
    unit.session.flush()
    unit.note(act, str(type(row).__tablename__), row.id, case=row.case_id)
    return row


def _refuse(faults: Faults) -> None:
    if found := only_faults(faults):
        raise Invalid(found)


def _future(unit: Unit, on: date) -> tuple[str, ...]:
    return (f"Дата ещё не наступила. Сегодня {shown(unit.today)}.",) if on > unit.today else ()


def _stripped(values: dict[str, Any]) -> dict[str, Any]:
    """Texts without spaces around them, empty ones as none."""
    return {name: (value.strip() or None) if type(value) is str else value for name, value in values.items()}
