"""Schools and their choices over HTTP: who sees what, words, changes, refusals that keep what was typed."""

from __future__ import annotations

import pytest

from models.engines import reading
from models.school import School
from tests.api.pages.desk import Desk, fields_of
from tests.api.pages.schools.conftest import Town


def stored(town: Town, school_id: str = "") -> School:
    with reading(town.where.engine) as session:
        return session.get_one(School, school_id or town.here.school_id)


def test_choices_are_told_in_words_with_effect_and_source(deputy: Desk) -> None:
    page = deputy.get("/school").text
    for told in (
        "5 дней", "40 минут", "обязательно", "3 календарных дня", "предупреждение", "не хранятся",
        "срок организации обучения не начинается", "положение, п. 2.5: 3 дня, это рекомендация",
    ):  # fmt: skip
        assert told in page
    # 1 September 2026: both documents run out within the school year
    assert "СП 2.4.3648-20 перестанет действовать 01.01.2027, через 122 дня." in page
    assert page.count("СанПиН 1.2.3685-21 перестанет действовать 01.03.2027, через 181 день.") == 1


def test_choices_are_changed_and_told_anew(deputy: Desk, town: Town) -> None:
    fields = deputy.filled("/school/edit")
    changed = fields | {
        "week_days": "6", "pmpk_required": "", "clock_working_days": "yes", "clock_days": "5",
        "consent_blocks": "yes", "medical_scans": "yes", "agreement_level": "2",
    }  # fmt: skip
    answer = deputy.send("/school", changed)
    assert (answer.status_code, answer.headers["location"]) == (303, "/school?said=saved")
    page = deputy.get("/school?said=saved").text
    for told in (
        "Сохранено.",
        "6 дней",
        "при наличии",
        "5 рабочих дней",
        "не двигается дальше",
        "можно хранить",
        "достаточно электронной подписи по коду",
    ):
        assert told in page
    school = stored(town)
    assert (school.week_days, school.pmpk_required, school.clock_days, school.rev) == (6, False, 5, 2)


def test_a_refused_change_keeps_what_was_typed_and_says_why_beside_the_field(
    deputy: Desk, town: Town
) -> None:
    fields = deputy.filled("/school/edit") | {"title": " ", "academic_hour_min": "90", "code": "s200"}
    answer = deputy.send("/school", fields)
    assert answer.status_code == 422
    kept = fields_of(answer.text)
    assert (kept["academic_hour_min"], kept["code"], kept["rev"]) == ("90", "s200", "1")
    for name, told in (
        ("title", "Укажите название школы."),
        ("academic_hour_min", "Учебный час — от 20 до 45 минут."),
        ("code", "Школа с таким кодом уже есть."),
    ):
        assert f'id="{name}-fault">{told}' in answer.text
        assert f'<a href="#{name}">{told}' in answer.text
    assert stored(town).rev == 1


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(deputy: Desk, town: Town) -> None:
    fields = deputy.filled("/school/edit")
    assert deputy.send("/school", fields | {"title": "Первая"}).status_code == 303
    late = deputy.send("/school", fields | {"title": "Вторая"})
    assert (late.status_code, fields_of(late.text)["title"]) == (409, "Вторая")
    assert "Запись изменили, пока вы её смотрели" in late.text
    assert stored(town).title == "Первая"


@pytest.mark.parametrize("path", ["", "/bells", "/hours", "/norms", "/network", "/years", "/retention"])
def test_a_foreign_school_is_not_there_and_a_teacher_has_no_school_pages(
    deputy: Desk, teacher: Desk, town: Town, path: str
) -> None:
    assert deputy.get(f"/school{path}").status_code == 200
    assert deputy.get(f"/schools/{town.here.school_id}{path}").status_code == 200
    foreign = deputy.get(f"/schools/{town.there.school_id}{path}")
    missing = deputy.get(f"/schools/{'0' * 32}{path}")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.text == missing.text
    assert teacher.get(f"/school{path}").status_code == 403


def test_a_foreign_school_is_not_written_either(deputy: Desk, town: Town) -> None:
    fields = deputy.filled("/school/edit") | {"code": "x", "title": "Чужая"}
    assert deputy.send(f"/schools/{town.there.school_id}", fields).status_code == 404
    assert stored(town, town.there.school_id).title == "Школа s200"


def test_an_administrator_lists_finds_and_adds_schools(administrator: Desk, deputy: Desk, town: Town) -> None:
    assert deputy.get("/schools").status_code == 403
    everything = administrator.get("/schools").text
    assert "Школа s100" in everything
    assert "Школа s200" in everything
    found = administrator.get("/schools?q=S200").text
    assert ("Школа s100" in found, "Школа s200" in found) == (False, True)
    assert "школ нет" in administrator.get("/schools?q=лицей").text
    fields = administrator.filled("/schools/new") | {"title": "Лицей № 3", "code": "l3", "kind": "partner"}
    added = administrator.send("/schools", fields)
    where = added.headers["location"]
    assert (added.status_code, where.endswith("?said=added")) == (303, True)
    assert "Лицей № 3" in administrator.get(where).text
    again = administrator.send("/schools", fields)
    assert (again.status_code, fields_of(again.text)["title"]) == (422, "Лицей № 3")
    with reading(town.where.engine) as session:
        assert session.get_one(School, where.split("/")[2].split("?")[0]).kind == "partner"


def test_an_administrator_sets_up_any_school_by_its_address(administrator: Desk, town: Town) -> None:
    base = f"/schools/{town.there.school_id}"
    fields = administrator.filled(f"{base}/edit") | {"clock_days": "4"}
    assert administrator.send(base, fields).headers["location"] == f"{base}?said=saved"
    assert stored(town, town.there.school_id).clock_days == 4
    assert administrator.get("/school").status_code == 403
    # a year of another school is not there under this one's address
    assert administrator.get(f"{base}/years/{town.there.year_id}").status_code == 200
    assert administrator.get(f"{base}/years/{town.here.year_id}").status_code == 404
    assert administrator.get(f"/schools/{'0' * 32}").status_code == 404
