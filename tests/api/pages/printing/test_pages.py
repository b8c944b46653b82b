"""Pages of printing: forms of a case, the order, sets, templates, corrections; the page of a code for anybody."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from api.jobs.papers import print_due
from models.document import OrderPupil
from models.engines import reading
from models.printing import IssuedPaper
from tests.api.pages.cases.office import Office, office_of
from tests.databases import KINDS, migrated
from tests.exports.document.looking import pdf_text, text_of
from tests.exports.document.test_judging import template


@pytest.fixture(scope="module", params=KINDS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A school with a case that runs."""
    folder: Path = tmp_path_factory.mktemp("printing")
    with migrated(request.param) as engine, office_of(engine, folder) as made:
        made.world.running()
        yield made


@pytest.fixture(scope="module")
def case_id(office: Office) -> str:
    with reading(office.where.engine) as session:
        return session.exec(select(OrderPupil.case_id)).first() or ""


def test_a_case_leads_to_its_papers_and_each_is_one_press(office: Office, case_id: str) -> None:
    desk = office.desk()
    assert f'href="/cases/{case_id}/print"' in desk.get(f"/cases/{case_id}")
    page = desk.get(f"/cases/{case_id}/print")
    assert 'value="extract.pdf"' in page
    assert 'value="timetable.pdf"' not in page  # nothing has been sent to the family yet
    assert "Нет расписания, отправленного семье" in page
    answer = desk.send(f"/cases/{case_id}/print", {"pick": "extract.pdf"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert (
        "%D0%9A-01%2005%20%D0%B2%D1%8B%D0%BF%D0%B8%D1%81%D0%BA%D0%B0" in answer.headers["content-disposition"]
    )
    assert answer.headers["cache-control"] == "no-store"
    assert "Выписка из приказа" in pdf_text(answer.content)
    again = desk.get(f"/cases/{case_id}/print")
    assert "Скачать PDF" in again
    with reading(office.where.engine) as session:
        issued = session.exec(select(IssuedPaper).where(IssuedPaper.form == "extract")).one()
    assert desk.client.get(f"/issued/{issued.id}/file").content == answer.content


def request_in(page: str) -> str:
    """The key of a page that was shown."""
    return page.partition('name="request" value="')[2].partition('"')[0]


def test_a_paper_asked_for_twice_from_one_page_is_given_out_once(office: Office, case_id: str) -> None:
    desk = office.desk()
    key = request_in(desk.get(f"/cases/{case_id}/print"))
    form = {"pick": "consent.docx", "request": key}
    first, again = (desk.send(f"/cases/{case_id}/print", form) for _ in range(2))
    assert first.content == again.content
    other = desk.send(f"/cases/{case_id}/print", {"pick": "missing.docx", "request": key})
    assert (other.status_code, "недостающих" in text_of(other.content)) == (200, True)
    with reading(office.where.engine) as session:
        asked = select(IssuedPaper).where(IssuedPaper.case_id == case_id)
        forms = [row.form for row in session.exec(asked)]
    assert (forms.count("consent"), forms.count("missing")) == (1, 1)
    fresh = request_in(desk.get(f"/cases/{case_id}/print"))
    assert fresh != key
    desk.send(f"/cases/{case_id}/print", {"pick": "consent.docx", "request": fresh})
    with reading(office.where.engine) as session:
        assert len(session.exec(asked.where(IssuedPaper.form == "consent")).all()) == 2


def test_a_set_asked_for_twice_from_one_page_is_one_set(office: Office) -> None:
    desk = office.desk()
    form = {"scope": "school", "form": "missing", "layout": "pdf", "request": request_in(desk.get("/print"))}
    where = {desk.done("/print/sets", form) for _ in range(2)}
    assert len(where) == 1
    assert "уже отправлено" in desk.refused("/print/sets", 409, {**form, "layout": "docx"})
    desk.done(f"{where.pop()}/cancel")


def test_requisites_come_on_request_and_their_file_asks_why(office: Office, case_id: str) -> None:
    desk = office.desk()
    form = {"pick": "application.docx", "requisites": "yes"}
    answer = desk.send(f"/cases/{case_id}/print", form)
    assert "Городская поликлиника № 1" in text_of(answer.content)
    with reading(office.where.engine) as session:
        issued = session.exec(select(IssuedPaper).where(IssuedPaper.medical)).one()
    page = desk.get(f"/cases/{case_id}/print")
    assert 'name="why"' in page
    assert "поликлиника" not in page
    desk.get(f"/issued/{issued.id}/file", 403)
    told = desk.client.get(f"/issued/{issued.id}/file?why=order")
    assert told.content == answer.content
    plain = desk.send(f"/cases/{case_id}/print", {"pick": "application.docx"})
    assert "поликлиника" not in text_of(plain.content)


@pytest.mark.parametrize(
    ("pick", "status", "said"),
    [
        ("", 422, "Выберите форму"),
        ("nothing.pdf", 422, "Выберите форму"),
        ("plan.exe", 422, "Выберите форму"),
        ("timetable.pdf", 409, "отправленного семье"),
        ("order.pdf", 409, "не из дела"),
    ],
)
def test_what_cannot_be_made_is_said(office: Office, case_id: str, pick: str, status: int, said: str) -> None:
    assert (
        said
        in office.desk().refused(f"/cases/{case_id}/print", status, {"pick": pick}).partition("<table")[0]
    )


def test_an_order_is_printed_whole_for_the_school(office: Office) -> None:
    desk = office.desk()
    with reading(office.where.engine) as session:
        order_id = session.exec(select(OrderPupil.order_id)).first()
    assert "Родителю печатают выписку" in desk.get(f"/orders/{order_id}/print")
    answer = desk.send(f"/orders/{order_id}/print", {"layout": "docx"})
    assert "ПРИКАЗЫВАЮ" in text_of(answer.content)
    assert "Приказ об обучении на дому" in desk.get(f"/orders/{order_id}/print")
    desk.refused(f"/orders/{order_id}/print", 422, {"layout": "odt"})


def test_a_set_goes_from_its_form_to_its_parcel(office: Office) -> None:
    desk = office.desk()
    page = desk.get("/print")
    assert 'value="class 5 А"' in page
    assert "Отметьте хотя бы одну форму" in desk.refused(
        "/print/sets", 422, {"scope": "school", "layout": "pdf"}
    )
    desk.refused("/print/sets", 422, {"scope": "class 11 Я", "form": "consent", "layout": "pdf"})
    where = desk.done("/print/sets", {"scope": "class 5 А", "form": "consent", "layout": "docx"})
    waiting = desk.get(where)
    assert "Ждёт очереди" in waiting
    assert "every 2s" in waiting
    assert print_due(office.where) == 1
    ready = desk.get(where)
    assert "Готово" in ready
    assert "every 2s" not in ready
    answer = desk.client.get(f"{where}/documents.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as told:
        assert told.namelist() == ["К-01/03 согласие.docx"]
    assert answer.headers["content-disposition"] == 'attachment; filename="documents.zip"'
    desk.refused(f"{where}/cancel", 409)


def test_a_template_is_downloaded_changed_and_brought_back(office: Office, case_id: str) -> None:
    desk = office.desk()
    page = desk.get("/school/templates")
    assert page.count("Обычный шаблон") == 13
    mine = desk.client.get("/school/templates/template.docx?form=missing")
    assert "Список недостающих документов" in text_of(mine.content)
    files = {"file": ("мой.docx", template("Наш список: {{ child.code }}"), "application/octet-stream")}
    assert desk.done("/school/templates", {"form": "missing"}, files=files) == "/school/templates"
    assert "Свой шаблон, версия 1" in desk.get("/school/templates")
    sample = desk.client.get("/school/templates/sample.pdf?form=missing")
    assert "Наш список: К-01" in pdf_text(sample.content)
    answer = desk.send(f"/cases/{case_id}/print", {"pick": "missing.docx"})
    assert text_of(answer.content) == "Наш список: К-01"
    assert desk.done("/school/templates/withdraw", {"form": "missing", "number": 1}) == "/school/templates"
    assert "Свой шаблон" not in desk.get("/school/templates")


def test_a_bad_template_comes_back_with_every_fault(office: Office) -> None:
    files = {"file": ("x.docx", template("{{ wrong }}", "{{ child|upper }}"), "application/octet-stream")}
    page = office.desk().refused("/school/templates", 422, {"form": "missing"}, files=files)
    assert "Поля «wrong» у этой формы нет" in page
    assert "фильтры" in page
    office.desk().get("/school/templates/template.docx?form=nothing", 422)


def test_names_are_corrected_and_removed(office: Office) -> None:
    desk = office.desk()
    assert desk.done("/school/names", {"name": "Иванов", "dative": "Иванову-Младшему"}) == "/school/names"
    page = desk.get("/school/names")
    assert "Иванову-Младшему" in page
    where = page.split('action="/school/names/')[1].split('"')[0]
    assert desk.done(f"/school/names/{where}") == "/school/names"
    assert "Иванову-Младшему" not in desk.get("/school/names")
    assert "хотя бы один падеж" in desk.refused("/school/names", 422, {"name": "Иванов"})


def test_a_code_is_asked_by_anybody_and_guessing_is_slowed_down(office: Office) -> None:
    client = office.desk().client
    client.cookies.clear()
    answers = [client.get("/v/K7Q2-9FMA-3X") for _ in range(22)]
    assert [answer.status_code for answer in answers[:20]] == [404] * 20
    assert answers[21].status_code == 429
    assert int(answers[21].headers["retry-after"]) > 0
    assert "Такого кода нет" in answers[0].text
    assert answers[0].headers["x-robots-tag"] == "noindex"
    assert "set-cookie" not in answers[0].headers
