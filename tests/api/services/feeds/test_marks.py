"""«ПЕРЕНОС», «ЗАМЕНА», «ОТРАБОТКА» in calendars: the same event, a higher SEQUENCE, and the word goes with the change.

It is Wednesday 02.09.2026; К-01 has maths on Mondays 10:00 with t1.
"""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.services.days import changes
from api.services.days.changes import Target
from api.services.days.desk import LessonKey, days_of_case
from models.case import Case
from models.day import Cause
from models.engines import reading
from models.person import Role
from models.staff import Teacher
from scheduler.terms import LessonForm
from tests.api.services.feeds.subscribers import Subscribers, subscribers

MONDAY = date(2026, 9, 14)
AT, NOON = "20260914T050000Z", "20260914T070000Z"


@pytest.fixture
def made(database: Engine) -> Subscribers:
    return subscribers(database)


def key_of(made: Subscribers) -> LessonKey:
    """Monday's lesson as it is now."""
    with made.made.deputy(made.clock()) as unit:
        days = days_of_case(unit, unit.session.get_one(Case, made.made.cases[0]), MONDAY, MONDAY)
        each = next(one for one in days.lessons if one.makes_up is None)
    return LessonKey(case_id=each.case_id, lesson=each.id, tag=each.tag)


def to(
    made: Subscribers, start_min: int = 600, code: str = "t1", form: LessonForm = LessonForm.HOME
) -> Target:
    with reading(made.engine) as session:
        teacher = session.exec(select(Teacher.id).where(Teacher.code == code)).one()
    return Target(
        on=MONDAY, start_min=start_min, end_min=start_min + 40, teacher_id=teacher, form=form, place_id=None
    )


def moved(made: Subscribers, target: Target) -> None:
    with made.made.deputy(made.clock()) as unit:
        changes.move(unit, key_of(made), target)


def event(made: Subscribers, token: str, start: str) -> dict[str, str]:
    (found,) = [each for each in made.read(token) if each["DTSTART"] == start]
    return found


def test_a_moved_lesson_is_the_same_event_at_another_time_and_says_so(made: Subscribers) -> None:
    token = made.of_mother(level="initials")
    before = event(made, token, AT)
    moved(made, to(made, 720))
    after = event(made, token, NOON)
    assert (after["UID"], after["SUMMARY"]) == (before["UID"], "ПЕРЕНОС: Математика")
    assert "Перенесено: было 14.09.2026\\, 10:00–10:40" in after["DESCRIPTION"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("0", "1")
    fresh = event(made, made.link(made.made.father, Role.PARENT, level="initials"), NOON)
    assert (fresh["SUMMARY"], fresh["DESCRIPTION"]) == (after["SUMMARY"], after["DESCRIPTION"])


def test_a_move_taken_back_takes_the_word_with_it(made: Subscribers) -> None:
    token = made.of_mother()
    moved(made, to(made, 720))
    assert event(made, token, NOON)["SUMMARY"] == "ПЕРЕНОС: Математика — занятие"
    moved(made, to(made))
    back = event(made, token, AT)
    assert (back["SUMMARY"], back["SEQUENCE"]) == ("Математика — занятие", "1")


def test_a_substitution_names_the_new_teacher_where_the_link_names_teachers(made: Subscribers) -> None:
    whole, bare = made.of_mother(level="initials"), made.link(made.made.father, Role.PARENT)
    before = [event(made, token, AT) for token in (whole, bare)]
    moved(made, to(made, code="t2"))
    told, less = (event(made, token, AT) for token in (whole, bare))
    assert (told["UID"], less["UID"]) == tuple(each["UID"] for each in before)
    assert (told["SUMMARY"], told["SEQUENCE"]) == ("ЗАМЕНА: Математика", "1")
    assert told["DESCRIPTION"].startswith("Учитель: Лугова В. В.")
    assert (less["SUMMARY"], less["SEQUENCE"], less.get("DESCRIPTION")) == (
        "ЗАМЕНА: Математика — занятие", "1", None,
    )  # fmt: skip
    new = event(made, made.link(made.russian, Role.TEACHER, level="initials"), AT)
    assert new["SUMMARY"].startswith("ЗАМЕНА: Математика — И. П. С.\\, ")
    assert new["UID"] != told["UID"]


def test_a_cancelled_lesson_says_that_alone_and_its_make_up_what_it_is(made: Subscribers) -> None:
    token = made.of_mother()
    moved(made, to(made, 720))
    made.read(token)
    with made.made.deputy(made.clock()) as unit:
        changes.cancel(unit, key_of(made), Cause.SCHOOL)
    with made.made.deputy(made.clock()) as unit:
        changes.add(unit, key_of(made), to(made, 900))
    gone, extra = event(made, token, NOON), event(made, token, "20260914T100000Z")
    assert (gone["SUMMARY"], gone["STATUS"], gone["SEQUENCE"]) == (
        "ОТМЕНЕНО: Математика — занятие",
        "CANCELLED",
        "1",
    )
    assert extra["SUMMARY"] == "ОТРАБОТКА: Математика — занятие"


def test_a_day_at_a_distance_is_told(made: Subscribers) -> None:
    token = made.of_mother(level="initials")
    made.read(token)
    moved(made, to(made, form=LessonForm.REMOTE))
    assert event(made, token, AT)["SUMMARY"] == "ДИСТАНЦИОННО: Математика"


def test_bytes_stay_the_same_while_nothing_changes(made: Subscribers) -> None:
    token = made.of_teacher()
    moved(made, to(made, 720))
    first = made.ask(token).load()
    made.clock.on(hours=3)
    assert made.ask(token).load() == first
