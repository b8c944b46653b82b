"""Records by JSON as a program of the school asks for them: found, made, changed, ended. On both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from models.person import Role
from tests.api.rest.site import Asker, Site, site

PUPIL = {"surname": "Иванов", "given_names": "Пётр Сергеевич", "birth_on": "2015-03-02"}
TODAY, LAST = "2026-09-01", "2027-05-31"


@pytest.fixture
def school(database: Engine) -> Site:
    return site(database)


@pytest.fixture
def deputy(school: Site) -> Asker:
    return school.asker()


def open_case(school: Site, deputy: Asker) -> str:
    pupil = deputy.made("/pupils", PUPIL)
    case = {
        "pupil_id": pupil["id"], "year_id": school.world.year_id, "class_title": "5 А", "grade": 5,
        "programme": "general", "applied_on": TODAY,
    }  # fmt: skip
    return str(deputy.made("/cases", case)["id"])


def file_papers(deputy: Asker, case_id: str) -> None:
    deputy.made(f"/cases/{case_id}/papers", {"kind": "application", "valid_from": TODAY})
    for kind, until in (("medical", LAST), ("pmpk", None)):
        paper = {
            "kind": kind, "number": "17", "issuer": "Поликлиника", "issued_on": TODAY, "valid_from": TODAY,
            "valid_to": until,
        }  # fmt: skip
        deputy.made(f"/cases/{case_id}/medical-papers", paper)


def move(deputy: Asker, case_id: str, name: str) -> Any:
    at = f"/cases/{case_id}"
    return deputy.made(f"{at}/moves", {"move": name}, tag=deputy.tag(at))


def test_me_tells_who_one_is_and_the_token_of_changes(school: Site, deputy: Asker) -> None:
    told = deputy.got("/me")
    assert (told["role"], told["school_id"], told["session"]) == ("deputy", school.world.school_id, "staff")
    assert told["_links"]["school"] == {"href": f"/api/v1/schools/{school.world.school_id}"}
    assert told["ends_at"] == "2026-09-01T18:00:00Z"  # 12 hours after 11:00 in Yekaterinburg
    del deputy.headers["x-csrf-token"]
    assert deputy.call("POST", "/pupils", PUPIL).status_code == 403
    assert deputy.call("POST", "/pupils", PUPIL, x_csrf_token=told["csrf"]).status_code == 201


def test_a_case_goes_from_application_to_lessons_by_json_alone(school: Site, deputy: Asker) -> None:
    case_id = open_case(school, deputy)
    at = f"/cases/{case_id}"
    wanting = {choice["move"]: choice["reasons"] for choice in deputy.got(f"{at}/choices")["choices"]}
    assert list(wanting) == ["complete_package", "end_early"]
    assert any("Не хватает" in reason or "не хватает" in reason for reason in wanting["complete_package"])
    file_papers(deputy, case_id)
    move(deputy, case_id, "complete_package")
    order = deputy.made(
        "/orders",
        {
            "year_id": school.world.year_id, "number": "45-о", "issued_on": TODAY,
            "lines": [{"case_id": case_id, "first_on": TODAY, "last_on": LAST}],
        },
    )  # fmt: skip
    move(deputy, case_id, "order")
    contract = {"number": "7", "signed_on": TODAY, "first_on": TODAY, "last_on": LAST}
    assert deputy.made(f"{at}/contracts", contract)["number"] == "7"
    for name in ("contract", "plan", "schedule", "start"):
        last = move(deputy, case_id, name)
    assert (last["number"], last["from_state"], last["to_state"]) == (6, "scheduled", "running")
    assert deputy.got(at)["state_title"] == "идёт обучение"
    assert [item["number"] for item in deputy.got(f"{at}/moves")["items"]] == [1, 2, 3, 4, 5, 6]
    seen = deputy.got(f"{at}/outlook?on=2026-09-02")
    assert (seen["lessons"], seen["reasons"]) == (True, [])
    assert deputy.got(f"{at}/outlook?on=2026-11-04")["reasons"] == ["04.11.2026 — «День народного единства»."]
    lines = deputy.got(f"/orders/{order['id']}/lines")
    assert [line["case_id"] for line in lines["items"]] == [case_id]


def test_a_move_that_may_not_be_made_tells_every_reason(school: Site, deputy: Asker) -> None:
    at = f"/cases/{open_case(school, deputy)}"
    refused = deputy.call("POST", f"{at}/moves", {"move": "start"}, tag='"1"')
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert "нельзя начать обучение" in refused.json()["detail"]
    assert deputy.got(at)["rev"] == 1


def test_what_a_list_was_narrowed_to_is_what_it_tells(school: Site, deputy: Asker) -> None:
    first = open_case(school, deputy)
    world = school.world
    second = world.case(grade=9)
    everything = [item["id"] for item in deputy.got("/cases")["items"]]
    assert everything == [first, second]
    for query, found in (
        ("grade=9", [second]), ("q=к-01", [first]), ("q=9 а", [second]), ("state=running", []),
        ("over=true", []), ("over=false", [first, second]), (f"year_id={'0' * 32}", []),
        (f"pupil_id={world.get(second).pupil_id}", [second]),
    ):  # fmt: skip
        assert [item["id"] for item in deputy.got(f"/cases?{query}")["items"]] == found, query


def test_guardians_and_consents_have_a_beginning_and_an_end(school: Site, deputy: Asker) -> None:
    pupil = deputy.made("/pupils", PUPIL)
    at = f"/pupils/{pupil['id']}"
    mother = {"account_id": school.world.deputy_id, "kind": "mother", "first_on": TODAY}
    guardian = deputy.made(f"{at}/guardians", mother)
    given = {"purpose": "data", "given_on": TODAY, "guardian_id": guardian["id"]}
    consent = deputy.made(f"{at}/consents", given)
    over = deputy.call("POST", f"/guardians/{guardian['id']}/end", {"last_on": TODAY}, tag='"1"')
    assert (over.json()["last_on"], over.headers["etag"]) == (TODAY, '"2"')
    back = deputy.call("POST", f"/consents/{consent['id']}/withdraw", {"on": TODAY}, tag='"1"')
    assert (back.json()["withdrawn_on"], deputy.tag(f"/consents/{consent['id']}")) == (TODAY, '"2"')
    assert deputy.got(f"{at}/guardians")["items"] == [deputy.got(f"/guardians/{guardian['id']}")]


def test_an_administrator_opens_a_school_its_year_and_its_first_director(school: Site) -> None:
    administrator = school.asker(Role.ADMINISTRATOR)
    made = administrator.made("/schools", {"code": "s300", "title": "Школа № 300", "week_days": 6})
    at = f"/schools/{made['id']}"
    assert (made["week_days"], made["clock_days"], made["pmpk_required"]) == (6, 3, True)
    year = administrator.made(
        f"{at}/years",
        {
            "title": "2026/27", "first_on": TODAY, "last_on": LAST,
            "terms": [{"title": "Год", "first_on": TODAY, "last_on": LAST}],
            "breaks": [{"title": "Каникулы", "first_on": "2026-10-24", "last_on": "2026-11-01", "grades": [1]}],
            "moved": [{"on": "2026-10-03", "as_day": "wed"}],
        },
    )  # fmt: skip
    assert (year["breaks"][0]["grades"], year["moved"][0]["as_day"]) == ([1], "wed")
    following = administrator.made(f"/years/{year['id']}/next", None)
    assert (following["title"], following["to_check"]) == ("2027/28", True)
    assert [item["title"] for item in administrator.got(f"{at}/years")["items"]] == ["2026/27", "2027/28"]
    person = {"name": "Орлова Вера Павловна", "login": "orlova"}
    role = {"role": "director", "school_id": made["id"], "first_on": TODAY}
    director = administrator.made("/people", {"person": person, "role": role})
    roles = administrator.got(f"/people/{director['id']}/roles")["items"]
    assert [(entry["role"], entry["school_id"]) for entry in roles] == [("director", made["id"])]


def test_bells_and_hours_are_written_whole(school: Site, deputy: Asker) -> None:
    at = f"/schools/{school.world.school_id}"
    bells = [{"shift": 1, "number": 1, "start_min": 510, "end_min": 550}]
    hours = [{"grade": 5, "first_on": TODAY, "hours_part": 21, "hours_over": 2, "source": "Приказ № 5"}]
    for name, rows in (("bells", bells), ("hours", hours)):
        written = deputy.call("PUT", f"{at}/{name}", {name: rows}, tag=deputy.tag(f"{at}/{name}"))
        assert (written.status_code, written.json()[name]) == (200, rows), written.text
        assert deputy.tag(f"{at}/{name}") == written.headers["etag"]


def test_terms_of_keeping_are_written_whole_and_norms_are_told(school: Site, deputy: Asker) -> None:
    at = f"/schools/{school.world.school_id}"
    terms = [{"term": "medical", "years": 2, "source": "Приказ № 5", "to_check": False}]
    before = deputy.tag(f"{at}/retention")
    written = deputy.call("PUT", f"{at}/retention", {"terms": terms}, tag=before)
    assert (written.status_code, deputy.got(f"{at}/retention")["terms"]) == (200, terms), written.text
    assert deputy.call("PUT", f"{at}/retention", {"terms": []}, tag=before).status_code == 412
    twice = deputy.call("PUT", f"{at}/retention", {"terms": terms * 2}, tag=deputy.tag(f"{at}/retention"))
    assert (twice.status_code, list(twice.json()["faults"])) == (422, ["years-medical"])
    norms = deputy.got(f"{at}/norms?on=2026-09-02")
    assert norms["on"] == "2026-09-02"
    assert [document["lapsed"] for document in norms["documents"]].count(False) > 1


def test_a_disabled_person_is_out_at_once_and_comes_back(school: Site, deputy: Asker) -> None:
    teacher = school.asker(Role.TEACHER)
    at = f"/people/{teacher.got('/me')['account_id']}"
    tag = deputy.tag(at)
    closed = deputy.call("POST", f"{at}/disable", tag=tag)
    assert closed.json()["disabled_at"] == "2026-09-01T06:00:00Z"
    assert teacher.got("/me", 401)["code"] == "sign_in_needed"
    opened = deputy.call("POST", f"{at}/enable", tag=closed.headers["etag"])
    assert opened.json()["disabled_at"] is None
