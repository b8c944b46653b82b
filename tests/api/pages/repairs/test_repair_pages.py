"""Pages of substitutions and make-ups, each asked for once by those it is for."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.services.days import absences
from api.services.days.absences import AbsenceDraft
from models.day import Cause
from models.engines import reading, writing
from models.message import Message
from models.person import Account, Grant, Role
from models.place import Place, Road
from models.repair import MakeUpLesson, MakeUpPlan, SubstituteCall
from models.staff import Teacher, TeacherSubject
from tests.api.pages.agreement.home import Home, home_of
from tests.api.services.world import START

MONDAY, TUESDAY = date(2026, 9, 14), date(2026, 9, 15)


@pytest.fixture
def home(database: Engine) -> Home:
    made = home_of(database)
    made.clock.at = datetime(2026, 9, 2, 9, tzinfo=UTC)
    world = made.made.world
    with writing(database) as session:
        russian = Account(name="Лугова Вера Викторовна", login="t2-login", password_hash="-")
        session.add(russian)
        session.flush()
        session.add(
            Grant(account_id=russian.id, role=Role.TEACHER, school_id=world.school_id, first_on=START)
        )
        second = session.exec(select(Teacher).where(Teacher.code == "t2")).one()
        second.account_id = russian.id
        session.add(TeacherSubject(teacher_id=second.id, subject="Математика"))
        homes = {row.code: row.id for row in session.exec(select(Place))}
        school = Place(school_id=world.school_id, code="s1", kind="school", title="Школа 1")
        session.add(school)
        session.flush()
        for one, other, minutes in (
            (homes["h1"], homes["h2"], 8), (school.id, homes["h1"], 12), (school.id, homes["h2"], 20)
        ):  # fmt: skip
            session.add(Road(school_id=world.school_id, from_id=one, to_id=other, minutes=minutes))
    object.__setattr__(made.made, "russian", russian.id)
    for case in (0, 1):
        made.made.published(case)
    return made


def away(home: Home, **who: str) -> str:
    ill = Cause.CHILD_ILL if "case_id" in who else Cause.TEACHER_ILL
    with home.made.deputy() as unit:
        draft = AbsenceDraft(cause=ill, first_on=MONDAY, last_on=TUESDAY, **who)  # type: ignore[arg-type]
        return absences.report(unit, draft).absence.id


def test_a_substitute_is_asked_and_agrees_on_the_phone(home: Home) -> None:
    with reading(home.engine) as session:
        first = session.exec(select(Teacher.id).where(Teacher.code == "t1")).one()
    absence = away(home, teacher_id=first)
    assert "t1" in home.get("deputy", "/substitutions").text
    page = f"/substitutions?absence={absence}"
    shown = home.get("deputy", page).text
    assert "пн 14.09, 10:00–10:40, Математика" in shown
    assert "знает ребёнка, дорога" not in shown  # t2 comes to К-01 from nowhere that day
    assert "знает ребёнка, замен в этом году: 0" in shown
    nobody = home.post("deputy", "/substitutions/ask", page)
    with reading(home.engine) as session:
        second = session.exec(select(Teacher.id).where(Teacher.code == "t2")).one()
    assert nobody.status_code in (303, 422)
    asked = home.post("deputy", "/substitutions/ask", page, asked=[second])
    assert asked.status_code == 303
    with reading(home.engine) as session:
        call = session.exec(select(SubstituteCall.id).order_by(SubstituteCall.at.desc())).first()  # type: ignore[attr-defined]
    assert "Проведу" in home.get("russian", "/calls").text
    assert "Спросили, ответа ещё нет." in home.get("deputy", page).text
    assert "Нужна замена." in home.get("deputy", "/today").text  # who has no address is called
    assert home.post("russian", f"/calls/{call}/decline", "/calls").status_code == 303
    assert "Ответил(а): не сможет." in home.get("deputy", page).text
    assert home.post("russian", f"/calls/{call}/accept", "/calls").status_code == 303
    assert "Этот урок проведёте вы." in home.get("russian", "/calls").text
    assert "Замена есть" in home.get("deputy", page).text
    assert "Нужна замена." not in home.get("deputy", "/today").text


def test_make_ups_go_from_the_desk_to_the_family_and_back(home: Home) -> None:
    absence = away(home, case_id=home.made.cases[0])
    page = f"/makeups?absence={absence}"
    assert 'value="2026-09-16"' in home.get("deputy", page).text  # the day after the illness, still to come
    home.clock.at = datetime(2026, 9, 15, 9, tzinfo=UTC)
    assert "2 урока" in home.get("deputy", page).text
    wrong = home.post("deputy", "/makeups", page, first_on="2026-09-01", weeks="9")
    assert wrong.status_code == 422
    assert "позже сегодняшнего" in wrong.text
    made = home.post("deputy", "/makeups", page)
    plan = made.headers["location"]
    told = home.get("deputy", plan).text
    assert "ср 16.09" in told
    assert "Лучшего плана в эти дни нет: это доказано." in told
    with reading(home.engine) as session:
        maths, russian = session.exec(select(MakeUpLesson).order_by(MakeUpLesson.lost_on)).all()  # type: ignore[arg-type]
    times = f"{plan}/times?item={maths.id}"
    shown = home.get("deputy", times).text
    assert "Свободное время, лучшее сверху" in shown
    best = shown.split('name="time" value="')[1].split('"')[0]
    assert home.post("deputy", f"{plan}/times", times, item=maths.id, time=best).status_code == 303
    assert "это доказано" not in home.get("deputy", plan).text  # the desk chose itself
    offered = f"/my{plan}"
    assert home.get("mother", offered).status_code == 404
    assert home.post("deputy", f"{plan}/send", plan).status_code == 303
    assert "Школа ждёт вашего ответа" in home.get("mother", offered).text
    assert "Школа предлагает время отработок." in home.get("deputy", "/today").text
    assert f'href="{offered}"' in home.get("mother", "/").text
    with reading(home.engine) as session:
        told = session.exec(select(Message.body).where(Message.about_id == plan.rsplit("/", 1)[1])).all()
    assert len(told) == 2
    assert all(offered in body for body in told)
    answer = home.post(
        "mother",
        f"{offered}/answer",
        offered,
        **{f"unfit-{russian.id}": "yes", f"why-{russian.id}": "Бассейн."},
    )
    assert answer.status_code == 303
    shown = home.get("mother", offered).text
    assert ("Ваш ответ получен" in shown, "Урок назначен" in shown, "Вы ответили: не подходит" in shown) == (
        True, True, True,
    )  # fmt: skip
    assert "Бассейн" in home.get("deputy", plan).text
    with reading(home.engine) as session:
        assert session.exec(select(MakeUpPlan.state)).one() == "answered"


def test_what_the_family_says_on_the_telephone_is_written_down_at_the_desk(home: Home) -> None:
    absence = away(home, case_id=home.made.cases[0])
    home.clock.at = datetime(2026, 9, 15, 9, tzinfo=UTC)
    plan = home.post("deputy", "/makeups", f"/makeups?absence={absence}").headers["location"]
    assert home.post("deputy", f"{plan}/send", plan).status_code == 303
    with reading(home.engine) as session:
        russian = session.exec(select(MakeUpLesson.id).where(MakeUpLesson.row_key == "rus-1")).one()
    said = {f"unfit-{russian}": "yes", f"why-{russian}": "Бассейн."}
    assert home.post("deputy", f"{plan}/answer", plan, **said).status_code == 303
    shown = home.get("deputy", plan).text
    assert ("Семья ответила" in shown, "Урок назначен" in shown, "Не подходит: Бассейн." in shown) == (
        True, True, True,
    )  # fmt: skip
    assert home.get("mother", "/").text.count("/my/makeups/") == 0


def lesson_page(home: Home, on: str) -> str:
    """The page of К-01's first lesson of a day, as «Сегодня» leads to it."""
    shown = home.get("deputy", f"/today?on={on}").text
    found = re.search(r'<a href="(/today/lesson[^"]+)"', shown)
    assert found is not None
    return html.unescape(found[1])


def test_the_desk_moves_a_lesson_and_writes_down_why_another_was_not_given(home: Home) -> None:
    page = lesson_page(home, "2026-09-14")
    shown = home.get("deputy", page).text
    place = shown.split('name="place" value="')[1].split('"')[0]
    assert (place, "10:00–10:40, дистанционно" in shown) == ("2026-09-14_600_remote", True)
    assert home.post("deputy", "/today/lesson/move", page, place=place).status_code == 303
    assert home.post("deputy", "/today/lesson/move", page, place="2026-09-14_5_home").status_code == 409
    home.clock.at = datetime(2026, 9, 14, 9, tzinfo=UTC)  # 14:00 at the school
    shown = home.get("deputy", page).text
    assert ("дистанционно" in shown, "Отметить: проведено" in shown, "Учитель не пришёл" in shown) == (
        True, True, True,
    )  # fmt: skip
    assert home.post("deputy", "/today/lesson/missed", page, cause="no_show").status_code == 303
    assert "причина: учитель не пришёл" in home.get("deputy", page).text
    assert home.post("deputy", "/today/lesson/again", page).status_code == 303
    assert home.post("deputy", "/today/lesson/hold", page).status_code == 303
    assert home.post("deputy", "/today/lesson/note", page, topic="Дроби", mark="5").status_code == 303
    shown = home.get("deputy", page).text
    assert ("проведено" in shown, "Дроби" in shown) == (True, True)
    assert home.post("deputy", "/today/lesson/unhold", page).status_code == 303
    assert home.get("deputy", "/today/lesson").status_code == 303


def test_a_day_of_snow_is_one_act(home: Home) -> None:
    page = "/today/remote?on=2026-09-14"
    shown = home.get("deputy", page).text
    assert "Занятий на дому: 2, из них дистанционно можно 2." in shown
    names = re.findall(r'name="turn" value="([^"]+)"', shown)
    nothing = home.post("deputy", "/today/remote", page, turn=[], seen=names, rest="keep")
    assert nothing.status_code == 422
    done = home.post("deputy", "/today/remote", page, turn=names[:1], seen=names, rest="cancel")
    assert (done.status_code, done.headers["location"]) == (303, "/today?on=2026-09-14&said=sent")
    shown = home.get("deputy", "/today?on=2026-09-14").text
    assert ("решение школы" in shown, '<span class="mark soon">дистанционно</span>' in shown) == (True, True)
    home.clock.at = datetime(2026, 9, 10, 9, tzinfo=UTC)
    assert "дистанционно" in home.get("mother", f"/days/{home.made.cases[0]}").text
