"""School years over HTTP: from the published calendar, by hand, changed, and the next one step by step."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import col, select

from models.engines import reading
from models.year import Year, YearBreak, YearMovedDay, YearTerm
from tests.api.pages.desk import Desk, fields_of
from tests.api.pages.schools.conftest import Town
from tests.api.services.world import END, START, day


def the_year(town: Town, title: str) -> Year:
    with reading(town.where.engine) as session:
        asked = select(Year).where(Year.school_id == town.here.school_id, Year.title == title)
        return session.exec(asked).one()


def terms(town: Town, year: Year) -> list[tuple[str, date, date, bool]]:
    with reading(town.where.engine) as session:
        asked = select(YearTerm).where(YearTerm.year_id == year.id).order_by(col(YearTerm.first_on))
        return [(row.title, row.first_on, row.last_on, row.to_check) for row in session.exec(asked)]


def breaks(town: Town, year: Year) -> dict[str, YearBreak]:
    with reading(town.where.engine) as session:
        rows = session.exec(select(YearBreak).where(YearBreak.year_id == year.id))
        return {row.title: row for row in rows}


def test_days_are_counted_by_term_and_weekday(deputy: Desk, town: Town) -> None:
    """Domain 6: 39, 42, 53, 36 = 170; Mon 32, Tue 35, Wed 35, Thu 34, Fri 34; grade 1 a week less."""
    page = deputy.get(f"/school/years/{town.here.year_id}").text
    table = page.split('<table class="counts">')[1].split("</table>")[0]
    totals = [cell.split("</strong>")[0] for cell in table.split("<strong>")[1:]]
    assert totals == ["39", "42", "53", "36", "170"]
    year = table.split('class="total"')[1]
    assert [cell.split("</td>")[0] for cell in year.split("<td>")[1:6]] == ["32", "35", "35", "34", "34"]
    assert "1 класс: 165 учебных дней, недель — 33." in page
    assert "2–11 классы: 170 учебных дней, недель — 34." in page


def test_the_published_year_is_taken_with_sources_and_marks(administrator: Desk, town: Town) -> None:
    base = f"/schools/{town.there.school_id}/years"
    assert "Взять готовый" not in administrator.get(base).text  # 2026/27 is open there already
    answer = administrator.get(f"{base}/new?code=2026_27")
    assert "Постановление о переносе выходных дней в 2027 году ещё не видели" in answer.text
    assert "vsmi.day 7493127; из вторых рук" in answer.text
    fields = fields_of(answer.text) | {"title": "2026/27 б"}
    assert administrator.send(base, fields | {"act": "save"}).status_code == 303
    with reading(town.where.engine) as session:
        year = session.exec(select(Year).where(Year.title == "2026/27 б")).one()
    found = breaks(town, year)
    # what was seen is confirmed, what was not is to be checked
    sure = {title for title, row in found.items() if not row.to_check}
    assert sure == {"День народного единства", "Выходной день по постановлению № 1466"}
    assert year.to_check is True
    # nobody works on holidays; on vacations the staff does
    kinds = {title: row.kind for title, row in found.items()}
    assert (kinds["Зимние каникулы"], kinds["Новогодние праздники"]) == ("vacation", "day_off")
    assert found["Дополнительные каникулы первоклассников"].grades == "1"
    page = administrator.get(f"{base}/{year.id}").text
    assert "осталось проверить" in page
    assert "<strong>170</strong>" in page


def test_a_year_is_filled_in_by_hand_row_by_row(deputy: Desk, town: Town) -> None:
    fields = deputy.filled("/school/years/new") | {
        "title": "2027/28", "first_on": "2027-09-01", "last_on": "2028-05-31",
        "term-title-0": "1 полугодие", "term-first-0": "2027-09-01", "term-last-0": "2027-12-30",
        "term-sure-0": "yes",
        "off-title-0": "Каникулы младших", "off-first-0": "2027-10-25", "off-last-0": "2027-10-27",
        "off-grades-0": "1, 3-4", "off-kind-0": "vacation",
        "moved-on-0": "2027-12-04", "moved-as-0": "mon",
    }  # fmt: skip
    for section in ("terms", "off"):
        fields = fields_of(deputy.send("/school/years", fields | {"act": f"add {section}"}).text)
    fields |= {
        "term-title-1": "2 полугодие", "term-first-1": "2028-01-10", "term-last-1": "2028-05-26",
        "off-title-1": "День учителя", "off-first-1": "2027-10-05", "off-kind-1": "day_off",
    }  # fmt: skip
    fields = fields_of(deputy.send("/school/years", fields | {"act": "add off"}).text)  # stays empty
    saved = deputy.send("/school/years", fields | {"act": "save"})
    year = the_year(town, "2027/28")
    assert saved.headers["location"] == f"/school/years/{year.id}?said=added"
    assert terms(town, year) == [
        ("1 полугодие", day("01.09.2027"), day("30.12.2027"), False),
        ("2 полугодие", day("10.01.2028"), day("26.05.2028"), True),
    ]
    found = breaks(town, year)
    assert found["Каникулы младших"].grades == "1,3,4"
    assert (found["День учителя"].last_on, found["День учителя"].grades) == (day("05.10.2027"), None)
    assert len(found) == 2
    page = deputy.get(f"/school/years/{year.id}").text
    assert "04.12.2027 — занятия по расписанию понедельника" in page
    assert "«Каникулы младших» — 3 дня; обычно не меньше 7 (из вторых рук)." in page


def test_a_row_is_taken_out_by_its_button_and_saved_only_then(deputy: Desk, town: Town) -> None:
    where = f"/school/years/{town.here.year_id}"
    fields = deputy.filled(f"{where}/edit")
    assert fields["off-title-0"] == "Осенние каникулы"
    less = fields_of(deputy.send(where, fields | {"act": "drop off 0"}).text)
    assert ("off-title-0" in less, less["off-title-1"]) == (False, "День народного единства")
    year = the_year(town, "2026/27")
    assert (year.rev, "Осенние каникулы" in breaks(town, year)) == (1, True)
    assert deputy.send(where, less | {"act": "save"}).headers["location"] == f"{where}?said=saved"
    assert "Осенние каникулы" not in breaks(town, year)
    assert len(breaks(town, year)) == 9
    assert deputy.send(where, fields | {"act": "save"}).status_code == 409


def test_marks_of_dates_are_kept_one_by_one(deputy: Desk, town: Town) -> None:
    where = f"/school/years/{town.here.year_id}"
    fields = deputy.filled(f"{where}/edit")
    del fields["term-sure-1"], fields["off-sure-0"]
    assert deputy.send(where, fields | {"act": "save"}).status_code == 303
    year = the_year(town, "2026/27")
    assert [to_check for _, _, _, to_check in terms(town, year)] == [False, True, False, False]
    assert [title for title, row in breaks(town, year).items() if row.to_check] == ["Осенние каникулы"]
    assert year.to_check is True
    assert "осталось проверить: 2 даты" in deputy.get(where).text
    deputy.send(where, deputy.filled(f"{where}/edit") | {"term-sure-1": "yes", "off-sure-0": "yes"})
    assert the_year(town, "2026/27").to_check is False


@pytest.mark.parametrize(
    ("field", "value", "where", "told"),
    [
        ("off-grades-0", "1-12", "off-grades-0", "Классы — числа от 1 до 11"),
        ("off-grades-0", "пятый", "off-grades-0", "Классы — числа от 1 до 11"),
        ("term-first-2", "", "term-first-2", "Укажите дату"),
        ("first_on", "", "first_on", "Укажите дату"),
        ("title", "", "title", "Назовите год"),
        ("title", "год " * 6, "title", "Не длиннее 20 знаков"),
        ("off-title-1", "к" * 101, "off", "Не длиннее 100 знаков, сейчас 101."),
        ("term-last-0", "2026-11-03", "terms", "«1 четверть» и «2 четверть» пересекаются."),
    ],
)
def test_faults_of_a_year_are_told_and_input_is_kept(
    deputy: Desk, town: Town, field: str, value: str, where: str, told: str
) -> None:
    path = f"/school/years/{town.here.year_id}"
    answer = deputy.send(path, deputy.filled(f"{path}/edit") | {field: value})
    assert (answer.status_code, fields_of(answer.text)[field]) == (422, value.strip())
    assert f'<a href="#{where}">{told}' in answer.text
    assert f'id="{where}"' in answer.text
    assert the_year(town, "2026/27").rev == 1


def test_a_year_of_a_title_is_opened_once(deputy: Desk, town: Town) -> None:
    fields = deputy.filled("/school/years/new?code=2026_27")
    answer = deputy.send("/school/years", fields)
    assert (answer.status_code, fields_of(answer.text)["code"]) == (409, "2026_27")
    assert "Учебный год 2026/27 уже открыт" in answer.text
    assert deputy.get("/school/years/new?code=1999_00").status_code == 404
    assert deputy.get(f"/school/years/{town.there.year_id}").status_code == 404
    assert deputy.send(f"/school/years/{town.there.year_id}", fields).status_code == 404


def test_the_next_year_is_opened_step_by_step(deputy: Desk, town: Town) -> None:
    small = town.here
    small.running(START, END, grade=4)
    look = deputy.get(f"/school/years/{small.year_id}/next").text
    # 364 days on: Fri 23.10.2026 → Fri 22.10.2027; holidays keep their date
    for told in ("пт\xa022.10.2027", "чт\xa004.11.2027", "Праздник остаётся в свой день.", "Открыть 2027/28"):
        assert told in look
    opened = deputy.send(f"/school/years/{small.year_id}/next", {})
    year = the_year(town, "2027/28")
    assert opened.headers["location"] == f"/school/years/{year.id}/check/terms?said=added"
    again = deputy.send(f"/school/years/{small.year_id}/next", {})
    assert (again.status_code, "2027/28 уже открыт" in again.text) == (409, True)
    base = f"/school/years/{year.id}/check"
    fields = deputy.filled(f"{base}/terms") | {f"term-sure-{n}": "yes" for n in range(4)}
    fields["term-last-3"] = "2028-05-26"
    assert deputy.send(f"{base}/terms", fields).headers["location"] == f"{base}/off?said=saved"
    assert terms(town, year)[3] == ("4 четверть", day("03.04.2028"), day("26.05.2028"), False)
    assert {row.to_check for row in breaks(town, year).values()} == {True}  # not of this step
    # 03.05.2027 was a transfer; a year on it falls on a holiday by chance and is still to be checked as one
    note = deputy.get(f"{base}/off").text.split('id="off-first-8"')[1].split('class="note"')[1]
    assert note.split("<td")[1].split(">")[1].startswith("Перенос выходного бывает по постановлению")
    fields = deputy.filled(f"{base}/off") | {f"off-sure-{n}": "yes" for n in range(9)}
    assert deputy.send(f"{base}/off", fields).headers["location"] == f"{base}/moved?said=saved"
    left = [title for title, row in breaks(town, year).items() if row.to_check]
    assert left == ["Перенос с 9 мая"]
    assert deputy.send(f"{base}/moved", deputy.filled(f"{base}/moved")).headers["location"] == (
        f"{base}/pupils?said=saved"
    )
    last = deputy.get(f"{base}/pupils").text
    assert "Осталось проверить: 1 дата." in last
    assert "4 А" in last
    assert "5 А" in last
    assert "заключение ПМПК (новый уровень образования)" in last


def test_a_step_of_opening_saves_a_moved_day_and_keeps_the_rest(deputy: Desk, town: Town) -> None:
    key = town.here.next_year(END)
    base = f"/school/years/{key}/check"
    before = terms(town, the_year(town, "2027/28"))
    added = fields_of(
        deputy.send(f"{base}/moved", deputy.filled(f"{base}/moved") | {"act": "add moved"}).text
    )
    wrong = deputy.send(f"{base}/moved", added | {"moved-on-0": "2028-07-01", "moved-as-0": "fri"})
    assert (wrong.status_code, fields_of(wrong.text)["moved-on-0"]) == (422, "2028-07-01")
    assert "01.07.2028 вне учебного года" in wrong.text
    right = added | {"moved-on-0": "2028-02-19", "moved-as-0": "fri", "moved-sure-0": "yes"}
    assert deputy.send(f"{base}/moved", right).status_code == 303
    with reading(town.where.engine) as session:
        rows = session.exec(select(YearMovedDay).where(YearMovedDay.year_id == key)).all()
    assert [(row.on_date, row.as_day, row.to_check) for row in rows] == [(day("19.02.2028"), "fri", False)]
    assert terms(town, the_year(town, "2027/28")) == before
    assert deputy.send(f"{base}/moved", right).status_code == 409
    assert deputy.get(f"{base}/elsewhere").status_code == 404
    assert deputy.send(f"{base}/pupils", right).status_code == 404


def test_an_administrator_opens_a_year_and_sees_no_pupils(
    administrator: Desk, deputy: Desk, town: Town
) -> None:
    town.here.running(START, END)
    key = town.here.next_year(END)
    page = administrator.get(f"/schools/{town.here.school_id}/years/{key}/check/pupils")
    assert (page.status_code, "Иванов" in page.text) == (200, False)
    assert "Список учеников видят завуч и директор школы." in page.text
    assert "Иванов" in deputy.get(f"/school/years/{key}/check/pupils").text


def test_a_school_without_a_year_is_told_what_to_do(administrator: Desk) -> None:
    fields = administrator.filled("/schools/new") | {"title": "Школа № 3", "code": "s3"}
    base = administrator.send("/schools", fields).headers["location"].split("?")[0]
    page = administrator.get(f"{base}/years").text
    assert "Учебного года пока нет" in page
    assert f'href="{base}/years/new?code=2026_27">Взять готовый 2026/27' in page
    fields = administrator.filled(f"{base}/years/new?code=2026_27")
    assert administrator.send(f"{base}/years", fields | {"act": "save"}).status_code == 303
