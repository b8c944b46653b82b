"""Absences told, ended and taken back, and what lessons and calendars say of them.

It is Wednesday 02.09.2026. К-01: maths Mondays 10:00 with t1, Russian on Tuesdays 11:00 of odd weeks with t2;
К-02: maths Mondays 11:10 with t1.
"""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Conflict, Forbidden, Invalid, NotFound
from api.services.days import absences, changes, telling
from api.services.days.absences import AbsenceDraft
from api.services.days.changes import Target
from api.services.days.desk import LessonKey, days_of_case
from api.services.days.lessons import OnDay
from api.services.unit import Unit
from models.case import Case
from models.day import Cause, Fate
from models.engines import reading
from models.message import Message
from models.person import Role
from models.staff import Teacher
from scheduler.terms import LessonForm
from tests.api.services.feeds.subscribers import Subscribers, starts, subscribers

MONDAY, TUESDAY, NEXT = date(2026, 9, 14), date(2026, 9, 15), date(2026, 9, 21)
SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 30))


@pytest.fixture
def made(database: Engine) -> Subscribers:
    return subscribers(database)


def lessons(unit: Unit, made: Subscribers, case: int = 0) -> list[OnDay]:
    row = unit.session.get_one(Case, made.made.cases[case])
    return list(days_of_case(unit, row, *SEPTEMBER).lessons)


def fates(made: Subscribers, case: int = 0) -> dict[tuple[str, str], str]:
    """(`14.09`, subject's row) → fate."""
    with made.made.deputy() as unit:
        return {
            (f"{each.lesson.on:%d.%m}", each.row_key): str(each.fate) for each in lessons(unit, made, case)
        }


def lost(made: Subscribers, case: int = 0) -> list[tuple[str, str]]:
    return [key for key, fate in fates(made, case).items() if fate == Fate.CANCELLED]


def ill(made: Subscribers, first: date, last: date | None, *only: str) -> str:
    """The mother tells it."""
    draft = AbsenceDraft(
        case_id=made.made.cases[0], cause=Cause.CHILD_ILL, first_on=first, last_on=last, lessons=only
    )
    with made.acting(made.made.mother, Role.PARENT) as (unit, _):
        return absences.report(unit, draft).absence.id


def key_of(made: Subscribers, on: date, case: int = 0) -> LessonKey:
    with made.made.deputy() as unit:
        found = next(each for each in lessons(unit, made, case) if each.lesson.on == on)
        return LessonKey(case_id=found.case_id, lesson=found.id, tag=found.tag)


def test_an_illness_of_two_days_takes_their_lessons_and_no_others(made: Subscribers) -> None:
    ill(made, MONDAY, TUESDAY)
    assert lost(made) == [("14.09", "math-1"), ("15.09", "rus-1")]
    assert lost(made, 1) == []


def test_an_open_illness_lasts_until_it_is_said_that_lessons_go_on(made: Subscribers) -> None:
    absence = ill(made, MONDAY, None)
    assert lost(made) == [
        ("14.09", "math-1"), ("15.09", "rus-1"), ("21.09", "math-1"), ("28.09", "math-1"), ("29.09", "rus-1"),
    ]  # fmt: skip
    with made.acting(made.made.mother, Role.PARENT) as (unit, _):
        told = absences.resume(unit, absence, NEXT)
    assert [each.lesson.on.day for each in told.lessons] == [
        21
    ]  # of those that were told of: two weeks ahead
    assert lost(made) == [("14.09", "math-1"), ("15.09", "rus-1")]


def test_only_the_lessons_that_were_named_are_cancelled(made: Subscribers) -> None:
    ill(made, MONDAY, NEXT, key_of(made, TUESDAY).lesson)
    assert lost(made) == [("15.09", "rus-1")]


def test_a_message_that_was_in_force_is_ended_and_not_taken_back_by_the_family(made: Subscribers) -> None:
    absence = ill(made, MONDAY, TUESDAY)
    made.clock.on(days=13)  # it is the 15th
    with (
        pytest.raises(Conflict, match="уже действовало"),
        made.acting(made.made.mother, Role.PARENT) as (unit, _),
    ):
        absences.withdraw(unit, absence)
    assert len(lost(made)) == 2


def test_a_message_taken_back_gives_every_lesson_back(made: Subscribers) -> None:
    absence = ill(made, MONDAY, TUESDAY)
    with made.acting(made.made.mother, Role.PARENT) as (unit, _):
        told = absences.withdraw(unit, absence)
    assert [each.fate for each in told.lessons] == [Fate.PLANNED, Fate.PLANNED]
    assert lost(made) == []
    with (
        made.acting(made.made.mother, Role.PARENT) as (unit, _),
        pytest.raises(Conflict, match="уже отозвано"),
    ):
        absences.withdraw(unit, absence)


def test_one_lesson_is_given_after_all_and_the_others_stay_cancelled(made: Subscribers) -> None:
    ill(made, MONDAY, TUESDAY)
    with made.acting(made.made.mother, Role.PARENT) as (unit, _):
        changes.restore(unit, key_of_cancelled(made, TUESDAY))
    assert lost(made) == [("14.09", "math-1")]


def key_of_cancelled(made: Subscribers, on: date) -> LessonKey:
    key = key_of(made, on)
    assert dict(fates(made))[f"{on:%d.%m}", key.lesson.split("/")[1]] == Fate.CANCELLED
    return key


def test_a_teacher_who_is_ill_takes_lessons_of_every_child(made: Subscribers) -> None:
    teacher = teacher_id(made, "t1")
    draft = AbsenceDraft(teacher_id=teacher, cause=Cause.TEACHER_ILL, first_on=MONDAY, last_on=MONDAY)
    with made.acting(made.maths, Role.TEACHER) as (unit, _):
        told = absences.report(unit, draft)
    assert len(told.lessons) == 2
    assert (lost(made), lost(made, 1)) == ([("14.09", "math-1")], [("14.09", "math-2")])


def teacher_id(made: Subscribers, code: str) -> str:
    with reading(made.engine) as session:
        return session.exec(select(Teacher.id).where(Teacher.code == code)).one()


def test_a_substitute_gives_a_lesson_whose_teacher_is_away(made: Subscribers) -> None:
    draft = AbsenceDraft(
        teacher_id=teacher_id(made, "t1"), cause=Cause.TEACHER_ILL, first_on=MONDAY, last_on=MONDAY
    )
    with made.made.deputy() as unit:
        absences.report(unit, draft)
    key = key_of(made, MONDAY)
    target = Target(
        on=MONDAY, start_min=600, end_min=640, teacher_id=teacher_id(made, "t2"), form=LessonForm.HOME,
        place_id=None,
    )  # fmt: skip
    with made.made.deputy() as unit:
        changes.move(unit, key, target)
    with made.made.deputy() as unit:
        found = next(each for each in lessons(unit, made) if each.lesson.on == MONDAY)
    assert (found.fate, found.is_substituted, found.is_moved) == (Fate.PLANNED, True, False)
    assert lost(made) == []
    assert lost(made, 1) == [("14.09", "math-2")]


def test_calendars_of_family_and_teacher_show_what_is_cancelled_without_a_word_of_illness(
    made: Subscribers,
) -> None:
    mother, teacher = made.of_mother(), made.of_teacher()
    made.read(mother), made.read(teacher)
    ill(made, MONDAY, TUESDAY)
    gone = [event for event in made.read(mother) if event["STATUS"] == "CANCELLED"]
    assert starts(gone) == ["20260914T050000Z", "20260915T060000Z"]
    assert {event["DESCRIPTION"] for event in gone} == {"Причина: по просьбе семьи"}
    told = [event for event in made.read(teacher) if event["STATUS"] == "CANCELLED"]
    assert starts(told) == ["20260914T050000Z"]
    assert "болез" not in made.ask(teacher).load().decode()


def test_a_calendar_follows_a_substitution(made: Subscribers) -> None:
    teacher, other = made.of_teacher(), made.link(made.russian, Role.TEACHER)
    made.read(teacher), made.read(other)
    target = Target(
        on=TUESDAY, start_min=720, end_min=760, teacher_id=teacher_id(made, "t2"), form=LessonForm.HOME,
        place_id=None,
    )  # fmt: skip
    with made.made.deputy() as unit:
        changes.move(unit, key_of(made, MONDAY), target)
    (gone,) = [event for event in made.read(teacher) if event["STATUS"] == "CANCELLED"]
    assert (gone["DTSTART"], gone["DESCRIPTION"]) == (
        "20260914T050000Z", "Причина: урок проведёт другой учитель",
    )  # fmt: skip
    assert "20260915T070000Z" in starts(made.read(other))


def test_what_was_seen_otherwise_is_refused_and_nothing_is_done(made: Subscribers) -> None:
    key = key_of(made, MONDAY)
    ill(made, MONDAY, MONDAY)
    target = Target(
        on=TUESDAY, start_min=720, end_min=760, teacher_id=teacher_id(made, "t2"), form=LessonForm.HOME,
        place_id=None,
    )  # fmt: skip
    with made.made.deputy() as unit, pytest.raises(Conflict, match="изменился, пока вы смотрели"):
        changes.move(unit, key, target)
    assert lost(made) == [("14.09", "math-1")]


def test_a_newer_version_wins_over_a_move_and_not_over_what_was_held(made: Subscribers) -> None:
    target = Target(
        on=TUESDAY, start_min=720, end_min=760, teacher_id=teacher_id(made, "t1"), form=LessonForm.HOME,
        place_id=None,
    )  # fmt: skip
    held, moved = key_of(made, date(2026, 9, 7)), key_of(made, MONDAY)
    made.clock.on(days=12)
    with made.made.deputy(made.clock()) as unit:
        changes.move(unit, moved, target)
        changes.hold(unit, held)
    variant = made.made.variant_of(
        "math-1/1 w1 wed 12:00", "math-1/2 w2 wed 12:00", "rus-1 w1 tue 11:00", "math-2/1 w1 mon 11:10",
        "math-2/2 w2 mon 11:10",
    )  # fmt: skip
    made.made.published(0, variant=variant, first=date(2026, 9, 7))
    told = fates(made)
    assert told["07.09", "math-1"] == Fate.HELD
    assert ("16.09", "math-1") in told
    assert ("15.09", "math-1") not in told


def test_who_may_tell_what(made: Subscribers) -> None:
    first = AbsenceDraft(case_id=made.made.cases[0], cause=Cause.CHILD_ILL, first_on=MONDAY, last_on=MONDAY)
    with made.acting(made.made.other, Role.PARENT) as (unit, _), pytest.raises(NotFound):
        absences.report(unit, first)
    with made.acting(made.maths, Role.TEACHER) as (unit, _), pytest.raises(NotFound):
        absences.report(unit, first)
    other = AbsenceDraft(
        teacher_id=teacher_id(made, "t2"), cause=Cause.TEACHER_ILL, first_on=MONDAY, last_on=MONDAY
    )
    with made.acting(made.maths, Role.TEACHER) as (unit, _), pytest.raises(NotFound):
        absences.report(unit, other)
    with made.acting(made.made.mother, Role.PARENT) as (unit, _), pytest.raises(Forbidden):
        changes.cancel(unit, key_of(made, MONDAY), Cause.SCHOOL)
    ill(made, MONDAY, MONDAY)
    with (
        made.acting(made.made.mother, Role.PARENT) as (unit, _),
        pytest.raises(Conflict, match="уже сообщили"),
    ):
        absences.report(unit, first)


def test_every_fault_of_a_message_is_told_at_once(made: Subscribers) -> None:
    draft = AbsenceDraft(
        case_id=made.made.cases[0],
        cause=Cause.TEACHER_ILL,
        first_on=date(2026, 9, 1),
        last_on=date(2026, 8, 1),
    )
    with made.acting(made.made.mother, Role.PARENT) as (unit, _), pytest.raises(Invalid) as refused:
        absences.report(unit, draft)
    assert set(refused.value.faults) == {"cause", "first_on", "last_on"}


def test_a_lesson_is_marked_as_held_from_its_start_on_and_unmarked(made: Subscribers) -> None:
    key = key_of(made, date(2026, 9, 7))
    with made.acting(made.maths, Role.TEACHER) as (unit, _), pytest.raises(Conflict, match="ещё не начался"):
        changes.hold(unit, key)
    made.clock.on(days=5)  # 07.09, 14:00 at the school
    with made.acting(made.russian, Role.TEACHER) as (unit, _), pytest.raises(NotFound):
        changes.hold(unit, key)
    with made.acting(made.maths, Role.TEACHER) as (unit, _):
        changes.hold(unit, key)
    held = key_of(made, date(2026, 9, 7))
    assert fates(made)["07.09", "math-1"] == Fate.HELD
    with made.acting(made.maths, Role.TEACHER) as (unit, _):
        changes.unhold(unit, held)
    assert fates(made)["07.09", "math-1"] == Fate.PLANNED


def test_a_make_up_is_a_lesson_of_its_own_and_there_is_one(made: Subscribers) -> None:
    ill(made, MONDAY, MONDAY)
    key = key_of(made, MONDAY)
    target = Target(
        on=date(2026, 9, 17), start_min=900, end_min=940, teacher_id=teacher_id(made, "t1"),
        form=LessonForm.HOME, place_id=None,
    )  # fmt: skip
    token = made.of_mother()
    made.read(token)
    with made.made.deputy() as unit:
        changes.add(unit, key, target)
    assert fates(made)["17.09", "math-1"] == Fate.PLANNED
    assert "20260917T100000Z" in starts(made.read(token))
    with pytest.raises(Conflict, match="уже назначена"), made.made.deputy() as unit:
        changes.add(unit, key, target)


def test_everybody_concerned_but_the_one_who_told_it_gets_a_letter_without_names(made: Subscribers) -> None:
    draft = AbsenceDraft(case_id=made.made.cases[0], cause=Cause.CHILD_ILL, first_on=MONDAY, last_on=TUESDAY)
    with made.acting(made.made.mother, Role.PARENT) as (unit, _):
        told = absences.report(unit, draft)
        news = telling.News(head="Уроки отменены.", lessons=told.lessons, problem=told.days.problem)
        letters = telling.tell(unit, news)
    assert {each.account_id for each in letters} == {made.made.father, made.maths, made.russian}
    with reading(made.engine) as session:
        asked = select(Message).where(Message.account_id == made.maths, Message.topic == "changed")
        body = session.exec(asked).one().body
    assert body.splitlines() == [
        "Здравствуйте!", "Уроки отменены.", "• пн 14.09, 10:00–10:40, Математика, дело К-01",
    ]  # fmt: skip
