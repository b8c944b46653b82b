"""«Календарь»: a link in two taps, what may be chosen, refusals that keep input, others' links."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import Engine

from models.person import Role
from tests.api.pages.calendar.town import at_desk, program, town
from tests.api.services.feeds.subscribers import Subscribers

PATH = "/me/calendar"
LINK = re.compile(r'id="link">(https://school\.example/feeds/[\w-]{43}\.ics)<')


@pytest.fixture
def made(database: Engine) -> Subscribers:
    return town(database)


def test_a_parent_gets_a_link_that_works_in_two_taps(made: Subscribers) -> None:
    with at_desk(made, made.made.mother, Role.PARENT) as desk:
        page = desk.get(PATH).text
        assert "Получить ссылку" in page
        answer = desk.send(PATH, desk.filled(PATH))
        assert answer.status_code == 200
        (link,) = LINK.findall(answer.text)
        assert answer.text.count(link) == 1  # and as a picture
        listed = desk.get(PATH).text
        assert "Занятия, Пётр: предмет и время" in listed
        assert link not in listed
    with program(made) as client:
        assert client.get(link.removeprefix("https://school.example")).status_code == 200


def test_addresses_need_a_word_and_everything_typed_stays(made: Subscribers) -> None:
    with at_desk(made, made.maths, Role.TEACHER) as desk:
        fields = {"level": "address", "label": "Телефон «Ы»", "alarm_min": "30"}
        refused = desk.send(PATH, fields)
        assert refused.status_code == 422
        assert "Отметьте, что понимаете: по этой ссылке будут видны адреса." in refused.text
        assert 'value="Телефон «Ы»"' in unescape(refused.text)
        assert '<option value="30" selected>' in refused.text
        assert '<option value="address" selected>' in refused.text
        granted = desk.send(PATH, {**fields, "understood": "yes"})
        assert granted.status_code == 200
        assert "домашние адреса" in granted.text


def test_a_family_is_never_offered_an_address(made: Subscribers) -> None:
    with at_desk(made, made.made.mother, Role.PARENT) as desk:
        assert "address" not in desk.get(PATH).text
        assert desk.send(PATH, {"level": "address", "understood": "yes"}).status_code == 422


@pytest.mark.parametrize(
    "fields",
    [{"level": "all"}, {"alarm_min": "5"}, {"alarm_min": "x"}, {"label": "я" * 61}, {"whose": "case:1"}],
)
def test_what_no_form_sends_is_refused(made: Subscribers, fields: dict[str, str]) -> None:
    with at_desk(made, made.maths, Role.TEACHER) as desk:
        assert desk.send(PATH, fields).status_code == 422


def test_links_are_renewed_and_switched_off(made: Subscribers) -> None:
    token = made.of_teacher()
    key = made.row(token).id
    with at_desk(made, made.maths, Role.TEACHER) as desk:
        renewed = desk.send(f"{PATH}/{key}/renew", {})
        (link,) = LINK.findall(renewed.text)
        new = link.rpartition("/")[2].removesuffix(".ics")
        assert made.row(token).revoked_at is not None
        off = desk.send(f"{PATH}/{made.row(new).id}/revoke", {})
        assert (off.status_code, off.headers["location"]) == (303, f"{PATH}?said=unlinked")
        page = desk.get(off.headers["location"]).text
        assert page.count("Отключена 02.09.2026 в 14:00") == 2
        assert "Заменить новой" not in page


def test_somebody_elses_link_is_not_there(made: Subscribers) -> None:
    token = made.of_teacher()
    key = made.row(token).id
    with at_desk(made, made.russian, Role.TEACHER) as desk:
        for act in ("renew", "revoke"):
            assert desk.send(f"{PATH}/{key}/{act}", {}).status_code == 404
    assert made.row(token).revoked_at is None


def test_whoever_has_no_lessons_is_told_what_to_do(made: Subscribers) -> None:
    with at_desk(made, made.made.director, Role.DIRECTOR) as desk:
        assert "Все занятия школы" not in desk.get(PATH).text  # the only choice needs no choosing
    with at_desk(made, made.made.director, Role.CLASS_TEACHER) as desk:
        page = desk.get(PATH).text
        assert "Попросите завуча" in page
        assert "Получить ссылку" not in page
