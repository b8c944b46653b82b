"""Printing and reports by JSON: what a program of the school asks for instead of a page. On both databases."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlmodel import select

from models.engines import reading
from models.printing import IssuedPaper
from tests.api.rest.site import Asker, Site, site
from tests.exports.document.looking import text_of


def school_of(database: Engine) -> tuple[Site, Asker, str]:
    school = site(database)
    return school, school.asker(), school.world.running()


def test_a_paper_is_printed_once_and_found_again(database: Engine) -> None:
    school, deputy, case_id = school_of(database)
    forms = {line["form"]: line for line in deputy.got(f"/cases/{case_id}/forms")["items"]}
    assert (forms["consent"]["why_not"], forms["application"]["requisites"]) == (None, True)
    assert "Согласование" in forms["timetable"]["why_not"]
    refused = deputy.call("POST", f"/cases/{case_id}/issued-papers", {"form": "timetable"})
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    sent = {"form": "consent", "layout": "docx"}
    told = [
        deputy.made(f"/cases/{case_id}/issued-papers", sent, idempotency_key="k" * 20) for _ in range(2)
    ]  # fmt: skip
    assert told[0] == told[1] == deputy.got(f"/issued-papers/{told[0]['id']}")
    with reading(school.engine) as session:
        assert len(session.exec(select(IssuedPaper)).all()) == 1
    assert [line["id"] for line in deputy.got(f"/cases/{case_id}/issued-papers")["items"]] == [told[0]["id"]]
    content = deputy.get(told[0]["file"]).content
    assert "Согласие на обработку персональных данных" in text_of(content)


def test_a_set_is_asked_for_watched_and_cancelled(database: Engine) -> None:
    school, deputy, _ = school_of(database)
    sent = {"year_id": school.world.year_id, "forms": ["missing", "consent"], "class_title": "5 А"}
    made = deputy.made("/print-sets", sent)
    assert (made["what"], made["state"], made["total"], made["parcel"]) == ("класс 5 А", "waiting", 2, None)
    assert made["forms"] == ["missing", "consent"]
    assert deputy.got("/print-sets")["items"] == [made]
    over = deputy.call("POST", f"/print-sets/{made['id']}/cancel")
    assert (over.json()["state"], "cancel" in over.json()["_links"]) == ("cancelled", False)
    nobody = deputy.call("POST", "/print-sets", {**sent, "class_title": "11 Я"})
    assert (nobody.status_code, nobody.json()["code"]) == (422, "invalid")


def test_sheets_are_tables_with_exact_numbers(database: Engine) -> None:
    _, deputy, _ = school_of(database)
    told = deputy.got("/reports/counts")
    assert [column["title"] for column in told["columns"]][:3] == [
        "Класс",
        "Детей",
        "Часов в неделю по планам",
    ]
    assert (told["rows"][0][:3], told["totals"]) == (["5 класс", 1, "0"], [1])
    groups = {column["group"] for column in deputy.got("/reports/timesheet?month=2026-09")["columns"]}
    assert "Числа месяца: 16–30" in groups
    assert deputy.got("/reports/timesheet?month=2026-13", 422)["code"] == "invalid"
