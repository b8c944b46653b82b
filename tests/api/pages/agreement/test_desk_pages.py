"""The deputy's side over HTTP: from a variant to families, who has answered, answers by telephone, reminders."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.services.agreement.canonical import short_code
from api.services.agreement.timetable.links import token_of
from api.services.agreement.timetable.overview import standing
from models.agreement import Answer, Decision, TimetableVersion
from models.engines import reading, writing
from models.message import Message
from models.person import Account
from models.plan import Plan
from scheduler.problem import Problem
from tests import builders
from tests.api.pages.agreement.home import Home, filled, home_of
from tests.api.pages.agreement.test_family_pages import MOVED, plain
from tests.api.services.agreement.households import UNTIL, guardian_id, small
from tests.api.services.papers.hostile import pdf


@pytest.fixture
def home(database: Engine) -> Home:
    return home_of(database)


def offer_page(home: Home, *words: str, problem: Problem | None = None) -> str:
    """The page of a variant from which it is offered."""
    variant = home.made.variant_of(*words, problem=problem) if words else home.made.variant
    return f"/variants/{variant}/offer"


def waiting(home: Home) -> list[TimetableVersion]:
    with home.made.deputy() as unit:
        ids = [line.version.id for line in standing(unit)]
    return [home.made.get(key) for key in ids]


def messages(home: Home) -> list[Message]:
    with reading(home.engine) as session:
        return list(session.exec(select(Message).order_by(Message.address, Message.id)))  # type: ignore[arg-type]


def test_who_is_chosen_gets_an_offer_and_nobody_else(home: Home) -> None:
    page = offer_page(home)
    told = plain(home.get("deputy", page).text)
    assert "К-01 Иванов Пётр Сергеевич, 5 А 3 занятия; до 31.05.2027; первое расписание" in told
    sent = home.post("deputy", page, page, cases=[home.made.cases[0]])
    assert sent.headers["location"] == "/agreement?said=sent"
    (version,) = waiting(home)
    # Tuesday, 01.09: the next Monday; three days for an answer, until 20:00 at the school
    assert (version.case_id, version.first_on.isoformat()) == (home.made.cases[0], "2026-09-07")
    assert version.answer_until is not None
    assert version.answer_until.isoformat() == "2026-09-04T15:00:00+00:00"
    assert version.offered_by == home.made.world.deputy_id


def test_every_representative_gets_a_message_without_a_name_in_its_subject(home: Home) -> None:
    with writing(home.engine) as session:
        session.get_one(Account, home.made.mother).email = "mother@family.example"
    page = offer_page(home)
    home.post("deputy", page, page, cases=[home.made.cases[0]])
    (version,), rows = waiting(home), messages(home)
    told = {(row.account_id, row.channel, row.state, row.address) for row in rows}
    assert told == {
        (home.made.mother, "email", "waiting", "mother@family.example"),
        (home.made.father, "copy", "prepared", None),
    }
    for row in rows:
        assert row.about_id == version.id
        link = token_of(home.where.keys.audit, version, row.account_id)
        assert f"\nhttps://school.example/look/{link}\n" in row.body
        for name in ("Иванов", "Пётр", "Мать", "Отец", "К-01"):
            assert name not in row.subject + row.body
    assert len({row.message_id for row in rows}) == 2


def test_what_differs_is_said_family_by_family(home: Home) -> None:
    home.made.published(0)
    home.made.published(1)
    page = offer_page(home, *MOVED)
    html = home.get("deputy", page).text
    told = plain(html)
    assert "Было → стало: 1 изменение Русский язык : вт 11:00–11:40 (1-я неделя) → ср 11:00–11:40" in told
    assert "без изменений" in told
    ticked = re.findall(r'name="cases" value="(\w+)" checked', html)
    assert ticked == [home.made.cases[0]]  # only those concerned


def test_nothing_is_sent_where_something_is_wrong_and_every_fault_is_named(home: Home) -> None:
    page = offer_page(home)
    nobody = home.client("deputy")
    html = nobody.get(page).text
    csrf = html.split('name="csrf" value="')[1].split('"')[0]
    days = {"first_on": "2026-09-07", "last_on": "2027-05-31", "until_on": "2026-09-04", "until_at": "20:00"}
    told = nobody.post(page, data={"csrf": csrf, **days})
    assert (told.status_code, "Отметьте хотя бы одну семью" in told.text) == (422, True)
    late = home.post("deputy", page, page, cases=[home.made.cases[0]], until_on="2026-08-31")
    assert (late.status_code, "Срок ответа уже прошёл" in late.text) == (422, True)
    wrong = home.post("deputy", page, page, cases=[home.made.cases[0]], first_on="скоро", until_at="поздно")
    assert wrong.text.count("field-fault") == 2
    assert 'value="скоро"' in wrong.text
    foreign = home.post("deputy", page, page, cases=["0" * 32])
    assert (foreign.status_code, "нет в этом варианте" in foreign.text) == (422, True)
    assert (waiting(home), messages(home)) == ([], [])


def test_a_teacher_the_school_does_not_have_is_named(home: Home) -> None:
    given = small().model_copy(
        update={
            "teachers": (*small().teachers, small().teachers[0].model_copy(update={"id": "t9"})),
            "rows": tuple(row.model_copy(update={"teachers": ("t9",)}) for row in small().rows[:1]),
        }
    )
    page = offer_page(home, "math-1/1 w1 mon 10:00 t9", "math-1/2 w2 mon 10:00 t9", problem=given)
    told = home.post("deputy", page, page, cases=[home.made.cases[0]])
    assert (told.status_code, "нет учителей с такими кодами: t9" in told.text) == (422, True)


def test_a_variant_of_other_children_says_what_to_do(home: Home) -> None:
    given = builders.problem()
    page = offer_page(home, "r1 mon 10:00", problem=given)
    assert "нет ни одного дела вашей школы" in home.get("deputy", page).text


def test_no_day_beyond_the_contract_is_promised(home: Home) -> None:
    page = offer_page(home)
    home.post("deputy", page, page, cases=[home.made.cases[0]], last_on="2027-06-20")
    assert waiting(home)[0].last_on.isoformat() == "2027-05-31"


def test_a_newer_offer_takes_the_older_ones_place_and_its_messages(home: Home) -> None:
    page = offer_page(home)
    home.post("deputy", page, page, cases=[home.made.cases[0]])
    again = offer_page(home, *MOVED)
    home.post("deputy", again, again, cases=[home.made.cases[0]])
    (version,) = waiting(home)
    assert version.number == 2
    assert sorted(row.state for row in messages(home)) == ["dropped", "dropped", "prepared", "prepared"]


def test_the_desk_tells_who_has_answered_and_who_has_not(home: Home) -> None:
    assert "ни одно расписание не ждёт ответа" in home.get("deputy", "/agreement").text
    one, two = home.made.offered(0), home.made.offered(1)
    home.made.answer(one, Answer.DECLINED)
    told = plain(home.get("deputy", "/agreement").text)
    assert "Не согласны: нужно решение: 1" in told
    assert "Мать: подходит не всё Во вторник процедуры. Отец: не ответил(а)" in told
    home.clock.at = UNTIL + timedelta(minutes=1)
    late = plain(home.get("deputy", "/agreement").text)
    assert "Кто не ответил в срок: 1" in late
    assert late.index("К-02") < late.index("К-01")
    assert home.made.state(two) == "offered"  # looking writes nothing


def test_an_answer_by_telephone_is_entered_with_its_channel(home: Home) -> None:
    version_id, page = home.made.offered(), ""
    page = f"/agreement/{version_id}"
    whose = guardian_id(home.made, home.made.father)
    sent = home.post("deputy", f"{page}/entered", page, guardian_id=whose, channel="call", answer="agree")
    assert sent.status_code == 303
    with reading(home.engine) as session:
        row = session.exec(select(Decision)).one()
    assert (row.guardian_id, row.channel, row.entered_by) == (whose, "call", home.made.world.deputy_id)
    assert "Отец: согласие (по телефону)" in plain(home.get("deputy", page).text)
    assert "(по телефону)" in plain(home.get("father", f"/my/{version_id}").text)


def test_on_paper_stands_the_code_of_the_version(home: Home) -> None:
    version_id = home.made.offered()
    page, whose = f"/agreement/{version_id}", guardian_id(home.made, home.made.mother)
    fields = {"guardian_id": whose, "channel": "paper", "answer": "agree"}
    wrong = home.post("deputy", f"{page}/entered", page, **fields, code="AAAA-AAAA-AA")
    assert (wrong.status_code, "Код не совпадает" in wrong.text) == (422, True)
    assert 'value="AAAA-AAAA-AA"' in wrong.text
    code = short_code(home.made.get(version_id).digest or "").lower().replace("-", " ")
    assert home.post("deputy", f"{page}/entered", page, **fields, code=code).status_code == 303


def test_the_signed_paper_is_kept_behind_the_answer(database: Engine, tmp_path: Path) -> None:
    home = home_of(database, folder=tmp_path)
    version_id = home.made.offered()
    page, whose = f"/agreement/{version_id}", guardian_id(home.made, home.made.mother)
    code = short_code(home.made.get(version_id).digest or "")
    home.post(
        "deputy", f"{page}/entered", page, guardian_id=whose, channel="paper", answer="agree", code=code
    )
    deputy = home.client("deputy")
    shown = deputy.get(page).text
    assert "подписано на бумаге" in shown
    (path,) = re.findall(r'action="(/decisions/\w+/file)"', shown)
    (rev,) = re.findall(r'/file" enctype.*?name="rev" value="(\d+)"', shown)
    sent = deputy.post(
        path,
        data={"rev": rev, "csrf": filled(shown)["csrf"]},
        files={"file": ("Лист.pdf", pdf(), "application/pdf")},
    )
    assert sent.headers["location"] == f"{page}?said=saved"
    assert f'href="{path}"' in deputy.get(page).text
    kept = deputy.get(path)
    assert (kept.content, kept.headers["content-disposition"][:10]) == (pdf(), "attachment")
    assert home.get("mother", path).status_code in (403, 404)


def test_an_entered_answer_names_every_fault(home: Home) -> None:
    version_id = home.made.offered()
    page = f"/agreement/{version_id}"
    wrong = home.post("deputy", f"{page}/entered", page, guardian_id="0" * 32, channel="page", answer="")
    assert (wrong.status_code, wrong.text.count('class="field-fault"')) == (422, 3)


def test_the_silent_are_reminded(home: Home) -> None:
    version_id = home.made.offered()
    home.made.answer(version_id, Answer.AGREED)
    page = f"/agreement/{version_id}"
    told = plain(home.get("deputy", page).text)
    assert "Скопировать для СМС" in told
    link = token_of(home.where.keys.audit, home.made.get(version_id), home.made.father)
    short = "Уроки дома: новое расписание ждёт вашего ответа до 05.09.2026, 20:00."
    assert f"{short} https://school.example/look/{link}" in told
    assert home.post("deputy", f"{page}/remind", page).status_code == 303
    assert [(row.account_id, row.topic) for row in messages(home)] == [(home.made.father, "timetable.remind")]
    home.made.answer(version_id, Answer.AGREED, home.made.father)
    again = home.post("deputy", f"{page}/remind", page)
    assert (again.status_code, "напоминать некому" in again.text) == (409, True)


def test_an_offer_is_taken_back_from_its_page(home: Home) -> None:
    page = offer_page(home)
    home.post("deputy", page, page, cases=[home.made.cases[0]])
    (version,) = waiting(home)
    own = f"/agreement/{version.id}"
    stale = home.post("deputy", f"{own}/recall", own, seen=f"{version.rev}:{'0' * 64}")
    assert (stale.status_code, home.made.state(version.id)) == (409, "offered")
    assert home.post("deputy", f"{own}/recall", own).status_code == 303
    assert home.made.state(version.id) == "recalled"
    assert {row.state for row in messages(home)} == {"dropped"}
    assert "Отозвать предложение" not in home.get("deputy", own).text


def test_a_parent_has_no_way_to_the_desk(home: Home) -> None:
    version_id = home.made.offered()
    for path in ("/agreement", f"/agreement/{version_id}", offer_page(home)):
        assert home.get("mother", path).status_code == 403
    with reading(home.engine) as session:
        assert session.exec(select(Plan)).all() == []
