"""What was done in a lesson, for the log, and a word to whoever gives it instead.

Topic, homework and mark are written by who gives the lesson, the word for a substitute by who was to give it; the
desk may write both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from api.errors import Forbidden, Invalid, NotFound
from api.services.days.desk import TEACHING, LessonKey, standing
from api.services.days.lessons import OnDay
from api.services.desk import DESK
from api.services.unit import Unit
from models.case import Case
from models.day import LessonNote
from models.staff import Teacher

LONGEST = {"topic": 300, "homework": 500, "mark": 20, "handover": 1000}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDraft:
    """Texts, empty where there is none; None: left as it is."""

    topic: str | None = None
    homework: str | None = None
    mark: str | None = None
    handover: str | None = None


def write(unit: Unit, key: LessonKey, draft: NoteDraft) -> LessonNote:
    """Raises Invalid for what is too long, Forbidden for who has no part in the lesson."""
    found = standing(unit, key)
    gives, was_to = parts_in(unit, found.now)
    if not was_to:
        raise NotFound
    told = {name: getattr(draft, name) for name in LONGEST if getattr(draft, name) is not None}
    faults = {
        name: [f"Не длиннее {LONGEST[name]} знаков, сейчас {len(text)}."]
        for name, text in told.items()
        if len(text) > LONGEST[name]
    }
    if faults:
        raise Invalid(faults)
    if not gives and told.keys() - {"handover"}:
        raise Forbidden("Это записывает учитель этого урока или завуч.")
    row = notes_of(unit.session, [found.now]).get((key.case_id, key.lesson))
    if row is None:
        row = LessonNote(case_id=key.case_id, lesson=key.lesson, account_id=unit.actor.account_id, at=unit.at)
        unit.session.add(row)
    else:
        row.rev += 1
    for name, text in told.items():
        setattr(row, name, text.strip() or None)
    row.account_id, row.at = unit.actor.account_id, unit.at
    unit.session.flush()
    unit.note("lesson.note", "lesson_note", row.id)
    return row


def parts_in(unit: Unit, each: OnDay) -> tuple[bool, bool]:
    """Whether the actor gives the lesson, and whether they were to give it; the desk of its school does both."""
    if unit.actor.role in DESK:
        home = unit.session.get_one(Case, each.case_id).school_id == unit.actor.school_id
        return home, home
    if unit.actor.role not in TEACHING:
        return False, False
    mine = set(unit.session.exec(select(Teacher.id).where(Teacher.account_id == unit.actor.account_id)))
    gives = each.lesson.teacher in mine
    return gives, gives or (each.base is not None and each.base.teacher in mine)


def notes_of(session: Session, lessons: Iterable[OnDay]) -> dict[tuple[str, str], LessonNote]:
    """By case and lesson."""
    wanted = {(each.case_id, each.id) for each in lessons}
    asked = select(LessonNote).where(
        col(LessonNote.case_id).in_({case for case, _ in wanted}),
        col(LessonNote.lesson).in_({lesson for _, lesson in wanted}),
    )
    found = {(row.case_id, row.lesson): row for row in session.exec(asked)}
    return {key: row for key, row in found.items() if key in wanted}
