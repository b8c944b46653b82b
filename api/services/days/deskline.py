"""A lesson as staff of the school see it on a list: who, where, with whom, what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from api.services.days.lessons import Days, OnDay
from api.services.days.problems import NOWHERE
from api.services.days.words import CAUSE
from exports.ical.text import initials
from models.case import Case, Pupil
from scheduler.terms import Fate, LessonForm

FORM = {LessonForm.HOME: "на дому", LessonForm.REMOTE: "дистанционно", LessonForm.SCHOOL: "в школе"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLine:
    """pupil: surname with initials. mark: what differs from the timetable, in words; cause: why it is cancelled.
    before: the teacher of the timetable, where another gives it."""

    id: str
    case_id: str
    code: str
    pupil: str
    class_title: str
    on: date
    start_min: int
    end_min: int
    subject: str
    teacher_id: str
    teacher: str
    before: str
    place: str
    fate: Fate
    cause: str
    mark: str
    absence_id: str | None


class Desk:
    """Tells lessons of some days."""

    def __init__(self, session: Session, days: Days) -> None:
        self._rows = {row.id: row.title or row.subject for row in days.problem.rows}
        self._teachers = {each.id: each.title or each.id for each in days.problem.teachers}
        self._places = {each.id: each.title or each.id for each in days.problem.places}
        self._cases = {each.case.id: each.case for each in days.held}
        self._pupils = pupils_of(session, self._cases.values())

    def line(self, each: OnDay) -> DeskLine:
        now, case = each.lesson, self._cases[each.case_id]
        return DeskLine(
            id=each.id, case_id=case.id, code=case.code, pupil=self._pupils[case.id],
            class_title=case.class_title, on=now.on, start_min=now.start_min, end_min=now.end_min,
            subject=self._rows[now.row], teacher_id=now.teacher, teacher=self._teachers[now.teacher],
            before=self._teachers[each.base.teacher] if each.base and each.is_substituted else "",
            place=self._where(each), fate=each.fate, cause=CAUSE[each.cause] if each.cause else "",
            mark=_mark(each), absence_id=each.absence_id,
        )  # fmt: skip

    def teacher(self, teacher_id: str) -> str:
        return self._teachers.get(teacher_id, "")

    def _where(self, each: OnDay) -> str:
        now = each.lesson
        if now.form == LessonForm.HOME and now.place != NOWHERE:
            return self._places[now.place]
        return FORM[LessonForm(now.form)]


def _mark(each: OnDay) -> str:
    if each.fate == Fate.CANCELLED:
        return "отменено"
    if each.makes_up is not None:
        return "отработка"
    afar = each.base is not None and each.base.form != each.lesson.form == LessonForm.REMOTE
    marks = (("замена", each.is_substituted), ("перенос", each.is_moved), ("дистанционно", afar))
    told = [word for word, is_so in marks if is_so]
    return ", ".join(told)


def pupils_of(session: Session, cases: Iterable[Case]) -> Mapping[str, str]:
    """Case → `Иванов П. С.`."""
    known = {case.pupil_id: case.id for case in cases}
    asked = select(Pupil).where(col(Pupil.id).in_(known))
    return {
        known[pupil.id]: f"{pupil.surname} {initials(pupil.given_names)}".strip()
        for pupil in session.exec(asked)
    }
