"""The list of cases: what comes next, how many days are left, filters and orders, paging, printing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from models.case import Case, Pupil
from models.engines import writing
from models.person import Role
from models.states import Move
from tests.api.pages.cases.office import START, Browser, Office, day, office_of
from tests.api.services.world import PUPIL


@pytest.fixture
def office(database: Engine, tmp_path: Path) -> Iterator[Office]:
    with office_of(database, tmp_path) as made:
        yield made


def codes(desk: Browser, query: str = "") -> list[str]:
    """Codes of the list as they stand below each other."""
    return re.findall(r'<a href="/cases/\w{32}">(К-\d+)</a>', desk.get(f"/cases{query}"))


def row(page: str, code: str) -> str:
    """The text of a line without its tags."""
    (found,) = [part.partition("</tr>")[0] for part in page.split("<tr>") if f">{code}</a>" in part]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found)).strip()


def four(office: Office) -> None:
    """К-01 running to the year's end, К-02 to 03.09, К-03 to 12.09 in 7 Б, К-04 new; today is the 1st."""
    world = office.world
    world.running()
    world.running(until=day("03.09.2026"))
    world.running(until=day("12.09.2026"), grade=7)
    case_id = world.case()
    world.package(case_id, START)
    world.consents(case_id, START)


def test_an_empty_list_says_what_to_do_next(office: Office) -> None:
    page = office.desk().get("/cases")
    assert "Дел пока нет" in page
    assert page.count('href="/cases/new"') == 2


def test_a_line_tells_the_next_action_and_the_days_left(office: Office) -> None:
    four(office)
    page = office.desk().get("/cases")
    # the medical paper ends on 03.09: two days ahead, so urgent; 12.09 is eleven days ahead, so soon
    assert row(page, "К-02").endswith(
        "Медицинское заключение действует до 03.09.2026, осталось 2 дня. Попросите новое (п. 2.7). "
        "Срочно осталось 2 дня"
    )
    assert row(page, "К-03").endswith("Скоро осталось 11 дней")
    assert row(page, "К-04").endswith(
        "заявление принято с 01.09.2026 Можно принять полный пакет документов. —"
    )
    assert row(page, "К-01").endswith("идёт обучение с 01.09.2026 — —")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["К-02", "К-03", "К-01", "К-04"]),
        ("?sort=action", ["К-04", "К-02", "К-03", "К-01"]),  # move of the package, then the medical papers
        ("?sort=code", ["К-01", "К-02", "К-03", "К-04"]),
        ("?sort=class", ["К-01", "К-02", "К-04", "К-03"]),
        ("?sort=nonsense", ["К-02", "К-03", "К-01", "К-04"]),
        ("?hot=yes", ["К-02"]),
        ("?class=7 А", ["К-03"]),
        ("?state=applied", ["К-04"]),
        ("?state=nonsense", ["К-02", "К-03", "К-01", "К-04"]),
        ("?q=к-03", ["К-03"]),
        ("?q=иванов&state=running&hot=yes", ["К-02"]),
        ("?q=никого", []),
    ],
)
def test_the_list_is_filtered_and_sorted(office: Office, query: str, expected: list[str]) -> None:
    four(office)
    assert codes(office.desk(), query) == expected


def test_cases_that_are_over_come_last(office: Office) -> None:
    world = office.world
    office.clock.on(days=273)  # 01.06.2027
    over = world.running()
    world.move(over, Move.FINISH, day("01.06.2027"))
    world.case(day("20.05.2027"))
    for sort in ("urgent", "action", "code", "pupil", "class"):
        assert codes(office.desk(), f"?sort={sort}") == ["К-02", "К-01"]


def test_a_long_list_comes_in_pages_and_whole_to_be_printed(office: Office) -> None:
    with writing(office.where.engine) as session:
        for number in range(51):
            pupil = Pupil(school_id=office.world.school_id, **_fields(number))
            session.add(pupil)
            session.flush()
            session.add(
                Case(
                    school_id=office.world.school_id, year_id=office.world.year_id, pupil_id=pupil.id,
                    code=f"К-{number + 1:02d}", class_title="5 А", grade=5, programme="general",
                    state_since=START,
                )
            )  # fmt: skip
    desk = office.desk()
    assert [len(codes(desk, f"?page={page}")) for page in ("1", "2", "9", "x", "all")] == [50, 1, 1, 50, 51]
    second = desk.get("/cases?q=иванов&page=2")
    assert "Страница 2 из 2" in second
    assert "q=%D0%B8%D0%B2%D0%B0%D0%BD%D0%BE%D0%B2&amp;page=1" in second


def _fields(number: int) -> dict[str, object]:
    return {"surname": f"Иванов-{number}", "given_names": PUPIL.given_names, "birth_on": PUPIL.birth_on}


def test_no_programme_is_told_nor_asked_for_in_the_list(office: Office) -> None:
    four(office)
    page = office.desk().get("/cases").lower()
    assert "программ" not in page
    assert "general" not in page


def test_a_class_teacher_sees_the_class_and_no_medical_word(office: Office) -> None:
    four(office)
    teacher = office.browser(office.teacher, Role.CLASS_TEACHER)  # of 5 А
    page = teacher.get("/cases")
    assert sorted(re.findall(r">(К-\d+)</a>", page)) == ["К-01", "К-02", "К-04"]
    assert re.findall(r">(К-\d+)</a>", teacher.get("/cases?q=К-02")) == ["К-02"]
    assert "медицинск" not in page.lower()
    assert "Завести дело" not in page
