"""Two people at one lesson or one day at the same time: one of them is told, nothing is half done. Both databases.

It is Wednesday 02.09.2026; К-01 has maths on Mondays 10:00 with t1 and Russian on Tuesdays 11:00 of odd weeks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Refusal
from api.services.agreement.timetable.publishing import ToPublish, publish
from api.services.days import absences, changes, reports
from api.services.days.absences import AbsenceDraft
from api.services.days.changes import Target
from api.services.days.desk import LessonKey, days_of_case
from api.services.days.lessons import OnDay
from api.services.unit import Unit
from models.agreement import Answer
from models.audit import verify
from models.case import Case
from models.day import Absence, Cause, Fate
from models.engines import reading
from models.person import Role
from models.staff import Teacher
from scheduler.terms import LessonForm
from tests.api.services.feeds.subscribers import Subscribers, subscribers
from tests.api.services.world import KEY

MONDAY = date(2026, 9, 14)
ROUNDS = 4
Step = tuple[str, Role, Callable[[Unit], object]]


@pytest.fixture
def made(database: Engine) -> Subscribers:
    return subscribers(database)


def race(made: Subscribers, *steps: Step) -> list[str]:
    """Everybody at once; what each was told: `done`, or the kind of refusal."""
    barrier, told = threading.Barrier(len(steps)), [""] * len(steps)

    def run(number: int, step: Step) -> None:
        who, role, act = step
        barrier.wait()
        try:
            with made.acting(who, role) as (unit, _):
                act(unit)
            told[number] = "done"
        except Refusal as refused:
            told[number] = refused.code

    threads = [threading.Thread(target=run, args=each) for each in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(made.engine) as session:
        assert verify(session, KEY) == ()
    return told


def lessons(made: Subscribers, first: date, last: date) -> list[OnDay]:
    with made.made.deputy() as unit:
        return list(days_of_case(unit, unit.session.get_one(Case, made.made.cases[0]), first, last).lessons)


def key_of(each: OnDay) -> LessonKey:
    return LessonKey(case_id=each.case_id, lesson=each.id, tag=each.tag)


def to_noon(made: Subscribers, on: date) -> Target:
    with reading(made.engine) as session:
        teacher = session.exec(select(Teacher.id).where(Teacher.code == "t1")).one()
    return Target(on=on, start_min=720, end_min=760, teacher_id=teacher, form=LessonForm.HOME, place_id=None)


def moving(key: LessonKey, to: Target) -> Callable[[Unit], object]:
    return lambda unit: changes.move(unit, key, to)


def cancelling(key: LessonKey) -> Callable[[Unit], object]:
    return lambda unit: changes.cancel(unit, key, Cause.CHILD_ILL)


def reporting(draft: AbsenceDraft) -> Callable[[Unit], object]:
    return lambda unit: reports.report(unit, draft)


@pytest.mark.parametrize("first", ["move", "cancel"])
def test_a_lesson_is_moved_or_cancelled_and_never_both(made: Subscribers, first: str) -> None:
    deputy = made.made.world.deputy_id
    for number in range(ROUNDS):
        on = MONDAY + timedelta(weeks=number)
        (seen,) = [each for each in lessons(made, on, on) if each.row_key == "math-1"]
        key, target = key_of(seen), to_noon(made, on)
        steps: dict[str, Step] = {
            "move": (deputy, Role.DEPUTY, moving(key, target)),
            "cancel": (made.made.mother, Role.PARENT, cancelling(key)),
        }
        order = [first, *(name for name in steps if name != first)]
        told = dict(zip(order, race(made, *(steps[name] for name in order)), strict=True))
        assert sorted(told.values()) == ["conflict", "done"]
        (now,) = [each for each in lessons(made, on, on) if each.row_key == "math-1"]
        moved = told["move"] == "done"
        assert (now.is_moved, now.fate) == (moved, Fate.PLANNED if moved else Fate.CANCELLED)


def test_both_representatives_report_and_it_is_told_once(made: Subscribers) -> None:
    for number in range(ROUNDS):
        on = MONDAY + timedelta(weeks=number)
        draft = AbsenceDraft(case_id=made.made.cases[0], cause=Cause.CHILD_ILL, first_on=on, last_on=on)
        parents = (made.made.mother, made.made.father)
        told = race(made, *((who, Role.PARENT, reporting(draft)) for who in parents))
        assert sorted(told) == ["conflict", "done"]
    with reading(made.engine) as session:
        assert len(session.exec(select(Absence)).all()) == ROUNDS


def test_illness_reported_while_a_new_timetable_is_published_takes_the_lessons_of_the_new_one(
    made: Subscribers,
) -> None:
    """Maths moves from Monday to Wednesday from 14.09 on; the child is ill on the Wednesdays."""
    deputy, families = made.made.world.deputy_id, made.made
    wednesday = MONDAY + timedelta(days=2)
    variant = families.variant_of(
        "math-1/1 w1 wed 12:00", "math-1/2 w2 wed 12:00", "rus-1 w1 tue 11:00", "math-2/1 w1 mon 11:10",
        "math-2/2 w2 mon 11:10",
    )  # fmt: skip
    version_id = families.offered(0, variant=variant, first=MONDAY)
    families.answer(version_id, Answer.AGREED)
    families.approve(version_id)
    chosen = ToPublish(version_id=version_id, seen=families.seen(version_id))
    draft = AbsenceDraft(
        case_id=families.cases[0], cause=Cause.CHILD_ILL, first_on=wednesday, last_on=wednesday
    )
    told = race(
        made,
        (deputy, Role.DEPUTY, lambda unit: publish(unit, [chosen])),
        (families.mother, Role.PARENT, lambda unit: reports.report(unit, draft)),
    )
    assert told == ["done", "done"]
    (now,) = lessons(made, wednesday, wednesday)
    assert (now.lesson.start_min, now.fate, now.cause) == (720, Fate.CANCELLED, Cause.CHILD_ILL)
    assert [each.fate for each in lessons(made, MONDAY + timedelta(days=9), MONDAY + timedelta(days=9))] == [
        Fate.PLANNED
    ]


def test_ended_and_taken_back_at_once_is_one_of_both(made: Subscribers) -> None:
    draft = AbsenceDraft(case_id=made.made.cases[0], cause=Cause.CHILD_ILL, first_on=MONDAY, last_on=None)
    with made.acting(made.made.mother, Role.PARENT) as (unit, _):
        key = absences.report(unit, draft).absence.id
    on = MONDAY + timedelta(days=7)
    told = race(
        made,
        (made.made.mother, Role.PARENT, lambda unit: reports.resume(unit, key, on)),
        (made.made.father, Role.PARENT, lambda unit: reports.withdraw(unit, key)),
    )
    assert (
        told[1] == "done"
    )  # what was ended first can still be taken back; what was taken back cannot be ended
    assert told[0] in ("done", "conflict")
    assert {each.fate for each in lessons(made, MONDAY, on)} == {Fate.PLANNED}
