"""Changes of single lessons: cancelled, given after all, moved, another teacher, another form, held.

Each quotes what was seen of the lesson (`LessonKey.tag`), locks its case, and leaves a row in the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import select

from api.errors import Conflict, Forbidden
from api.services.days.desk import TEACHING, LessonKey, Standing, case_seen, local, standing
from api.services.days.problems import NOWHERE
from api.services.desk import DESK, at_desk
from api.services.unit import Unit
from models.day import OF_CHILD, OF_TEACHER, Cause, Fate, LessonChange
from models.person import Role
from models.staff import Teacher
from scheduler.terms import LessonForm

IS_HELD = "Этот урок отмечен как проведённый. Сначала снимите отметку."
BY_TEACHER = (Cause.NO_ENTRY, Cause.NO_ADULT, *OF_CHILD, *OF_TEACHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a lesson goes. Minutes local, half-open; place_id None: nowhere to go to (remote)."""

    on: date
    start_min: int
    end_min: int
    teacher_id: str
    form: LessonForm
    place_id: str | None


def cancel(unit: Unit, key: LessonKey, cause: Cause) -> LessonChange:
    """This one lesson is not given. By the desk; by the teacher who would give it; by the family for its own causes."""
    found = _mine(unit, key)
    if unit.actor.role == Role.PARENT and cause not in OF_CHILD:
        raise Forbidden("Эту причину указывает школа.")
    if unit.actor.role in TEACHING and cause not in BY_TEACHER:
        raise Forbidden("Эту причину указывает завуч.")
    return cancelled(unit, found, cause)


def cancelled(unit: Unit, found: Standing, cause: Cause) -> LessonChange:
    """The same of a lesson that is held: who calls this has asked who may."""
    if found.now.fate == Fate.HELD:
        raise Conflict(IS_HELD)
    row = _row(unit, found)
    row.state, row.cause, row.despite = Fate.CANCELLED, cause, False
    return _kept(unit, row, "lesson.cancel", cause=cause)


def keep_off(unit: Unit, key: LessonKey) -> LessonChange:
    """An absence is over, and the lesson cannot be given: its time was given away meanwhile. By whoever ended it."""
    found = standing(unit, key)
    row = _row(unit, found)
    row.state, row.cause, row.despite = Fate.CANCELLED, Cause.SCHOOL, False
    return _kept(unit, row, "lesson.cancel", cause=Cause.SCHOOL)


def restore(unit: Unit, key: LessonKey) -> LessonChange:
    """The lesson is given after all, whoever was reported absent; where it stands is judged by who calls this."""
    found = _mine(unit, key)
    if found.now.fate != Fate.CANCELLED:
        raise Conflict("Этот урок и так не отменён.")
    if unit.actor.role in TEACHING:
        raise Forbidden("Вернуть отменённый урок может завуч или семья.")
    if unit.actor.role == Role.PARENT and found.now.cause not in OF_CHILD:
        raise Forbidden("Этот урок отменила школа. Позвоните завучу.")
    row = _row(unit, found)
    row.state, row.cause, row.despite = Fate.PLANNED, None, True
    return _kept(unit, row, "lesson.restore")


def move(unit: Unit, key: LessonKey, to: Target) -> LessonChange:
    """Another time, teacher, form or place, by the desk. A cancelled lesson has to be given again first.

    Whether the target is possible is judged before (`repairs`), in the same transaction.
    """
    at_desk(unit)
    case_seen(unit, key.case_id)
    return moved(unit, key, to)


def moved(unit: Unit, key: LessonKey, to: Target) -> LessonChange:
    """The same by whoever may: who calls this has asked."""
    return moved_held(unit, standing(unit, key), to)


def moved_held(unit: Unit, found: Standing, to: Target) -> LessonChange:
    """The same of a lesson that is held."""
    if found.now.fate == Fate.HELD:
        raise Conflict(IS_HELD)
    if found.now.fate == Fate.CANCELLED and found.now.cause not in OF_TEACHER:
        raise Conflict("Этот урок отменён. Сначала верните его или назначьте отработку.")
    row = _row(unit, found)
    row.on_date, row.start_min, row.end_min = to.on, to.start_min, to.end_min
    row.teacher_id, row.form, row.place_id = to.teacher_id, to.form, to.place_id
    row.state, row.cause, row.despite = Fate.PLANNED, None, False
    return _kept(unit, row, "lesson.move", on=to.on.isoformat(), start=to.start_min)


def add(unit: Unit, key: LessonKey, to: Target) -> LessonChange:
    """A make-up for a cancelled lesson: a lesson of its own, `…/m` and the one it stands for. By whoever may."""
    found = standing(unit, key)
    if found.now.fate != Fate.CANCELLED:
        raise Conflict("Отработка назначается только за несостоявшийся урок.")
    if any(each.state != Fate.CANCELLED for each in _make_ups(unit, found)):
        raise Conflict("За этот урок отработка уже назначена.")
    now, school_id = found.now, found.case.school_id
    row = LessonChange(
        school_id=school_id, case_id=found.case.id, lesson=_name_of_make_up(now.id, to.on),
        row_key=now.row_key, subject=_subject(found), on_date=to.on, start_min=to.start_min,
        end_min=to.end_min, teacher_id=to.teacher_id, form=to.form, place_id=to.place_id, makes_up=now.id,
        account_id=unit.actor.account_id, changed_at=unit.at,
    )  # fmt: skip
    unit.session.add(row)
    unit.session.flush()
    unit.note("lesson.add", "lesson_change", row.id, on=to.on.isoformat(), start=to.start_min)
    return row


def hold(unit: Unit, key: LessonKey) -> LessonChange:
    """The lesson was given. By its teacher or the desk, from its start on."""
    found = _mine(unit, key)
    lesson, here = found.now.lesson, local(unit, found.case.school_id)
    if found.now.fate == Fate.CANCELLED:
        raise Conflict("Этот урок отменён. Если он всё же прошёл, попросите завуча его вернуть.")
    if (lesson.on, lesson.start_min) > (here.date(), here.hour * 60 + here.minute):
        raise Conflict("Этот урок ещё не начался.")
    if found.now.fate == Fate.HELD:
        assert found.row is not None
        return found.row
    row = _row(unit, found)
    row.state, row.held_at = Fate.HELD, unit.at
    return _kept(unit, row, "lesson.hold")


def unhold(unit: Unit, key: LessonKey) -> LessonChange:
    """It was marked by mistake."""
    found = _mine(unit, key)
    if found.now.fate != Fate.HELD or found.row is None:
        raise Conflict("Этот урок не отмечен как проведённый.")
    found.row.state, found.row.held_at = Fate.PLANNED, None
    return _kept(unit, found.row, "lesson.unhold")


def _mine(unit: Unit, key: LessonKey) -> Standing:
    """The lesson, for those who may change it: the desk of its school, its family, the teacher who gives it."""
    if unit.actor.role in TEACHING:
        found = standing(unit, key)
        teacher = unit.session.get_one(Teacher, found.now.lesson.teacher)
        if teacher.account_id == unit.actor.account_id:
            return found
    case_seen(unit, key.case_id)
    if unit.actor.role == Role.PARENT or unit.actor.role in DESK:
        return standing(unit, key)
    raise Forbidden("Этот урок отмечает его учитель или завуч.")


def _row(unit: Unit, found: Standing) -> LessonChange:
    """What is stored of a lesson, or a new row that says what it is now."""
    now, base = found.now.lesson, found.now.base
    row = found.row
    if row is None:
        row = LessonChange(
            school_id=found.case.school_id, case_id=found.case.id, lesson=now.id, row_key=found.now.row_key,
            subject=_subject(found), on_date=now.on, start_min=now.start_min, end_min=now.end_min,
            teacher_id=now.teacher, form=now.form, account_id=unit.actor.account_id, changed_at=unit.at,
        )  # fmt: skip
        unit.session.add(row)
    row.on_date, row.start_min, row.end_min = now.on, now.start_min, now.end_min
    row.teacher_id, row.form = now.teacher, now.form
    row.place_id = None if now.place == NOWHERE else now.place
    if base is not None:
        row.base_on, row.base_start_min, row.base_end_min = base.on, base.start_min, base.end_min
        row.base_teacher_id = base.teacher
    return row


def _kept(unit: Unit, row: LessonChange, act: str, **facts: str | int) -> LessonChange:
    row.account_id, row.changed_at = unit.actor.account_id, unit.at
    if row in unit.session.dirty:
        row.rev += 1
    unit.session.flush()
    unit.note(act, "lesson_change", row.id, **facts)
    return row


def _make_ups(unit: Unit, found: Standing) -> Sequence[LessonChange]:
    asked = select(LessonChange).where(
        LessonChange.case_id == found.case.id, LessonChange.makes_up == found.now.id
    )
    return unit.session.exec(asked).all()


def _subject(found: Standing) -> str:
    rows = {row.id: row for row in found.days.problem.rows}
    row = rows[found.now.lesson.row]
    return row.title or row.subject


def _name_of_make_up(lesson: str, on: date) -> str:
    """`s1/math-1/2026-W39/m2026-W37.2` for a make-up, in week 39, of `s1/math-1/2026-W37/2`."""
    head, week, ordinal = lesson.rsplit("/", 2)
    year, number, _ = on.isocalendar()
    return f"{head}/{year}-W{number:02d}/m{week}.{ordinal}"
