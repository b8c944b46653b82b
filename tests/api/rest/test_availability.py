"""Time of teachers, weeks of families, places and roads as JSON: what is written is what pages and problems know."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from models.engines import writing
from models.person import Account, Role
from models.staff import Teacher
from tests.api.rest.full import full
from tests.api.rest.site import Site, site
from tests.api.services.world import START

CARD = {"name": "Лебедева Ольга Игоревна", "subjects": ["Математика", "Физика"], "grade_first": 5}
EVENING = {"kind": "free", "days": ["tue", "mon"], "start_min": 840, "end_min": 1080}
KEY = {"idempotency_key": "7f3c-one-request"}


@pytest.fixture
def school(database: Engine) -> Site:
    return site(database)


def test_a_teacher_is_added_changed_and_listed(school: Site) -> None:
    deputy = school.asker()
    made = deputy.made("/teachers", CARD)
    at = f"/teachers/{made['id']}"
    assert (made["subjects"], made["grade_last"], made["rev"]) == (["Математика", "Физика"], 11, 1)
    put = deputy.call("PUT", at, CARD | {"subjects": ["Физика"], "max_day_lessons": 4}, tag='"1"')
    assert (put.status_code, put.headers["etag"]) == (200, '"2"')
    assert deputy.got(at) == put.json()
    (line,) = deputy.got("/teachers")["items"]
    assert (line["name"], line["subjects"], line["handed"], line["foreign"]) == (
        CARD["name"], ["Физика"], "no", False,
    )  # fmt: skip


def test_how_a_teacher_goes_is_told_and_taken_back(school: Site) -> None:
    deputy = school.asker()
    at = f"/teachers/{deputy.made('/teachers', CARD)['id']}/transport"
    assert deputy.got(at)["transport"] is None
    for means in ("car", None):
        put = deputy.call("PUT", at, {"transport": means}, tag=deputy.tag(at))
        assert (put.status_code, put.json()["transport"]) == (200, means)


def test_hours_come_go_are_handed_in_and_locked(school: Site) -> None:
    deputy = school.asker()
    teacher = deputy.made("/teachers", CARD)["id"]
    at = f"/teachers/{teacher}"
    made = deputy.made(f"{at}/hours", EVENING, **KEY)
    assert deputy.made(f"{at}/hours", EVENING, **KEY) == made
    assert (made["days"], made["weeks"], made["kind"]) == (["mon", "tue"], None, "free")
    deputy.made(f"{at}/hours", {"kind": "unwanted", "start_min": 1020, "end_min": 1080, "reason": "дорога"})
    deputy.made(f"{at}/hours", {"kind": "cannot", "on": "2026-09-14"})
    told = deputy.got(f"{at}/time")
    assert [(each["kind"], each["on"]) for each in told["windows"]] == [
        ("free", None), ("unwanted", None), ("cannot", "2026-09-14"),
    ]  # fmt: skip
    assert (told["free"], told["free_min"]) == (
        [{"days": ["mon", "tue"], "weeks": None, "start_min": 840, "end_min": 1080}], 480,
    )  # fmt: skip
    handed = deputy.call("POST", f"{at}/time/submit", tag=deputy.tag(f"{at}/time"))
    assert (handed.status_code, handed.json()["locked"]) == (200, True)
    hours = f"/teacher-hours/{made['id']}"
    left = deputy.call("POST", f"{hours}/remove", tag=deputy.tag(hours))
    assert [each["kind"] for each in left.json()["windows"]] == ["unwanted", "cannot"]
    assert deputy.got(hours, 404)["code"] == "not_found"
    back = deputy.call("POST", f"{at}/time/copy", tag=deputy.tag(f"{at}/time"))
    assert sorted(each["kind"] for each in back.json()["windows"]) == ["cannot", "free", "unwanted"]
    opened = deputy.call("POST", f"{at}/time/reopen", tag=deputy.tag(f"{at}/time"))
    assert opened.json()["locked"] is False


def test_a_teacher_keeps_the_own_time_and_no_other(school: Site) -> None:
    hand = school.asker(Role.TEACHER)
    account = hand.got("/me")["account_id"]
    own = Teacher(school_id=school.world.school_id, code="я", name="Я", first_on=START, account_id=account)
    other = Teacher(school_id=school.world.school_id, code="не я", name="Не я", first_on=START)
    with writing(school.engine) as session:
        session.get_one(Account, account)
        session.add_all([own, other])
    made = hand.made(f"/teachers/{own.id}/hours", EVENING)
    assert hand.got(f"/teacher-hours/{made['id']}") == made
    at = f"/teachers/{own.id}/time"
    assert hand.call("POST", f"{at}/submit", tag=hand.tag(at)).status_code == 200
    assert hand.call("POST", f"/teachers/{own.id}/hours", EVENING | {"end_min": 900}).status_code == 409
    assert hand.call("POST", f"{at}/reopen", tag=hand.tag(at)).status_code == 403
    for method, path in (("GET", "time"), ("POST", "hours")):
        assert hand.call(method, f"/teachers/{other.id}/{path}", EVENING).status_code == 404


def test_a_family_tells_windows_wishes_and_limits(school: Site) -> None:
    ids, deputy = full(school.world), school.asker()
    at = f"/cases/{ids['case_id']}/family"
    sent = {"section": "taken", "days": ["wed"], "start_min": 600, "end_min": 700, "channel": "paper"}
    made = deputy.made(f"{at}/windows", sent)
    assert (made["kind"], made["channel"], made["days"]) == ("avoid", "paper", ["wed"])
    wishes = {"early_min": 600, "early_weight": 4, "off": ["fri"]}
    put = deputy.call("PUT", f"{at}/wishes", wishes, tag=deputy.tag(f"{at}/wishes"))
    assert (put.json()["early_min"], put.json()["early_weight"], put.json()["off"]) == (600, 4, ["fri"])
    limits = deputy.call("PUT", f"{at}/limits", {"max_day_lessons": 3}, tag=deputy.tag(f"{at}/limits"))
    assert limits.json()["max_day_lessons"] == 3
    told = deputy.got(at)
    assert sorted(each["kind"] for each in told["windows"]) == ["adult_home", "avoid", "dislike", "dislike"]
    assert "Занятий быть не может: ср 10:00–11:40." in told["summary"]
    gone = deputy.call("POST", f"{at}/windows/{made['id']}/remove", tag='"1"')
    assert len(gone.json()["windows"]) == 3
    wrong = deputy.call("PUT", f"{at}/wishes", {"off": ["sun"]}, tag=deputy.tag(f"{at}/wishes"))
    assert (wrong.status_code, list(wrong.json()["faults"])) == (422, ["off"])


def test_a_child_has_a_home_and_other_addresses_on_some_days(school: Site) -> None:
    ids, deputy = full(school.world), school.asker()
    at = f"/cases/{ids['case_id']}/family"
    home = {"address": "ул. Придуманная, 9", "zone": "Заречье"}
    now = deputy.call("PUT", f"{at}/home", home, tag=deputy.tag(f"{at}/home")).json()
    assert (now["address"], now["zone"], now["place_id"] is not None) == (*home.values(), True)
    fridays = {"days": ["fri"], "weeks": [2, 4], "address": "у папы"}
    made = deputy.made(f"{at}/homes", fridays, **KEY)
    assert deputy.made(f"{at}/homes", fridays, **KEY) == made
    assert (made["kind"], made["days"], made["weeks"]) == ("other_home", ["fri"], [2, 4])
    assert deputy.got(f"{at}/home")["others"] == [{"place_id": made["place_id"], "address": "у папы"}]
    again = deputy.made(f"{at}/homes", {"days": ["mon"], "place_id": made["place_id"]})
    assert again["place_id"] == made["place_id"]
    whole = deputy.call("POST", f"{at}/homes", {"address": "у бабушки"})
    assert (whole.status_code, list(whole.json()["faults"])) == (422, ["days"])
    row = f"{at}/windows/{again['id']}"
    assert deputy.call("POST", f"{row}/remove", tag=deputy.tag(row)).status_code == 200


def test_places_roads_and_settings(school: Site) -> None:
    ids, deputy = full(school.world), school.asker()
    made = deputy.made("/places", {"code": "бассейн", "kind": "school", "lat": 57.02, "lon": 60.0})
    again = deputy.call("POST", "/places", {"code": "бассейн"})
    assert (again.status_code, list(again.json()["faults"])) == (422, ["code"])
    at = f"/places/{made['id']}"
    put = deputy.call("PUT", at, {"code": "бассейн", "zone": "Заречье"}, tag='"1"')
    assert (put.json()["zone"], put.json()["lat"], put.headers["etag"]) == ("Заречье", None, '"2"')
    road = f"{at}/roads/{ids['place_id']}"
    assert (deputy.got(road)["guess_min"], deputy.got(road)["there_min"]) == (None, None)
    told = deputy.call("PUT", road, {"there_min": 25, "back_min": None}, tag=deputy.tag(road))
    assert told.json()["there_min"] == 25
    assert deputy.got(f"/places/{ids['place_id']}/roads/{made['id']}")["back_min"] == 25
    assert {each["to_id"] for each in deputy.got(f"{at}/roads")["items"]} >= {ids["place_id"], ids["to_id"]}
    now = deputy.got("/planning")
    assert (now["rev"], now["spare_unwanted"]) == (0, False)
    wanted = {name: now[name] for name in now if name not in ("rev", "_links")} | {"spare_unwanted": True}
    changed = deputy.call("PUT", "/planning", wanted, tag=deputy.tag("/planning"))
    assert (changed.json()["rev"], changed.json()["spare_unwanted"]) == (1, True)
    assert deputy.call("PUT", "/planning", wanted, tag='"0"').status_code == 412
