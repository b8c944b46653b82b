"""Plans as JSON: drafts written whole, the moves of the desk by revision, digest and key."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import Engine

from models.person import Role
from tests.api import place as doors
from tests.api.rest.site import Asker, Site
from tests.api.services.plans.families import Families, new_families

MATHS, MUSIC = (
    {"subject": "Математика", "hours": "2.25"},
    {"subject": "Музыка", "hours": "1/4", "lesson_min": 40},
)
WHOLE = {"kind": "iup", "first_on": "2026-09-01", "last_on": "2027-05-26"}


@dataclass(frozen=True)
class Desk:
    home: Families
    site: Site
    deputy: Asker

    def begun(self, **more: object) -> str:
        made = self.deputy.made(f"/cases/{self.home.case_id}/plans", {**WHOLE, **more})
        return str(made["id"])

    def put(self, plan_id: str, *rows: dict[str, object]) -> tuple[int, dict[str, object]]:
        at = f"/plans/{plan_id}"
        answer = self.deputy.call("PUT", at, {**WHOLE, "rows": rows}, tag=self.deputy.tag(at))
        return answer.status_code, answer.json()

    def move(
        self, plan_id: str, move: str, who: Asker | None = None, **told: object
    ) -> tuple[int, dict[str, object]]:
        at, who = f"/plans/{plan_id}", who or self.deputy
        answer = who.call("POST", f"{at}/{move}", told or None, tag=who.tag(at))
        return answer.status_code, answer.json()


@pytest.fixture
def desk(database: Engine) -> Desk:
    home, clock = new_families(database), doors.Clock()
    site = Site(doors.place(database, clock), home.world, clock)
    return Desk(home, site, site.asker())


def test_rows_are_written_whole_and_keep_their_keys(desk: Desk) -> None:
    plan_id = desk.begun()
    status, told = desk.put(plan_id, MATHS, {**MUSIC, "by_screen": False})
    rows = told["rows"]
    assert status == 200
    assert isinstance(rows, list)
    assert [row["by_screen"] for row in rows] == [True, False]
    assert [(row["hours"], row["lesson_min"], row["shared"]) for row in rows] == [
        ("9/4", None, False), ("1/4", 40, False),
    ]  # fmt: skip
    assert float(rows[1]["yearly"].partition("/")[0]) > 0
    again = desk.put(plan_id, {**MUSIC, "key": rows[1]["key"]}, {**MATHS, "key": rows[0]["key"]})[1]["rows"]
    assert isinstance(again, list)
    assert [row["key"] for row in again] == [rows[1]["key"], rows[0]["key"]]
    status, told = desk.put(plan_id, MATHS, {**MUSIC, "hours": "99"}, {**MUSIC, "hours": "1/0"})
    assert (status, sorted(told["faults"])) == (422, ["hours-1", "hours-2"])  # type: ignore[call-overload]
    assert desk.deputy.call("PUT", f"/plans/{plan_id}", {**WHOLE, "rows": []}, tag='"1"').status_code == 412


def test_a_plan_goes_the_whole_way(desk: Desk) -> None:
    plan_id = desk.begun(source="model", model="fop-ooo-5", norm="10")
    assert desk.move(plan_id, "offer")[1]["state"] == "offered"
    digest = desk.deputy.got(f"/plans/{plan_id}")["digest"]
    spoken = {"guardian_id": desk.home.guardian("mother"), "agrees": True, "channel": "call"}
    assert desk.move(plan_id, "answer", digest="0" * 64, **spoken)[0] == 409
    assert desk.move(plan_id, "answer", digest=digest, **spoken)[1]["state"] == "agreed"
    director = desk.site.asker(Role.DIRECTOR)
    status, told = desk.move(plan_id, "approval", director, digest=digest)
    assert (status, told["code"]) == (403, "forbidden")  # no password was given in this session
    desk.home.approve(plan_id)
    acts = desk.deputy.got(f"/plans/{plan_id}/acts")["items"]
    assert [(each["act"], each["channel"]) for each in acts] == [
        ("offer", None), ("agree", "call"), ("approve", None)
    ]  # fmt: skip


def test_a_change_in_february_cuts_the_year(desk: Desk) -> None:
    plan_id = desk.home.approved()
    status, told = desk.move(plan_id, "next", first_on="2027-02-01", last_on="2027-05-26")
    assert (status, told["number"], told["state"]) == (201, 2, "draft")
    change = desk.deputy.got(f"/plans/{told['id']}/change")
    assert (change["on"], change["numbers"]) == ("2027-02-01", [1])
    assert {(row["old_week"], row["new_week"]) for row in change["rows"] if row["subject"] == "Музыка"} == {
        ("1/4", "1/4")
    }
    at = f"/cases/{desk.home.case_id}/plans"
    assert [each["number"] for each in desk.deputy.got(at)["items"]] == [2, 1]
    left = desk.move(str(told["id"]), "remove")[1]["items"]
    assert [each["number"] for each in left] == [1]  # type: ignore[attr-defined]
    assert desk.move(plan_id, "recall", digest=desk.home.plan(plan_id).digest)[0] == 409


@pytest.mark.parametrize("role", [Role.PARENT, Role.TEACHER, Role.COORDINATOR])
def test_nobody_but_the_desk_reads_plans_so(desk: Desk, role: Role) -> None:
    plan_id = desk.begun()
    assert desk.site.asker(role).call("GET", f"/plans/{plan_id}").status_code == 403
