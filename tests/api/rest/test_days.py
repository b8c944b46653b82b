"""Being away, lessons on their dates and what is said of single ones, as JSON."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.pages.weeks.homes import Weeks, weeks_of


@pytest.fixture
def weeks(database: Engine) -> Weeks:
    return weeks_of(database)


class Caller:
    """Somebody's program, with the token of changing requests."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.token = self.got("/me")["csrf"]

    def got(self, path: str) -> dict[str, Any]:
        answer = self.client.get(f"/api/v1{path}")
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def sent(
        self, path: str, status: int, body: dict[str, Any] | None = None, **headers: str
    ) -> dict[str, Any]:
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.client.post(f"/api/v1{path}", json=body, headers={"x-csrf-token": self.token, **more})
        assert answer.status_code == status, answer.text
        told: dict[str, Any] = answer.json()
        return told


def lesson(told: dict[str, Any], on: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in told["items"] if each["on"] == on)
    return found


def key(found: dict[str, Any]) -> dict[str, str]:
    return {name: found[name] for name in ("case_id", "lesson", "tag")}


def test_a_report_is_made_once_ended_and_taken_back(weeks: Weeks) -> None:
    deputy = Caller(weeks.client("deputy"))
    at, body = f"/cases/{weeks.case}/absences", {"cause": "child_ill", "first_on": "2026-09-14"}
    made = [deputy.sent(at, 201, body, idempotency_key="ill-14-september") for _ in range(2)]
    assert made[0] == made[1]
    assert deputy.got(at)["total"] == 1
    away = made[0]["_links"]["self"]["href"].removeprefix("/api/v1")
    gone = deputy.got(f"{away}/lessons")["items"]
    assert [(each["on"], each["cause"], each["why"]) for each in gone] == [
        ("2026-09-14", "child_ill", "по просьбе семьи"), ("2026-09-15", "child_ill", "по просьбе семьи"),
        ("2026-09-21", "child_ill", "по просьбе семьи"),
    ]  # fmt: skip
    ended = deputy.sent(f"{away}/resume", 200, {"on": "2026-09-15"}, if_match='"1"')
    assert (ended["last_on"], weeks.fates()["15"]) == ("2026-09-14", "planned")
    deputy.sent(f"{away}/withdraw", 412, if_match='"1"')
    assert deputy.sent(f"{away}/withdraw", 200, if_match='"2"')["withdrawn_at"] is not None
    assert weeks.fates()["14"] == "planned"


def test_a_family_and_a_teacher_are_not_told_of_each_others_health(weeks: Weeks) -> None:
    deputy, mother, maths = (Caller(weeks.client(who)) for who in ("deputy", "mother", "maths"))
    body = {"cause": "teacher_ill", "first_on": "2026-09-14", "last_on": "2026-09-14"}
    deputy.sent(f"/teachers/{weeks.teacher('t1')}/absences", 201, body)
    seen = lesson(mother.got(f"/cases/{weeks.case}/lessons"), "2026-09-14")
    assert (seen["state"], seen["cause"], seen["why"]) == ("cancelled", None, "учителя не будет")
    mother.sent(f"/cases/{weeks.case}/absences", 201, {"cause": "child_ill", "first_on": "2026-09-21"})
    told = lesson(maths.got("/lessons"), "2026-09-21")
    assert (told["state"], told["cause"], told["why"]) == ("cancelled", None, "по просьбе семьи")


def test_marked_noted_missed_and_given_again(weeks: Weeks) -> None:
    weeks.home.clock.on(hours=1)
    maths, mother = Caller(weeks.client("maths")), Caller(weeks.client("mother"))
    first = lesson(maths.got("/lessons"), "2026-09-14")
    assert maths.sent("/lessons/hold", 200, key(first))["state"] == "held"
    maths.sent("/lessons/hold", 409, key(first))
    held = lesson(maths.got("/lessons"), "2026-09-14")
    assert maths.sent("/lessons/note", 200, key(held) | {"topic": "Дроби"})["topic"] == "Дроби"
    assert maths.sent("/lessons/unhold", 200, key(held))["state"] == "planned"
    back = lesson(maths.got("/lessons"), "2026-09-14")
    maths.sent("/lessons/miss", 403, key(back) | {"cause": "school"})
    assert maths.sent("/lessons/miss", 200, key(back) | {"cause": "no_entry"})["state"] == "cancelled"
    mother.sent(
        "/lessons/restore", 403, key(lesson(mother.got(f"/cases/{weeks.case}/lessons"), "2026-09-14"))
    )
    assert weeks.lesson(date(2026, 9, 14)).cause == "no_entry"


def test_a_span_that_is_none_is_refused(weeks: Weeks) -> None:
    client = weeks.client("deputy")
    for query in ("first=2026-09-14&last=2026-09-13", "first=2026-09-14&last=2026-11-16", "first=14.09.2026"):
        assert client.get(f"/api/v1/cases/{weeks.case}/lessons?{query}").status_code == 422


def test_a_late_arrival_is_told_and_the_way_put_right(weeks: Weeks) -> None:
    """К-02's lesson begins 30 minutes after К-01's ends, the teacher comes 12 minutes late: the way took 42."""
    weeks.home.clock.at += timedelta(hours=3)  # 12:30 at the school
    maths, deputy = Caller(weeks.client("maths")), Caller(weeks.client("deputy"))
    second = next(
        each for each in maths.got("/lessons")["items"]
        if each["on"] == "2026-09-14" and each["case_id"] == weeks.home.made.cases[1]
    )  # fmt: skip
    told = maths.sent(
        "/lessons/late", 200, {**key(second), "late_min": 12}, idempotency_key="late-14-september"
    )
    assert (told["lesson"], told["late_min"]) == (second["lesson"], 12)
    assert deputy.sent("/lessons/late", 403, {**key(second), "late_min": 5})["code"] == "forbidden"
    (way,) = deputy.got("/late-ways")["items"]
    assert (way["wanted_min"], [each["way_min"] for each in way["late"]]) == (42, [42])
    pair = {name: way[name] for name in ("from_id", "to_id")}
    assert deputy.sent("/late-ways/take", 200, {**pair, "minutes": 42})["there_min"] == 42
    assert deputy.got("/late-ways")["items"] == []
    deputy.sent("/late-ways/leave", 404, pair)
    maths.sent("/lessons/late", 409, {**key(second), "late_min": 0})
