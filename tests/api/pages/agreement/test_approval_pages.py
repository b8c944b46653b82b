"""The director's page and publication over HTTP: several at once, reasons, clashes, who is told what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import select

from models.agreement import Answer, Approval
from models.engines import reading, writing
from models.message import Message
from models.staff import Teacher
from tests.api import place as world
from tests.api.pages.agreement.home import Home, filled, home_of
from tests.api.pages.agreement.test_family_pages import MOVED, plain
from tests.api.services.agreement.households import PLAIN, UNTIL


@pytest.fixture
def home(database: Engine) -> Home:
    return home_of(database)


def both_agreed(home: Home, second: str | None = None) -> tuple[str, str]:
    one, two = home.made.offered(0), home.made.offered(1, variant=second)
    home.made.answer(one, Answer.AGREED)
    home.made.answer(two, Answer.AGREED, home.made.other)
    return one, two


def approve(home: Home, *versions: str, **fields: str) -> Response:
    return home.post("director", "/approvals", "/approvals", version=list(versions), **fields)


def states(home: Home, *versions: str) -> list[str]:
    return [home.made.state(key) for key in versions]


def test_several_are_approved_at_once_with_the_password(home: Home) -> None:
    one, two = both_agreed(home)
    assert approve(home, one, two, password=world.PASSWORD).headers["location"] == "/approvals?said=saved"
    assert states(home, one, two) == ["approved", "approved"]
    assert "Утверждать сейчас нечего" in home.get("director", "/approvals").text


def test_a_wrong_password_approves_nothing_and_what_was_ticked_stays(home: Home) -> None:
    one, two = both_agreed(home)
    told = approve(home, one, password="не тот")
    assert (told.status_code, "Пароль не подошёл" in told.text) == (422, True)
    assert f'value="{one}" checked' in told.text
    assert f'value="{two}" checked' not in told.text
    assert "не тот" not in told.text
    assert states(home, one, two) == ["agreed", "agreed"]


def test_without_agreement_a_reason_is_due_and_none_is_approved_before(home: Home) -> None:
    one, two = home.made.offered(0), home.made.offered(1)
    home.made.answer(one, Answer.AGREED)
    home.made.answer(two, Answer.DECLINED, home.made.other)
    told = approve(home, one, two, password=world.PASSWORD)
    assert told.status_code == 422
    assert "Дело К-02: семья не согласна. Напишите, почему" in told.text
    assert states(home, one, two) == ["agreed", "declined"]
    reason = {f"reason-{two}": "Другого времени у учителя нет, мнение семьи учтено."}
    assert approve(home, one, two, password=world.PASSWORD, **reason).status_code == 303
    with reading(home.engine) as session:
        told_why = session.exec(select(Approval.reason).where(Approval.version_id == two)).one()
    assert told_why == reason[f"reason-{two}"]


def test_silence_past_the_deadline_may_be_approved_by_reason_only(home: Home) -> None:
    version_id = home.made.offered()
    assert version_id not in home.get("director", "/approvals").text
    home.clock.at = UNTIL + timedelta(minutes=1)
    assert "нет ответа в срок" in home.get("director", "/approvals").text
    assert approve(home, version_id, password=world.PASSWORD).status_code == 422
    reason = {f"reason-{version_id}": "Трижды звонили."}
    assert approve(home, version_id, password=world.PASSWORD, **reason).status_code == 303
    told = [action for action in home.made.world.actions() if action.startswith("timetable.")]
    assert told[-2:] == ["timetable.lapse", "timetable.approve"]


def test_who_offered_is_told_that_another_approves(home: Home) -> None:
    version_id = home.made.offered()
    home.made.answer(version_id, Answer.AGREED)
    with writing(home.engine) as session:
        version = session.get_one(type(home.made.get(version_id)), version_id)
        version.offered_by = home.made.director
    page = home.get("director", "/approvals").text
    assert "Вы сами предложили это расписание" in page
    assert f'name="version" value="{version_id}"' not in page
    told = approve(home, version_id, password=world.PASSWORD)
    assert (told.status_code, home.made.state(version_id)) == (409, "agreed")


def test_an_answer_taken_back_meanwhile_stops_the_approval(home: Home) -> None:
    version_id = home.made.offered()
    home.made.answer(version_id, Answer.AGREED)
    director = home.client("director")
    fields = filled(director.get("/approvals").text)
    home.made.answer(version_id, Answer.WITHDRAWN)
    late = director.post("/approvals", data={**fields, "version": [version_id], "password": world.PASSWORD})
    assert (late.status_code, home.made.state(version_id)) == (409, "offered")


def test_only_the_director_approves(home: Home) -> None:
    assert home.get("deputy", "/approvals").status_code == 403
    assert home.get("mother", "/publishing").status_code == 403


def publish(home: Home, *versions: str) -> Response:
    return home.post("deputy", "/publishing", "/publishing", version=list(versions))


def approved(home: Home, second: str | None = None) -> tuple[str, str]:
    pair = both_agreed(home, second)
    for key in pair:
        home.made.approve(key)
    return pair


def test_the_review_is_word_for_word_what_goes_out(home: Home) -> None:
    one, two = approved(home)
    told = plain(home.get("deputy", "/publishing").text)
    assert "Сообщения получат только те, кого это касается: 3 человека." in told
    assert publish(home, one, two).status_code == 303
    assert states(home, one, two) == ["published", "published"]
    with reading(home.engine) as session:
        rows = session.exec(select(Message).where(Message.topic == "timetable.publish")).all()
    assert {(row.account_id, row.about_id) for row in rows} == {
        (home.made.mother, one), (home.made.father, one), (home.made.other, two)
    }  # fmt: skip
    for row in rows:
        assert " ".join(row.body.split()) in told
        assert f"Тема: «{row.subject}»" in told
        assert not {"Иванов", "Пётр"} & set(row.subject.split() + row.body.split())


def test_a_teacher_is_told_of_own_lessons_only_and_only_if_they_change(home: Home) -> None:
    teachers = {}
    with writing(home.engine) as session:
        for row, account in zip(
            session.exec(select(Teacher).order_by(Teacher.code)),
            (home.made.director, home.made.other),
            strict=True,
        ):
            row.account_id = teachers[row.code] = account
    home.made.published(0)
    second = home.made.offered(0, variant=home.made.variant_of(*MOVED), first=date(2026, 10, 5))
    home.made.answer(second, Answer.AGREED)
    home.made.approve(second)
    publish(home, second)
    with reading(home.engine) as session:
        rows = session.exec(select(Message).where(Message.about_id == second)).all()
    bodies = {row.account_id: row.body for row in rows}
    assert teachers["t1"] not in bodies  # maths stays where it is
    assert (
        "• Дело К-01, 5 А. Русский язык: вт 11:00–11:40 (1-я неделя) → ср 11:00–11:40"
        in bodies[teachers["t2"]]
    )
    assert "Математика" not in bodies[teachers["t2"]]


def test_a_clash_is_said_before_and_nothing_goes_out(home: Home) -> None:
    clash = home.made.variant_of(*[words.replace("mon 11:10", "mon 10:45") for words in PLAIN])
    one, two = approved(home, clash)
    told = home.get("deputy", "/publishing").text
    assert "Вместе эти расписания опубликовать нельзя" in told
    assert "учитель в одном месте и успевает доехать" in told
    refused = publish(home, one, two)
    assert (refused.status_code, states(home, one, two)) == (409, ["approved", "approved"])
    with reading(home.engine) as session:
        assert session.exec(select(Message)).all() == []
    assert publish(home, one).status_code == 303  # alone it may go
    assert states(home, one, two) == ["published", "approved"]


def test_papers_that_do_not_hold_are_named_beside_the_case(home: Home) -> None:
    version_id = home.made.offered(last=date(2027, 6, 15))
    home.made.answer(version_id, Answer.AGREED)
    home.made.approve(version_id)
    told = plain(home.get("deputy", "/publishing").text)
    assert "опубликовать нельзя" in told
    assert "Расписание до 15.06.2027, а договор действует до 31.05.2027." in told
    assert publish(home, version_id).status_code == 409


def test_looking_at_what_is_open_changes_nothing(home: Home) -> None:
    approved(home)
    version_id = home.made.offered(0, variant=home.made.variant_of(*MOVED))
    rows = home.made.world.actions()
    paths = (
        "/approvals",
        "/publishing",
        "/agreement",
        f"/agreement/{version_id}",
        f"/variants/{home.made.variant}/offer",
    )
    for method in ("GET", "HEAD"):
        client = home.client("director")
        assert [client.request(method, path).status_code for path in paths] == [200] * len(paths)
    assert home.made.world.actions() == rows
    with reading(home.engine) as session:
        assert session.exec(select(Message)).all() == []
