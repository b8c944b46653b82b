"""Lists in pages: the links walk through everything exactly once, in the same order whatever the size."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import Engine

from models.person import Role
from tests.api import place as doors
from tests.api.rest.site import Asker, Site, site
from tests.api.services.world import START


@pytest.fixture
def school(database: Engine) -> Site:
    made = site(database)
    for _ in range(7):
        made.world.case(START)
    for _ in range(4):
        doors.person(made.engine, None, (Role.PARENT, made.world.school_id), name="Однофамильцев Иван")
    return made


def next_of(header: str) -> dict[str, str]:
    """Targets of a Link header by their relation."""
    return {name: target for target, name in re.findall(r'<([^>]+)>; rel="(\w+)"', header)}


def walk(client: Asker, path: str) -> list[Any]:
    """Everything the links lead to, in order."""
    found: list[Any] = []
    at: str | None = f"/api/v1{path}"
    for _ in range(100):
        if at is None:
            return found
        answer = client.get(at)
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        linked = next_of(answer.headers["link"])
        assert linked == {name: link["href"] for name, link in answer.json()["_links"].items()}
        at = linked.get("next")
    raise AssertionError("the links lead in a circle")


@pytest.mark.parametrize("path", ["/cases", "/pupils", "/people", "/attention"])
@pytest.mark.parametrize("size", [1, 3, 200])
def test_links_walk_through_everything_once(school: Site, path: str, size: int) -> None:
    deputy = school.asker()
    whole = deputy.got(f"{path}?per_page=200")
    assert whole["total"] == len(whole["items"]) >= 5
    assert walk(deputy, f"{path}?per_page={size}") == whole["items"]


def test_pages_tell_where_they_are_and_keep_what_was_asked(school: Site) -> None:
    deputy = school.asker()
    told = deputy.got("/cases?q=иванов&per_page=3&page=2&grade=5")
    assert (told["total"], told["page"], told["per_page"], told["pages"]) == (7, 2, 3, 3)
    asked = "q=%D0%B8%D0%B2%D0%B0%D0%BD%D0%BE%D0%B2&grade=5"
    assert {name: link["href"] for name, link in told["_links"].items()} == {
        name: f"/api/v1/cases?{asked}&page={page}&per_page=3"
        for name, page in (("self", 2), ("first", 1), ("prev", 1), ("next", 3), ("last", 3))
    }


def test_a_page_past_the_end_is_empty_and_leads_back(school: Site) -> None:
    deputy = school.asker()
    told = deputy.got("/cases?per_page=3&page=99")
    assert (told["items"], told["total"], told["_links"]["prev"]["href"]) == (
        [], 7, "/api/v1/cases?page=3&per_page=3",
    )  # fmt: skip
    nobody = deputy.got("/cases?q=нет такого")
    assert (nobody["items"], nobody["pages"], "next" in nobody["_links"]) == ([], 1, False)


def test_nothing_of_another_school_is_listed(school: Site) -> None:
    other = school.other_school()
    other.case(START)
    deputy, stranger = school.asker(), school.asker(school_id=other.school_id)
    assert stranger.got("/cases")["total"] == 1
    assert deputy.got("/cases")["total"] == 7
    assert [item["code"] for item in stranger.got("/schools")["items"]] == ["s200"]
    administrator = school.asker(Role.ADMINISTRATOR)
    assert [item["code"] for item in administrator.got("/schools")["items"]] == ["s100", "s200"]
