"""Agreement over JSON: what a version is, and its moves by revision, digest and key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine
from sqlmodel import func, select

from models.agreement import Answer, Decision, Publication
from models.engines import reading
from models.message import Message
from models.person import Role
from tests.api import place as doors
from tests.api.rest.site import Asker, Site
from tests.api.services.agreement.households import TODAY, Families, families, guardian_id

UNTIL = "2026-09-05T15:00:00Z"


@dataclass(frozen=True)
class Office:
    site: Site
    made: Families
    deputy: Asker
    director: Asker

    def move(self, who: Asker, version_id: str, move: str, **more: object) -> tuple[int, dict[str, object]]:
        """As somebody who has just looked at the version."""
        at = f"/versions/{version_id}"
        seen = who.call("GET", at)
        told = {"digest": seen.json()["digest"], **more}
        answer = who.call("POST", f"{at}/{move}", told, tag=seen.headers["etag"])
        return answer.status_code, answer.json()


@pytest.fixture
def office(database: Engine) -> Iterator[Office]:
    made, clock = families(database), doors.Clock()
    clock.on(days=(TODAY - clock.at.date()).days, hours=3)
    site = Site(doors.place(database, clock), made.world, clock)
    return Office(site, made, site.asker(), site.asker(Role.DIRECTOR))


def test_the_whole_way_over_json(office: Office) -> None:
    version_id = office.made.drafted()
    status, told = office.move(office.deputy, version_id, "offer", answer_until=UNTIL)
    assert (status, told["state"], told["answer_until"]) == (200, "offered", UNTIL)
    who = guardian_id(office.made, office.made.mother)
    spoken = {"guardian_id": who, "answer": "agreed", "channel": "call"}
    assert office.move(office.deputy, version_id, "answer", **spoken)[1]["state"] == "agreed"
    status, told = office.move(office.director, version_id, "approval")
    assert (status, told["code"]) == (403, "forbidden")  # the password was given hours ago
    office.made.approve(version_id)
    assert office.move(office.deputy, version_id, "publication")[1]["state"] == "published"
    (answer,) = office.deputy.got(f"/versions/{version_id}/answers")["items"]
    assert (answer["guardian_id"], answer["answer"], answer["channel"]) == (who, "agreed", "call")
    lessons = office.deputy.got(f"/versions/{version_id}/lessons")["items"]
    assert [(one["day"], one["start"], one["weeks"], one["subject"]) for one in lessons] == [
        ("mon", "10:00", None, "Математика"), ("tue", "11:00", [1], "Русский язык")
    ]  # fmt: skip


def test_versions_are_listed_by_case_and_state(office: Office) -> None:
    first = office.made.offered()
    second, other = office.made.offered(), office.made.offered(1)
    listed = office.deputy.got("/versions")["items"]
    assert [one["id"] for one in listed] == [second, first, other]
    assert [one["id"] for one in office.deputy.got("/versions?state=superseded")["items"]] == [first]
    assert [one["id"] for one in office.deputy.got(f"/versions?case_id={office.made.cases[1]}")["items"]] == [
        other
    ]


def test_a_move_wants_the_digest_and_the_revision_of_now(office: Office) -> None:
    version_id = office.made.offered()
    at, digest = f"/versions/{version_id}", office.made.get(version_id).digest
    stale = office.deputy.tag(at)
    office.made.answer(version_id, Answer.AGREED)
    late = office.deputy.call("POST", f"{at}/recall", {"digest": digest}, tag=stale)
    assert (late.status_code, late.json()["code"]) == (412, "stale")
    other = office.deputy.call("POST", f"{at}/recall", {"digest": "0" * 64}, tag=office.deputy.tag(at))
    assert (other.status_code, other.json()["code"]) == (409, "conflict")
    assert office.made.state(version_id) == "agreed"


def test_a_publication_asked_for_twice_with_one_key_goes_out_once(office: Office) -> None:
    version_id = office.made.offered()
    office.made.answer(version_id, Answer.AGREED)
    office.made.approve(version_id)
    at = f"/versions/{version_id}"
    told, tag = {"digest": office.made.get(version_id).digest}, office.deputy.tag(at)
    answers = [
        office.deputy.call("POST", f"{at}/publication", told, tag=tag, idempotency_key="one-request-of-mine")
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    with reading(office.site.engine) as session:
        counts = [
            session.exec(select(func.count()).select_from(kind)).one() for kind in (Publication, Message)
        ]
    assert counts == [1, 2]  # mother and father, each once


def test_what_stands_in_the_way_is_told_and_nothing_is_written(office: Office) -> None:
    version_id = office.made.offered()
    status, told = office.move(office.deputy, version_id, "publication")
    assert (status, "ждёт ответа семьи" in str(told["detail"])) == (409, True)
    who = guardian_id(office.made, office.made.mother)
    status, told = office.move(
        office.deputy, version_id, "answer", guardian_id=who, answer="declined", channel="paper", code="нет"
    )
    assert (status, set(told["faults"])) == (422, {"code"})  # type: ignore[call-overload]
    with reading(office.site.engine) as session:
        assert session.exec(select(Decision)).all() == []
