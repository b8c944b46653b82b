"""The short form of a case: where a parent lands, what is on it, and what is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.services.papers.filing import PaperDraft, file_paper
from api.services.papers.medical import file_medical
from models.document import PaperKind
from models.person import Role
from models.states import Move
from tests.api.pages.cases.office import END, START, Office, day, office_of
from tests.api.services.cases.test_seen import parent_of
from tests.api.services.world import medical

CANARY = "КАНАРЕЙКА-G40"


@pytest.fixture
def office(database: Engine, tmp_path: Path) -> Iterator[Office]:
    with office_of(database, tmp_path) as made:
        yield made


def test_a_parent_is_led_to_the_childs_case(office: Office) -> None:
    case_id = office.world.running(until=day("31.12.2026"))
    parent = office.browser(office.parent(case_id), Role.PARENT)
    assert parent.client.get("/").headers["location"] == f"/cases/{case_id}"
    page = parent.get(f"/cases/{case_id}")
    assert "<h1>Пётр, 5\u00a0А</h1>" in page
    assert "Занятия идут." in page
    assert re.search(r"Медицинское заключение <span>до 31\.12\.2026</span>", page)
    assert "психолого-медико-педагогическая комиссия" in page
    assert "Лебедева Ольга Игоревна" in page
    assert "Иванов " not in page  # no surname of the child, neither in the title nor elsewhere
    assert not re.search(r"<(form|button|input|select)(?![^>]*(csrf|signout|quiet))", page)


def test_a_parent_of_two_chooses_and_one_without_cases_is_told_whom_to_call(office: Office) -> None:
    first, second = office.world.case(), office.world.case()
    account = office.parent(first)
    parent_of(office.world, second, account_id=account.id)
    page = office.browser(account, Role.PARENT).get("/")
    assert {first, second} == set(re.findall(r'href="/cases/(\w{32})"', page))
    office.clock.on(days=365 * 11)
    assert "позвоните завучу школы" in office.browser(account, Role.PARENT).get("/")


def test_nothing_but_the_short_form_is_open_to_a_parent(office: Office) -> None:
    own, other = office.world.case(), office.world.case()
    office.world.package(own, START)
    paper = office.world.paper(own, PaperKind.APPLICATION)
    parent = office.browser(office.parent(own), Role.PARENT)
    foreign, missing = parent.get(f"/cases/{other}", 404), parent.get(f"/cases/{'0' * 32}", 404)
    assert foreign == missing
    pupil = office.world.get(own).pupil_id
    for path in (
        "/cases",
        "/cases/new",
        f"/cases/{own}/class",
        f"/papers/{paper}",
        "/orders",
        f"/pupils/{pupil}",
    ):
        assert parent.client.get(path).status_code == 403
    assert parent.client.get(f"/papers/{paper}/file").status_code == 403
    assert parent.send(f"/cases/{own}/moves", {"move": "start"}).status_code == 403


def test_what_medical_papers_say_is_on_no_page_of_those_who_only_look(office: Office) -> None:
    case_id = office.world.running(until=day("30.12.2026"))
    with office.world.acting(START) as unit:
        file_medical(unit, case_id, medical(START, END, number=CANARY, issuer=CANARY, limits=CANARY))
    for account, role in ((office.parent(case_id), Role.PARENT), (office.teacher, Role.CLASS_TEACHER)):
        page = office.browser(account, role).get(f"/cases/{case_id}")
        assert CANARY not in page
        assert ("едицинск" in page) == (role == Role.PARENT)
        assert "бщеобразовательн" not in page


def test_a_class_teacher_reads_the_case_of_the_class_and_no_other(office: Office) -> None:
    own, other = office.world.case(grade=5), office.world.case(grade=6)
    teacher = office.browser(office.teacher, Role.CLASS_TEACHER)
    page = teacher.get(f"/cases/{own}")
    assert "<h1>Иванов Пётр Сергеевич</h1>" in page
    assert teacher.get(f"/cases/{other}", 404) == teacher.get(f"/cases/{'0' * 32}", 404)
    assert teacher.client.get("/").headers["location"] == "/cases"


def test_with_the_end_of_the_case_the_parent_is_out(office: Office) -> None:
    case_id = office.world.running()
    parent = office.browser(office.parent(case_id), Role.PARENT)
    parent.get(f"/cases/{case_id}")
    with office.world.acting(START) as unit:
        file_paper(unit, case_id, PaperDraft(kind=PaperKind.END_APPLICATION, valid_from=START))
    office.world.move(case_id, Move.END_EARLY, START)
    assert parent.client.get(f"/cases/{case_id}").headers["location"] == "/signin"
