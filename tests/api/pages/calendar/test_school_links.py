"""Calendar links as the desk of a school sees them: whose they are and when they were used, never the link itself."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from models.message import FeedLevel
from models.person import Role
from tests.api.pages.agreement.test_family_pages import plain
from tests.api.pages.calendar.town import at_desk, program, town
from tests.api.services.feeds.subscribers import Subscribers

PATH = "/calendars"


@pytest.fixture
def made(database: Engine) -> Subscribers:
    return town(database)


def test_the_desk_sees_whose_links_there_are_and_ends_one_that_has_leaked(made: Subscribers) -> None:
    token = made.of_teacher(level=FeedLevel.ADDRESS)
    other = made.of_mother()
    made.ask(token)
    row = made.row(token)
    with at_desk(made, made.made.world.deputy_id, Role.DEPUTY) as desk:
        html = desk.get(PATH).text
        told = plain(html)
        assert "Занятия учителя: t1. Видно: предмет и время, инициалы, класс и адрес. Адреса детей" in told
        assert "Занятия дела К-01. Видно: предмет и время." in told
        assert told.index("Снегова Галина Геннадьевна") < told.index("Мать")  # those with addresses first
        assert not {token, other} & set(html.replace("/", " ").replace('"', " ").split())
        assert desk.send(f"{PATH}/{row.id}/revoke", {}).headers["location"] == f"{PATH}?said=unlinked"
        assert "Снегова" not in desk.get(PATH).text
    assert made.row(token).revoked_at == made.clock()
    act = made.made.world.log()[-1]
    assert act == ("feed.revoke", "feed_link", {"owner": made.maths})
    with program(made) as client:
        assert "больше не действует" in client.get(f"/feeds/{token}.ics").text.replace("\r\n ", "")
        assert "BEGIN:VEVENT" in client.get(f"/feeds/{other}.ics").text


def test_without_links_the_page_says_where_they_come_from(made: Subscribers) -> None:
    with at_desk(made, made.made.director, Role.DIRECTOR) as desk:
        assert "Ни у кого нет ссылки" in desk.get(PATH).text
