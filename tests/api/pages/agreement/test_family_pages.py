"""The page of a representative over HTTP: what it says, what it takes, what it does when it comes too late."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import select

from api.services.agreement.canonical import digest, short_code
from api.services.agreement.timetable.content import content_of
from models.agreement import Answer, Decision, Mark
from models.engines import reading
from models.person import Role
from tests.api.pages.agreement.home import Home, crowded_variant, filled, home_of
from tests.api.services.agreement.households import PLAIN, UNTIL

MOVED = [words.replace("tue 11:00", "wed 11:00") for words in PLAIN]


@pytest.fixture
def home(database: Engine) -> Home:
    return home_of(database)


def page(home: Home, version_id: str, who: str = "mother") -> str:
    answer = home.get(who, f"/my/{version_id}")
    assert answer.status_code == 200
    return plain(answer.text)


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def decisions(home: Home, version_id: str) -> list[str]:
    with reading(home.engine) as session:
        asked = select(Decision).where(Decision.version_id == version_id).order_by(Decision.at)  # type: ignore[arg-type]
        return [row.answer for row in session.exec(asked)]


def agree(home: Home, version_id: str, who: str = "mother", **fields: str) -> Response:
    path = f"/my/{version_id}"
    return home.post(who, f"{path}/answer", path, answer="agree", read="yes", **fields)


def test_first_a_sentence_then_the_days(home: Home) -> None:
    version_id = home.made.offered()
    told = page(home, version_id)
    # maths twice and Russian once in two weeks: two lessons in the first week, one in the second
    assert "От 1 до 2 занятий в неделю." in told
    assert "Взрослый нужен дома: понедельник 10:00–10:40, вторник 11:00–11:40." in told
    assert "Школа ждёт вашего ответа до сб, 5 сентября, 20:00." in told  # 15:00 in UTC
    assert told.index("Понедельник") < told.index("Вторник")
    assert "1-я неделя" in told


def test_what_is_read_is_what_the_digest_is_of(home: Home) -> None:
    version_id = home.made.offered()
    version = home.made.get(version_id)
    html = home.get("mother", f"/my/{version_id}").text
    lines = content_of(version.text or "").lines
    assert [read.split("–")[0] for read in re.findall(r'data-f="start">([^<]+)', html)] == ["10:00", "11:00"]
    assert re.findall(r'data-f="subject">([^<]+)', html) == [line.subject for line in lines]
    assert re.findall(r'data-f="sentence">([^<]+)', html) == [content_of(version.text or "").sentence]
    assert content_of(version.text or "").sentence in (version.text or "")
    assert short_code(digest(version.text or "")) in html


def test_agreeing_gives_a_receipt_with_the_code(home: Home) -> None:
    version_id = home.made.offered()
    assert agree(home, version_id).headers["location"] == f"/my/{version_id}?said=sent"
    told = page(home, version_id)
    code = short_code(home.made.get(version_id).digest or "")
    assert f"Расписание уроков дома, код {code}: согласие, вт, 1 сентября, 11:00." in told
    assert "Ничего делать не нужно." in told
    assert "Согласиться с расписанием" not in told
    assert home.made.state(version_id) == "agreed"


def test_the_tick_is_asked_for_and_nothing_is_lost(home: Home) -> None:
    version_id, path = home.made.offered(), "/my/"
    answer = home.post(
        "mother", f"{path}{version_id}/answer", f"{path}{version_id}", answer="agree", comment="Слово",
        **{"fits-1": "no", "why-1": "Бассейн <b>"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "Поставьте отметку" in answer.text
    assert ">Бассейн &lt;b&gt;</textarea>" in answer.text
    assert ">Слово</textarea>" in answer.text
    assert re.search(r'id="n1"[^>]*checked', answer.text)
    assert decisions(home, version_id) == []


def test_agreeing_to_all_while_a_lesson_does_not_suit_is_refused(home: Home) -> None:
    version_id = home.made.offered()
    answer = agree(home, version_id, **{"fits-1": "no"})
    assert (answer.status_code, "подходит не всё" in answer.text) == (422, True)
    assert decisions(home, version_id) == []


def test_a_lesson_that_does_not_suit_is_enough_to_decline(home: Home) -> None:
    version_id, path = home.made.offered(), "/my/"
    path = f"/my/{version_id}"
    nothing = home.post("mother", f"{path}/answer", path, answer="decline")
    assert (nothing.status_code, "Отметьте занятие" in nothing.text) == (422, True)
    sent = home.post(
        "mother", f"{path}/answer", path, answer="decline", **{"fits-1": "no", "why-1": "Во вторник бассейн"}
    )
    assert sent.status_code == 303
    told = page(home, version_id)
    assert "Вы ответили: подходит не всё." in told
    assert "Не подходит : Во вторник бассейн" in told or "Не подходит: Во вторник бассейн" in told
    assert home.made.state(version_id) == "declined"


def test_one_page_sent_twice_is_one_answer(home: Home) -> None:
    version_id = home.made.offered()
    path = f"/my/{version_id}"
    client = home.client("mother")
    html = client.get(path).text
    fields = {**filled(html), "answer": "agree", "read": "yes"}
    assert [client.post(f"{path}/answer", data=fields).status_code for _ in range(3)] == [303, 303, 303]
    assert home.post("mother", f"{path}/withdraw", path).status_code == 303
    # a copy of the first request that comes late agrees to nothing again
    assert client.post(f"{path}/answer", data=fields).status_code == 303
    assert decisions(home, version_id) == ["agreed", "withdrawn"]
    assert home.made.state(version_id) == "offered"


def test_a_page_that_was_used_up_is_told_so(home: Home) -> None:
    version_id = home.made.offered()
    path = f"/my/{version_id}"
    client = home.client("mother")
    html = client.get(path).text
    fields = filled(html)
    client.post(f"{path}/answer", data={**fields, "answer": "agree", "read": "yes"})
    back = client.post(f"{path}/answer", data={**fields, "answer": "decline", "comment": "Передумали"})
    assert (back.status_code, "уже отправлен" in back.text) == (409, True)
    assert decisions(home, version_id) == ["agreed"]


def test_an_answer_to_a_replaced_version_leads_to_the_new_one(home: Home) -> None:
    first = home.made.offered()
    client = home.client("mother")
    html = client.get(f"/my/{first}").text
    second = home.made.offered(variant=home.made.variant_of(*MOVED))
    late = client.post(f"/my/{first}/answer", data={**filled(html), "answer": "agree", "read": "yes"})
    assert late.status_code == 409
    assert f'href="/my/{second}"' in late.text
    assert "Школа заменила это расписание другим" in page(home, first)
    assert decisions(home, first) == []


def test_too_late_is_said_and_an_answer_is_still_taken(home: Home) -> None:
    version_id = home.made.offered()
    home.clock.at = UNTIL + timedelta(hours=1)
    assert "Срок ответа прошёл: сб, 5 сентября, 20:00." in page(home, version_id)
    assert agree(home, version_id).status_code == 303
    assert home.made.state(version_id) == "agreed"


def test_what_was_taken_back_asks_for_nothing(home: Home) -> None:
    from api.services.agreement.timetable.offering import recall

    version_id = home.made.offered()
    with home.made.deputy() as unit:
        recall(unit, version_id, home.made.seen(version_id))
    told = page(home, version_id)
    assert "Школа отозвала это расписание" in told
    assert "Согласиться" not in told


def test_an_approved_timetable_takes_no_answer_back(home: Home) -> None:
    version_id = home.made.offered()
    agree(home, version_id)
    path = f"/my/{version_id}"
    client = home.client("mother")
    html = client.get(path).text
    home.made.approve(version_id)
    late = client.post(f"{path}/withdraw", data=filled(html))
    assert (late.status_code, "утверждено директором" in late.text) == (409, True)
    assert "Отозвать" not in page(home, version_id)


def test_there_is_nothing_to_take_back_without_an_answer(home: Home) -> None:
    version_id = home.made.offered()
    path = f"/my/{version_id}"
    answer = home.post("father", f"{path}/withdraw", path)
    assert (answer.status_code, "отзывать нечего" in answer.text) == (409, True)


def test_lessons_that_stand_as_they_were_agreed_are_marked_already(home: Home) -> None:
    home.made.published()
    second = home.made.offered(variant=home.made.variant_of(*MOVED))
    html = home.get("mother", f"/my/{second}").text
    assert re.search(r'id="y0"[^>]*checked', html)
    assert not re.search(r'id="y1"[^>]*checked', html)
    told = plain(html)
    assert "Что изменилось: 1" in told
    assert "Русский язык вт 11:00–11:40 (1-я неделя) → ср 11:00–11:40 (1-я неделя)" in told


def test_a_teacher_nobody_knows_yet_is_pointed_out(home: Home) -> None:
    home.made.published(variant=crowded_variant(home))
    same = home.made.offered(variant=crowded_variant(home, moved=True))
    assert "впервые у вас" not in page(home, same)  # both teachers came before
    first = home.made.offered(1)
    assert "впервые у вас" not in page(home, first, "other")  # the first timetable: everybody is new


def test_of_two_representatives_each_is_told_what_the_other_said(home: Home) -> None:
    version_id = home.made.offered()
    agree(home, version_id)
    told = page(home, version_id, "father")
    assert "Другой представитель (мать) ответил: согласие." in told
    assert "отвечать не обязательно" in told


@pytest.mark.parametrize("who", ["other", "deputy"])
def test_another_family_and_the_staff_find_no_page(home: Home, who: str) -> None:
    version_id = home.made.offered()
    status = home.get(who, f"/my/{version_id}").status_code
    assert status == (404 if who == "other" else 403)


def test_a_draft_is_not_there_for_a_family(home: Home) -> None:
    assert home.get("mother", f"/my/{home.made.drafted()}").status_code == 404


def test_looking_changes_nothing(home: Home) -> None:
    version_id = home.made.offered()
    before, rows = home.made.seen(version_id), home.made.world.actions()
    for method in ("GET", "HEAD"):
        client = home.client("mother")
        for path in (f"/my/{version_id}", f"/my/{version_id}?answer=agree&read=yes", "/"):
            assert client.request(method, path, headers={"purpose": "prefetch"}).status_code == 200
        for path in (f"/my/{version_id}/answer", f"/my/{version_id}/withdraw"):
            assert client.request(method, path).status_code == 405
    assert (home.made.seen(version_id), home.made.world.actions()) == (before, rows)


def test_the_first_page_lists_what_awaits_an_answer(home: Home) -> None:
    assert home.get("mother", "/").status_code == 303  # nothing waits: the case at once
    version_id = home.made.offered()
    told = plain(home.get("mother", "/").text)
    assert "Ждёт вашего ответа: 1" in told
    assert "до сб, 5 сентября, 20:00" in told
    agree(home, version_id)
    assert "Ваш ответ получен: согласие." in plain(home.get("mother", "/").text)
    assert "Ждёт вашего ответа: 1" in plain(home.get("father", "/").text)
    assert home.get("other", "/").status_code == 303


def test_marks_are_kept_with_the_answer(home: Home) -> None:
    version_id = home.made.offered()
    agree(home, version_id, **{"fits-0": "yes"})
    with reading(home.engine) as session:
        marks = session.exec(select(Mark).where(Mark.version_id == version_id)).all()
    assert [(mark.fits, mark.account_id) for mark in marks] == [(True, home.made.mother)]
    with home.made.acting(home.made.mother, Role.PARENT) as unit:
        assert unit.session.exec(select(Decision.answer)).all() == [Answer.AGREED]
