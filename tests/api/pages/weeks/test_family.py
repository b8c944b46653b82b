"""The family's pages over HTTP: a report in two presses, its receipt, one lesson back, all of it back."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.services.days import changes
from api.services.days.changes import Target
from api.services.days.desk import LessonKey
from models.day import Absence
from models.engines import reading
from scheduler.terms import LessonForm
from tests.api.pages.weeks.homes import MONDAY, TUESDAY, Weeks, forms, in_days, plain, press, weeks_of


@pytest.fixture
def weeks(database: Engine) -> Weeks:
    return weeks_of(database)


def ill(weeks: Weeks, who: str = "mother", what: str = "today", **more: str | list[str]) -> str:
    """Path of the receipt."""
    page = f"/days/{weeks.case}/ill"
    sent = press(weeks.client(who), page, page, what=what, cause="child_ill", **more)
    assert sent.status_code == 303, plain(sent.text)
    return sent.headers["location"].partition("?")[0]


def test_from_the_first_page_two_presses_cancel_today(weeks: Weeks) -> None:
    client = weeks.client("mother")
    home = client.get("/").text
    assert "Сегодня 1 занятие: Математика 10:00–10:40." in plain(home)
    assert f'href="/days/{weeks.case}/ill"' in home
    receipt = client.get(ill(weeks))
    told = plain(receipt.text)
    assert "Отменено: 1 урок" in told
    assert "Пн, 14 сентября, 10:00–10:40" in told
    assert "Кому сообщили Отец, Учитель t1." in told
    assert weeks.fates()["14"] == "cancelled"
    assert weeks.fates()["15"] == "planned"
    assert weeks.told() == [("Отец", "Уроков не будет:"), ("Учитель t1", "Уроков не будет:")]


def test_both_representatives_see_the_same_receipt_and_a_stranger_none(weeks: Weeks) -> None:
    path = ill(weeks)
    seen = [plain(weeks.client(who).get(path).text) for who in ("mother", "father")]
    assert seen[0] == seen[1]
    assert weeks.client("other").get(path).status_code == 404
    assert "не сможет заниматься" in plain(weeks.client("father").get(f"/days/{weeks.case}").text)


def test_the_same_page_sent_twice_tells_once(weeks: Weeks) -> None:
    page, client = f"/days/{weeks.case}/ill", weeks.client("mother")
    fields = forms(client.get(page).text)[page] | {"what": "today", "cause": "child_ill"}
    answers = [client.post(page, data=fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    with reading(weeks.home.engine) as session:
        assert len(session.exec(select(Absence)).all()) == 1
    other = client.post(page, data=fields | {"what": "tomorrow"})
    assert (other.status_code, "Это уже отправлено" in other.text) == (409, True)


def test_illness_may_be_reported_until_the_last_minute_of_the_day_at_the_school(weeks: Weeks) -> None:
    weeks.home.clock.on(hours=14, minutes=29)  # 23:59 in Yekaterinburg, 18:59 in UTC
    ill(weeks)
    assert weeks.fates()["14"] == "cancelled"


def test_several_days_with_an_end_or_without(weeks: Weeks) -> None:
    path = ill(weeks, what="days", first_on="2026-09-14", last_on="")
    assert [day for day, fate in weeks.fates().items() if fate == "cancelled"] == [
        "14",
        "15",
        "21",
        "28",
        "29",
    ]
    client = weeks.client("father")
    assert "пока не сообщат, что можно возобновить" in plain(client.get(path).text)
    sent = press(client, path, f"{path}/resume", on="2026-09-21")
    assert sent.headers["location"] == f"{path}?said=saved"
    assert [day for day, fate in weeks.fates().items() if fate == "cancelled"] == ["14", "15"]
    assert ("Мать", "С 21.09.2026 занятия возобновляются.") in weeks.told()


def test_only_the_lessons_that_were_ticked(weeks: Weeks) -> None:
    ill(weeks, what="lessons", lesson=[weeks.lesson(TUESDAY).id])
    assert [day for day, fate in weeks.fates().items() if fate == "cancelled"] == ["15"]


def test_one_lesson_is_taken_back_without_the_rest(weeks: Weeks) -> None:
    path = ill(weeks, what="days", first_on="2026-09-14", last_on="2026-09-15")
    client = weeks.client("mother")
    assert press(client, path, f"{path}/again").status_code == 303  # the first of them: Monday's
    assert (weeks.fates()["14"], weeks.fates()["15"]) == ("planned", "cancelled")
    told = plain(client.get(path).text)
    assert "Отменено: 1 урок" in told
    assert "Состоятся Пн, 14 сентября, 10:00–10:40 Математика" in told
    assert ("Учитель t1", "Урок всё же состоится:") in weeks.told()


def test_a_lesson_whose_teacher_is_busy_by_now_is_not_taken_back(weeks: Weeks) -> None:
    path = ill(weeks)
    other = weeks.lesson(MONDAY, 1)
    to = Target(
        on=MONDAY,
        start_min=610,
        end_min=650,
        teacher_id=weeks.teacher("t1"),
        form=LessonForm.HOME,
        place_id=None,
    )
    with weeks.home.made.deputy(weeks.home.clock()) as unit:
        changes.move(unit, LessonKey(case_id=other.case_id, lesson=other.id, tag=other.tag), to)
    refused = press(weeks.client("mother"), path, f"{path}/again")
    assert (refused.status_code, "уже другой урок" in refused.text) == (409, True)
    assert weeks.fates()["14"] == "cancelled"


def test_the_whole_message_is_taken_back(weeks: Weeks) -> None:
    path = ill(weeks)
    client = weeks.client("mother")
    press(client, path, f"{path}/withdraw")
    assert weeks.fates()["14"] == "planned"
    assert "Сообщение отозвано" in plain(client.get(path).text)
    assert "/withdraw" not in client.get(path).text


def test_what_cannot_be_is_refused_and_what_was_typed_stays(weeks: Weeks) -> None:
    page = f"/days/{weeks.case}/ill"
    client = weeks.client("mother")
    past = press(
        client, page, page, what="days", cause="child_ill", first_on="2026-09-10", last_on="2026-09-01"
    )
    assert past.status_code == 422
    assert 'value="2026-09-10"' in past.text
    assert "Последний день не может быть раньше первого." in past.text
    assert press(client, page, page, what="lessons", cause="child_ill").status_code == 422
    assert press(client, page, page, cause="child_ill").status_code == 422
    assert press(client, page, page, what="today", cause="school").status_code == 422
    ill(weeks)
    assert press(client, page, page, what="today", cause="child_ill").status_code == 409


def test_the_week_says_in_words_what_has_changed(weeks: Weeks) -> None:
    maths, russian = weeks.lesson(MONDAY), weeks.lesson(TUESDAY)
    with weeks.home.made.deputy(weeks.home.clock()) as unit:
        changes.move(
            unit, LessonKey(case_id=maths.case_id, lesson=maths.id, tag=maths.tag),
            Target(on=in_days(2), start_min=720, end_min=760, teacher_id=weeks.teacher("t1"), form=LessonForm.HOME,
                   place_id=None),
        )  # fmt: skip
        changes.move(
            unit, LessonKey(case_id=russian.case_id, lesson=russian.id, tag=russian.tag),
            Target(on=TUESDAY, start_min=660, end_min=700, teacher_id=weeks.teacher("t1"), form=LessonForm.REMOTE,
                   place_id=None),
        )  # fmt: skip
    told = plain(weeks.client("mother").get(f"/days/{weeks.case}").text)
    assert "Сегодня, пн, 14 сентября Уроков нет. Математика: перенесено на ср 16.09, 12:00–12:40." in told
    assert "Завтра, вт, 15 сентября 11:00–11:40 Русский язык Снегова Г. Г., дистанционно замена" in told
    assert "12:00–12:40 Математика Снегова Г. Г., дома перенесено было пн 14.09, 10:00–10:40" in told
    assert "Взрослый нужен дома: 12:00–12:40." in told
    assert told.index("Следующая неделя") < told.index("Пн, 21 сентября")


def test_pages_of_the_family_are_light(weeks: Weeks) -> None:
    """trust.md U10: 50 KB with everything."""
    client = weeks.client("mother")
    css = sum(len(client.get(f"/static/{name}").content) for name in ("family.css", "days.css"))
    for path in (f"/days/{weeks.case}", f"/days/{weeks.case}/ill", ill(weeks)):
        page = client.get(path)
        assert "<script" not in page.text
        assert len(page.content) + css < 20_000
