"""What waits at the desk: every state of a timetable under whom it waits for, through the whole way of one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from api.errors import Forbidden
from api.services.tasks import Kind, Task, tasks
from models.agreement import Answer
from models.engines import writing
from models.message import Message, MessageChannel, MessageState
from models.person import Role
from models.plan import Plan, PlanKind, PlanState
from tests.api.services.agreement.households import UNTIL, Families, families
from tests.api.services.world import END, START


@pytest.fixture
def made(database: Engine) -> Families:
    return families(database)


def waiting(made: Families, later: bool = False) -> tuple[dict[Kind, int], dict[Kind, int]]:
    """For the deputy and for the director; later: after the time to answer."""
    at = UNTIL + timedelta(hours=1) if later else None
    told = []
    for who, role in ((made.world.deputy_id, Role.DEPUTY), (made.director, Role.DIRECTOR)):
        with made.acting(who, role, at) as unit:
            told.append({task.kind: task.number for task in tasks(unit) if task.kind != Kind.HAND})
    return told[0], told[1]


def test_an_offer_waits_for_nobody_at_the_desk_until_its_time_is_over(made: Families) -> None:
    made.offered()
    assert waiting(made) == ({}, {})
    assert waiting(made, later=True) == ({Kind.LATE: 1}, {Kind.LATE: 1})


def test_a_family_that_declines_waits_for_both(made: Families) -> None:
    made.answer(made.offered(), Answer.DECLINED)
    assert waiting(made) == ({Kind.DECIDE: 1}, {Kind.DECIDE: 1})


def test_agreed_ones_wait_for_the_director_and_approved_ones_for_the_deputy(made: Families) -> None:
    first, second = made.offered(), made.offered(1)
    made.answer(first, Answer.AGREED)
    made.answer(second, Answer.AGREED, made.other)
    assert waiting(made) == ({}, {Kind.APPROVE: 2})
    made.approve(first)
    assert waiting(made) == ({Kind.PUBLISH: 1}, {Kind.APPROVE: 1})
    made.publish(first)
    assert waiting(made) == ({}, {Kind.APPROVE: 1})


def test_plans_the_family_agreed_to_wait_for_the_director_and_declined_ones_for_the_deputy(
    made: Families,
) -> None:
    states = (PlanState.AGREED, PlanState.DECLINED, PlanState.OFFERED)
    with writing(made.world.engine) as session:
        for number, state in enumerate(states, start=7):
            plan = Plan(case_id=made.cases[0], number=number, kind=PlanKind.IUP, state=state)
            plan.first_on, plan.last_on = START, END
            plan.text, plan.digest = "план", f"{number:064d}"
            session.add(plan)
    assert waiting(made) == ({Kind.DECLINED: 1}, {Kind.PLANS: 1})


def test_texts_to_pass_on_are_the_deputys(made: Families) -> None:
    with writing(made.world.engine) as session:
        for number, state in enumerate((MessageState.PREPARED, MessageState.SENT, MessageState.PREPARED)):
            session.add(
                Message(
                    school_id=made.world.school_id, account_id=made.mother, channel=MessageChannel.COPY,
                    state=state, topic="offer", subject="Расписание", body="Посмотрите расписание.",
                    message_id=f"<{number}@school.example>", due_at=UNTIL,
                )
            )  # fmt: skip
    with made.deputy() as unit:
        assert tasks(unit) == (Task(Kind.HAND, 2),)
    with made.acting(made.director, Role.DIRECTOR) as unit:
        assert tasks(unit) == ()


def test_who_is_not_at_the_desk_is_told_so(made: Families) -> None:
    with made.acting(made.mother, Role.PARENT) as unit, pytest.raises(Forbidden):
        tasks(unit)
