"""The teacher's week over HTTP: marking with undo, notes, what did not take place, being away, a device's 30 days."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.services.days import changes
from api.services.days.changes import Target
from api.services.days.desk import LessonKey
from models.case import Guardian
from models.day import LessonNote
from models.engines import reading, writing
from models.person import Account
from models.place import Place
from models.session import SessionKind
from scheduler.terms import LessonForm
from tests.api.pages.weeks.homes import MONDAY, Weeks, forms, in_days, plain, press, weeks_of


@pytest.fixture
def weeks(database: Engine) -> Weeks:
    return weeks_of(database)


def phone(weeks: Weeks) -> None:
    with writing(weeks.home.engine) as session:
        session.get_one(Account, weeks.home.made.mother).phone = "+79990001122"


def key_of(weeks: Weeks, on: date, case: int = 0) -> LessonKey:
    found = weeks.lesson(on, case)
    return LessonKey(case_id=found.case_id, lesson=found.id, tag=found.tag)


def substituted(weeks: Weeks, on: date = MONDAY) -> None:
    """t2 gives К-01's maths of a Monday."""
    to = Target(
        on=on, start_min=600, end_min=640, teacher_id=weeks.teacher("t2"), form=LessonForm.HOME,
        place_id=weeks.lesson(on).lesson.place,
    )  # fmt: skip
    with weeks.home.made.deputy(weeks.home.clock()) as unit:
        changes.move(unit, key_of(weeks, on), to)


def test_today_comes_first_with_the_way_and_initials_and_no_surname(weeks: Weeks) -> None:
    phone(weeks)
    told = plain(weeks.client("maths").get("/lessons").text)
    assert told.startswith("Мои уроки Сегодня, пн, 14 сентября Следующий урок 10:00–10:40 Математика")
    assert "h1 +79990001122" in told
    assert "нужен взрослый дома" in told
    assert told.index("10:00–10:40") < told.index("11:10–11:50") < told.index("Пн, 21 сентября")
    assert "И. П. С., " in told
    assert "Иванов" not in told


def test_an_address_is_told_from_seven_days_before_and_for_own_lessons_only(weeks: Weeks) -> None:
    """Next Monday's lesson goes to Tuesday 22.09: on Monday 14.09 it is eight days off."""
    later = weeks.lesson(in_days(7))
    to = Target(
        on=in_days(8), start_min=600, end_min=640, teacher_id=weeks.teacher("t1"), form=LessonForm.HOME,
        place_id=later.lesson.place,
    )  # fmt: skip
    with weeks.home.made.deputy(weeks.home.clock()) as unit:
        changes.move(unit, key_of(weeks, in_days(7)), to)
    with writing(weeks.home.engine) as session:
        for row in session.exec(select(Place)):
            row.title = f"улица {row.code}"
    for days, near in ((0, False), (1, True)):
        weeks.home.clock.on(days=days)
        told = plain(weeks.client("maths").get("/lessons").text).partition("Вт, 22 сентября 10:00–10:40")[2]
        assert told.startswith(" Математика")
        assert ("улица h1" in told.partition("Не отмечены")[0]) == near
    assert "улица h2" not in plain(weeks.client("russian").get("/lessons").text)


def test_marked_by_one_press_and_unmarked_by_another(weeks: Weeks) -> None:
    waiting = forms(weeks.client("maths").get("/lessons").text)["/lessons/hold"]["lesson"]
    assert waiting.endswith("2026-W37/1")  # of last week; at 09:30 nothing of today has begun
    weeks.home.clock.on(hours=1)
    client = weeks.client("maths")
    assert press(client, "/lessons", "/lessons/hold").headers["location"] == "/lessons?said=held"
    assert weeks.fates()["14"] == "held"
    told = plain(client.get("/lessons?said=held").text)
    assert "✓ проведён" in told
    assert "Если ошиблись, снимите отметку" in told
    press(client, "/lessons", "/lessons/unhold")
    assert weeks.fates()["14"] == "planned"


def test_pressed_twice_is_marked_once_and_a_page_that_is_old_marks_nothing(weeks: Weeks) -> None:
    weeks.home.clock.on(hours=1)
    client = weeks.client("maths")
    fields = forms(client.get("/lessons").text)["/lessons/hold"]
    assert [client.post("/lessons/hold", data=fields).status_code for _ in range(2)] == [303, 303]
    stale = client.post("/lessons/hold", data=fields | {"request": "another-key-1"})
    assert (stale.status_code, "изменился, пока вы смотрели" in stale.text) == (409, True)


def test_lessons_of_the_last_two_weeks_wait_to_be_marked(weeks: Weeks) -> None:
    told = plain(weeks.client("maths").get("/lessons").text)
    assert "Не отмечены: прошедшие уроки Пн, 7 сентября 10:00–10:40" in told


def test_on_a_device_lessons_are_shown_and_marked_and_nothing_else(weeks: Weeks) -> None:
    weeks.home.clock.on(hours=1)
    client = weeks.client("maths", SessionKind.DEVICE)
    page = client.get("/lessons")
    assert page.status_code == 200
    assert "/lessons/one" not in page.text
    assert press(client, "/lessons", "/lessons/hold").status_code == 303
    assert press(client, "/lessons", "/lessons/unhold").status_code == 303
    for path in ("/", "/lessons/away", "/time", "/me/calendar"):
        assert client.get(path).headers["location"] == "/signin"
    assert 'href="/lessons"' in client.get("/signin").text


def test_topic_homework_and_mark_reach_the_family(weeks: Weeks) -> None:
    found = weeks.lesson(MONDAY)
    page = f"/lessons/one?case={found.case_id}&lesson={found.id}"
    client = weeks.client("maths")
    sent = press(client, page, "/lessons/note", topic="Дроби", homework="№ 5 <b>", mark="5")
    assert sent.status_code == 303
    assert client.get(sent.headers["location"]).status_code == 200
    told = plain(weeks.client("mother").get(f"/days/{weeks.case}").text)
    assert "Тема: Дроби Задано: № 5 <b> Отметка: 5" in told
    long = press(client, page, "/lessons/note", topic="я" * 301)
    assert (long.status_code, "Не длиннее 300 знаков, сейчас 301." in long.text) == (422, True)
    stranger = press_as(
        weeks, "russian", page, "/lessons/note", forms(client.get(page).text)["/lessons/note"]
    )
    assert stranger == 404
    with reading(weeks.home.engine) as session:
        assert session.exec(select(LessonNote)).one().topic == "Дроби"


def press_as(weeks: Weeks, who: str, page: str, action: str, fields: dict[str, str]) -> int:
    """Fields of somebody else's page sent by another teacher, with a session of their own."""
    client = weeks.client(who)
    csrf = forms(client.get("/lessons/away").text)["/lessons/away"]["csrf"]
    assert client.get(page).status_code == 404
    return client.post(
        action, data=fields | {"csrf": csrf, "topic": "Чужая", "request": "another-key-2"}
    ).status_code


def test_a_lesson_that_did_not_take_place_tells_why_to_the_school_and_not_to_the_family(weeks: Weeks) -> None:
    found = weeks.lesson(MONDAY)
    page = f"/lessons/one?case={found.case_id}&lesson={found.id}"
    client = weeks.client("maths")
    assert press(client, page, "/lessons/missed", cause="school").status_code == 422
    assert press(client, page, "/lessons/missed", cause="no_adult").status_code == 303
    assert weeks.fates()["14"] == "cancelled"
    assert (
        "Запись для замены" not in client.get("/lessons").text
    )  # nobody steps in for a child that was not let in
    told = plain(weeks.client("mother").get(f"/days/{weeks.case}").text)
    assert "отменено урок не состоялся" in told
    assert "взрослого" not in told.partition("Завтра")[0]


def test_a_substitute_reads_the_word_that_was_left_and_the_other_sees_who_goes(weeks: Weeks) -> None:
    substituted(weeks)
    found = weeks.lesson(MONDAY)
    page = f"/lessons/one?case={found.case_id}&lesson={found.id}"
    mine = weeks.client("maths")
    assert "10:00–10:40, Математика: урок проведёт другой учитель." in plain(mine.get("/lessons").text)
    assert press(mine, page, "/lessons/note", handover="Повторить дроби").status_code == 303
    told = plain(weeks.client("russian").get("/lessons").text)
    assert "замена" in told
    assert "От учителя, которого вы заменяете: Повторить дроби" in told
    assert "Повторить дроби" not in weeks.client("mother").get(f"/days/{weeks.case}").text
    fields = forms(mine.get(page).text)["/lessons/note"]
    assert mine.post("/lessons/note", data=fields | {"topic": "Чужое"}).status_code == 403


def test_a_teacher_who_is_away_tells_every_family(weeks: Weeks) -> None:
    client = weeks.client("maths")
    sent = press(client, "/lessons/away", "/lessons/away", cause="teacher_ill", first_on="2026-09-14",
                 last_on="2026-09-14")  # fmt: skip
    path = sent.headers["location"].partition("?")[0]
    assert (weeks.fates()["14"], weeks.fates(1)["14"]) == ("cancelled", "cancelled")
    told = plain(client.get(path).text)
    assert "Отменено: 2 урока" in told
    assert "Запись для замены" in client.get("/lessons").text
    assert "Кому сообщили 3 человека. Завуч" in told
    assert "Другая мать" not in told
    assert weeks.client("russian").get(path).status_code == 404
    assert "болез" not in weeks.client("mother").get(f"/days/{weeks.case}").text.replace("о болезни", "")
    press(client, path, f"{path}/withdraw")
    assert (weeks.fates()["14"], weeks.fates(1)["14"]) == ("planned", "planned")


def test_a_way_that_is_longer_than_the_pause_is_told(weeks: Weeks) -> None:
    key = key_of(weeks, MONDAY, 1)
    with writing(weeks.home.engine) as session:
        for row, lon in zip(session.exec(select(Place).order_by(Place.code)), (60.0, 60.1), strict=False):  # type: ignore[arg-type]
            row.lat, row.lon = 57.0, lon
    places = {row.code: row.id for row in _places(weeks)}
    for case, on, start in ((0, MONDAY, 600), (1, MONDAY, 645)):
        to = Target(
            on=on, start_min=start, end_min=start + 40, teacher_id=weeks.teacher("t1"), form=LessonForm.HOME,
            place_id=places["h1" if case == 0 else "h2"],
        )  # fmt: skip
        with weeks.home.made.deputy(weeks.home.clock()) as unit:
            changes.move(unit, key_of(weeks, on, case), to)
    assert key.lesson == weeks.lesson(MONDAY, 1).id
    # 6.06 km by the crow at 57° N, 1.3 times that by road at 4.5 km/h: 105 minutes, and 3 at the door
    assert "Дорога 108 мин: не успеть к началу" in plain(weeks.client("maths").get("/lessons").text)
    assert in_days(0) == MONDAY


def _places(weeks: Weeks) -> list[Place]:
    with reading(weeks.home.engine) as session:
        return list(session.exec(select(Place)))


def test_who_no_longer_speaks_for_the_child_is_not_to_be_called(weeks: Weeks) -> None:
    phone(weeks)
    with writing(weeks.home.engine) as session:
        for row in session.exec(select(Guardian).where(Guardian.account_id == weeks.home.made.mother)):
            row.last_on = date(2026, 9, 13)
    assert "+79990001122" not in weeks.client("maths").get("/lessons").text
