"""More on the stage: hours that a teacher and a family have told, the last move of a case."""

from __future__ import annotations

from sqlmodel import col, select

from models.case import CaseMove
from models.engines import reading, writing
from models.family import FamilyWindow
from models.staff import TeacherWindow
from scheduler.terms import FamilyKind
from tests.api.everywhere.cast import Realm, Stage


def hours_of(stage: Stage, teacher_id: str) -> str:
    row = TeacherWindow(teacher_id=teacher_id, start_min=720, end_min=1140)
    with writing(stage.engine) as session:
        session.add(row)
    return row.id


def window_of(stage: Stage, realm: Realm) -> str:
    row = FamilyWindow(case_id=realm.case_id, kind=FamilyKind.ADULT_HOME, start_min=600, end_min=1439)
    with writing(stage.engine) as session:
        session.add(row)
    return row.id


def last_move(stage: Stage, realm: Realm) -> str:
    with reading(stage.engine) as session:
        asked = select(CaseMove.id).where(CaseMove.case_id == realm.case_id)
        return session.exec(asked.order_by(col(CaseMove.number).desc())).first() or ""
