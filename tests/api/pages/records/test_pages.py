"""Pages of records: entered quickly, refused beside the field with the input kept, seen by whom they concern."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest

from models.engines import writing
from models.person import Account, Grant, Role
from tests.api import place as places
from tests.api.pages.cases.office import Browser, Office, faults_in
from tests.api.services.records.classroom import Classroom, classroom
from tests.api.services.world import START
from tests.databases import migrated

NASTY = "Сказка «О рыбаке» & <b>=HYPERLINK(1)</b>"
ROLES = {
    "deputy": Role.DEPUTY, "class": Role.CLASS_TEACHER, "maths": Role.TEACHER, "idle": Role.TEACHER,
    "mother": Role.PARENT, "stranger": Role.PARENT,
}  # fmt: skip


class School:
    """A classroom behind its pages on 26 October: the first quarter is over. Everybody keeps one browser."""

    def __init__(self, room: Classroom, office: Office) -> None:
        self.room, self.office = room, office
        self._browsers: dict[str, Browser] = {}

    def browser(self, who: str) -> Browser:
        """The browser of somebody, signed in."""
        if who not in self._browsers:
            key = {**self.room.home.accounts, **self.room.accounts}[who]
            school_id = (self.room.partner if who == "maths" else self.room.home.world).school_id
            with writing(self.office.where.engine) as session:
                account = session.get_one(Account, key)
                grant = Grant(account_id=key, role=ROLES[who], school_id=school_id, first_on=START)
                session.add(grant)
            self._browsers[who] = self.office.browser(account, ROLES[who])
        return self._browsers[who]

    @property
    def records(self) -> str:
        return f"/cases/{self.room.case_id}/records"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """One for all tests here: each speaks of rows and entries of its own."""
    folder = tmp_path_factory.mktemp("records")
    with migrated("sqlite") as engine, ExitStack() as stack:
        room = classroom(engine)
        clock = places.Clock(at=datetime(2026, 10, 26, 7, tzinfo=UTC))
        somebody = Account(name="Никто")
        where = places.place(engine, clock, folder=folder)
        yield School(room, Office(where, room.home.world, clock, somebody, somebody, stack))


def fields(page: str) -> dict[str, str]:
    """What a form of marks would send: rows, revisions, and what stands in the lists."""
    told = dict(
        re.findall(r'<input type="hidden" name="((?:row|rev)-\d+|period|case)" value="([^"]*)"', page)
    )
    for name, inner in re.findall(r'<select id="(mark-\d+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="(\w*)" selected', inner)
        told[name] = chosen[1] if chosen else ""
    return told


def test_a_teacher_enters_own_rows_and_a_parent_reads_them(school: School) -> None:
    teacher = school.browser("maths")
    page = teacher.get("/marks")
    sent = fields(page)
    assert [name for name in sent if name.startswith("mark")] == ["mark-0"]
    assert "Математика" in page
    assert "Русский язык" not in page
    teacher.done("/marks", sent | {"mark-0": "4"})
    assert fields(teacher.get("/marks"))["mark-0"] == "4"
    assert "Музыка" not in teacher.get(school.records)
    mother = school.browser("mother")
    shown = mother.get(school.records)
    assert re.search(r"Математика.*?>4<", shown, re.DOTALL)
    assert "Контроль" not in shown
    assert "ППк" not in shown
    assert mother.client.get("/marks").status_code == 403
    for who in ("stranger", "idle"):
        assert school.browser(who).client.get(school.records).status_code == 404


def test_wrong_marks_come_back_beside_their_fields_with_everything_kept(school: School) -> None:
    deputy = school.browser("deputy")
    sent = fields(deputy.get(f"/marks?case={school.room.case_id}"))  # Russian first, foreign language second
    page = deputy.refused("/marks", 422, sent | {"mark-0": "5", "mark-1": "превосходно"})
    assert faults_in(page)[-1].endswith("такой отметки нет. Можно: 5, 4, 3, 2, н/а.")
    assert fields(page)["mark-0"] == "5"
    again = deputy.done("/marks", sent | {"mark-0": "5"})
    assert again.startswith("/marks?period=term-1&case=")
    stale = deputy.refused("/marks", 409, sent | {"mark-0": "3"})
    assert "уже изменили" in stale
    assert deputy.refused("/marks", 409, {"period": "term-1"}) != ""  # no rows at all


def test_entries_of_every_kind_are_made_on_pages_of_their_own(school: School) -> None:
    deputy, at = school.browser("deputy"), school.records
    for section, data in (
        ("books", {"title": NASTY, "lent_on": "2026-09-02", "due_on": "2026-10-01"}),
        ("events", {"kind": "club", "title": NASTY, "form": "remote", "on_date": "2026-10-20"}),
        ("consultations", {"on_date": "2026-10-20", "minutes": "20", "whom": "both", "form": "home",
                           "by_name": "Петрова А. И.", "topic": NASTY}),
        ("control", {"on_date": "2026-10-20", "note": "Уроков музыки не было."}),
        ("council", {"kind": "advice", "issued_on": "2026-10-20", "advice": "Писать крупно."}),
        ("next", {"rev": "0", "outcome": "moved", "order_number": "12", "order_on": "2026-10-20"}),
    ):  # fmt: skip
        deputy.get(f"{at}/{section}")
        assert deputy.done(f"{at}/{section}", data) == at
    page = deputy.get(at)
    assert page.count("Сказка «О рыбаке» &amp; &lt;b&gt;=HYPERLINK(1)&lt;/b&gt;") >= 3
    assert "срок прошёл" in page
    book = re.search(r'name="rev" value="1"><input type="hidden" name="id" value="(\w+)"', page)
    assert book is not None
    told = {"id": book[1], "rev": "1", "act": "return", "on": "2026-10-26"}
    assert deputy.done(f"{at}/books/change", told) == at
    assert "уже возвращена" in deputy.refused(f"{at}/books/change", 409, told)
    assert "этой записи уже нет" in deputy.refused(f"{at}/events/change", 409, told).lower()


def test_a_refused_entry_keeps_what_was_typed(school: School) -> None:
    deputy = school.browser("deputy")
    data = {"on_date": "2026-10-20", "note": "Диагноз: F70", "fine": ""}
    page = deputy.refused(f"{school.records}/control", 422, data)
    assert "Диагноз: F70</textarea>" in page
    assert any("сведения о здоровье" in fault for fault in faults_in(page))
    wrong = deputy.refused(f"{school.records}/final", 409, {"rev": "0", "way": "oge", "document": "certificate",
                                                           "held_on": "2026-10-20", "passed": "yes"})  # fmt: skip
    assert "не завершает уровень" in wrong


def test_who_may_not_make_an_entry_is_told_so(school: School) -> None:
    assert "заместитель" in school.browser("class").get(f"{school.records}/next", 403)
    assert school.browser("maths").client.get(f"{school.records}/books").status_code == 403
    assert school.browser("mother").client.get(f"{school.records}/books").status_code == 403


def test_the_overview_leads_to_where_it_is_mended(school: School) -> None:
    page = school.browser("deputy").get("/records")
    assert re.search(r"Дел с пробелами: 1, результатов не внесено: \d\.", page)
    assert f"/marks?case={school.room.case_id}&amp;period=term-1" in page
    assert "Иностранный язык" in page


def test_forms_of_attestation_are_set_for_rows(school: School) -> None:
    deputy, at = school.browser("deputy"), f"/cases/{school.room.case_id}/attestation"
    page = deputy.get(at)
    assert "по правилу: при нагрузке меньше часа" in page
    keys = dict(re.findall(r'name="(key-\d+)" value="([^"]*)"', page))
    sent: dict[str, object] = {**keys}
    told = {f"rhythm-{n}": "half" for n in range(len(keys))} | {
        f"scale-{n}": "marks" for n in range(len(keys))
    }
    sent |= told | {"rhythm-5": "year", "scale-5": "pass", "way-5": "беседа"}
    assert "Выберите" in deputy.refused(at, 422, sent | {"scale-0": "stars"})
    assert deputy.done(at, sent) == school.records
    assert "решение школы" in deputy.get(at)


def test_advice_is_released_and_annulled_on_its_page(school: School) -> None:
    deputy = school.browser("deputy")
    data = {"kind": "advice", "issued_on": "2026-10-20", "advice": "Писать крупно."}
    deputy.done(f"{school.records}/council", data)
    paper = re.search(r"/council/(\w{32})", deputy.get(school.records))
    assert paper is not None
    teacher = school.browser("maths")
    assert "Писать крупно." not in teacher.get(school.records)
    deputy.done(f"{paper[0]}/release", {"rev": "1", "released": "yes"})
    assert "Писать крупно." in teacher.get(school.records)
    deputy.done(f"{paper[0]}/annul", {"rev": "2"})
    assert "Писать крупно." not in teacher.get(school.records)
    assert "действующие" in deputy.refused(f"{paper[0]}/release", 409, {"rev": "3", "released": "yes"})


def test_an_entry_sent_twice_from_one_page_is_made_once(school: School) -> None:
    desk = school.browser("deputy")
    key = re.findall('name="request" value="([0-9a-f]{32})"', desk.get(f"{school.records}/books"))[0]
    form = {"title": "Атлас", "lent_on": START, "request": key}
    assert {desk.done(f"{school.records}/books", form) for _ in range(2)} == {school.records}
    assert desk.get(school.records).count("<li>Атлас") == 1
    assert "уже отправлено" in desk.refused(f"{school.records}/books", 409, {**form, "title": "Карта"})


def test_a_class_teacher_takes_the_results_of_the_own_class_home(school: School) -> None:
    told = school.browser("class").client.get("/reports/results.csv")
    assert told.status_code == 200
    head, *rows = told.content.decode("utf-8-sig").splitlines()
    assert head == "Класс;Ученик;Предмет;Форма аттестации;1 полугодие;2 полугодие;год;Перенесено в журнал"
    assert rows
    assert all(row.startswith("5 А;") for row in rows)
    assert school.browser("maths").client.get("/reports/results.csv").status_code == 403
