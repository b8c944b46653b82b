"""Bells, hours, norms, partners and terms of keeping over HTTP."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from models.engines import reading
from models.school import Bell, HoursNorm, NetworkAgreement, RetentionTerm
from tests.api.pages.desk import Desk, fields_of
from tests.api.pages.schools.conftest import Town

BELLS = {
    "start-1-1": "8:30", "end-1-1": "910",
    "start-1-2": "09.20", "end-1-2": "10:00",
    "start-2-1": "14-00", "end-2-1": "14 40",
}  # fmt: skip


def bells(town: Town) -> list[tuple[int, int, int, int]]:
    with reading(town.where.engine) as session:
        rows = session.exec(select(Bell).order_by(col(Bell.shift), col(Bell.number)))
        return [(row.shift, row.number, row.start_min, row.end_min) for row in rows]


def two_shifts(deputy: Desk) -> dict[str, str]:
    """The empty grid with one more shift, as the button gives it."""
    answer = deputy.send("/school/bells", deputy.filled("/school/bells/edit") | {"act": "shift"})
    assert answer.status_code == 200
    return fields_of(answer.text)


def test_bells_are_typed_as_people_type_times(deputy: Desk, town: Town) -> None:
    grid = two_shifts(deputy)
    assert ("start-2-7" in grid, "start-1-8" in grid, "start-3-1" in grid) == (True, False, False)
    saved = deputy.send("/school/bells", grid | BELLS)
    assert saved.headers["location"] == "/school/bells?said=saved"
    assert bells(town) == [(1, 1, 510, 550), (1, 2, 560, 600), (2, 1, 840, 880)]
    page = deputy.get("/school/bells").text
    assert "08:30–09:10" in page
    assert "14:00–14:40" in page
    assert deputy.filled("/school/bells/edit")["start-1-1"] == "08:30"


def test_one_more_lesson_keeps_what_was_typed_and_saves_nothing(deputy: Desk, town: Town) -> None:
    grid = deputy.filled("/school/bells/edit") | {"start-1-1": "8:3", "act": "lesson"}
    answer = fields_of(deputy.send("/school/bells", grid).text)
    assert (answer["start-1-1"], "start-1-8" in answer, "start-1-9" in answer) == ("8:3", True, False)
    assert bells(town) == []


def test_faults_of_bells_stand_beside_their_cells_all_at_once(deputy: Desk, town: Town) -> None:
    wrong = {
        "start-1-1": "8:30", "end-1-1": "9:10",
        "start-1-2": "9:00", "end-1-2": "9:40",  # overlaps the first
        "start-1-3": "25:00", "end-1-3": "10:40",  # no time of day
        "start-1-4": "11:00", "end-1-4": "",
        "start-1-5": "", "end-1-5": "12:40",
        "start-1-6": "13:00", "end-1-6": "12:00",
    }  # fmt: skip
    answer = deputy.send("/school/bells", deputy.filled("/school/bells/edit") | wrong)
    assert answer.status_code == 422
    for name, told in (
        ("bell-1-2", "Смена 1: уроки 1 и 2 пересекаются."),
        ("start-1-3", "Укажите время, например 09:30."),
        ("end-1-4", "Укажите и конец урока."),
        ("start-1-5", "Укажите и начало урока."),
        ("bell-1-6", "Смена 1, урок 6: конец должен быть позже начала."),
    ):
        assert f'id="{name}-fault">{told}' in answer.text, name
        assert f'id="{name}"' in answer.text, name
    assert 'name="start-1-2" type="text" value="9:00"' in answer.text
    kept = fields_of(answer.text)
    assert {name: kept[name] for name in wrong} == wrong
    assert bells(town) == []


def test_bells_somebody_else_wrote_meanwhile_are_not_overwritten(deputy: Desk, town: Town) -> None:
    grid = two_shifts(deputy)
    assert deputy.send("/school/bells", grid | BELLS).status_code == 303
    assert deputy.send("/school/bells", grid | {"start-1-1": "9:00", "end-1-1": "9:40"}).status_code == 409
    assert len(bells(town)) == 3


def test_norms_speak_beside_the_bells_and_forbid_nothing(deputy: Desk) -> None:
    # 46 minutes, breaks of 4 and 10, a start before 8, no big break after lessons 2 and 3
    odd = {
        "start-1-1": "7:30", "end-1-1": "8:16", "start-1-2": "8:20", "end-1-2": "9:00",
        "start-1-3": "9:10", "end-1-3": "9:50", "start-1-4": "10:05", "end-1-4": "10:45",
    }  # fmt: skip
    assert deputy.send("/school/bells", deputy.filled("/school/bells/edit") | odd).status_code == 303
    page = deputy.get("/school/bells").text
    norm = "(СП 2.4.3648-20, из вторых рук)."
    for told in (
        f"Смена 1: уроки начинаются в 07:30; норма — начало занятий, не раньше 08:00 {norm}",
        f"Смена 1: урок 1 длится 46 мин; норма — урок, не длиннее 45 мин {norm}",
        f"Смена 1: короткие перемены: после урока 1 — 4 мин; норма — перемена, не короче 10 мин {norm}",
        "Смена 1: после урока 2 или 3 нет большой перемены;",
    ):
        assert told in page
    assert page.split("Что говорят нормы")[1].count("<li>") == 4


def test_hours_begin_from_tradition_with_its_source(deputy: Desk, town: Town) -> None:
    assert "письма 1988 года" in deputy.get("/school/hours").text
    rows = deputy.filled("/school/hours/edit?usual=true")
    # 8 hours in grades 1–4, 10 in 5–8, 11 in 9, 12 in 10–11
    assert [rows[f"hours-{n}"] for n in range(11)] == ["8"] * 4 + ["10"] * 4 + ["11", "12", "12"]
    assert rows["first_on-0"] == "2026-09-01"
    rows |= {"hours-4": "10,5", "source-4": "Приказ школы № 3"}
    assert deputy.send("/school/hours", rows).headers["location"] == "/school/hours?said=saved"
    with reading(town.where.engine) as session:
        fifth = session.exec(select(HoursNorm).where(HoursNorm.grade == 5)).one()
    assert (fifth.hours_part, fifth.hours_over, fifth.source) == (21, 2, "Приказ школы № 3")
    page = deputy.get("/school/hours").text
    assert "10,5 <small>(по обычаю 10)</small>" in page
    assert page.count("(по обычаю") == 1


def test_a_new_number_of_hours_leaves_the_old_one_in_history(deputy: Desk) -> None:
    row = {"grade-0": "5", "hours-0": "10", "first_on-0": "2026-09-01", "source-0": "Обычай"}
    more = deputy.send("/school/hours", deputy.filled("/school/hours/edit") | row | {"act": "row"})
    fields = fields_of(more.text) | {
        "grade-1": "5", "hours-1": "1 1/3", "first_on-1": "2026-08-01", "source-1": "Приказ",
    }  # fmt: skip
    assert deputy.send("/school/hours", fields).status_code == 303
    page = deputy.get("/school/hours").text
    assert page.index("прежнее") < page.index("действует</td>")
    assert "1 1/3" in page


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("grade-0", "12", "Класс — число от 1 до 11."),
        ("hours-0", "десять", "Часы — число больше нуля, не больше 40."),
        ("hours-0", "0", "Часы — число больше нуля, не больше 40."),
        ("first_on-0", "", "Укажите дату, например 01.09.2026."),
        ("source-0", "", "Укажите, откуда взято число"),
        ("source-0", "х" * 301, "не длиннее 300 знаков"),
    ],
)
def test_faults_of_hours_stand_beside_their_cells(deputy: Desk, field: str, value: str, told: str) -> None:
    row = {"grade-0": "5", "hours-0": "10", "first_on-0": "2026-09-01", "source-0": "Обычай"}
    answer = deputy.send("/school/hours", deputy.filled("/school/hours/edit") | row | {field: value})
    assert (answer.status_code, fields_of(answer.text)[field]) == (422, value)
    assert told in answer.text.split(f'id="{field}-fault">')[1].split("</span>")[0]


def test_norms_are_told_by_date_with_certainty(deputy: Desk) -> None:
    now = deputy.get("/school/norms").text
    assert "с 01.01.2021 по 31.12.2026" in now
    assert "из вторых рук" in now
    assert "Не действует." not in now
    then = deputy.get("/school/norms?on=2027-01-01").text
    assert "СП 2.4.3648-20 не действует с 01.01.2027." in then
    assert then.count("Не действует.") == 1
    assert "10–11 кл. — 70 мин" in then
    wrong = deputy.get("/school/norms?on=завтра")
    assert (wrong.status_code, fields_of(wrong.text)["on"]) == (422, "завтра")
    assert "ещё не действовал" in deputy.get("/school/norms?on=1950-01-01").text


def test_an_agreement_is_added_and_ended_early(deputy: Desk, town: Town) -> None:
    assert "Договоров пока нет" in deputy.get("/school/network").text
    fields = deputy.filled("/school/network/new") | {
        "partner_id": town.there.school_id, "number": "7/2026", "first_on": "2026-09-01", "last_on": "2027-05-31",
    }  # fmt: skip
    assert deputy.send("/school/network", fields).headers["location"] == "/school/network?said=added"
    assert deputy.send("/school/network", fields).status_code == 409
    with reading(town.where.engine) as session:
        key = session.exec(select(NetworkAgreement.id)).one()
    page = deputy.get("/school/network").text
    for told in ("№ 7/2026", "Школа s200", "базовая школа", "действует"):
        assert told in page
    end = deputy.filled(f"/school/network/{key}")
    late = deputy.send(f"/school/network/{key}/end", end | {"ended_on": "2027-06-01"})
    assert (late.status_code, fields_of(late.text)["ended_on"]) == (422, "2027-06-01")
    done = deputy.send(f"/school/network/{key}/end", end | {"ended_on": "2026-11-30"})
    assert done.headers["location"] == "/school/network?said=ended"
    assert "01.09.2026–30.11.2026 (прекращён досрочно)" in deputy.get("/school/network").text
    assert "Прекратить договор" not in deputy.get(f"/school/network/{key}").text


def test_the_partner_reads_an_agreement_and_cannot_end_it(
    deputy: Desk, administrator: Desk, town: Town
) -> None:
    base = f"/schools/{town.there.school_id}/network"
    fields = administrator.filled(f"{base}/new") | {
        "partner_id": town.here.school_id, "number": "1", "first_on": "2026-09-01", "last_on": "2027-05-31",
    }  # fmt: skip
    assert administrator.send(base, fields).status_code == 303
    with reading(town.where.engine) as session:
        key = session.exec(select(NetworkAgreement.id)).one()
    page = deputy.get(f"/school/network/{key}").text
    assert ("Базовая школа" in page, "Прекратить договор" in page) == (True, False)
    ended = deputy.send(f"/school/network/{key}/end", {"rev": "1", "ended_on": "2026-11-30"})
    assert ended.status_code == 404
    assert deputy.get(f"/school/network/{'0' * 32}").status_code == 404


def test_terms_of_keeping_start_unset_and_are_set_with_a_source(deputy: Desk, town: Town) -> None:
    assert (
        deputy.get("/school/retention").text.count("не задан") == 5 + 1
    )  # five lines and the sentence above
    fields = deputy.filled("/school/retention/edit")
    assert (fields["years-case"], fields["years-journal"], fields["years-medical"]) == ("3", "5", "")
    wrong = deputy.send("/school/retention", fields | {"years-audit": "76", "years-medical": "x"})
    assert wrong.status_code == 422
    for name, told in (
        ("years-audit", "Срок — от 0 до 75 лет."),
        ("source-audit", "Укажите, откуда взят срок."),
        ("years-medical", "Укажите целое число."),
    ):
        assert f'id="{name}-fault">{told}' in wrong.text
    assert fields_of(wrong.text)["years-audit"] == "76"
    saved = deputy.send("/school/retention", fields | {"sure-case": "yes"})
    assert saved.headers["location"] == "/school/retention?said=saved"
    with reading(town.where.engine) as session:
        rows = {row.term: (row.years, row.to_check) for row in session.exec(select(RetentionTerm))}
    assert rows == {"case": (3, False), "journal": (5, True)}
    page = deputy.get("/school/retention").text
    assert ("3 года" in page, "5 лет" in page, page.count("не проверено")) == (True, True, 1)
    assert town.here.log()[-1] == ("retention.write", "school", {"case": 3, "journal": 5})
