"""«Сегодня всё дистанционно», and one lesson moved at the desk.

It is Wednesday 02.09.2026; on Monday 14.09. К-01 has maths 10:00–10:40 at home with t1, К-02 maths 11:10–11:50 with t1.
"""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Conflict, Forbidden, Invalid, Refusal
from api.services.days import absences, changes, reports
from api.services.days.absences import AbsenceDraft
from api.services.days.desk import LessonKey, days_of_case
from api.services.days.repairs.making_up import items_of, send
from api.services.days.repairs.moving import move_to, places
from api.services.days.repairs.proposing import Wishes, propose
from api.services.days.repairs.remote_day import BY_PLAN, remote_day, turn
from api.services.days.single import single
from models.audit import verify
from models.case import Case
from models.day import Cause
from models.engines import reading, writing
from models.family import FamilyChoice
from models.message import Message
from models.person import Role
from models.place import Place, Road
from models.staff import Teacher, TeacherWindow
from scheduler.terms import LessonForm
from tests.api.services.days.planned import no_screen
from tests.api.services.feeds.subscribers import Subscribers, starts, subscribers
from tests.api.services.world import KEY

MONDAY = date(2026, 9, 14)


@pytest.fixture
def made(database: Engine) -> Subscribers:
    found = subscribers(database)
    world = found.made.world
    with writing(database) as session:
        homes = {row.code: row.id for row in session.exec(select(Place))}
        school = Place(school_id=world.school_id, code="s1", kind="school", title="Школа 1")
        session.add(school)
        session.flush()
        for one, other in ((homes["h1"], homes["h2"]), (school.id, homes["h1"]), (school.id, homes["h2"])):
            session.add(Road(school_id=world.school_id, from_id=one, to_id=other, minutes=8))
        found.teachers |= {row.code: row.id for row in session.exec(select(Teacher))}
    return found


def stands(made: Subscribers, case: int, on: date = MONDAY) -> list[tuple[str, str, str]]:
    """(form, fate, cause) of a case's lessons of a day."""
    with made.made.deputy() as unit:
        row = unit.session.get_one(Case, made.made.cases[case])
        found = days_of_case(unit, row, on, on).lessons
    return [(each.lesson.form, each.fate.value, each.cause or "") for each in found]


def key(made: Subscribers, case: int = 0, on: date = MONDAY) -> LessonKey:
    with made.made.deputy() as unit:
        row = unit.session.get_one(Case, made.made.cases[case])
        each = days_of_case(unit, row, on, on).lessons[0]
        return LessonKey(case_id=each.case_id, lesson=each.id, tag=each.tag)


def test_a_day_goes_by_screen_and_everybody_is_told(made: Subscribers) -> None:
    mother = made.of_mother()
    made.read(mother)
    with made.made.deputy() as unit:
        day = remote_day(unit, MONDAY)
        assert [(each.line.code, each.why) for each in day.turns] == [("К-01", ""), ("К-02", "")]
        names = [each.name for each in day.turns]
        done = turn(unit, MONDAY, names, names, cancel_rest=True)
        assert (done.turned, done.cancelled, done.left) == (2, 0, 0)
    assert stands(made, 0) == stands(made, 1) == [("remote", "planned", "")]
    with reading(made.engine) as session:
        told = {row.account_id for row in session.exec(select(Message)) if "дистанционно" in row.body}
    assert told == {made.made.mother, made.made.father, made.made.other, made.maths}
    (lesson,) = [each for each in made.read(mother) if each["DTSTART"] == "20260914T050000Z"]
    assert lesson["SUMMARY"].startswith("ДИСТАНЦИОННО")
    assert starts(made.read(mother))  # all else stands


def test_what_may_not_go_by_screen_is_named_and_cancelled_or_left(made: Subscribers) -> None:
    with writing(made.engine) as session:
        session.add(FamilyChoice(case_id=made.made.cases[1], max_remote_day_min=0))
    with made.made.deputy() as unit:
        able, unable = remote_day(unit, MONDAY).turns
        assert (able.why, unable.why) == ("", "за день у экрана вышло бы больше, чем можно ребёнку")
    with pytest.raises(Conflict, match="дистанционно нельзя"), made.made.deputy() as unit:
        turn(unit, MONDAY, [able.name, unable.name], [able.name, unable.name], cancel_rest=False)
    assert stands(made, 0) == [("home", "planned", "")]
    with made.made.deputy() as unit:
        done = turn(unit, MONDAY, [able.name], [able.name, unable.name], cancel_rest=True)
        assert (done.turned, done.cancelled) == (1, 1)
    assert (stands(made, 0), stands(made, 1)) == (
        [("remote", "planned", "")], [("home", "cancelled", Cause.SCHOOL)],
    )  # fmt: skip


def test_a_day_that_is_too_long_anyway_goes_by_screen_all_the_same(made: Subscribers) -> None:
    """Ten minutes a day are less than a lesson in whatever form: that is no reason against the screen."""
    with writing(made.engine) as session:
        session.add(FamilyChoice(case_id=made.made.cases[1], max_day_min=10))
    with made.made.deputy() as unit:
        assert [each.why for each in remote_day(unit, MONDAY).turns] == ["", ""]


def test_a_subject_that_the_plan_keeps_from_the_screen_does_not_go_by_it(made: Subscribers) -> None:
    no_screen(made)
    with made.made.deputy() as unit:
        barred, able = remote_day(unit, MONDAY).turns
        assert (barred.line.code, barred.why) == ("К-01", BY_PLAN)
        assert able.why == ""
    for case, forms in ((0, {"home"}), (1, {"home", "remote"})):
        asked = key(made, case)
        with made.made.deputy() as unit:
            assert {each.target.form for each in places(unit, asked)} == forms
    with pytest.raises(Conflict, match="учебный план"), made.made.deputy() as unit:
        turn(unit, MONDAY, [barred.name], [barred.name], cancel_rest=False)


def test_make_ups_of_such_a_subject_wait_for_the_first_day_at_home(made: Subscribers) -> None:
    """Before the 18th only by screen is allowed; К-01 is ill on the 14th (maths) and the 15th (Russian)."""
    no_screen(made)
    case, two = made.made.cases[0], timedelta(days=2)
    ill = AbsenceDraft(case_id=case, cause=Cause.CHILD_ILL, first_on=MONDAY, last_on=date(2026, 9, 15))
    with made.made.deputy() as unit:
        absence = absences.report(unit, ill).absence.id
        wishes = Wishes(first_on=MONDAY + two, weeks=1, most_a_day=1, remote_until=MONDAY + 2 * two)
        told = items_of(unit, propose(unit, case, absence, wishes))
    assert [(each.subject, each.form) for each in told] == [
        ("Математика", LessonForm.HOME), ("Русский язык", LessonForm.REMOTE),
    ]  # fmt: skip


def test_an_offer_that_nobody_answered_in_time_keeps_no_time(made: Subscribers) -> None:
    """The second family's plan is sought when the 48 hours of the first are over."""
    told = []
    for case, later in zip(made.made.cases, (0, 3), strict=False):
        ill = AbsenceDraft(case_id=case, cause=Cause.CHILD_ILL, first_on=MONDAY, last_on=MONDAY)
        with made.made.deputy(made.clock() + timedelta(days=later)) as unit:
            absence = absences.report(unit, ill).absence.id
            plan = propose(unit, case, absence, Wishes(first_on=date(2026, 9, 16), weeks=1))
            if not later:
                send(unit, plan.id, "https://school.example")
            told += [(each.on_date, each.start_min) for each in items_of(unit, plan)]
    assert told[0] == told[1]


def test_a_day_is_of_a_selection_and_of_the_desk(made: Subscribers) -> None:
    with made.made.deputy() as unit:
        first, second = remote_day(unit, MONDAY).turns
        assert remote_day(unit, MONDAY, "9 Я").turns == ()
        turn(unit, MONDAY, [first.name], [first.name, second.name], cancel_rest=False)
        with pytest.raises(Invalid):
            turn(unit, MONDAY, [], [second.name], cancel_rest=False)
        with pytest.raises(Conflict, match="изменился"):
            turn(unit, MONDAY, [first.name], [], cancel_rest=False)  # it is remote already
    assert (stands(made, 0)[0][0], stands(made, 1)[0][0]) == ("remote", "home")
    with pytest.raises(Forbidden), made.acting(made.maths, Role.TEACHER) as (unit, _):
        remote_day(unit, MONDAY)


def test_a_day_that_becomes_remote_while_a_family_reports_is_one_after_the_other(made: Subscribers) -> None:
    with made.made.deputy() as unit:
        names = [each.name for each in remote_day(unit, MONDAY).turns]
    seen, told = key(made), []

    def act(who: str) -> None:
        try:
            if who == "desk":
                with made.acting(made.made.world.deputy_id, Role.DEPUTY) as (unit, _):
                    turn(unit, MONDAY, names, names, cancel_rest=True)
            else:
                with made.acting(made.made.mother, Role.PARENT) as (unit, _):
                    changes.cancel(unit, seen, Cause.CHILD_ILL)
            told.append("done")
        except Refusal as refused:
            told.append(refused.code)

    threads = [threading.Thread(target=act, args=(who,)) for who in ("desk", "mother")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # who comes second finds it changed: the family is told so, the desk goes on with the other lessons
    first = stands(made, 0)
    assert (first, sorted(told)) in (
        ([("remote", "planned", "")], ["conflict", "done"]),
        ([("home", "cancelled", Cause.CHILD_ILL)], ["done", "done"]),
    )
    assert stands(made, 1) == [("remote", "planned", "")]
    with reading(made.engine) as session:
        assert verify(session, KEY) == ()


def test_a_lesson_goes_elsewhere_and_back(made: Subscribers) -> None:
    seen = key(made)
    with made.made.deputy() as unit:
        found = places(unit, seen)
        assert found[0].said == "пн 14.09, 10:00–10:40, дистанционно"
        chosen = next(each for each in found if each.target.on == date(2026, 9, 15))
        move_to(unit, seen, chosen.key)
    assert stands(made, 0) == []
    (moved,) = [each for each in stands(made, 0, date(2026, 9, 15)) if each[0] == "home"][:1]
    assert moved == ("home", "planned", "")
    with reading(made.engine) as session:
        bodies = {row.account_id: row.body for row in session.exec(select(Message))}
    assert set(bodies) == {made.made.mother, made.made.father, made.maths}
    assert all("Урок перенесён: было пн 14.09, 10:00–10:40." in body for body in bodies.values())
    again = key(made, 0, date(2026, 9, 15))
    with made.made.deputy() as unit:
        (promised,) = [each for each in places(unit, again) if each.as_promised]
        move_to(unit, again, promised.key)
    assert stands(made, 0) == [("home", "planned", "")]


def test_a_place_that_was_taken_meanwhile_is_refused(made: Subscribers) -> None:
    seen = key(made)
    with made.made.deputy() as unit:
        chosen = next(each for each in places(unit, seen) if each.target.on != MONDAY)
        unit.session.add(
            TeacherWindow(
                teacher_id=made.teachers["t1"], kind="cannot", on_date=chosen.target.on, start_min=0, end_min=1440
            )
        )  # fmt: skip
    with pytest.raises(Conflict, match="заняли"), made.made.deputy() as unit:
        move_to(unit, seen, chosen.key)


def test_a_teacher_who_did_not_come_is_written_down_at_the_desk(made: Subscribers) -> None:
    made.clock.on(days=12)
    seen = key(made)
    with made.acting(made.made.world.deputy_id, Role.DEPUTY) as (unit, _):
        one = single(unit, seen.case_id, seen.lesson)
        assert (one.may_hold, one.places) == (True, ())  # it is 14:00 there
        reports.not_given(unit, one.key, Cause.NO_SHOW)
    assert stands(made, 0) == [("home", "cancelled", Cause.NO_SHOW)]
