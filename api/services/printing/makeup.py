"""The plan of make-ups as a paper to sign: the latest one the school has not taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlmodel import Session, col, select

from api.services.agreement.timetable.week import span
from api.services.days.repairs.words import FORM
from api.services.printing.found import Found, lacking
from api.services.printing.ground import Ground
from api.services.words import shown
from exports.document.values import Makeup, MakeupRow
from exports.russian.names import short
from models.repair import MakeUpLesson, MakeUpPlan, MakeUpState
from models.staff import Teacher
from scheduler.russian import DAY
from scheduler.terms import LessonForm, Weekday

NO_PLAN = "Нет плана отработки. Составьте его: Отработки."
NO_TIMES = "В плане отработки нет ни одного времени. Выберите время: Отработки."


def makeup(ground: Ground) -> Found:
    """Lessons that have a time, by the day they fell out; those the family said do not suit are left out."""
    session = ground.unit.session
    asked = select(MakeUpPlan).where(
        MakeUpPlan.case_id == ground.case.id, MakeUpPlan.state != MakeUpState.DROPPED
    )
    plan = session.exec(asked.order_by(col(MakeUpPlan.at).desc(), col(MakeUpPlan.id))).first()
    if plan is None:
        return lacking(NO_PLAN)
    items = [item for item in _items(session, plan.id) if item.on_date is not None and item.fits is not False]
    if not items:
        return lacking(NO_TIMES)
    days = sorted(item.lost_on for item in items)
    return Found(
        values=Makeup(
            school=ground.school, today=ground.today, child=ground.child, parent=ground.parent,
            first=shown(days[0]), last=shown(days[-1]), rows=tuple(_rows(items, _names(session, items))),
        )
    )  # fmt: skip


def _items(session: Session, plan_id: str) -> Iterable[MakeUpLesson]:
    asked = select(MakeUpLesson).where(MakeUpLesson.plan_id == plan_id)
    return session.exec(asked.order_by(col(MakeUpLesson.lost_on), col(MakeUpLesson.lesson)))


def _names(session: Session, items: Iterable[MakeUpLesson]) -> Mapping[str, str]:
    asked = select(Teacher).where(col(Teacher.id).in_({item.teacher_id for item in items}))
    return {row.id: short(row.name) for row in session.exec(asked)}


def _rows(items: Iterable[MakeUpLesson], names: Mapping[str, str]) -> Iterator[MakeupRow]:
    for item in items:
        assert item.on_date is not None
        yield MakeupRow(
            subject=item.subject, missed=shown(item.lost_on),
            offered=f"{DAY[list(Weekday)[item.on_date.weekday()]]}, {shown(item.on_date)}",
            time=span(item.start_min or 0, item.end_min or 0), teacher=names.get(item.teacher_id, ""),
            manner=FORM[LessonForm(item.form)],
        )  # fmt: skip
