"""Substitutes for a teacher who is away: who can, who was asked, who was first.

It is Wednesday 02.09.2026. К-01: maths Mondays 10:00 with t1, Russian on Tuesdays 11:00 of odd weeks with t2;
К-02: maths Mondays 11:10 with t1. t2 and t3 give maths, too; t3 cannot before 12:00.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Conflict, NotFound, Refusal
from api.services.days import absences
from api.services.days.absences import AbsenceDraft
from api.services.days.desk import LessonKey, days_of_teacher
from api.services.days.repairs import substituting
from api.services.days.repairs.vacancies import Vacancies, vacancies
from api.services.papers.medical import file_medical
from models.day import Cause, Fate, LessonChange, LessonNote
from models.engines import reading, writing
from models.family import FamilyChoice
from models.message import Message
from models.person import Account, Role
from models.place import Place, Road
from models.school import NetworkAgreement, School
from models.staff import Teacher, TeacherSubject, TeacherWindow
from tests import builders
from tests.api.services.days.planned import no_screen
from tests.api.services.feeds.subscribers import Subscribers, give, subscribers
from tests.api.services.world import END, START, medical

MONDAY = date(2026, 9, 14)


@pytest.fixture
def made(database: Engine) -> Subscribers:
    found = subscribers(database)
    world = found.made.world
    with writing(database) as session:
        third = Account(name="Полева Нина Николаевна")
        session.add(third)
        session.flush()
        session.add(
            Teacher(
                school_id=world.school_id, code="t3", name="Полева Н. Н.", first_on=date(2026, 9, 1),
                account_id=third.id,
            )
        )  # fmt: skip
        give(session, third.id, Role.TEACHER, found.made)
        session.flush()
        teachers = {row.code: row.id for row in session.exec(select(Teacher))}
        for code in ("t2", "t3"):
            session.add(TeacherSubject(teacher_id=teachers[code], subject="Математика"))
        session.add(TeacherWindow(teacher_id=teachers["t3"], kind="free", start_min=12 * 60, end_min=19 * 60))
        homes = {row.code: row.id for row in session.exec(select(Place))}
        session.add(Place(school_id=world.school_id, code="s1", kind="school", title="Школа 1"))
        session.flush()
        school = session.exec(select(Place.id).where(Place.code == "s1")).one()
        for one, other, minutes in (
            (homes["h1"], homes["h2"], 8), (school, homes["h1"], 12), (school, homes["h2"], 20)
        ):  # fmt: skip
            session.add(Road(school_id=world.school_id, from_id=one, to_id=other, minutes=minutes))
        found.teachers.update(teachers)
        found.teachers["third account"] = third.id
    return found


def away(made: Subscribers) -> str:
    with made.made.deputy() as unit:
        draft = AbsenceDraft(
            teacher_id=made.teachers["t1"], cause=Cause.TEACHER_ILL, first_on=MONDAY, last_on=MONDAY
        )
        return absences.report(unit, draft).absence.id


def seen(made: Subscribers, absence: str) -> Vacancies:
    with made.made.deputy() as unit:
        return vacancies(unit, absence)


def key(made: Subscribers, absence: str, number: int = 0) -> LessonKey:
    return seen(made, absence).gaps[number].key


def test_candidates_are_ranked_with_reasons(made: Subscribers) -> None:
    found = seen(made, away(made))
    assert found.proved
    first, second = found.gaps
    assert [(each.name, each.points is not None, each.knows, each.chosen) for each in first.choices] == [
        ("t2", True, True, True), ("Полева Н. Н.", False, False, False),
    ]  # fmt: skip
    assert first.choices[1].why == ("Полева Н. Н.: свободное время пн 12:00–19:00",)
    assert (second.choices[0].name, second.choices[0].knows) == ("t2", False)


def test_the_own_school_comes_first_and_substitutions_of_this_year_are_counted(made: Subscribers) -> None:
    """t2, who knows К-01, is of a partner's school by now; Полева, whom it has never seen, can at 10:00, too."""
    world = made.made.world
    with writing(made.engine) as session:
        partner = School(code="p1", title="Школа-партнёр", kind="partner")
        session.add(partner)
        session.flush()
        there = Place(school_id=partner.id, code="p1", kind="school", title="Школа-партнёр")
        dates = {"signed_on": START, "first_on": START, "last_on": END}
        session.add_all([
            there, NetworkAgreement(base_id=world.school_id, partner_id=partner.id, number="1", **dates),
            TeacherWindow(teacher_id=made.teachers["t3"], kind="free", start_min=540, end_min=720),
        ])  # fmt: skip
        session.flush()
        for home in session.exec(select(Place).where(Place.kind == "home")).all():
            session.add(Road(school_id=world.school_id, from_id=there.id, to_id=home.id, minutes=8))
        session.get_one(Teacher, made.teachers["t2"]).school_id = partner.id
        case = made.made.cases[1]
        for day in (date(2026, 5, 11), date(2026, 9, 7)):  # the first one is of the year before
            session.add(LessonChange(
                school_id=world.school_id, case_id=case, lesson=f"s1/math-2/{day:%G-W%V}/1", row_key="math-2",
                subject="Математика", on_date=day, start_min=670, end_min=710, teacher_id=made.teachers["t3"],
                base_on=day, base_start_min=670, base_end_min=710, base_teacher_id=made.teachers["t1"], form="home",
                state=Fate.HELD, held_at=datetime(2026, 9, 7, 9, tzinfo=UTC), account_id=world.deputy_id,
                changed_at=datetime(2026, 9, 7, 9, tzinfo=UTC),
            ))  # fmt: skip
    own, foreign = seen(made, away(made)).gaps[0].choices
    assert (own.name, own.own, own.knows, own.given, own.chosen) == ("Полева Н. Н.", True, False, 1, True)
    assert (foreign.name, foreign.own, foreign.knows, foreign.given) == ("t2", False, True, 0)
    assert foreign.said[:2] == ("знает ребёнка", "из другой школы: Школа-партнёр")


def test_the_desk_gives_a_lesson_and_everybody_is_told(made: Subscribers) -> None:
    absence = away(made)
    with made.made.deputy() as unit:
        substituting.give(unit, key(made, absence), made.teachers["t2"], "Прошли дроби, тетрадь у мамы.")
    found = seen(made, absence)
    assert [each.lesson.row_key for each in found.gaps] == ["math-2"]
    assert [(each.row_key, each.is_substituted) for each in found.done] == [("math-1", True)]
    assert found.gaps[0].choices[0].given == 1
    with reading(made.engine) as session:
        told = {row.account_id for row in session.exec(select(Message)) if "другой учитель" in row.body}
        assert told == {made.made.mother, made.made.father, made.russian}
        assert session.exec(select(LessonNote.handover)).one() == "Прошли дроби, тетрадь у мамы."


def test_whoever_cannot_is_refused_with_the_reason(made: Subscribers) -> None:
    absence = away(made)
    with pytest.raises(Conflict, match="свободное время пн 12:00"), made.made.deputy() as unit:
        substituting.give(unit, key(made, absence), made.teachers["t3"])
    with pytest.raises(Conflict, match="изменился"), made.made.deputy() as unit:
        substituting.ask(unit, key(made, absence), [made.teachers["t3"]])


def asked(made: Subscribers, absence: str) -> str:
    """Both t2 and t3, who can today."""
    with writing(made.engine) as session:
        for row in session.exec(select(TeacherWindow)):
            session.delete(row)
    with made.made.deputy() as unit:
        return substituting.ask(unit, key(made, absence), [made.teachers["t2"], made.teachers["t3"]]).id


def test_the_first_who_agrees_has_the_lesson_and_the_other_a_clear_sentence(made: Subscribers) -> None:
    call = asked(made, away(made))
    third = made.teachers["third account"]
    with made.acting(made.russian, Role.TEACHER) as (unit, _):
        substituting.accept(unit, call)
    with pytest.raises(Conflict, match="уже взял другой"), made.acting(third, Role.TEACHER) as (unit, _):
        substituting.accept(unit, call)
    with made.acting(made.russian, Role.TEACHER) as (unit, _):
        substituting.accept(unit, call)  # pressed twice
        teacher = unit.session.get_one(Teacher, made.teachers["t2"])
        days = days_of_teacher(unit, teacher, MONDAY, MONDAY)
        assert [(each.row_key, each.is_substituted) for each in days.lessons] == [("math-1", True)]
        assert [each.is_mine for each in substituting.calls_of(unit)] == [True]


def at_once(*acts: Callable[[], None]) -> list[str]:
    """What each was told: `taken`, or why not; sorted."""
    said: list[str] = []

    def tried(act: Callable[[], None]) -> None:
        try:
            act()
            said.append("taken")
        except Refusal as refused:
            said.append(str(refused))

    threads = [threading.Thread(target=tried, args=(act,)) for act in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sorted(said)


def agreeing(made: Subscribers, account: str, call: str) -> Callable[[], None]:
    def agree() -> None:
        with made.acting(account, Role.TEACHER) as (unit, _):
            substituting.accept(unit, call)

    return agree


def test_of_two_who_agree_at_once_one_has_the_lesson(made: Subscribers) -> None:
    call = asked(made, away(made))
    accounts = (made.russian, made.teachers["third account"])
    told = at_once(*(agreeing(made, account, call) for account in accounts))
    assert told == ["taken", substituting.TAKEN]


def test_what_the_desk_gives_while_a_teacher_agrees_is_given_once(made: Subscribers) -> None:
    absence = away(made)
    call, lesson = asked(made, absence), key(made, absence)

    def give() -> None:
        with made.made.deputy() as unit:
            substituting.give(unit, lesson, made.teachers["t3"])

    told = at_once(give, agreeing(made, made.russian, call))
    assert told.count("taken") == 1
    assert len(told) == 2
    assert len(seen(made, absence).done) == 1


def test_what_the_desk_gives_itself_nobody_is_asked_about_any_more(made: Subscribers) -> None:
    absence = away(made)
    call, lesson = asked(made, absence), key(made, absence)
    with made.made.deputy() as unit:
        substituting.give(unit, lesson, made.teachers["t3"])
    with made.acting(made.russian, Role.TEACHER) as (unit, _):
        assert substituting.calls_of(unit) == ()
    with (
        pytest.raises(Conflict, match="больше не ищет"),
        made.acting(made.russian, Role.TEACHER) as (unit, _),
    ):
        substituting.accept(unit, call)


def test_who_was_not_asked_sees_and_takes_nothing(made: Subscribers) -> None:
    call = asked(made, away(made))
    with made.acting(made.maths, Role.TEACHER) as (unit, _):
        assert substituting.calls_of(unit) == ()
        with pytest.raises(NotFound):
            substituting.accept(unit, call)
        with pytest.raises(NotFound):
            substituting.decline(unit, call)


def test_the_note_to_the_substitute_is_kept_while_teachers_are_asked(made: Subscribers) -> None:
    absence = away(made)
    with made.made.deputy() as unit:
        call = substituting.ask(unit, key(made, absence), [made.teachers["t2"]], "Прошли дроби.").id
    assert seen(made, absence).gaps[0].handover == "Прошли дроби."
    with made.acting(made.russian, Role.TEACHER) as (unit, _):
        assert [each.handover for each in substituting.calls_of(unit)] == [""]  # not theirs yet
        substituting.accept(unit, call)
        assert [each.handover for each in substituting.calls_of(unit)] == ["Прошли дроби."]


def test_who_cannot_at_its_time_gives_it_at_another_start_or_remotely(made: Subscribers) -> None:
    """t3 can from 12:00 on; t2 can by screen at the lesson's own time."""
    absence = away(made)
    (gap, _) = seen(made, absence).gaps
    told = {way.said: way for way in gap.ways}
    assert "12:00–12:40, дома, Полева Н. Н." in told
    assert "10:00–10:40, дистанционно, t2" in told
    assert "10:00–10:40, дома, t2" not in told  # that is no other way
    with made.made.deputy() as unit:
        substituting.give_otherwise(unit, gap.key, told["12:00–12:40, дома, Полева Н. Н."].key)
    (done,) = seen(made, absence).done
    assert (done.lesson.start_min, done.lesson.form, done.is_moved, done.is_substituted) == (
        720, "home", True, True,
    )  # fmt: skip
    (other,) = seen(made, absence).gaps
    way = next(way for way in other.ways if "дистанционно, t2" in way.said)
    with made.made.deputy() as unit:
        substituting.give_otherwise(unit, other.key, way.key)
    with reading(made.engine) as session:
        bodies = [row.body for row in session.exec(select(Message))]
    assert any("Начало другое: было 10:00." in body for body in bodies)
    assert any("Он пройдёт дистанционно." in body for body in bodies)
    with pytest.raises(Conflict, match="изменился"), made.made.deputy() as unit:
        substituting.give_otherwise(unit, other.key, way.key)


def test_a_child_that_may_have_no_screen_is_not_offered_one(made: Subscribers) -> None:
    with writing(made.engine) as session:
        session.add(FamilyChoice(case_id=made.made.cases[0], max_remote_day_min=0))
    first, second = seen(made, away(made)).gaps
    assert not [way.said for way in first.ways if "дистанционно" in way.said]
    assert [way.said for way in second.ways if "дистанционно" in way.said]


def test_a_subject_that_the_plan_keeps_from_the_screen_is_not_offered_by_it(made: Subscribers) -> None:
    no_screen(made)
    first, second = seen(made, away(made)).gaps
    assert first.ways  # at another start
    assert not [way.said for way in first.ways if "дистанционно" in way.said]
    assert [way.said for way in second.ways if "дистанционно" in way.said]


def test_a_medical_limit_holds_when_a_teacher_agrees(made: Subscribers) -> None:
    call = asked(made, away(made))
    with made.made.deputy() as unit:
        file_medical(unit, made.made.cases[0], medical(START, END, ends_by_min=600))
    with pytest.raises(Conflict, match="взять нельзя"), made.acting(made.russian, Role.TEACHER) as (unit, _):
        substituting.accept(unit, call)


def test_a_lesson_of_two_children_is_one_to_whoever_steps_in(made: Subscribers) -> None:
    """Both have music on Fridays 12:00 with t1."""
    together = builders.row("art", title="Музыка", subject="music", pupils=["К-01", "К-02"], lessons=2)
    problem = builders.problem(
        weeks=2, teachers=[builders.teacher("t1"), builders.teacher("t2")],
        pupils=[builders.pupil("К-01"), builders.pupil("К-02", home="h2")], rows=[together],
    )  # fmt: skip
    variant = made.made.variant_of("art/1 w1 fri 12:00", "art/2 w2 fri 12:00", problem=problem)
    friday = date(2026, 9, 11)
    for case in (0, 1):
        made.made.published(case, variant=variant, first=date(2026, 9, 7))
    with made.made.deputy() as unit:
        unit.session.add(TeacherSubject(teacher_id=made.teachers["t2"], subject="Музыка"))
        draft = AbsenceDraft(
            teacher_id=made.teachers["t1"], cause=Cause.TEACHER_ILL, first_on=friday, last_on=friday
        )
        absence = absences.report(unit, draft).absence.id
    (gap,) = seen(made, absence).gaps
    assert (gap.case_code, len(gap.also)) == ("К-01, К-02", 1)
    with made.made.deputy() as unit:
        substituting.give(unit, gap.key, made.teachers["t2"])
    found = seen(made, absence)
    assert (found.gaps, len(found.done)) == ((), 2)
    with made.acting(made.russian, Role.TEACHER) as (unit, _):
        teacher = unit.session.get_one(Teacher, made.teachers["t2"])
        assert len(days_of_teacher(unit, teacher, friday, friday).given) == 1
