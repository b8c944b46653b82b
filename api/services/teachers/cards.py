"""What a school writes down of its teacher: subjects, grades, limits, and whose account it is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from api.errors import Forbidden, Invalid
from api.services.desk import locked, touch
from api.services.people.staff import Person, in_roles, person
from api.services.registry.desk import free_code
from api.services.teachers.seen import LEADING, TEACHING, TeacherSeen, teacher_seen
from api.services.unit import Unit
from api.services.words import text_faults
from models.staff import Teacher, TeacherSubject

MOST_SUBJECTS, LONGEST = 30, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDraft:
    """Minutes and lessons None: no limit. account_id None: the teacher does not come in here. post, staff_number: as
    the timesheet is to say them."""

    name: str
    subjects: tuple[str, ...]
    grade_first: int = 1
    grade_last: int = 11
    max_week_min: int | None = None
    max_day_lessons: int | None = None
    max_gap_min: int | None = None
    account_id: str | None = None
    post: str | None = None
    staff_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """accounts: who may be chosen, the present one among them."""

    seen: TeacherSeen
    draft: CardDraft
    rev: int
    accounts: tuple[Person, ...]


def card_of(unit: Unit, teacher_id: str) -> Card:
    seen = _leading(unit, teacher_id)
    row = seen.teacher
    draft = CardDraft(
        name=row.name, subjects=subjects_of(unit, row.id), grade_first=row.grade_first,
        grade_last=row.grade_last, max_week_min=row.max_week_min, max_day_lessons=row.max_day_lessons,
        max_gap_min=row.max_gap_min, account_id=row.account_id, post=row.post, staff_number=row.staff_number,
    )  # fmt: skip
    return Card(seen=seen, draft=draft, rev=row.rev, accounts=accounts(unit, row.account_id))


def subjects_of(unit: Unit, teacher_id: str) -> tuple[str, ...]:
    asked = select(TeacherSubject).where(TeacherSubject.teacher_id == teacher_id)
    return tuple(row.subject for row in unit.session.exec(asked.order_by(col(TeacherSubject.subject))))


def accounts(unit: Unit, now: str | None = None) -> tuple[Person, ...]:
    """Teachers and specialists of the school who come in here, and whoever is named now."""
    found = in_roles(unit, TEACHING)
    named = person(unit, now)
    return (*found, *((named,) if named and named.id not in {each.id for each in found} else ()))


def add_teacher(unit: Unit, draft: CardDraft) -> Teacher:
    """A teacher of the actor's school from today on."""
    if unit.actor.role not in LEADING or unit.actor.school_id is None:
        raise Forbidden("Учителей записывает заместитель директора или координатор. Попросите их.")
    _refuse(unit, draft, None)
    taken = set(unit.session.exec(select(Teacher.code).where(Teacher.school_id == unit.actor.school_id)))
    row = Teacher(
        school_id=unit.actor.school_id, code=free_code(draft.name.strip(), taken), name=draft.name.strip(),
        first_on=unit.today,
    )  # fmt: skip
    _fill(unit, row, draft)
    unit.note("teacher.add", "teacher", row.id)
    return row


def write_card(unit: Unit, teacher_id: str, rev: int, draft: CardDraft) -> None:
    seen = _leading(unit, teacher_id)
    row = locked(unit, Teacher, teacher_id) or seen.teacher
    _refuse(unit, draft, row)
    touch(row, rev)
    _fill(unit, row, draft)
    unit.note("teacher.write", "teacher", row.id)


def _leading(unit: Unit, teacher_id: str) -> TeacherSeen:
    seen = teacher_seen(unit, teacher_id)
    if seen.own or seen.foreign:
        raise Forbidden("Данные учителя ведёт его школа: заместитель директора или координатор.")
    return seen


def _fill(unit: Unit, row: Teacher, draft: CardDraft) -> None:
    row.name, row.account_id = draft.name.strip(), draft.account_id
    row.grade_first, row.grade_last = draft.grade_first, draft.grade_last
    row.max_week_min, row.max_day_lessons = draft.max_week_min, draft.max_day_lessons
    row.max_gap_min = draft.max_gap_min
    row.post, row.staff_number = draft.post, draft.staff_number
    unit.session.add(row)
    unit.session.flush()
    wanted = dict.fromkeys(subject.strip() for subject in draft.subjects if subject.strip())
    for known in unit.session.exec(select(TeacherSubject).where(TeacherSubject.teacher_id == row.id)):
        if wanted.pop(known.subject, known) is known:
            unit.session.delete(known)
    unit.session.add_all(TeacherSubject(teacher_id=row.id, subject=subject) for subject in wanted)
    unit.session.flush()


def _refuse(unit: Unit, draft: CardDraft, row: Teacher | None) -> None:
    faults = {"name": text_faults(draft.name, LONGEST, "Напишите фамилию и имя.")}
    for field, longest in (("post", 100), ("staff_number", 20)):
        faults[field] = text_faults(getattr(draft, field) or "-", longest, "")
    if not any(subject.strip() for subject in draft.subjects):
        faults["subjects"] = ["Напишите хотя бы один предмет."]
    elif len(draft.subjects) > MOST_SUBJECTS or max(map(len, draft.subjects)) > LONGEST:
        faults["subjects"] = [f"Не больше {MOST_SUBJECTS} предметов, каждый не длиннее {LONGEST} знаков."]
    if not 1 <= draft.grade_first <= draft.grade_last <= 11:
        faults["grade_last"] = ["Классы — от 1 до 11, первый не больше последнего."]
    for name, least in (("max_week_min", 1), ("max_day_lessons", 1), ("max_gap_min", 0)):
        told = getattr(draft, name)
        if told is not None and not least <= told <= 10_000:
            faults[name] = [f"Число не меньше {least}. Пусто — без ограничения."]
    if draft.account_id is not None:
        faults["account_id"] = _account_faults(unit, draft.account_id, row)
    if any(faults.values()):
        raise Invalid({name: told for name, told in faults.items() if told})


def _account_faults(unit: Unit, account_id: str, row: Teacher | None) -> list[str]:
    if account_id not in {each.id for each in accounts(unit, row.account_id if row else None)}:
        return ["Выберите человека из списка."]
    asked = select(Teacher).where(Teacher.account_id == account_id, Teacher.school_id == unit.actor.school_id)
    other = next((each for each in unit.session.exec(asked) if row is None or each.id != row.id), None)
    return [f"Это уже {other.name}. Выберите другого."] if other else []
