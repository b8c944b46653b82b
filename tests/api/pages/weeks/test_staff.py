"""What the school enters: a call of a family, a teacher who is away, by deputy and coordinator; the list of a case."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from models.day import Absence
from models.engines import reading, writing
from models.person import Account, Grant, Role
from tests.api.pages.weeks.homes import Weeks, plain, press, weeks_of
from tests.api.services.world import START


@pytest.fixture
def weeks(database: Engine) -> Weeks:
    return weeks_of(database)


def test_a_call_of_a_family_is_entered_and_listed(weeks: Weeks) -> None:
    client, page = weeks.client("deputy"), f"/cases/{weeks.case}/absences"
    assert page in client.get(f"/cases/{weeks.case}").text
    assert "ещё не сообщали" in client.get(page).text
    sent = press(
        client, page, page, cause="child_ill", channel="call", first_on="2026-09-07", last_on="2026-09-14"
    )
    path = sent.headers["location"].partition("?")[0]
    assert (weeks.fates()["07"], weeks.fates()["14"], weeks.fates()["15"]) == (
        "cancelled",
        "cancelled",
        "planned",
    )
    told = plain(client.get(page).text)
    assert "С пн, 7 сентября, по пн, 14 сентября болезнь ребёнка. Принято пн, 14 сентября, 09:30" in told
    assert "по телефону" in told
    assert "Отменено: 2 урока" in plain(client.get(path).text)
    assert plain(weeks.client("mother").get(path).text).count("Отменено: 2 урока") == 1
    press(client, path, f"{path}/withdraw")
    assert weeks.fates()["07"] == "planned"
    assert "отозвано" in plain(client.get(page).text)


def test_what_is_wrong_is_told_beside_its_field_and_kept(weeks: Weeks) -> None:
    page = f"/cases/{weeks.case}/absences"
    answer = press(weeks.client("deputy"), page, page, cause="child_ill", channel="call", first_on="2026-01-07",
                   last_on="")  # fmt: skip
    assert answer.status_code == 422
    assert "Не раньше чем 30 дней назад." in answer.text
    assert 'value="2026-01-07"' in answer.text


def test_deputy_and_coordinator_enter_a_teacher_who_is_away(weeks: Weeks) -> None:
    teacher = weeks.teacher("t1")
    client, page = weeks.client("deputy"), f"/teachers/{teacher}/absences"
    assert page in client.get(f"/teachers/{teacher}").text
    sent = press(client, page, page, cause="teacher_ill", first_on="2026-09-14", last_on="")
    path = sent.headers["location"].partition("?")[0]
    assert (weeks.fates()["14"], weeks.fates(1)["28"]) == ("cancelled", "cancelled")
    press(client, path, f"{path}/again")
    assert (weeks.fates()["14"], weeks.fates()["21"]) == ("planned", "cancelled")
    with writing(weeks.home.engine) as session:
        account = Account(name="Координатор")
        session.add(account)
        session.flush()
        weeks.grants["coordinator"] = Grant(
            account_id=account.id,
            role=Role.COORDINATOR,
            school_id=weeks.home.made.world.school_id,
            first_on=START,
        )
        session.add(weeks.grants["coordinator"])
    leads = weeks.client("coordinator")
    assert "болезнь учителя" in plain(leads.get(page).text)
    assert press(leads, path, f"{path}/resume", on="2026-09-21").status_code == 303
    assert (weeks.fates()["21"], weeks.fates(1)["14"]) == ("planned", "cancelled")
    with reading(weeks.home.engine) as session:
        assert session.get_one(Absence, path.rpartition("/")[2]).channel == "call"
