"""Make-ups, substitutes, lessons moved and a day by screen, as JSON."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from models.engines import writing
from models.place import Place, Road
from models.staff import TeacherSubject
from tests.api.pages.weeks.homes import Weeks, weeks_of
from tests.api.rest.test_days import Caller, key, lesson


@pytest.fixture
def weeks(database: Engine) -> Weeks:
    made = weeks_of(database)
    with writing(database) as session:
        homes = session.exec(select(Place)).all()
        school = Place(school_id=homes[0].school_id, code="s1", kind="school", title="Школа 1")
        session.add(school)
        session.flush()
        for one in (*homes[1:], school):
            session.add(Road(school_id=school.school_id, from_id=one.id, to_id=homes[0].id, minutes=8))
        session.add(Road(school_id=school.school_id, from_id=homes[1].id, to_id=school.id, minutes=8))
    return made


def test_a_lesson_is_moved_and_a_day_goes_by_screen(weeks: Weeks) -> None:
    deputy = Caller(weeks.client("deputy"))
    at = f"/cases/{weeks.case}/lessons?first=2026-09-14&last=2026-09-20"
    found = lesson(deputy.got(at), "2026-09-14")
    asked = "&".join(f"{name}={value.replace('/', '%2F')}" for name, value in key(found).items())
    place = next(
        each for each in deputy.got(f"/lessons/places?{asked}")["items"] if each["on"] == "2026-09-16"
    )
    assert deputy.sent("/lessons/move", 200, key(found) | {"place": place["place"]})["changed"] == 1
    deputy.sent("/lessons/move", 409, key(found) | {"place": place["place"]})
    turns = deputy.got("/remote-day?on=2026-09-16")["items"]
    (mine,) = [each for each in turns if each["case_id"] == weeks.case]
    body = {"on": "2026-09-16", "turn": [mine["name"]], "seen": [mine["name"]]}
    done = [deputy.sent("/remote-day", 200, body, idempotency_key="snow-of-16-september") for _ in range(2)]
    assert done[0] == done[1]
    now = lesson(deputy.got(at), "2026-09-16")
    assert (now["form"], now["change"]) == ("remote", "перенос")


def test_a_plan_of_make_ups_goes_out_and_is_answered(weeks: Weeks) -> None:
    deputy, mother = Caller(weeks.client("deputy")), Caller(weeks.client("mother"))
    body = {"cause": "child_ill", "first_on": "2026-09-14", "last_on": "2026-09-14"}
    absence = deputy.sent(f"/cases/{weeks.case}/absences", 201, body)["id"]
    wishes = {"absence_id": absence, "first_on": "2026-09-16", "weeks": 1, "most_moves": 1}
    plan = deputy.sent(f"/cases/{weeks.case}/makeups", 201, wishes)
    (item,) = deputy.got(f"/makeups/{plan['id']}/lessons")["items"]
    assert (item["lost_on"], item["was_start_min"], item["on_date"] is None) == ("2026-09-14", None, False)
    sent = deputy.sent(f"/makeups/{plan['id']}/send", 200, if_match=f'"{plan["rev"]}"')
    assert mother.got(f"/makeups/{plan['id']}")["state"] == "sent"
    answer = {"unfit": [{"item": item["id"], "reason": "Бассейн."}]}
    told = mother.sent(f"/makeups/{plan['id']}/answer", 200, answer, if_match=f'"{sent["rev"]}"')
    assert told["state"] == "answered"
    assert deputy.got(f"/makeups/{plan['id']}/lessons")["items"][0]["reason"] == "Бассейн."


def test_who_could_step_in_is_told_with_reasons_and_other_ways(weeks: Weeks) -> None:
    deputy = Caller(weeks.client("deputy"))
    body = {"cause": "teacher_ill", "first_on": "2026-09-14", "last_on": "2026-09-14"}
    away = deputy.sent(f"/teachers/{weeks.teacher('t1')}/absences", 201, body)["id"]
    found = deputy.got(f"/away/{away}/vacancies")
    assert {each["on"] for each in found["items"]} == {"2026-09-14"}
    assert all(set(each) >= {"choices", "ways", "handover"} for each in found["items"])
    first = found["items"][0]
    taken = key(first) | {"teacher_id": weeks.teacher("t2")}
    assert deputy.sent("/lessons/substitute", 200, taken)["changed"] == 1
    deputy.sent("/lessons/substitute", 409, taken)


def test_a_teacher_is_asked_and_the_first_who_agrees_has_the_lesson(weeks: Weeks) -> None:
    deputy, russian = Caller(weeks.client("deputy")), Caller(weeks.client("russian"))
    with writing(weeks.home.engine) as session:
        session.add(TeacherSubject(teacher_id=weeks.teacher("t2"), subject="Математика"))
    body = {"cause": "teacher_ill", "first_on": "2026-09-21", "last_on": "2026-09-21"}
    away = deputy.sent(f"/teachers/{weeks.teacher('t1')}/absences", 201, body)["id"]
    first = deputy.got(f"/away/{away}/vacancies")["items"][0]
    asked = key(first) | {"teachers": [weeks.teacher("t2")], "handover": "Прошли дроби."}
    assert deputy.sent("/lessons/ask", 200, asked)["changed"] == 1
    (call,) = russian.got("/calls")["items"]
    assert (call["state"], call["answer"], call["mine"], call["handover"]) == ("open", None, False, "")
    at = f"/calls/{call['call']}"
    assert russian.sent(f"{at}/decline", 200)["answer"] is False
    taken = russian.sent(f"{at}/accept", 200)
    assert (taken["state"], taken["mine"], taken["handover"]) == ("taken", True, "Прошли дроби.")
    russian.sent(f"{at}/decline", 409)
    Caller(weeks.client("maths")).sent(f"{at}/accept", 404)
    deputy.sent(f"{at}/accept", 403)
