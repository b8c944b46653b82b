"""Monday 14.09.2026, 14:00 at the school: К-01 is ill today, t2 is away from tomorrow on, 07.09 was not marked.

К-01: maths Mondays 10:00 with t1, Russian Tuesdays 11:00 of odd weeks with t2; К-02: maths Mondays 11:10 with t1.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine
from sqlmodel import select

from api.services.days import absences, telling
from api.services.days.absences import AbsenceDraft
from models.day import Cause
from models.person import Role
from models.staff import Teacher
from tests.api.services.feeds.subscribers import Subscribers, subscribers

MONDAY, TUESDAY = date(2026, 9, 14), date(2026, 9, 15)


def monday(engine: Engine) -> Subscribers:
    made = subscribers(engine)
    made.clock.on(days=12)
    with made.acting(made.made.world.deputy_id, Role.DEPUTY) as (unit, _):
        teacher = unit.session.exec(select(Teacher.id).where(Teacher.code == "t2")).one()
        for draft in (
            AbsenceDraft(case_id=made.made.cases[0], cause=Cause.CHILD_ILL, first_on=MONDAY, last_on=MONDAY),
            AbsenceDraft(teacher_id=teacher, cause=Cause.TEACHER_ILL, first_on=TUESDAY, last_on=None),
        ):
            told = absences.report(unit, draft)
            telling.tell(
                unit, telling.News(head="Уроки отменены.", lessons=told.lessons, problem=told.days.problem)
            )
    return made
