"""Make-ups of an illness: one plan, one answer, lessons at once, nobody booked twice.

It is Wednesday 02.09.2026. К-01: maths Mondays 10:00 with t1, Russian on Tuesdays 11:00 of odd weeks with t2;
К-02: maths Mondays 11:10 with t1. К-01 is ill on 14. and 15.09.; from the 16th on it may be made up.
"""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from api.services.days import absences
from api.services.days.absences import AbsenceDraft
from api.services.days.debts import Rule, write_rules
from api.services.days.desk import days_of_case
from api.services.days.repairs import making_up, proposing
from api.services.days.repairs.making_up import Word
from api.services.days.repairs.owing import owing
from api.services.days.repairs.proposing import Wishes
from api.services.papers.medical import file_medical
from api.services.printing.preparing import prepare
from exports.document.forms import Form
from models.audit import AuditRow
from models.case import Case
from models.day import Cause
from models.engines import reading, writing
from models.message import Message
from models.person import Role
from models.place import Place, Road
from models.repair import MakeUpLesson, MakeUpPlan, MakeUpState
from models.school import School
from models.staff import Teacher, TeacherWindow
from scheduler.terms import Debtor
from tests.api.services.feeds.subscribers import Subscribers, subscribers
from tests.api.services.world import END, START, medical

ADDRESS = "https://school.example"
MONDAY, TUESDAY, NEXT = date(2026, 9, 14), date(2026, 9, 15), date(2026, 9, 16)


@pytest.fixture
def made(database: Engine) -> Subscribers:
    found = subscribers(database)
    world = found.made.world
    with writing(database) as session:
        homes = {row.code: row.id for row in session.exec(select(Place))}
        school = Place(school_id=world.school_id, code="s1", kind="school", title="Школа 1")
        session.add(school)
        session.flush()
        for one, other, minutes in (
            (homes["h1"], homes["h2"], 8), (school.id, homes["h1"], 12), (school.id, homes["h2"], 20)
        ):  # fmt: skip
            session.add(Road(school_id=world.school_id, from_id=one, to_id=other, minutes=minutes))
        found.teachers |= {row.code: row.id for row in session.exec(select(Teacher))}
    return found


def ill(made: Subscribers, case: int = 0) -> str:
    with made.made.deputy() as unit:
        draft = AbsenceDraft(
            case_id=made.made.cases[case], cause=Cause.CHILD_ILL, first_on=MONDAY, last_on=TUESDAY
        )
        return absences.report(unit, draft).absence.id


def proposed(made: Subscribers, case: int = 0, **more: object) -> str:
    absence = ill(made, case)
    with made.made.deputy() as unit:
        wishes = Wishes(**({"first_on": NEXT, "weeks": 1} | more))  # type: ignore[arg-type]
        return proposing.propose(unit, made.made.cases[case], absence, wishes).id


def sent(made: Subscribers, case: int = 0, **more: object) -> str:
    plan = proposed(made, case, **more)
    with made.made.deputy() as unit:
        making_up.send(unit, plan, ADDRESS)
    return plan


def lines(made: Subscribers, plan: str) -> list[tuple[str, str, str]]:
    with made.made.deputy() as unit:
        return [(x.item.subject, x.time, x.form) for x in making_up.plan_view(unit, plan).lines]


def items(made: Subscribers, plan: str) -> list[MakeUpLesson]:
    with made.made.deputy() as unit:
        return list(making_up.items_of(unit, making_up.plan_of(unit, plan)[0]))


def lessons(made: Subscribers, case: int = 0) -> list[str]:
    """Lessons that stand from the 16th on for a week."""
    with made.made.deputy() as unit:
        row = unit.session.get_one(Case, made.made.cases[case])
        found = days_of_case(unit, row, NEXT, date(2026, 9, 22))
    return [f"{x.lesson.on:%d.%m} {x.row_key} {x.makes_up or ''}".strip() for x in found.lessons]


def on_paper(made: Subscribers) -> list[tuple[str, str, str]]:
    """Subject, day lost and day offered of the plan as it is printed to be signed."""
    with made.made.deputy() as unit:
        told = prepare(unit, made.made.cases[0], Form.MAKEUP, "").values
    return [(row.subject, row.missed, row.offered) for row in told.rows]


def test_a_plan_takes_the_first_days_after_the_illness(made: Subscribers) -> None:
    # both on the first day: one adult, and no lesson stands beside; Russian follows with its break of ten minutes
    plan = proposed(made)
    told = lines(made, plan)
    assert [(subject, time[:8]) for subject, time, _ in told] == [
        ("Математика", "ср 16.09"), ("Русский язык", "ср 16.09"),
    ]  # fmt: skip
    assert lessons(made) == ["21.09 math-1"]
    assert on_paper(made) == [
        ("Математика", "14.09.2026", "ср, 16.09.2026"), ("Русский язык", "15.09.2026", "ср, 16.09.2026"),
    ]  # fmt: skip


def test_first_days_are_remote_where_it_is_so_set(made: Subscribers) -> None:
    told = lines(made, proposed(made, remote_until=date(2026, 9, 18), most_a_day=1))
    assert [(time[:8], form) for _, time, form in told] == [
        ("ср 16.09", "дистанционно"), ("чт 17.09", "дистанционно"),
    ]  # fmt: skip


def test_what_does_not_fit_has_its_reason(made: Subscribers) -> None:
    with writing(made.engine) as session:
        session.add(
            TeacherWindow(teacher_id=made.teachers["t1"], kind="free", days="mon", start_min=600, end_min=720)
        )
    told = items(made, proposed(made))
    assert [(each.subject, each.on_date is None) for each in told] == [
        ("Математика", True), ("Русский язык", False),
    ]  # fmt: skip
    assert "нет свободного времени" in told[0].why


def test_the_family_answers_once_and_what_fits_is_a_lesson_at_once(made: Subscribers) -> None:
    plan = sent(made)
    maths, russian = items(made, plan)
    with made.acting(made.made.mother, Role.PARENT) as (unit, _):
        assert making_up.plan_view(unit, plan).asks
        making_up.answer(unit, plan, {russian.id: Word(fits=False, reason="В среду бассейн.")})
    assert lessons(made) == ["16.09 math-1 " + maths.lesson, "21.09 math-1"]
    with (
        pytest.raises(Conflict, match="уже ответили"),
        made.acting(made.made.father, Role.PARENT) as (unit, _),
    ):
        making_up.answer(unit, plan, {})
    with reading(made.engine) as session:
        told = {row.account_id for row in session.exec(select(Message)) if "Назначены отработки" in row.body}
        assert told == {made.made.father, made.maths}
        assert (
            session.exec(select(MakeUpLesson.reason).where(MakeUpLesson.id == russian.id)).one()
            == "В среду бассейн."
        )
    assert [subject for subject, _, _ in on_paper(made)] == ["Математика"]


def test_the_time_to_answer_is_two_days(made: Subscribers) -> None:
    plan = sent(made)
    made.clock.on(days=2)
    with (
        pytest.raises(Conflict, match="Срок ответа прошёл"),
        made.acting(made.made.mother, Role.PARENT) as (unit, _),
    ):
        making_up.answer(unit, plan, {})


def test_a_draft_is_nothing_to_a_family_and_a_foreign_family_sees_no_plan(made: Subscribers) -> None:
    draft = proposed(made)
    with made.acting(made.made.mother, Role.PARENT) as (unit, _), pytest.raises(NotFound):
        making_up.plan_view(unit, draft)
    with made.made.deputy() as unit:
        making_up.send(unit, draft, ADDRESS)
    with made.acting(made.made.other, Role.PARENT) as (unit, _), pytest.raises(Refusal):
        making_up.answer(unit, draft, {})
    with made.acting(made.maths, Role.TEACHER) as (unit, _), pytest.raises(NotFound):
        making_up.plan_view(unit, draft)
    with made.acting(made.maths, Role.TEACHER) as (unit, _), pytest.raises(Forbidden):
        proposing.propose(unit, made.made.cases[0], None, Wishes(first_on=NEXT))


def test_the_desk_takes_another_time_or_leaves_a_lesson_out(made: Subscribers) -> None:
    plan = proposed(made)
    maths, russian = items(made, plan)
    with made.made.deputy() as unit:
        _, times = making_up.other_times(unit, plan, maths.id)
        chosen = next(time for time in times if time.target.on == date(2026, 9, 18))
        making_up.set_other_time(unit, plan, maths.id, chosen.key)
        making_up.set_other_time(unit, plan, russian.id, "")
    assert [time[:8] for _, time, _ in lines(made, plan)] == ["пт 18.09", ""]
    with made.made.deputy() as unit, pytest.raises(Conflict, match="больше не подходит"):
        making_up.set_other_time(unit, plan, maths.id, "2026-09-19_600_x_home")


def test_a_time_that_was_taken_meanwhile_is_told_and_the_rest_stands(made: Subscribers) -> None:
    plan = sent(made)
    maths, _ = items(made, plan)
    with made.made.deputy() as unit:
        unit.session.add(
            TeacherWindow(
                teacher_id=made.teachers["t1"], kind="cannot", on_date=maths.on_date, start_min=0, end_min=1440
            )
        )  # fmt: skip
    with made.acting(made.made.mother, Role.PARENT) as (unit, _):
        view = making_up.answer(unit, plan, {})
    assert [(x.item.id == maths.id, x.becomes, x.item.why != "") for x in view.lines] == [
        (True, False, True), (False, True, False),
    ]  # fmt: skip


def test_of_two_who_answer_at_once_one_answer_counts(made: Subscribers) -> None:
    plan = sent(made)
    said: list[str] = []

    def reply(account: str) -> None:
        try:
            with made.acting(account, Role.PARENT) as (unit, _):
                making_up.answer(unit, plan, {})
            said.append("answered")
        except Refusal as refused:
            said.append(str(refused))

    both = [threading.Thread(target=reply, args=(x,)) for x in (made.made.mother, made.made.father)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(said) == ["answered", making_up.ANSWERED]
    assert len(lessons(made)) == 3


def test_what_is_offered_to_one_family_is_kept_from_another(made: Subscribers) -> None:
    first = sent(made)
    second = proposed(made, 1)
    maths, other = items(made, first)[0], items(made, second)[0]
    assert maths.teacher_id == other.teacher_id
    assert (maths.on_date, maths.start_min) != (other.on_date, other.start_min)
    with made.made.deputy() as unit:
        making_up.send(unit, second, ADDRESS)
    with made.acting(made.made.mother, Role.PARENT) as (unit, _):
        assert all(x.becomes for x in making_up.answer(unit, first, {}).lines)
    with made.acting(made.made.other, Role.PARENT) as (unit, _):
        assert all(x.becomes for x in making_up.answer(unit, second, {}).lines)


def test_a_second_plan_waits_for_the_first_and_replaces_a_draft(made: Subscribers) -> None:
    plan = proposed(made)
    wishes = Wishes(first_on=NEXT)
    with made.made.deputy() as unit:
        absence = unit.session.get_one(MakeUpPlan, plan).absence_id
        newer = proposing.propose(unit, made.made.cases[0], absence, wishes).id
        assert unit.session.get_one(MakeUpPlan, plan).state == MakeUpState.DROPPED
        making_up.send(unit, newer, ADDRESS)
    with made.made.deputy() as unit, pytest.raises(Conflict, match="уже отправлен"):
        proposing.propose(unit, made.made.cases[0], absence, wishes)
    with made.made.deputy() as unit:
        making_up.drop(unit, newer)
        proposing.propose(unit, made.made.cases[0], absence, wishes)


def test_every_fault_of_the_wishes_is_told(made: Subscribers) -> None:
    absence = ill(made)
    wrong = Wishes(first_on=date(2026, 9, 2) - timedelta(days=1), weeks=7, most_a_day=3)
    with made.made.deputy() as unit, pytest.raises(Invalid) as refused:
        proposing.propose(unit, made.made.cases[0], absence, wrong)
    assert set(refused.value.faults) == {"first_on", "weeks", "most_a_day"}


def crowded(made: Subscribers) -> None:
    """t2 can on Mondays at 10:00 only, when К-01 has maths with t1."""
    with writing(made.engine) as session:
        session.add(
            TeacherWindow(teacher_id=made.teachers["t2"], kind="free", days="mon", start_min=600, end_min=640)
        )


def moving(made: Subscribers) -> tuple[str, MakeUpLesson, MakeUpLesson]:
    """A plan that was sent: Russian, and the maths of the 21st that moves for it."""
    crowded(made)
    plan = sent(made, most_moves=1)
    _, russian, move = items(made, plan)
    return plan, russian, move


def answered(made: Subscribers, plan: str, **unfit: Word) -> list[str]:
    with made.acting(made.made.mother, Role.PARENT) as (unit, _):
        making_up.answer(unit, plan, unfit)
    with made.made.deputy() as unit:
        row = unit.session.get_one(Case, made.made.cases[0])
        found = days_of_case(unit, row, NEXT, date(2026, 9, 22))
    return [
        f"{x.lesson.on:%d.%m} {x.row_key}{' moved' if x.is_moved else ''}{' made up' if x.makes_up else ''}"
        for x in found.lessons
    ]


def test_without_a_budget_nothing_published_moves(made: Subscribers) -> None:
    crowded(made)
    told = items(made, proposed(made))
    assert [(each.row_key, each.on_date is None) for each in told] == [("math-1", False), ("rus-1", True)]


def test_a_published_lesson_moves_within_the_budget_and_the_family_answers_that_too(
    made: Subscribers,
) -> None:
    plan, russian, move = moving(made)
    assert (russian.on_date, russian.start_min) == (date(2026, 9, 21), 600)
    assert (move.row_key, move.lost_on, move.was_start_min) == ("math-1", date(2026, 9, 21), 600)
    assert lines(made, plan)[2][1] != "пн 21.09, 10:00–10:40"
    with reading(made.engine) as session:
        letters = [row.body for row in session.exec(select(Message)) if "время отработок" in row.body]
    assert all("(перенос, было пн 21.09, 10:00–10:40)" in body for body in letters)
    assert sorted(each.partition(" ")[2] for each in answered(made, plan)) == [
        "math-1 made up", "math-1 moved", "rus-1 made up",
    ]  # fmt: skip
    with reading(made.engine) as session:
        told = {row.account_id for row in session.exec(select(Message)) if making_up.MOVED in row.body}
    assert told == {made.made.father, made.maths}


def test_a_move_that_does_not_suit_stays_and_takes_what_rests_on_it_along(made: Subscribers) -> None:
    plan, russian, move = moving(made)
    stands = answered(made, plan, **{move.id: Word(fits=False, reason="Понедельник занят.")})
    assert stands == ["16.09 math-1 made up", "21.09 math-1"]
    assert {each.id: each.why for each in items(made, plan)}[russian.id] == making_up.GONE


def test_a_move_for_a_lesson_that_does_not_suit_is_not_made(made: Subscribers) -> None:
    plan, russian, move = moving(made)
    assert answered(made, plan, **{russian.id: Word(fits=False)}) == ["16.09 math-1 made up", "21.09 math-1"]
    assert {each.id: each.why for each in items(made, plan)}[move.id] == making_up.STAYS


def test_a_medical_limit_holds_when_the_family_answers(made: Subscribers) -> None:
    """Limits entered after the plan was sent; the family is told nothing of them, the log says who had them read."""
    plan = sent(made)
    with made.made.deputy() as unit:
        file_medical(unit, made.made.cases[0], medical(START, END, ends_by_min=480))
    with made.acting(made.made.mother, Role.PARENT) as (unit, _):
        view = making_up.answer(unit, plan, {})
    assert [(line.becomes, line.item.why) for line in view.lines] == [(False, making_up.GONE)] * 2
    with reading(made.engine) as session:
        asked = select(AuditRow).where(
            AuditRow.action == "medical.limits", AuditRow.actor == made.made.mother
        )
        assert [row.object_id for row in session.exec(asked)] == [made.made.cases[0]]


def test_who_owes_is_told_by_the_rules_of_the_school(made: Subscribers) -> None:
    """A Wednesday, three weeks later: the child was ill, then away; a teacher was ill."""
    absence = ill(made)
    with made.made.deputy() as unit:
        away = AbsenceDraft(
            case_id=made.made.cases[1], cause=Cause.CHILD_AWAY, first_on=MONDAY, last_on=MONDAY
        )
        absences.report(unit, away)
    later = datetime(2026, 9, 23, 9, tzinfo=UTC)
    with made.made.deputy(later) as unit:
        told = owing(unit)
        assert [(each.case_code, each.lessons, each.owed, each.why) for each in told] == [
            ("К-01", 2, 2, "болезнь ребёнка: в долг, отвечает учитель"),
            ("К-02", 1, 0, "ребёнка не будет (дела семьи): не в долг"),
        ]
        rules = [Rule(cause=Cause.CHILD_ILL, debtor=Debtor.NOBODY, source="Приказ 1")]
        write_rules(
            unit,
            made.made.world.school_id,
            rules,
            unit.session.get_one(School, made.made.world.school_id).rev,
        )
    with made.made.deputy(later) as unit:
        assert [each.owed for each in owing(unit) if each.absence_id == absence] == [0]


def test_what_a_teacher_or_the_school_owes_is_made_up_without_an_absence_of_the_child(
    made: Subscribers,
) -> None:
    with made.made.deputy() as unit:
        gone = AbsenceDraft(
            teacher_id=made.teachers["t1"], cause=Cause.TEACHER_ILL, first_on=MONDAY, last_on=MONDAY
        )
        absences.report(unit, gone)
    later = datetime(2026, 9, 23, 9, tzinfo=UTC)
    with made.made.deputy(later) as unit:
        assert [(each.case_code, each.absence_id, each.owed) for each in owing(unit)] == [
            ("К-01", "", 1), ("К-02", "", 1),
        ]  # fmt: skip
        plan = proposing.propose(unit, made.made.cases[0], None, Wishes(first_on=date(2026, 9, 24)))
        assert [item.row_key for item in making_up.items_of(unit, plan)] == ["math-1"]
