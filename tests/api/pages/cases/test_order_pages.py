"""Orders over several pupils, contracts, and the end of one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from models.document import Contract, Order, OrderPupil
from models.engines import reading
from tests.api.pages.cases.office import END, START, Browser, Office, day, faults_in, office_of
from tests.api.services.papers.hostile import pdf


@pytest.fixture
def office(database: Engine, tmp_path: Path) -> Iterator[Office]:
    with office_of(database, tmp_path) as made:
        yield made


def two(office: Office, until: str = "12.09.2026") -> tuple[str, str]:
    """Two cases with whole packages: to the year's end, and until a day."""
    first, second = office.world.case(), office.world.case()
    office.world.package(first, START)
    office.world.package(second, START, day(until))
    return first, second


def form(office: Office, *cases: str, last: object = day("12.09.2026"), **more: object) -> dict[str, object]:
    told: dict[str, object] = {
        "number": "15-о", "issued_on": START, "year_id": office.world.year_id, "deputy_id": office.deputy.id,
        "case": list(cases),
    }  # fmt: skip
    for key in cases:
        told |= {f"first-{key}": START, f"last-{key}": last}
    return told | more


def ticked(page: str) -> list[str]:
    return re.findall(r'name="case" type="checkbox" value="(\w+)" checked', page)


def days_in(page: str, name: str) -> str:
    (found,) = re.findall(rf'name="{name}" type="date" value="([^"]*)"', page)
    return found


def test_a_new_order_offers_the_days_papers_allow(office: Office) -> None:
    first, second = two(office)
    page = office.desk().get(f"/orders/new?case_id={second}")
    assert ticked(page) == [second]
    assert (days_in(page, f"first-{first}"), days_in(page, f"last-{first}")) == ("2026-09-01", "2027-05-31")
    assert (days_in(page, f"first-{second}"), days_in(page, f"last-{second}")) == ("2026-09-01", "2026-09-12")


def test_one_order_speaks_of_several_pupils_and_one_of_them_may_end(office: Office) -> None:
    first, second = two(office)
    desk = office.desk()
    assert "Приказов пока нет" in desk.get("/orders")
    where = desk.done("/orders", form(office, first, second))
    page = desk.get(where)
    assert page.count("с 01.09.2026 до 12.09.2026") == 2
    listed = desk.get("/orders?q=15")
    assert (">№ 15-о</a>" in listed, '<td data-title="Детей">2</td>' in listed) == (True, True)
    assert "Приказа с номером «16» нет" in desk.get("/orders?q=16")
    told = {"case_id": second, "rev": 1, "ended_on": day("08.09.2026")}
    assert desk.done(f"{where}/end", told) == where
    with reading(office.where.engine) as session:
        ended = dict(session.exec(select(OrderPupil.case_id, OrderPupil.ended_on)).all())
    assert ended == {first: None, second: day("08.09.2026")}
    assert "прекращён досрочно, последний день 08.09.2026" in desk.get(where)


def test_faults_of_an_order_stand_beside_the_child_and_nothing_is_kept(office: Office) -> None:
    first, second = two(office)
    desk = office.desk()
    page = desk.refused("/orders", 422, form(office, first, second, last=END, number=" "))
    assert "Укажите номер приказа." in faults_in(page)
    beside = re.findall(r'id="line-(\w+)-fault">([^<]+)<', page)
    assert beside == [
        (second, "№ : срок до 31.05.2027, а медицинское заключение действует до 12.09.2026 (п. 2.4).")
    ]
    assert sorted(ticked(page)) == sorted([first, second])
    assert days_in(page, f"last-{second}") == "2027-05-31"
    assert "хотя бы одного ребёнка" in desk.refused("/orders", 422, form(office))
    with reading(office.where.engine) as session:
        assert session.exec(select(Order)).all() == []


def test_a_line_of_an_order_does_not_end_outside_its_days(office: Office) -> None:
    first, second = two(office)
    desk = office.desk()
    where = desk.done("/orders", form(office, first, second))
    late = {"case_id": second, "rev": 1, "ended_on": day("13.09.2026")}
    page = desk.refused(f"{where}/end", 422, late)
    assert "Укажите день от 01.09.2026 до 12.09.2026." in page
    assert page.count("<details open>") == 1
    assert desk.send(f"{where}/end", late | {"case_id": office.world.case()}).status_code == 404


def test_an_order_takes_and_gives_its_file(office: Office) -> None:
    first, _ = two(office)
    desk = office.desk()
    where = desk.done("/orders", form(office, first))
    desk.done(f"{where}/file", {"rev": 1}, files={"file": ("приказ.pdf", pdf(), "application/pdf")})
    got = desk.client.get(f"{where}/file")
    assert (got.content, got.headers["content-disposition"].split(";")[0]) == (pdf(), "attachment")
    assert "Выберите файл." in desk.refused(f"{where}/file", 422, {"rev": 2})


def test_a_contract_is_signed_within_the_papers_and_ended(office: Office) -> None:
    _, case_id = two(office)
    desk = office.desk()
    blank = desk.get(f"/cases/{case_id}/contracts/new")
    assert (days_in(blank, "first_on"), days_in(blank, "last_on")) == ("2026-09-01", "2026-09-12")
    told = {"number": "3", "signed_on": START, "first_on": START, "last_on": END}
    page = desk.refused(f"/cases/{case_id}/contracts", 422, told | {"number": "9" * 61})
    assert "а медицинское заключение действует до 12.09.2026 (п. 2.4)." in page
    assert "Номер длиннее 60 знаков. Сократите его." in page
    assert (
        desk.done(f"/cases/{case_id}/contracts", told | {"last_on": day("12.09.2026")}) == f"/cases/{case_id}"
    )
    contract = _contract(office)
    assert "Договор № 3" in desk.get(f"/contracts/{contract.id}")
    assert ended(desk, contract.id, "13.09.2026").status_code == 422
    assert ended(desk, contract.id, "10.09.2026").status_code == 303
    assert ended(desk, contract.id, "11.09.2026").status_code == 409
    assert _contract(office).ended_on == day("10.09.2026")
    assert office.world.log()[-1] == ("contract.end", "contract", {"case": case_id})


def ended(desk: Browser, contract_id: str, on: str):  # type: ignore[no-untyped-def]
    return desk.send(f"/contracts/{contract_id}/end", {"rev": 1, "ended_on": day(on)})


def _contract(office: Office) -> Contract:
    with reading(office.where.engine) as session:
        return session.exec(select(Contract)).one()


def test_orders_and_contracts_of_another_school_are_like_missing_ones(office: Office, tmp_path: Path) -> None:
    desk = office.desk()
    with office_of(office.where.engine, tmp_path, "s200") as other:
        other.world.running()
        with reading(office.where.engine) as session:
            order, contract = session.exec(select(Order.id)).one(), session.exec(select(Contract.id)).one()
        for path, end in ((f"/orders/{order}", "end"), (f"/contracts/{contract}", "end")):
            missing = f"{path.rpartition('/')[0]}/{'0' * 32}"
            assert desk.get(path, 404) == desk.get(missing, 404)
            assert desk.send(f"{path}/{end}", {"rev": 1, "ended_on": START}).status_code == 404
            assert desk.client.get(f"{path}/file").status_code == 404
        assert "Приказов пока нет" in desk.get("/orders")
