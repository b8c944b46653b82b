"""What holds for every operation of the description alike: who may ask, conditions, foreign like missing, no canary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import Engine, text

from api.access import Relation
from api.policy import POLICY
from models.engines import reading
from models.person import Role
from tests.api.rest.full import CANARY, full
from tests.api.rest.site import MISSING, Asker, Site, described, operations, sample, site, takes

MINUTES = re.compile(r"\b143[89]\b")  # what the canary's limits say
QUERY = {"/cases/{case_id}/outlook": "?on=2026-09-02", "/papers/{paper_id}/medical": "?why=check"}


@dataclass(frozen=True)
class All:
    """A full school, who asks, and the description of everything to be asked for."""

    school: Site
    ids: dict[str, str]
    told: dict[str, Any]

    @property
    def operations(self) -> list[tuple[str, str, dict[str, Any]]]:
        return operations(self.told)

    def hand(self, method: str, path: str, school_id: str | None = None) -> Asker:
        """Who may do it: a deputy, else a director, else a teacher."""
        roles = {role for rule in POLICY.of(f"{method} /api/v1{path}") for role in rule.roles}
        order = (Role.DEPUTY, Role.DIRECTOR, Role.TEACHER)
        return self.school.asker(next(role for role in order if role in roles), school_id)

    def ask(self, client: Asker, method: str, path: str, ids: dict[str, str], **more: Any) -> Response:
        query = QUERY.get(path, "") if method == "GET" else ""
        return client.call(method, path.format_map(ids) + query, **more)


@pytest.fixture
def everything(database: Engine) -> All:
    school = site(database)
    return All(school, full(school.world), described(school.asker()))


def test_every_route_is_described_and_has_its_line(everything: All) -> None:
    told = {f"{method} /api/v1{path}" for method, path, _ in everything.operations}
    listed = {rule.route for rule in POLICY.rules if " /api/v1" in rule.route}
    assert listed - told == {"GET /api/v1/openapi.json"}
    assert told - listed == set()


def test_nobody_gets_anything_without_signing_in(everything: All) -> None:
    visitor = everything.school.visitor()
    for method, path, _ in everything.operations:
        answer = everything.ask(visitor, method, path, everything.ids, json={})
        assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_needed"), path
        assert (answer.headers["www-authenticate"], "location" in answer.headers) == ("Cookie", False)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DEPUTY, Role.DIRECTOR}))
def test_roles_get_what_their_lines_say_and_nothing_else(everything: All, role: Role) -> None:
    client = everything.school.asker(role)
    for method, path, _ in everything.operations:
        mine = any(role in rule.roles for rule in POLICY.of(f"{method} /api/v1{path}"))
        status = everything.ask(client, method, path, everything.ids, json={}).status_code
        assert (status != 403) == mine, (method, path, status)
        assert status < 500


def test_foreign_records_answer_exactly_like_missing_ones(everything: All) -> None:
    other = everything.school.other_school().school_id
    deputy = everything.school.asker(school_id=other)
    for method, path, operation in everything.operations:
        if "{" not in path:
            continue
        at_desk = "approval" not in path and not path.startswith("/calls/")
        stranger = deputy if at_desk else everything.hand(method, path, other)
        body = sample(everything.told, operation)
        missing = dict.fromkeys(everything.ids, MISSING)
        told = [
            everything.ask(stranger, method, path, ids, json=body, tag='"1"')
            for ids in (everything.ids, missing)
        ]
        assert [answer.status_code for answer in told] == [404, 404], path
        assert (told[0].content, told[0].headers) == (told[1].content, told[1].headers), path


def test_single_records_have_a_tag_and_are_not_told_twice(everything: All) -> None:
    deputy = everything.school.asker()
    singles = [path for method, path, operation in everything.operations if takes(operation, "If-None-Match")]
    assert len(singles) == 53
    for path in singles:
        first = everything.ask(deputy, "GET", path, everything.ids)
        assert first.status_code == 200, first.text
        tag = first.headers["etag"]
        for known in (tag, f'"other", W/{tag}', "*"):
            again = everything.ask(deputy, "GET", path, everything.ids, if_none_match=known)
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag), path
        assert everything.ask(deputy, "GET", path, everything.ids, if_none_match='"x"').status_code == 200
        head = everything.ask(deputy, "HEAD", path + QUERY.get(path, ""), everything.ids)
        assert (head.status_code, head.headers["etag"]) == (200, tag)


def test_changes_want_the_revision_that_was_looked_at(everything: All) -> None:
    deputy = everything.school.asker()
    changing = [entry for entry in everything.operations if takes(entry[2], "If-Match")]
    assert len(changing) == 55
    for method, path, operation in changing:
        deputy = deputy if "approval" not in path else everything.hand(method, path)
        body = sample(everything.told, operation)
        for absent in (None, "*", ""):
            answer = everything.ask(deputy, method, path, everything.ids, json=body, tag=absent)
            assert (answer.status_code, answer.json()["code"]) == (428, "condition_needed"), path
        seen = path if method == "PUT" and not path.endswith("/class") else path.rpartition("/")[0]
        now = everything.ask(deputy, "GET", seen, everything.ids).headers["etag"]
        for stale in ('"999"', f"W/{now}", "nonsense"):
            answer = everything.ask(deputy, method, path, everything.ids, json=body, tag=stale)
            assert (answer.status_code, answer.json()["code"]) == (412, "stale"), (path, answer.text)
            assert answer.headers["etag"] == now


def test_what_medical_papers_say_is_told_by_one_address_and_logged(everything: All) -> None:
    school, log = everything.school, everything.school.world.log
    told_by = set()
    for role in (Role.DEPUTY, Role.DIRECTOR, Role.ADMINISTRATOR, Role.COORDINATOR, Role.PARENT, Role.TEACHER):
        client = school.asker(role)
        before = len(log())
        for method, path, _ in everything.operations:
            if method == "GET":
                answer = everything.ask(client, method, path, everything.ids)
                told_by |= {path} if CANARY in answer.text or MINUTES.search(answer.text) else set()
        reads = [facts["why"] for action, _, facts in log(before) if action == "medical.read"]
        assert reads == (["check"] if role in (Role.DEPUTY, Role.DIRECTOR) else [])
    assert told_by == {"/papers/{paper_id}/medical"}


def test_a_medical_paper_is_not_told_without_a_reason(everything: All) -> None:
    deputy, at = everything.school.asker(), f"/papers/{everything.ids['paper_id']}/medical"
    before = len(everything.school.world.log())
    for query in ("", "?why=", "?why=curious"):
        assert deputy.got(at + query, 422)["faults"].keys() == {"why"}
    assert everything.school.world.log(before) == []


def test_medical_words_are_not_repeated_by_refusals_nor_kept_in_the_open(everything: All) -> None:
    deputy = everything.school.asker()
    at = f"/cases/{everything.ids['case_id']}/medical-papers"
    wrong = {"kind": "medical", "number": CANARY * 9, CANARY: CANARY, "issued_on": CANARY, "limits": [CANARY]}
    refused = deputy.call("POST", at, wrong)
    assert (refused.status_code, CANARY in refused.text) == (422, False)
    assert set(refused.json()["faults"]) == {"body", "number", "issuer", "issued_on", "valid_from", "limits"}
    good = {
        "kind": "ipra", "number": CANARY, "issuer": CANARY, "issued_on": "2026-09-01", "valid_from": "2026-09-01",
        "limits": CANARY,
    }  # fmt: skip
    made = deputy.call("POST", at, good, idempotency_key="a key of eight or more".replace(" ", "-"))
    assert (made.status_code, CANARY in made.text) == (201, False)
    with reading(everything.school.engine) as session:
        kept = session.connection().execute(text("SELECT * FROM once")).all()
    assert (len(kept), CANARY in str(kept), "Иванов" in str(kept)) == (1, False, False)


def test_lines_of_the_api_stand_at_the_school_or_the_installation() -> None:
    told = {rule.relation for rule in POLICY.rules if " /api/v1" in rule.route}
    assert told == {Relation.SCHOOL, Relation.INSTALLATION, Relation.SELF, Relation.CASE}
