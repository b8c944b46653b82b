"""«Опоздал на …»: the teacher tells it of a lesson, the deputy sees a way to put right, accepts it or leaves it.

t1 gives К-01 maths on Mondays 10:00–10:40 and К-02 11:10–11:50: late by 12 minutes, the way took 30 + 12 = 42.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.services.registry.problems import told_of_roads
from api.services.travel.learning import proposals, wanted
from models.agreement import TimetableEntry
from models.engines import reading, writing
from models.place import LateArrival, Place, Road
from models.school import Bell, School
from models.staff import ClassLesson, ClassLessonTeacher
from scheduler.terms import PlaceKind
from tests.api.pages.weeks.homes import MONDAY, Weeks, forms, plain, press, weeks_of


@pytest.fixture
def weeks(database: Engine) -> Weeks:
    made = weeks_of(database)
    made.home.clock.at += timedelta(hours=3)  # 12:30 at the school
    return made


def page_of(weeks: Weeks, case: int = 1, on: date = MONDAY) -> str:
    return f"/lessons/one?case={weeks.home.made.cases[case]}&lesson={weeks.lesson(on, case).id}"


def late(weeks: Weeks, minutes: str, case: int = 1, who: str = "maths") -> int:
    return press(weeks.client(who), page_of(weeks, case), "/lessons/late", late=minutes).status_code


def kept(weeks: Weeks) -> list[tuple[int, int | None, bool]]:
    with reading(weeks.home.engine) as session:
        return [(row.late_min, row.left_min, row.taken) for row in session.exec(select(LateArrival))]


def roads(weeks: Weeks) -> list[tuple[str, str, int, str]]:
    with reading(weeks.home.engine) as session:
        names = {row.id: row.code for row in session.exec(select(Place))}
        found = session.exec(select(Road)).all()
        return [(names[row.from_id], names[row.to_id], row.minutes, row.source) for row in found]


def test_the_teacher_tells_it_puts_it_right_and_takes_it_back(weeks: Weeks) -> None:
    assert late(weeks, "15") == 303
    assert kept(weeks) == [(15, 640, False)]
    assert 'name="late" inputmode="numeric" maxlength="3" value="15"' in weeks.client("maths").get(
        page_of(weeks)
    ).text.replace("\n", " ")
    assert late(weeks, "12") == 303
    assert kept(weeks) == [(12, 640, False)]
    assert late(weeks, "0") == 303
    assert kept(weeks) == []


@pytest.mark.parametrize("minutes", ["121", "-1", "долго", ""])
def test_what_is_no_number_of_minutes_is_refused(weeks: Weeks, minutes: str) -> None:
    assert late(weeks, minutes) == 422
    assert kept(weeks) == []


def test_a_lesson_that_has_not_begun_has_no_late_arrival(weeks: Weeks) -> None:
    maths = weeks.client("maths")
    shown = forms(maths.get(page_of(weeks, on=MONDAY + timedelta(days=7))).text)
    assert "/lessons/late" not in shown
    assert maths.post("/lessons/late", data={**shown["/lessons/note"], "late": "5"}).status_code == 409


def test_only_who_gives_the_lesson_tells_it(weeks: Weeks) -> None:
    fields = forms(weeks.client("maths").get(page_of(weeks)).text)["/lessons/late"]
    other = weeks.client("russian")
    own = forms(other.get(page_of(weeks, 0, MONDAY + timedelta(days=1))).text)["/lessons/note"]
    answer = other.post("/lessons/late", data={**fields, "csrf": own["csrf"], "late": "5"})
    assert (answer.status_code, kept(weeks)) == (404, [])


def test_the_deputy_sees_the_way_and_writes_it_into_the_table(weeks: Weeks) -> None:
    late(weeks, "12")
    deputy = weeks.client("deputy")
    told = plain(deputy.get("/roads").text)
    assert "Учителя опаздывали" in told
    assert "14.09.2026, t1: путь занял 42 мин, опоздание 12 мин" in told.replace("Учитель t1", "t1")
    sent = {**forms(deputy.get("/roads").text)["/roads/late"], "minutes": "42", "do": "take"}
    assert deputy.post("/roads/late", data=sent).status_code == 303
    (road,) = roads(weeks)
    assert road[2:] == (42, "по опозданиям: 1")
    assert kept(weeks) == [(12, 640, True)]
    assert "Учителя опаздывали" not in deputy.get("/roads").text
    assert late(weeks, "5") == 409
    assert deputy.post("/roads/late", data=sent).status_code == 404


def test_the_deputy_may_leave_the_road_as_it_is(weeks: Weeks) -> None:
    late(weeks, "12")
    deputy = weeks.client("deputy")
    sent = {**forms(deputy.get("/roads").text)["/roads/late"], "do": "leave"}
    assert deputy.post("/roads/late", data=sent).status_code == 303
    assert (roads(weeks), kept(weeks)) == ([], [(12, 640, False)])
    assert "Учителя опаздывали" not in deputy.get("/roads").text


def test_a_way_that_is_counted_long_enough_is_not_proposed(weeks: Weeks) -> None:
    late(weeks, "12")
    with writing(weeks.home.engine) as session:
        row = session.exec(select(LateArrival)).one()
        session.add(Road(school_id=row.school_id, from_id=row.from_id or "", to_id=row.to_id, minutes=42))
    with weeks.home.made.deputy(weeks.home.clock()) as unit:
        assert proposals(unit) == ()


def test_the_way_begins_at_the_school_after_a_lesson_of_a_class(weeks: Weeks) -> None:
    """The class's lesson ends at 9:40, К-01's begins at 10:00: late by 4, the way took 24."""
    with writing(weeks.home.engine) as session:
        school = session.get_one(School, weeks.home.made.world.school_id)
        place = session.exec(select(Place.id).where(Place.code == school.code)).first()
        if place is None:
            session.add(Place(school_id=school.id, code=school.code, kind=PlaceKind.SCHOOL, title="Школа"))
        lesson = ClassLesson(
            school_id=school.id, class_title="5 «А»", day="mon", number=2, subject="Математика"
        )
        session.add_all([lesson, Bell(school_id=school.id, number=2, start_min=540, end_min=580)])
        session.flush()
        session.add(ClassLessonTeacher(lesson_id=lesson.id, teacher_id=weeks.teacher("t1")))
    late(weeks, "4", case=0)
    assert kept(weeks) == [(4, 580, False)]
    with weeks.home.made.deputy(weeks.home.clock()) as unit:
        (found,) = proposals(unit)
        assert [point.href for point in told_of_roads(unit)] == ["/roads#h-late"]
    assert (found.wanted_min, [each.way_min for each in found.late]) == (24, [24])


def test_after_a_lesson_at_a_screen_nobody_knows_where_the_way_began(weeks: Weeks) -> None:
    with writing(weeks.home.engine) as session:
        session.exec(select(TimetableEntry).where(TimetableEntry.start_min == 600)).one().form = "remote"
    late(weeks, "12")
    assert kept(weeks) == [(12, None, False)]


def test_the_first_lesson_of_a_day_teaches_the_table_nothing(weeks: Weeks) -> None:
    late(weeks, "4", case=0)
    assert kept(weeks) == [(4, None, False)]
    with weeks.home.made.deputy(weeks.home.clock()) as unit:
        assert proposals(unit) == ()


@pytest.mark.parametrize(("late_min", "middle"), [((5,), 35), ((5, 20), 50), ((5, 7, 40), 37)])
def test_the_middle_way_is_wanted(late_min: tuple[int, ...], middle: int) -> None:
    assert wanted([LateArrival(late_min=each, start_min=670, left_min=640) for each in late_min]) == middle
