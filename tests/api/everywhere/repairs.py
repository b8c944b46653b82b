"""What is made of repairs for a walk over every route."""

from __future__ import annotations

from datetime import timedelta

from models.base import new_id
from models.day import Absence, Cause
from models.repair import MakeUpPlan, MakeUpState, SubstituteAsked, SubstituteCall
from tests.api.everywhere.cast import Realm
from tests.api.services import world as services


def makeup_of(realm: Realm) -> str:
    """A plan of make-ups that was sent to the family."""
    with realm.school.acting(services.START) as unit:
        row = MakeUpPlan(
            school_id=realm.school.school_id, case_id=realm.case_id, state=MakeUpState.SENT,
            first_on=services.START, account_id=realm.school.deputy_id, at=unit.at, sent_at=unit.at,
            until=unit.at + timedelta(days=300),
        )  # fmt: skip
        unit.session.add(row)
        return row.id


def call_of(realm: Realm, teacher_id: str) -> str:
    """A lesson that a teacher of the school is asked to take over."""
    school = realm.school
    with school.acting(services.START) as unit:
        absence = Absence(
            school_id=school.school_id, teacher_id=teacher_id, cause=Cause.TEACHER_AWAY,
            first_on=services.START, account_id=school.deputy_id, at=unit.at,
        )  # fmt: skip
        unit.session.add(absence)
        unit.session.flush()
        row = SubstituteCall(
            school_id=school.school_id, absence_id=absence.id, case_id=realm.case_id, lesson=new_id(), tag="-",
            subject="Математика", on_date=services.START, start_min=600, end_min=640, form="home",
            account_id=school.deputy_id, at=unit.at,
        )  # fmt: skip
        unit.session.add(row)
        unit.session.flush()
        unit.session.add(SubstituteAsked(call_id=row.id, teacher_id=teacher_id))
        return row.id
