"""Two hands at one record, one request sent twice: nothing is overwritten unseen, nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import select

from models.engines import reading
from models.once import Once
from models.person import Role
from tests.api.rest.full import full
from tests.api.rest.site import Site, site

PUPIL = {"surname": "Иванов", "given_names": "Пётр", "birth_on": "2015-03-02"}
KEY = "7f3c-one-request"


@pytest.fixture
def school(database: Engine) -> Site:
    return site(database)


def at_once(*acts: Callable[[], Response]) -> list[Response]:
    """Answers of acts that begin together."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Response]) -> Response:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_changes_of_one_revision_one_is_told_to_look_again(school: Site) -> None:
    hands = [school.asker(), school.asker(Role.DIRECTOR)]
    at = f"/pupils/{hands[0].made('/pupils', PUPIL)['id']}"
    for _ in range(5):
        tag = hands[0].tag(at)
        names = ("Первый", "Второй")
        answers = at_once(
            *(
                lambda hand=hand, name=name, tag=tag: hand.call(
                    "PUT", at, PUPIL | {"given_names": name}, tag=tag
                )
                for hand, name in zip(hands, names, strict=True)
            )
        )
        assert sorted(answer.status_code for answer in answers) == [200, 412]
        won = next(answer for answer in answers if answer.status_code == 200)
        lost = next(answer for answer in answers if answer.status_code == 412)
        assert lost.headers["etag"] == won.headers["etag"] == hands[0].tag(at)
        assert hands[0].got(at)["given_names"] == won.json()["given_names"]


def test_of_two_hands_at_the_bells_one_is_told_to_look_again(school: Site) -> None:
    hands = [school.asker(), school.asker(Role.DIRECTOR)]
    at = f"/schools/{school.world.school_id}/bells"
    tag = hands[0].tag(at)
    bells = [{"bells": [{"shift": 1, "number": 1, "start_min": n, "end_min": 600}]} for n in (500, 510)]
    answers = at_once(
        *(
            lambda hand=hand, sent=sent: hand.call("PUT", at, sent, tag=tag)
            for hand, sent in zip(hands, bells, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert {answer.headers["etag"] for answer in answers} == {hands[0].tag(at)}


def test_a_line_of_an_order_has_a_revision_of_its_own(school: Site) -> None:
    ids, deputy = full(school.world), school.asker()
    at = "/orders/{order_id}/lines/{case_id}".format_map(ids)
    order = deputy.tag(f"/orders/{ids['order_id']}")
    ended = deputy.call("POST", f"{at}/end", {"ended_on": "2026-09-30"}, tag=deputy.tag(at))
    assert (ended.status_code, ended.json()["ended_on"], ended.headers["etag"]) == (200, "2026-09-30", '"2"')
    assert deputy.tag(f"/orders/{ids['order_id']}") == order
    again = deputy.call("POST", f"{at}/end", {"ended_on": "2026-10-30"}, tag='"1"')
    assert (again.status_code, again.headers["etag"]) == (412, '"2"')


def test_what_a_medical_paper_says_is_corrected_by_its_own_revision(school: Site) -> None:
    ids, deputy = full(school.world), school.asker()
    at = f"/papers/{ids['paper_id']}/medical"
    read = deputy.call("GET", f"{at}?why=check")
    sent = {
        name: read.json()[name]
        for name in ("kind", "issuer", "issued_on", "valid_from", "valid_to", "max_day_min", "ends_by_min")
    }
    put = deputy.call("PUT", at, sent | {"number": "№ 18"}, tag=read.headers["etag"])
    assert (put.status_code, "№ 18" in put.text) == (200, False)
    assert deputy.got(f"{at}?why=check")["number"] == "№ 18"
    assert deputy.call("PUT", at, sent | {"number": "№ 19"}, tag=read.headers["etag"]).status_code == 412


def test_a_request_sent_again_gets_the_same_answer_and_acts_once(school: Site) -> None:
    deputy = school.asker()
    first, again = (deputy.call("POST", "/pupils", PUPIL, idempotency_key=KEY) for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    for name in ("etag", "location", "content-type"):
        assert first.headers[name] == again.headers[name]
    assert first.headers["location"] == f"/api/v1/pupils/{first.json()['id']}"
    assert deputy.got("/pupils")["total"] == 1
    assert school.world.actions().count("pupil.add") == 1


def test_the_answer_is_the_stored_one_though_the_record_has_changed(school: Site) -> None:
    deputy = school.asker()
    first = deputy.call("POST", "/pupils", PUPIL, idempotency_key=KEY)
    at = f"/pupils/{first.json()['id']}"
    deputy.call("PUT", at, PUPIL | {"surname": "Петров"}, tag='"1"')
    assert deputy.call("POST", "/pupils", PUPIL, idempotency_key=KEY).content == first.content
    assert deputy.got(at)["surname"] == "Петров"


def test_a_key_with_another_request_is_refused(school: Site) -> None:
    ids, deputy = full(school.world), school.asker()
    consent = {"purpose": "partner", "given_on": "2026-09-01"}
    at = f"/pupils/{ids['pupil_id']}/consents"
    deputy.made(at, consent, idempotency_key=KEY)
    other_pupil = deputy.made("/pupils", PUPIL)["id"]
    for path, body in (
        (at, consent | {"purpose": "messages"}), (f"/pupils/{other_pupil}/consents", consent), ("/pupils", PUPIL),
    ):  # fmt: skip
        refused = deputy.call("POST", path, body, idempotency_key=KEY)
        assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
        assert refused.json()["detail"] == "С этим ключом уже пришёл другой запрос. Возьмите новый ключ."
    assert deputy.call("POST", at, consent, idempotency_key=KEY).status_code == 201


def test_a_refused_request_leaves_its_key_free(school: Site) -> None:
    deputy = school.asker()
    assert deputy.call("POST", "/pupils", PUPIL | {"surname": " "}, idempotency_key=KEY).status_code == 422
    assert deputy.call("POST", "/pupils", PUPIL, idempotency_key=KEY).status_code == 201


def test_keys_are_of_an_account_and_a_role(school: Site) -> None:
    deputy, director = school.asker(), school.asker(Role.DIRECTOR)
    first, other = (hand.call("POST", "/pupils", PUPIL, idempotency_key=KEY) for hand in (deputy, director))
    assert (first.status_code, other.status_code) == (201, 201)
    assert first.json()["id"] != other.json()["id"]


def test_two_at_once_with_one_key_make_one_record(school: Site) -> None:
    deputy = school.asker()
    tries = [lambda: deputy.call("POST", "/pupils", PUPIL, idempotency_key=KEY)] * 3
    answers = at_once(*tries)
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.content for answer in answers}) == 1
    assert deputy.got("/pupils")["total"] == 1


def test_a_move_sent_again_is_made_once_though_the_case_has_moved_on(school: Site) -> None:
    deputy = school.asker()
    case_id = school.world.case()
    school.world.package(case_id, school.clock().date())
    at, body = f"/cases/{case_id}", {"move": "complete_package"}
    tag = deputy.tag(at)
    first, again = (deputy.call("POST", f"{at}/moves", body, tag=tag, idempotency_key=KEY) for _ in range(2))
    assert (first.status_code, again.content) == (201, first.content)
    assert deputy.call("POST", f"{at}/moves", body, tag=tag).status_code == 412
    assert deputy.got(f"{at}/moves")["total"] == 1


def test_keys_are_forgotten_after_a_week(school: Site) -> None:
    first = school.asker().call("POST", "/pupils", PUPIL, idempotency_key=KEY)
    school.clock.at += timedelta(days=7, seconds=1)
    school.asker().call("POST", "/pupils", PUPIL, idempotency_key="another-key")
    with reading(school.engine) as session:
        kept = session.exec(select(Once)).all()
    assert (first.status_code, len(kept), kept[0].route) == (201, 1, "POST /api/v1/pupils")


@pytest.mark.parametrize("key", ["short", "with space inside", "x" * 129])
def test_keys_that_are_none_are_refused(school: Site, key: str) -> None:
    deputy = school.asker()
    refused = deputy.call("POST", "/pupils", PUPIL, idempotency_key=key)
    assert (refused.status_code, list(refused.json()["faults"])) == (422, ["Idempotency-Key"])
    assert deputy.got("/pupils")["total"] == 0
